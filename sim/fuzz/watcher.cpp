// Who is there, and what it holds.

#include "sim/fuzz/watcher.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/check.hpp"
#include "sim/model/wanted_pieces.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/holdings.hpp"

namespace swarmsim {

Watcher::Watcher(const Scenario& scenario, std::uint64_t seed, const Registry& registry)
    : scenario_(scenario), seed_(seed), registered_(scenario.contents.size()) {
  for (PeerSpec& spec : expand_peers(scenario, seed)) {
    Watched peer;
    const GroupSpec& group = scenario.groups[spec.group];
    peer.profile = registry.profile_for(group.client);
    all_wire_ = all_wire_ && peer.profile.protocol == Protocol::wire;
    peer.spec = std::move(spec);
    for (const HoldSpec& hold : group.has) stock(peer, hold);
    for (const DownloadSpec& one : group.download) miss_metadata(peer, one);
    peers_.push_back(std::move(peer));
  }
  for (const TimelineEntry& entry : scenario.timeline) {
    links_change_ = links_change_ || entry.command.kind == CommandKind::link;
  }
  for (const ContentSpec& content : scenario.contents) {
    block_bytes_ = std::max(block_bytes_, content.geometry.block_size);
  }
}

void Watcher::stock(Watched& peer, const HoldSpec& hold) {
  const ContentSpec& content = scenario_.contents[index_of(hold.content)];
  const Holder holder{peer.spec.id, peer.spec.member, scenario_.groups[peer.spec.group].count.value_or(1)};
  Bitfield held = pieces_held(hold, content, holder, seed_);
  // Who speaks of ranges keeps whole files only.
  if (peer.profile.protocol == Protocol::ranges && !held.all()) return;
  peer.pieces[static_cast<std::uint16_t>(index_of(hold.content))] = std::move(held);
}

/// A download that begins later may find it known by another.
void Watcher::miss_metadata(Watched& peer, const DownloadSpec& download) {
  const auto content = static_cast<std::uint16_t>(index_of(download.content));
  const auto held = peer.pieces.find(content);
  const bool holds_some = held != peer.pieces.end() && !held->second.none();
  if (download.magnet && download.after == Duration::zero() && !holds_some)
    peer.lacks_metadata.insert(content);
}

std::string Watcher::name_of_peer(PeerId peer) const {
  if (index_of(peer) < peers_.size()) return peers_[index_of(peer)].spec.id;
  return peer == tracker_peer ? "tracker" : "world";
}

void Watcher::fail(std::string_view rule, const Record& record) const {
  throw InvariantError(fmt::format("watcher: {} ({} from {} to {} at {} ns)", rule, name_of(record.kind),
                                   name_of_peer(record.from), name_of_peer(record.to),
                                   nanoseconds_of(record.time)));
}

void Watcher::on_record(const Record& record, const Detail& detail) {
  if (record.kind != RecordKind::expired) look_for_silent(record);
  if (is_message(record.kind)) return on_message(record);
  switch (record.kind) {
    case RecordKind::arrived:
      expect(watched(record.from).arrived == sim_never, "a peer arrives once", record);
      expect(watched(record.from).spec.arrive == record.time ||
                 scenario_.groups[watched(record.from).spec.group].arrive.kind == ArrivalKind::command,
             "a peer arrives when it is to", record);
      watched(record.from).arrived = record.time;
      return;
    case RecordKind::left: {
      Watched& peer = watched(record.from);
      expect(peer.arrived <= record.time && peer.left == sim_never, "who is there leaves once", record);
      peer.left = record.time;
      peer.crashed = record.b == 1;
      return;
    }
    case RecordKind::disconnected: return on_disconnected(record);
    case RecordKind::piece_completed: return on_piece(record);
    case RecordKind::metadata_completed: watched(record.from).lacks_metadata.erase(record.content); return;
    case RecordKind::piece_failed: return on_piece_failed(record);
    case RecordKind::banned: return on_banned(record);
    case RecordKind::connected: look_for_draining(record); return on_connected(record);
    case RecordKind::download_completed: return on_completed(record);
    case RecordKind::snubbed: return on_snubbed(record);
    case RecordKind::announced: return on_announced(record, detail);
    case RecordKind::expired: return on_expired(record);
    case RecordKind::commanded: return on_commanded(record, detail);
    default: return;
  }
}

std::array<Watcher::Way, 2> Watcher::ways_between(const Record& record) {
  return {Way{record.from, record.to, record.content}, Way{record.to, record.from, record.content}};
}

/// Two who have let go of each other may meet again while what one had handed over still leaves.
void Watcher::look_for_draining(const Record& connected) {
  const std::array<Way, 2> ways = ways_between(connected);
  if (!said_.contains(ways[0]) && !said_.contains(ways[1])) return;
  for (const Way& way : ways) {
    draining_[way].push_back({connected.time, said_[way].messages});
    said_.erase(way);
  }
}

/// Of several connections of two peers the one ends whose goodbye has come.
void Watcher::on_disconnected(const Record& record) {
  for (const Way& way : ways_between(record)) {
    if (std::erase_if(draining_[way], [](const Draining& one) { return one.over; }) == 0) said_.erase(way);
  }
}

void Watcher::on_piece(const Record& record) {
  Watched& peer = watched(record.from);
  expect(peer.arrived <= record.time && peer.left == sim_never, "who completes a piece is there", record);
  const Geometry& geometry = scenario_.contents[record.content].geometry;
  Bitfield& held = peer.pieces[record.content];
  if (held.size() == 0) held = Bitfield(geometry.pieces());
  const auto piece = static_cast<PieceIndex>(record.b);
  expect(held.set(piece), "no piece is completed twice", record);
  if (peer.profile.protocol != Protocol::wire) return;
  const std::set<std::uint64_t>& in = peer.in[record.content];
  for (std::uint32_t i = 0; i < geometry.blocks_in(piece); ++i) {
    expect(in.contains(geometry.first_block(piece) + i), "a piece is complete when its blocks are in",
           record);
  }
}

void Watcher::on_completed(const Record& record) {
  const Watched& peer = watched(record.from);
  const ContentSpec& content = scenario_.contents[record.content];
  const DownloadSpec* by_key = download_of(scenario_.groups[peer.spec.group], ContentId{record.content});
  Bitfield missing = wanted_pieces(content, by_key != nullptr ? *by_key : DownloadSpec{});
  const auto held = peer.pieces.find(record.content);
  expect(held != peer.pieces.end(), "who has nothing is not complete", record);
  for (PieceIndex piece = 0; piece < missing.size(); ++piece) {
    if (held->second.test(piece)) missing.reset(piece);
  }
  expect(missing.none(), "a download is complete with the last piece that it wants", record);
}

}  // namespace swarmsim
