// What two neighbours owe each other. Each side's belief about the other is what the other is, less what
// is still under way: so a message that was never sent is missed at the end of the same instant.

#include <algorithm>
#include <cstring>

#include "core/base/check.hpp"
#include "sim/peer/torrent.hpp"
#include "sim/world/inspection.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

namespace {

using enum MessageKind;

/// The last message of either kind that is under way, if there is one.
const Delivery* last_of(std::span<const Delivery> said, MessageKind one, MessageKind other) {
  const auto found = std::find_if(said.rbegin(), said.rend(), [&](const Delivery& delivery) {
    return delivery.message.kind == one || delivery.message.kind == other;
  });
  return found == said.rend() ? nullptr : &*found;
}

bool says(std::span<const Delivery> said, MessageKind kind) {
  return std::any_of(said.begin(), said.end(),
                     [&](const Delivery& delivery) { return delivery.message.kind == kind; });
}

bool says(std::span<const Delivery> said, MessageKind kind, std::uint32_t subject) {
  return std::any_of(said.begin(), said.end(), [&](const Delivery& delivery) {
    return delivery.message.kind == kind && delivery.message.subject == subject;
  });
}

std::uint32_t number_of(std::span<const Delivery> said, MessageKind kind) {
  return static_cast<std::uint32_t>(std::count_if(
      said.begin(), said.end(), [&](const Delivery& delivery) { return delivery.message.kind == kind; }));
}

}  // namespace

void World::check_connections(const Participation& part, Inspection& seen) const {
  seen.neighbours += part.torrent->connections();
  const auto* torrent = dynamic_cast<const Torrent*>(&*part.torrent);
  if (torrent == nullptr) return;
  for (const Torrent::Slot slot : torrent->order()) {
    const Neighbour& us = torrent->neighbour(slot);
    const Direction& theirs = network_->direction(network_->reverse_of(us.end));
    if (theirs.owner == Direction::no_owner) continue;  // they let go, or have not been told: check_ends()
    const Participation* there = part_in(participants_[index_of(us.remote)], torrent->content());
    const auto* other = there == nullptr ? nullptr : dynamic_cast<const Torrent*>(&*there->torrent);
    check(other != nullptr && other->neighbour(theirs.owner).live &&
              other->neighbour(theirs.owner).remote == torrent->self(),
          "invariant: who is somebody's neighbour has it as a neighbour");
    const Wire wire{*torrent, slot, *other, theirs.owner};
    check_beliefs(wire, seen);
    check_asked(wire, seen);
    check_served(wire, seen);
  }
}

/// What the other side thinks of us: our handshake, our choke, our interest, our pieces.
void World::check_beliefs(const Wire& wire, Inspection& seen) const {
  const Neighbour& us = wire.one.neighbour(wire.slot);
  const Neighbour& them = wire.other.neighbour(wire.other_slot);
  const std::span<const Delivery> said = seen.from(us.end);
  const bool spoke = us.we_opened || us.shaken;
  check((them.shaken || says(said, handshake)) == spoke, "invariant: a handshake is known or under way");
  const Delivery* last = last_of(said, choke, unchoke);
  const bool choked = last == nullptr ? them.they_choke_us : last->message.kind == choke;
  check(choked == us.we_choke_them, "invariant: a choke is known or under way");
  last = last_of(said, interested, not_interested);
  const bool wanted = last == nullptr ? them.they_want : last->message.kind == interested;
  check(wanted == us.we_want, "invariant: interest is known or under way");

  const auto known = wire.other.theirs().row(wire.other_slot);
  seen.words.assign(known.begin(), known.end());
  for (const Delivery& delivery : said) {
    if (delivery.message.kind == have) {
      const PieceIndex piece = delivery.message.subject;
      seen.words[piece / 64] |= std::uint64_t{1} << (piece % 64);
    } else if (delivery.message.kind == have_all) {
      const std::uint32_t pieces = wire.one.have().size();
      for (PieceIndex piece = 0; piece < pieces; ++piece) {
        seen.words[piece / 64] |= std::uint64_t{1} << (piece % 64);
      }
    } else if (delivery.message.kind == bitfield) {
      const auto bytes = payloads_.bytes(delivery.message.payload);
      for (std::size_t word = 0; word < seen.words.size(); ++word) {
        std::uint64_t bits = 0;
        std::memcpy(&bits, bytes.data() + word * sizeof bits, sizeof bits);
        seen.words[word] |= bits;
      }
    }
  }
  const auto ours = wire.one.have().words();
  for (std::size_t word = 0; word < ours.size(); ++word) {
    check(seen.words[word] == (us.shaken ? ours[word] : 0),
          "invariant: a piece is known to the neighbour, or its `have` is under way");
  }
}

/// What we asked of the other side: every block we expect is asked for, waits, comes, or is made void.
void World::check_asked(const Wire& wire, const Inspection& seen) const {
  const Neighbour& us = wire.one.neighbour(wire.slot);
  const Neighbour& them = wire.other.neighbour(wire.other_slot);
  const std::span<const Delivery> asks = seen.from(us.end);
  const std::span<const Delivery> answers = seen.from(them.end);
  const std::uint32_t open =
      number_of(asks, request) + them.queued + number_of(answers, block) + number_of(answers, reject);
  check(open <= us.unanswered, "invariant: no more is asked, waiting and coming than was requested");
  check(!us.fast || open == us.unanswered, "invariant: a request is on its way, waits, or is being answered");
  if (us.outstanding == 0 || them.queued >= request_queue_most || says(answers, choke)) return;
  wire.one.for_each_asked([&](BlockIndex block_asked, Torrent::Slot slot) {
    if (slot != wire.slot || says(asks, request, block_asked) || says(answers, block, block_asked)) return;
    if (says(answers, reject, block_asked)) return;
    bool waits = false;
    wire.other.for_each_waiting(wire.other_slot,
                                [&](BlockIndex one) { waits = waits || one == block_asked; });
    check(waits, "invariant: a block that is expected is asked for, waits or is under way");
  });
}

/// What the other side asked of us and waits here: it is still expected there, or is being cancelled.
void World::check_served(const Wire& wire, const Inspection& seen) const {
  const Neighbour& us = wire.one.neighbour(wire.slot);
  const Neighbour& them = wire.other.neighbour(wire.other_slot);
  if (us.queued == 0) return;
  // A request that crossed a choke of ours and the unchoke behind it waits here and is forgotten there.
  if (says(seen.from(us.end), choke)) return;
  std::uint32_t stray = 0;
  wire.one.for_each_waiting(wire.slot, [&](BlockIndex block_asked) {
    if (wire.other.expects(wire.other_slot, block_asked)) return;
    if (!says(seen.from(them.end), cancel, block_asked)) ++stray;
  });
  check(stray <= them.voided, "invariant: a request that waits is expected, or its cancel is under way");
}

void World::check_ends(const Inspection& seen) const {
  std::uint32_t held = 0;
  std::uint32_t live = 0;
  for (std::uint32_t end = 0; end < seen.ends.size(); ++end) {
    const Direction& direction = network_->direction(EndId{end});
    live += seen.ends[end].in_use ? 1 : 0;
    check(direction.pending == seen.ends[end].events, "invariant: an end counts the events that name it");
    if (network_->is_closed(EndId{end})) continue;
    const std::span<const Delivery> said = seen.from(EndId{end});
    const bool lets_go = !said.empty() && said.back().message.kind == goodbye;
    const Direction& reverse = network_->direction(direction.reverse);
    check(direction.reader == reverse.owner, "invariant: who reads a direction owns its reverse");
    if (direction.owner != Direction::no_owner) {
      ++held;
      check(!lets_go, "invariant: who says goodbye has let go");
      continue;
    }
    check(lets_go || seen.ends[end].opening || network_->is_silent(direction.from),
          "invariant: who lets go of a connection says goodbye");
    const bool nobody = reverse.owner == Direction::no_owner && !seen.ends[end].opening &&
                        !seen.ends[index_of(direction.reverse)].opening;
    // A goodbye of who is still there ends it, at a silent receiver too.
    check(!nobody || !network_->is_silent(direction.from) || !network_->is_silent(direction.to),
          "invariant: a connection that nobody holds ends with the last goodbye");
  }
  check(held == seen.neighbours, "invariant: an end that is held is some client's neighbour");
  check(live == network_->live_ends(), "invariant: ends are open, or an event names them");
}

}  // namespace swarmsim
