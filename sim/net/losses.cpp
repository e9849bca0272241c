// Losses on the way to a downlink: which segments of a chunk do not come through, and that they are sent
// again.

#include <algorithm>

#include "core/base/check.hpp"
#include "sim/net/fast_network.hpp"

namespace swarmsim {

/// Of a chunk that has come to the receiver's access; what is lost cuts the window. 0 for a small message.
std::int64_t FastNetwork::segments_lost(const Event& chunk) {
  if ((chunk.flags & outside_window) != 0) return 0;
  const Duration beyond = windows_ ? beyond_queue(chunk) : Duration::zero();
  std::int64_t lost = beyond > Duration::zero() ? lost_in_queue(chunk, beyond) : 0;
  if (lossy_) lost = std::max(lost, draw_losses(chunk));
  if (beyond > Duration::zero() || lost > 0) cut_window(chunk.subject);
  return lost;
}

/// For how long what stands before the downlink would stand beyond its queue, `chunk` included.
Duration FastNetwork::beyond_queue(const Event& chunk) const {
  const PackedDirection& direction = directions_[chunk.subject];
  const AccessLink& receiver = links_[index_of(direction.to)];
  const std::int64_t wire = wire_of(chunk);
  const SimTime full = chunk.at + receiver.queue_down;
  // Most often there is room even if all of it came at once: then the sender's link need not be asked.
  if (receiver.free_down_behind(wire, Duration::zero(), chunk.at) <= full) return Duration::zero();
  const Duration serialised = links_[index_of(direction.from)].time_up(wire);
  return receiver.free_down_behind(wire, serialised, chunk.at) - full;
}

/// In slow start all that the queue has no room for; above the threshold a window grows by a segment a round
/// trip, and that one is lost. Never the first of a chunk: bytes that come without delay would be lost
/// without end.
std::int64_t FastNetwork::lost_in_queue(const Event& chunk, Duration beyond) const {
  const PackedDirection& direction = directions_[chunk.subject];
  std::int64_t lost = 1;
  if (direction.cwnd < direction.ssthresh) {
    const Rate down = links_[index_of(direction.to)].down;
    lost += carried_in(beyond, down).value / (std::int64_t{segment_} + overhead_);
  }
  return std::clamp<std::int64_t>(segments_in(chunk) - 1, 0, lost);
}

/// Each segment of the chunk by itself, in the receiver's stream.
std::int64_t FastNetwork::draw_losses(const Event& chunk) {
  const PackedDirection& direction = directions_[chunk.subject];
  AccessLink& receiver = links_[index_of(direction.to)];
  const std::uint64_t loss = either(links_[index_of(direction.from)].loss, receiver.loss);
  if (loss == 0) return 0;
  std::int64_t lost = 0;
  for (std::int64_t left = segments_in(chunk); left > 0; --left) lost += receiver.draws.next() < loss ? 1 : 0;
  return lost;
}

/// Takes `segments` out of `chunk`. Its sender learns of it at once, and they wait for its turn again. Which
/// bytes they are does not matter: those that come next complete what is due first.
void FastNetwork::lose(Event& chunk, std::int64_t segments, PendingEvents& queue) {
  const std::uint32_t end = chunk.subject;
  PackedDirection& direction = directions_[end];
  std::int64_t wire = wire_of(chunk);
  const bool is_all = segments >= segments_in(chunk);
  const std::uint32_t bytes = is_all ? chunk.bytes : static_cast<std::uint32_t>(segments) * segment_;
  chunk.bytes -= bytes;
  if (!is_all) wire -= wire_of(chunk);
  totals_.stream_bytes -= bytes;
  totals_.overhead_bytes -= wire - bytes;
  totals_.resent_bytes += wire;
  direction.unsent += bytes;
  if (windows_) {
    direction.flight -= bytes;
    direction.committed -= bytes;
  }
  if (direction.turn_next != no_index || links_[index_of(direction.from)].silent) return;
  if (!direction.blocked || has_window(direction)) activate(end, chunk.at, queue);
}

}  // namespace swarmsim
