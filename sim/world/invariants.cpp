// The rules of the whole world, recomputed from scratch. For tests and random swarms: O(world).

#include <algorithm>

#include "core/base/check.hpp"
#include "core/base/int128.hpp"
#include "sim/peer/range_client.hpp"
#include "sim/peer/torrent.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

void World::check_invariants() const {
  for (const Participant& participant : participants_) {
    for (const Participation& part : participant.torrents) check_torrent(part);
  }
  check_copies();
  check_bounds();
}

void World::check_torrent(const Participation& part) const {
  const Geometry& geometry = contents_[index_of(part.torrent->content())].geometry;
  std::int64_t held = 0;
  for (PieceIndex piece = 0; piece < geometry.pieces(); ++piece) {
    if (part.torrent->have().test(piece)) held += geometry.piece_bytes(piece);
  }
  check(held == part.bytes_held, "invariant: bytes held are those of the verified pieces");
  if (const auto* torrent = dynamic_cast<const Torrent*>(&*part.torrent)) check_wire(*torrent);
  if (const auto* client = dynamic_cast<const RangeClient*>(&*part.torrent)) check_ranges(*client);
}

void World::check_wire(const Torrent& torrent) const {
  const Geometry& geometry = contents_[index_of(torrent.content())].geometry;
  std::vector<std::uint16_t> availability(geometry.pieces());
  std::uint32_t serving = 0;
  for (const Torrent::Slot slot : torrent.order()) {
    check_neighbour(torrent, slot);
    const Neighbour& neighbour = torrent.neighbour(slot);
    serving += !neighbour.we_choke_them && neighbour.they_want ? 1 : 0;
    for (std::size_t word = 0; word < torrent.theirs().row(slot).size(); ++word) {
      for_each_bit(torrent.theirs().row(slot)[word], static_cast<std::uint32_t>(word * 64),
                   [&](PieceIndex piece) { ++availability[piece]; });
    }
  }
  check(serving <= torrent.slots(), "invariant: no more are served than there are slots");
  check(std::equal(availability.begin(), availability.end(), torrent.theirs().availability().begin()),
        "invariant: availability equals the neighbours' bitfields");
  for (PieceIndex piece = 0; piece < geometry.pieces(); ++piece) {
    check(!(torrent.have().test(piece) && torrent.partials().begun().test(piece)),
          "invariant: nobody requests what it has");
  }
}

void World::check_neighbour(const Torrent& torrent, Torrent::Slot slot) const {
  const Neighbour& neighbour = torrent.neighbour(slot);
  check(neighbour.live, "invariant: the order lists live neighbours");
  const Direction& direction = network_->direction(neighbour.end);
  check(!direction.closed && direction.owner == slot && direction.from == torrent.self() &&
            direction.to == neighbour.remote,
        "invariant: a neighbour's end leads to it and back");
  std::uint32_t count = 0;
  std::uint32_t wanted = 0;
  const auto theirs = torrent.theirs().row(slot);
  for (PieceIndex piece = 0; piece < torrent.have().size(); ++piece) {
    const bool has = ((theirs[piece / 64] >> (piece % 64)) & 1U) != 0;
    count += has ? 1 : 0;
    wanted += has && !torrent.have().test(piece) ? 1 : 0;
  }
  check(count == torrent.theirs().count(slot), "invariant: their pieces are counted");
  check(wanted == torrent.theirs().wanted(slot), "invariant: wanted counts what they have and we lack");
  std::uint32_t asked = torrent.duplicates_of(slot);
  bool they_have_it = true;
  const Geometry& geometry = contents_[index_of(torrent.content())].geometry;
  torrent.partials().for_each_requested([&](BlockIndex block, Torrent::Slot holder) {
    if (holder != slot) return;
    ++asked;
    const PieceIndex piece = geometry.piece_of(block);
    they_have_it = they_have_it && ((theirs[piece / 64] >> (piece % 64)) & 1U) != 0;
  });
  check(asked == neighbour.outstanding, "invariant: no request is orphaned");
  check(they_have_it, "invariant: nothing is asked of who lacks it");
  check(asked == 0 || !neighbour.they_choke_us, "invariant: nothing is asked of who chokes us");
  check(neighbour.queued == 0 || !neighbour.we_choke_them, "invariant: a choked neighbour has no queue");
  check(neighbour.we_want == (torrent.wants_more() && torrent.theirs().wanted(slot) > 0),
        "invariant: interest is what we told them");
}

void World::check_ranges(const RangeClient& client) const {
  for (const RangeClient::Slot slot : client.order()) {
    const RangeClient::Link& link = client.link(slot);
    const Direction& direction = network_->direction(link.end);
    check(!direction.closed && direction.owner == slot && direction.from == client.self() &&
              direction.to == link.remote,
          "invariant: a link's end leads to its remote and back");
  }
  if (client.ranges().empty()) return;
  const Geometry& geometry = contents_[index_of(client.content())].geometry;
  std::vector<RangeClient::Range> sorted(client.ranges().begin(), client.ranges().end());
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.part < b.part; });
  std::int64_t covered = 0;
  std::int64_t there = 0;
  for (const RangeClient::Range& range : sorted) {
    check(range.begin == covered && range.begin <= range.next && range.next <= range.end,
          "invariant: the ranges are disjoint and leave no gap");
    covered = range.end;
    there += range.next - range.begin;
  }
  check(covered == geometry.size, "invariant: the ranges are the whole content");
  check(there == client.totals().downloaded, "invariant: what was downloaded is in the ranges, once");
  for (PieceIndex piece = 0; piece < geometry.pieces(); ++piece) {
    const std::int64_t begin = std::int64_t{piece} * geometry.piece_size;
    check(client.have().test(piece) == client.received(begin, begin + geometry.piece_bytes(piece)),
          "invariant: a piece is held when its bytes are in");
  }
}

void World::check_copies() const {
  for (std::uint32_t i = 0; i < contents_.size(); ++i) {
    std::vector<std::uint32_t> copies(contents_[i].geometry.pieces());
    for (const Participant& participant : participants_) {
      if (!participant.online()) continue;
      for (const Participation& part : participant.torrents) {
        if (part.torrent->content() != ContentId{i}) continue;
        for (PieceIndex piece = 0; piece < copies.size(); ++piece) {
          copies[piece] += part.torrent->have().test(piece) ? 1 : 0;
        }
      }
    }
    check(copies == content_states_[i].copies, "invariant: copies are those of the online peers");
  }
}

void World::check_bounds() const {
  // bound-any: what the swarm gained never exceeds what its uplinks could carry, and nobody gained
  // more than its downlink could.
  using Wide = Uint128;
  Wide could_send = 0;
  Wide gained = 0;
  bool bounded = true;
  for (const Participant& participant : participants_) {
    if (participant.presence == Presence::expected) continue;
    const SimTime until = participant.online() ? now_ : participant.left;
    bounded = bounded && !participant.up.is_unlimited();
    if (bounded) could_send += static_cast<Wide>(participant.could_send(until));
    std::int64_t received = 0;
    for (const Participation& part : participant.torrents) received += part.bytes_held - part.bytes_at_start;
    gained += static_cast<Wide>(received);
    check(participant.down.is_unlimited() || received <= participant.could_receive(until),
          "invariant: nobody receives more than its downlink carries");
  }
  check(!bounded || gained <= could_send, "invariant: the swarm gains no more than its uplinks carry");
}

}  // namespace swarmsim
