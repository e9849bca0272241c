#include "sim/peer/torrent_client.hpp"

#include <utility>

#include "core/base/check.hpp"
#include "sim/peer/contact_client.hpp"
#include "sim/peer/range_client.hpp"
#include "sim/peer/torrent.hpp"

namespace swarmsim {

TorrentClient::TorrentClient(PeerId self, ContentId content, const ContentInfo& info, const Profile& profile)
    : self_(self), content_(content), slots_(profile.unchoke_slots), have_(info.geometry.pieces()) {}

void TorrentClient::hold(const ContentInfo& info, const Bitfield& pieces) {
  have_ = pieces;
  started_complete_ = have_.all();
  if (!info.carries_data) return;
  for (PieceIndex piece = 0; piece < pieces.size(); ++piece) {
    if (pieces.test(piece)) store_.put_original(info, piece);
  }
}

void TorrentClient::hold_everything(const ContentInfo& info) {
  Bitfield all(info.geometry.pieces());
  all.set_all();
  hold(info, all);
}

void TorrentClient::want(const Bitfield& pieces) {
  check(role_ == Role::idle, "client: what is wanted is known before it starts");
  if (pieces.all()) return;
  settled_ = have_;
  for (PieceIndex piece = 0; piece < pieces.size(); ++piece) {
    if (!pieces.test(piece)) settled_->set(piece);
  }
}

void TorrentClient::fetch_metadata(const ContentInfo&) {
  check(false, "client: only who speaks extensions fetches metadata");
}

void TorrentClient::on_owners(Turn&, std::span<const PeerId>) {
  check(false, "client: only who asks for owners is told of them");
}

std::unique_ptr<TorrentClient> make_torrent_client(PeerId self, ContentId content, const ContentInfo& info,
                                                   const Profile& profile, const Registry& registry,
                                                   Luck luck, std::unique_ptr<NeighbourPieces> theirs) {
  if (profile.protocol == Protocol::ranges)
    return std::make_unique<RangeClient>(self, content, info, profile);
  if (profile.protocol == Protocol::contacts)
    return std::make_unique<ContactClient>(self, content, info, profile, luck);
  return std::make_unique<Torrent>(self, content, info, profile, registry, luck, std::move(theirs));
}

}  // namespace swarmsim
