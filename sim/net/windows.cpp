// The windows: what may be under way, what an acknowledgement opens and a loss closes.

#include <algorithm>

#include "core/base/check.hpp"
#include "sim/net/fast_network.hpp"

namespace swarmsim {

namespace {
/// A window idle for longer than this starts anew (RFC 5681, 4.1, with RFC 6298's minimum timeout).
constexpr Duration idle_restart{1'000'000'000};
constexpr std::uint32_t least_window_segments = 2;
}  // namespace

/// The smaller of the congestion window and the receiver's, but a segment at least.
std::uint32_t FastNetwork::window_of(const PackedDirection& direction) const {
  if (!receive_windows_) return direction.cwnd;
  const std::uint32_t theirs = links_[index_of(direction.to)].window;
  return std::max(segment_, theirs == 0 ? direction.cwnd : std::min(direction.cwnd, theirs));
}

bool FastNetwork::has_window(const PackedDirection& direction) const {
  if (!windows_) return true;
  // Whole chunks: one may reach beyond the window by half of itself (docs/network-model.md), which keeps a
  // direction from dribbling segments and its flight at the window in the mean.
  const std::uint32_t window = window_of(direction);
  return direction.flight + std::min(quantum_, window) / 2 <= window;
}

/// `used` is what was in flight when the window was used last.
void FastNetwork::acknowledge(std::uint32_t end, std::uint32_t bytes, std::uint32_t used, SimTime at) {
  PackedDirection& direction = directions_[end];
  // A window grows only where it is what limits (RFC 7661): at least half of it was in use.
  const bool limiting = std::uint64_t{used} * 2 >= direction.cwnd;
  check(direction.flight >= bytes, "network: no more is acknowledged than is in flight");
  direction.flight -= bytes;
  const std::uint32_t acknowledged = direction.committed - direction.flight;
  if (direction.recovering && static_cast<std::int32_t>(acknowledged - direction.recover) >= 0) {
    direction.recovering = false;
  }
  // The kernel's stays as it is until the loss is made good.
  if (!limiting || (direction.recovering && is_cubic())) return;
  if (direction.cwnd < direction.ssthresh) {
    direction.cwnd += bytes;
  } else if (is_cubic()) {
    const Duration round_trip = direction.path_latency + way_back(direction);
    direction.cwnd = cubics_[end].grow(direction.cwnd, bytes, segment_, at, round_trip);
  } else {
    const std::uint64_t step = std::uint64_t{segment_} * bytes / direction.cwnd;
    direction.cwnd += static_cast<std::uint32_t>(std::max<std::uint64_t>(1, step));
  }
}

void FastNetwork::collect_acks(std::uint32_t end, SimTime now) {
  PackedDirection& direction = directions_[end];
  const std::uint32_t used = direction.flight;
  while (direction.acks_head != no_index) {
    const std::uint32_t at = direction.acks_head;
    if (acks_[at].due > now) return;
    acknowledge(end, acks_[at].bytes, used, acks_[at].due);
    direction.acks_head = acks_[at].next;
    if (direction.acks_head == no_index) direction.acks_tail = no_index;
    acks_.give_back(at);
  }
}

void FastNetwork::cut_window(std::uint32_t end) {
  PackedDirection& direction = directions_[end];
  if (!windows_ || direction.recovering) return;
  if (is_cubic()) {
    direction.cwnd = cubics_[end].cut(direction.cwnd);
  } else {
    direction.cwnd /= 2;
  }
  direction.cwnd = std::max(direction.cwnd, least_window_segments * segment_);
  direction.ssthresh = direction.cwnd;
  direction.recover = direction.committed + 1;  // the segment that is lost goes with the next chunk
  direction.recovering = true;
  ++totals_.losses;
}

/// Only the kernel's window minds: what is called aimd is the textbook's, and keeps what it had.
void FastNetwork::resume_window(std::uint32_t end, SimTime now) {
  PackedDirection& direction = directions_[end];
  const Duration idle = now - direction.last_activity;
  cubics_[end].skip(idle, now);
  if (idle > idle_restart) direction.cwnd = std::min(direction.cwnd, first_window());
}

void FastNetwork::wait_for_window(std::uint32_t end, PendingEvents& queue) {
  PackedDirection& direction = directions_[end];
  direction.blocked = true;
  if (direction.ack_pending || direction.acks_head == no_index) return;  // return_ack() will see to it
  direction.ack_pending = true;
  ++direction.pending;
  Event event;
  event.at = acks_[direction.acks_head].due;
  event.order = order_of(Phase::timer, direction.from, direction.to);
  event.ordinal = direction.serial;
  event.content = direction.content;
  event.kind = EventKind::ack_due;
  event.subject = end;
  queue.push(event);
}

Duration FastNetwork::way_back(const PackedDirection& direction) const {
  const bool is_symmetric = spec_.regions.names.empty();
  return is_symmetric ? direction.path_latency : directions_[index_of(direction.reverse)].path_latency;
}

void FastNetwork::return_ack(std::uint32_t end, std::uint32_t bytes, SimTime now, PendingEvents& queue) {
  PackedDirection& direction = directions_[end];
  // What stands before the sender's downlink now is taken to stand there when the acknowledgement comes.
  const Duration standing = std::max(links_[index_of(direction.from)].free_down - now, Duration::zero());
  const SimTime leaves = std::max(links_[index_of(direction.to)].free_up, now);
  const SimTime due = leaves + way_back(direction) + standing;
  const std::uint32_t node = acks_.take({no_index, bytes, std::max(due, now + Duration{1})});
  if (direction.acks_head == no_index) {
    direction.acks_head = node;
  } else {
    acks_[direction.acks_tail].next = node;
  }
  direction.acks_tail = node;
  if (direction.blocked) wait_for_window(end, queue);
}

void FastNetwork::on_ack_due(const Event& event, PendingEvents& queue) {
  PackedDirection& direction = directions_[event.subject];
  direction.ack_pending = false;
  const bool can_send = !direction.closed && !links_[index_of(direction.from)].silent;
  if (can_send && direction.blocked) activate(event.subject, event.at, queue);
  // Who crashed waits for nothing: what comes back later would ask for this acknowledgement again.
  if (!can_send) direction.blocked = false;
  release(EndId{event.subject});
}

}  // namespace swarmsim
