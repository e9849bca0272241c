// The rules of one peer's part in one content; all of them read that peer alone and the ends it holds.

#include <algorithm>
#include <bit>

#include "core/base/check.hpp"
#include "sim/peer/departed_client.hpp"
#include "sim/peer/range_client.hpp"
#include "sim/peer/torrent.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

void World::check_client(const Participant& participant, const Participation& part) const {
  const TorrentClient& client = *part.torrent;
  const Geometry& geometry = contents_[index_of(client.content())].geometry;
  check(geometry.bytes_of(client.have()) == part.bytes_held,
        "invariant: bytes held are those of the verified pieces");
  check(participant.online() || !client.active(), "invariant: who is not online takes no part");
  check(participant.online() || client.connections() == 0, "invariant: who has left keeps no connection");
  const bool is_departed = dynamic_cast<const DepartedClient*>(&client) != nullptr;
  check(is_departed == (participant.presence == Presence::gone),
        "invariant: of who has left stays what it holds and what it moved");
  if (const auto* torrent = dynamic_cast<const Torrent*>(&client)) check_wire(part, *torrent);
  if (const auto* ranges = dynamic_cast<const RangeClient*>(&client)) check_ranges(*ranges);
}

void World::check_wire(const Participation& part, const Torrent& torrent) const {
  torrent.check_books();
  std::vector<std::uint16_t> availability(torrent.have().size());
  std::uint32_t serving = 0;
  std::uint32_t interested = 0;
  std::uint32_t outstanding = 0;
  for (const Torrent::Slot slot : torrent.order()) {
    check_neighbour(torrent, slot);
    const Neighbour& neighbour = torrent.neighbour(slot);
    outstanding += neighbour.outstanding;
    interested += neighbour.they_want && neighbour.shaken ? 1 : 0;
    serving += neighbour.they_want && !neighbour.we_choke_them ? 1 : 0;
    const auto theirs = torrent.theirs().row(slot);
    for (std::size_t word = 0; word < theirs.size(); ++word) {
      for_each_bit(theirs[word], static_cast<std::uint32_t>(word * 64),
                   [&](PieceIndex piece) { ++availability[piece]; });
    }
  }
  // Whatever gives, takes or frees a slot asks for the next decision, in the same instant: until then one
  // may be served too many (the session's slots are dealt anew at another torrent's round) or too few.
  check(part.rechoke_pending || serving <= torrent.slots() || !torrent.choker().keeps_to_slots(),
        "invariant: no more are served than there are slots");
  check(part.rechoke_pending || !torrent.choker().fills_slots() ||
            serving == std::min(interested, torrent.slots()),
        "invariant: no slot is idle while somebody wants it");
  check(std::equal(availability.begin(), availability.end(), torrent.theirs().availability().begin()),
        "invariant: availability equals the neighbours' bitfields");
  const auto have = torrent.have().words();
  const auto settled = torrent.settled().words();
  const auto begun = torrent.partials().begun().words();
  for (std::size_t word = 0; word < settled.size(); ++word) {
    check((settled[word] & begun[word]) == 0, "invariant: nobody requests what it has, or does not want");
    check((have[word] & ~settled[word]) == 0, "invariant: what it has is not to be fetched");
  }
  check_requests(torrent, outstanding);
}

void World::check_neighbour(const Torrent& torrent, Torrent::Slot slot) const {
  const Neighbour& neighbour = torrent.neighbour(slot);
  check(neighbour.live, "invariant: the order lists live neighbours");
  const Direction& direction = network_->direction(neighbour.end);
  check(!direction.closed && direction.owner == slot && direction.from == torrent.self() &&
            direction.to == neighbour.remote && direction.content == index_of(torrent.content()),
        "invariant: a neighbour's end leads to it and back");
  const auto settled = torrent.settled().words();
  const auto theirs = torrent.theirs().row(slot);
  int count = 0;
  int wanted = 0;
  for (std::size_t word = 0; word < theirs.size(); ++word) {
    count += std::popcount(theirs[word]);
    wanted += std::popcount(theirs[word] & ~settled[word]);
  }
  check(static_cast<std::uint32_t>(count) == torrent.theirs().count(slot),
        "invariant: their pieces are counted");
  check(static_cast<std::uint32_t>(wanted) == torrent.theirs().wanted(slot),
        "invariant: wanted counts what they have and we lack and want");
  // With the fast extension a choke is followed by rejects, and granted pieces are asked for all the same.
  check(neighbour.outstanding == 0 || !neighbour.they_choke_us || neighbour.fast,
        "invariant: nothing is asked of who chokes us");
  check(neighbour.outstanding + neighbour.cancelled <= neighbour.unanswered,
        "invariant: what is expected was asked for");
  check(!neighbour.fast || neighbour.outstanding + neighbour.cancelled == neighbour.unanswered,
        "invariant: every request is answered");
  check(neighbour.queued == 0 || !neighbour.we_choke_them || neighbour.granted != 0,
        "invariant: a choked neighbour has no queue, but for granted pieces");
  const Participant& participant = participants_[index_of(torrent.self())];
  check(neighbour.we_want == (torrent.fetches_pieces() && torrent.theirs().wanted(slot) > 0) ||
            profile_of(participant).interest_in_rounds,
        "invariant: interest is what we told them");
}

void World::check_requests(const Torrent& torrent, std::uint32_t outstanding) const {
  const Geometry& geometry = contents_[index_of(torrent.content())].geometry;
  std::uint32_t asked = 0;
  torrent.for_each_asked([&](BlockIndex block, Torrent::Slot slot) {
    ++asked;
    const Neighbour& neighbour = torrent.neighbour(slot);
    check(neighbour.live && neighbour.outstanding > 0, "invariant: no request is orphaned");
    const PieceIndex piece = geometry.piece_of(block);
    check(has_bit(torrent.theirs().row(slot), piece), "invariant: nothing is asked of who lacks it");
  });
  check(asked == outstanding, "invariant: requests outstanding are counted");
}

void World::check_ranges(const RangeClient& client) const {
  for (const RangeClient::Slot slot : client.order()) {
    const RangeClient::Link& link = client.link(slot);
    const Direction& direction = network_->direction(link.end);
    check(!direction.closed && direction.owner == slot && direction.from == client.self() &&
              direction.to == link.remote && direction.content == index_of(client.content()),
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

}  // namespace swarmsim
