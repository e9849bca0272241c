// Losses before a downlink: docs/network-model.md under "Loss", line by line.

#include <algorithm>

#include "sim/reference/plain_network.hpp"

namespace swarmsim {

/// Segments of a chunk of data that the downlink's queue has no room for: all but the first in slow start,
/// else one.
std::int64_t PlainNetwork::lose_in_queue(const Event& chunk, Flow& each) {
  if (spec_.tcp == TcpKind::none || (chunk.flags & outside_window) != 0) return 0;
  AccessLink downlink = access(each.facts.to).facts;  // a copy, to see what would be
  come_in(downlink, on_the_wire(chunk), first_byte_of(chunk, each), chunk.at);
  const Duration beyond = downlink.free_down - chunk.at - downlink.queue_down;
  if (beyond <= Duration::zero()) return 0;
  const bool is_slow_start = each.window < each.threshold;
  lose_segment(each);
  const std::int64_t after_first = std::max<std::int64_t>(0, segments_begun(chunk) - 1);
  if (!is_slow_start) return std::min<std::int64_t>(1, after_first);
  return std::min(1 + carried_in(beyond, downlink.down).value / wire_bytes(segment()), after_first);
}

/// Each segment is lost on the sender's link or on the receiver's, or not.
std::int64_t PlainNetwork::lose_by_chance(const Event& chunk, Flow& each) {
  AccessLink& receiver = access(each.facts.to).facts;
  const std::uint64_t loss = either(access(each.facts.from).facts.loss, receiver.loss);
  if (loss == 0 || (chunk.flags & outside_window) != 0) return 0;
  std::int64_t lost = 0;
  for (std::int64_t left = segments_begun(chunk); left > 0; --left) {
    if (receiver.draws.next() < loss) ++lost;
  }
  if (lost > 0) lose_segment(each);
  return lost;
}

/// What is lost is unsent again, and the sender knows.
void PlainNetwork::take_back(Event& chunk, std::int64_t lost, PendingEvents& queue) {
  const EndId end{chunk.subject};
  Flow& each = flow(end);
  const std::int64_t whole = on_the_wire(chunk);
  const bool is_all = lost >= segments_begun(chunk);
  const std::int64_t bytes = is_all ? chunk.bytes : lost * segment();
  chunk.bytes -= static_cast<std::uint32_t>(bytes);
  const std::int64_t wire = is_all ? whole : whole - on_the_wire(chunk);
  totals_.stream_bytes -= bytes;
  totals_.overhead_bytes -= wire - bytes;
  totals_.resent_bytes += wire;
  each.chunks[chunk.ordinal] -= bytes;
  if (spec_.tcp != TcpKind::none) {
    each.unacknowledged[chunk.ordinal] -= bytes;
    each.put_into_window -= bytes;
  }
  if (is_all) {
    each.chunks.erase(chunk.ordinal);
    each.unacknowledged.erase(chunk.ordinal);
  }
  update_unsent(each);
  const Access& sender = access(each.facts.from);
  const bool is_in_turn = std::find(sender.turns.begin(), sender.turns.end(), end) != sender.turns.end();
  if (is_in_turn || sender.facts.silent) return;
  if (!each.waits_for_window || may_send(each)) become_eligible(end, chunk.at, queue);
}

}  // namespace swarmsim
