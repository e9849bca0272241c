// What becomes of a piece that failed its hash, and of who sent it (sim/peer/smart_ban.hpp).

#include <algorithm>

#include "sim/peer/torrent.hpp"

namespace swarmsim {

bool Torrent::is_banned(PeerId remote) const {
  return smart_ban_.get() != nullptr && smart_ban_->is_banned(remote);
}

bool Torrent::is_on_parole(PeerId remote) const {
  return smart_ban_.get() != nullptr && smart_ban_->is_on_parole(remote);
}

void Torrent::note_sender(const Geometry& geometry, BlockIndex block, PeerId from) {
  if (smart_ban_.get() == nullptr) smart_ban_ = Cloned(std::make_unique<SmartBan>());
  smart_ban_->received(geometry, block, from);
}

void Torrent::on_piece_failed(Turn& turn, Slot from, PieceIndex piece) {
  const std::vector<PeerId> proven = smart_ban_->failed(turn.content.geometry, piece, store_.piece(piece));
  partials_.drop(piece);
  store_.forget(piece);
  totals_.wasted += turn.content.geometry.piece_bytes(piece);
  totals_.blocks -= turn.content.geometry.blocks_in(piece);
  totals_.wasted_blocks += turn.content.geometry.blocks_in(piece);
  turn.ask(EffectKind::piece_failed, piece);
  for (const PeerId remote : proven) ban(turn, remote);
  if (neighbours_[from].live) fill_requests(turn, from);
  fill_others(turn);
}

void Torrent::ban(Turn& turn, PeerId remote) {
  // A block of before may prove it again: one ban is enough.
  if (smart_ban_->is_banned(remote)) return;
  turn.about_peer(EffectKind::banned, remote, smart_ban_->ban(remote, turn.now));
  std::erase(candidates_, remote);
  const auto slot =
      std::find_if(order_.begin(), order_.end(), [&](Slot one) { return neighbours_[one].remote == remote; });
  if (slot != order_.end()) part_from(turn, *slot, PartReason::banned);
}

void Torrent::lift_bans(Turn& turn) {
  if (smart_ban_.get() == nullptr) return;
  for (const PeerId remote : smart_ban_->lift(turn.now)) {
    if (std::find(candidates_.begin(), candidates_.end(), remote) == candidates_.end())
      candidates_.push_back(remote);
  }
  if (wants_more()) connect_more(turn);
}

/// On parole: one piece at a time, all of its blocks, so that nobody else can be blamed for them.
void Torrent::ask_whole_piece(Turn& turn, Slot slot, std::span<const std::uint64_t> theirs) {
  Neighbour& neighbour = neighbours_[slot];
  if (neighbour.outstanding + neighbour.cancelled > 0) return;
  const auto first = choose_block(turn, slot, theirs);
  if (!first) return;
  ask_for(turn, slot, *first);
  const PieceIndex piece = *first / blocks_per_piece_;
  while (partials_.free_in(piece) > 0 && neighbour.outstanding < request_queue_most) {
    ask_for(turn, slot, partials_.take_from(piece, slot));
  }
}

}  // namespace swarmsim
