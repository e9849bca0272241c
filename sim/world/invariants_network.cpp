// What the network owes: no byte is lost or made, no pipe carries more than it can, nothing sleeps for ever.

#include <algorithm>

#include "core/base/check.hpp"
#include "sim/world/inspection.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

void World::check_network(const Inspection& seen) const {
  std::int64_t on_the_way = 0;
  std::size_t messages = 0;
  for (std::uint32_t end = 0; end < seen.ends.size(); ++end) {
    if (network_->is_closed(EndId{end})) continue;
    const Direction& direction = network_->direction(EndId{end});
    const std::int64_t bytes = network_->undelivered_bytes(EndId{end});
    messages += seen.under_way(EndId{end}).size();
    check_undelivered(seen.under_way(EndId{end}), bytes, contents_[direction.content].geometry.pieces());
    on_the_way += bytes;
    // What reaches who has crashed is lost, but stays in the books until the connection ends.
    const std::int64_t moving = direction.unsent + seen.ends[end].chunk_bytes;
    check(bytes == moving || (bytes > moving && network_->is_silent(direction.to)),
          "invariant: what has not arrived waits for the uplink or is in a chunk");
    check_wakes(EndId{end}, seen.ends[end]);
  }
  check(messages == network_->messages_on_the_way(),
        "invariant: messages on the way are those of the connections");
  const NetworkTotals& totals = network_->totals();
  check(totals.handed_over == totals.arrived + totals.cut + on_the_way,
        "invariant: bytes that were handed over have arrived, are under way or were cut");
}

/// Of the first message some bytes may be here already; of the others none.
void World::check_undelivered(std::span<const Delivery> said, std::int64_t bytes, std::uint32_t pieces) {
  std::int64_t behind = 0;
  for (std::size_t i = 1; i < said.size(); ++i) behind += wire_size(said[i].message, pieces);
  const std::int64_t first = said.empty() ? 0 : wire_size(said.front().message, pieces);
  check(said.empty() ? bytes == 0 : behind < bytes && bytes <= behind + first,
        "invariant: bytes on the way are those of the messages");
}

/// Who has something to send is in turn, or something will come that gives it a window.
void World::check_wakes(EndId end, const EndMarks& marks) const {
  const Direction& direction = network_->direction(end);
  const DirectionState state = network_->state_of(end);
  if (network_->is_silent(direction.from)) return;
  check(direction.unsent == 0 || state.in_turn || state.waits_for_window,
        "invariant: who has data is in turn or waits for its window");
  if (!state.waits_for_window || network_->is_silent(direction.to)) return;
  check(state.is_woken || marks.chunk_bytes > 0, "invariant: who waits for its window will be acknowledged");
}

void World::check_links(const Inspection& seen) const {
  const bool same_rates = std::none_of(participants_.begin(), participants_.end(),
                                       [](const Participant& one) { return one.rates_changed; });
  for (std::uint32_t i = 0; i < participants_.size(); ++i) {
    const Participant& peer = participants_[i];
    const AccessLink& link = network_->link(PeerId{i});
    const UplinkState state = network_->state_of(PeerId{i});
    check(seen.peers[i].pumps == (state.is_woken ? 1U : 0U),
          "invariant: an uplink that waits for room has its event");
    check(state.is_woken || !state.has_turns, "invariant: an uplink with data in turn goes on");
    if (!same_rates) continue;  // a chunk's first byte is reckoned from its sender's present rate
    if (!peer.up.is_unlimited() && link.sent_wire > 0) {
      check(link.sent_wire <= carried_in(link.free_up - peer.arrives, peer.up).value,
            "invariant: an uplink commits no more than it carries");
    }
    if (!peer.down.is_unlimited() && link.received_wire > 0) {
      check(link.received_wire <= carried_in(link.free_down - peer.arrives, peer.down).value,
            "invariant: a downlink takes no more than it carries");
    }
  }
}

}  // namespace swarmsim
