// The transport: whose turn it is, how much fits into the window, and what comes back.

#include <algorithm>

#include "core/base/check.hpp"
#include "sim/net/fast_network.hpp"

namespace swarmsim {

namespace {
/// A window idle for longer than this starts anew (RFC 5681, 4.1, with RFC 6298's minimum timeout).
constexpr Duration idle_restart{1'000'000'000};
/// RFC 6928, as in network.cpp; and the floor that truth's TCP keeps.
constexpr std::uint32_t restart_window_segments = 10;
constexpr std::uint32_t least_window_segments = 2;
}  // namespace

bool FastNetwork::has_window(const PackedDirection& direction) const {
  // Whole chunks: one may reach beyond the window by less than itself (docs/network-model.md), which
  // keeps a block in one piece and a direction from dribbling segments.
  return !windows_ || direction.flight < direction.cwnd;
}

void FastNetwork::acknowledge(PackedDirection& direction, std::uint32_t bytes) const {
  // A window grows only where it is what limits (RFC 7661): at least half of it was in use.
  const bool limiting = std::uint64_t{direction.flight} * 2 >= direction.cwnd;
  check(direction.flight >= bytes, "network: no more is acknowledged than is in flight");
  direction.flight -= bytes;
  const std::uint32_t acknowledged = direction.committed - direction.flight;
  if (direction.recovering && static_cast<std::int32_t>(acknowledged - direction.recover) >= 0) {
    direction.recovering = false;
  }
  if (!limiting || direction.recovering) return;
  if (direction.cwnd < direction.ssthresh) {
    direction.cwnd += bytes;
  } else {
    const std::uint64_t step = std::uint64_t{segment_} * bytes / direction.cwnd;
    direction.cwnd += static_cast<std::uint32_t>(std::max<std::uint64_t>(1, step));
  }
}

void FastNetwork::collect_acks(PackedDirection& direction, SimTime now) {
  while (direction.acks_head != no_index) {
    const std::uint32_t at = direction.acks_head;
    if (acks_[at].due > now) return;
    acknowledge(direction, acks_[at].bytes);
    direction.acks_head = acks_[at].next;
    if (direction.acks_head == no_index) direction.acks_tail = no_index;
    acks_.give_back(at);
  }
}

void FastNetwork::halve_window(PackedDirection& direction) {
  if (!windows_ || direction.recovering) return;
  direction.cwnd = std::max(direction.cwnd / 2, least_window_segments * segment_);
  direction.ssthresh = direction.cwnd;
  direction.recover = direction.committed + 1;  // the segment that is lost goes with the next chunk
  direction.recovering = true;
  ++totals_.losses;
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
  event.content = direction.content;
  event.kind = EventKind::ack_due;
  event.subject = end;
  queue.push(event);
}

void FastNetwork::activate(std::uint32_t end, SimTime now, PendingEvents& queue) {
  PackedDirection& direction = directions_[end];
  AccessLink& link = links_[index_of(direction.from)];
  if (windows_) {
    collect_acks(direction, now);
    if (direction.flight == 0 && now - direction.last_activity > idle_restart) {
      direction.cwnd = std::min(direction.cwnd, restart_window_segments * segment_);
    }
    if (!has_window(direction)) return wait_for_window(end, queue);
    // Data and window, and a full access queue: the packet that would go now is dropped there.
    if (!link.queue_has_room(now)) {
      halve_window(direction);
      if (!has_window(direction)) return wait_for_window(end, queue);
    }
  }
  direction.blocked = false;
  // Who ran dry in this very instant and was given more goes on with its turn; an idle direction saves
  // nothing up.
  if (direction.last_activity != now) {
    direction.credit = 0;
    direction.in_turn = false;
  }
  enter_turn(end);
  if (link.queue_has_room(now)) {
    pump(direction.from, now, queue);
  } else {
    schedule_pump(direction.from, queue);
  }
}

void FastNetwork::schedule_pump(PeerId peer, PendingEvents& queue) {
  AccessLink& link = links_[index_of(peer)];
  if (link.pump_pending) return;
  link.pump_pending = true;
  Event event;
  // The first instant at which free_up - now < queue_up.
  event.at = link.free_up - link.queue_up + Duration{1};
  event.order = order_of(Phase::timer, peer, PeerId{});
  event.kind = EventKind::uplink_ready;
  queue.push(event);
}

void FastNetwork::pump(PeerId peer, SimTime now, PendingEvents& queue) {
  AccessLink& link = links_[index_of(peer)];
  const auto quantum = static_cast<std::uint32_t>(spec_.quantum.value);
  while (link.turn_head != no_index && link.queue_has_room(now)) {
    const std::uint32_t end = link.turn_head;
    PackedDirection& direction = directions_[end];
    if (windows_) collect_acks(direction, now);
    if (!has_window(direction)) {
      leave_turn(end);
      wait_for_window(end, queue);
      continue;
    }
    if (!direction.in_turn) {
      direction.in_turn = true;
      const std::int64_t turn = std::int64_t{direction.weight} * quantum;
      direction.credit += turn;
      check(direction.credit <= turn, "network: nothing of a turn is saved up for the next");
    }
    if (direction.credit <= 0) {  // still paying for a chunk that was larger than its turn
      direction.in_turn = false;
      link.turn_head = direction.turn_next;
      continue;
    }
    std::uint32_t bytes = std::min(quantum, direction.unsent);
    // A rest below one segment goes along: a block is not cut for its 13 bytes of header.
    if (direction.unsent - bytes < segment_) bytes = direction.unsent;
    const bool was_short = direction.unsent < direction.low_water;
    commit(end, bytes, 0, now, queue);
    direction.credit -= bytes;
    if (!was_short && direction.unsent < direction.low_water) drained_.push_back(EndId{end});
    if (direction.unsent == 0) {
      leave_turn(end);
    } else if (direction.credit <= 0) {
      direction.in_turn = false;
      link.turn_head = direction.turn_next;
    }
  }
  if (link.turn_head != no_index) schedule_pump(peer, queue);
}

void FastNetwork::commit(std::uint32_t end, std::uint32_t bytes, std::uint8_t flags, SimTime now,
                         PendingEvents& queue) {
  PackedDirection& direction = directions_[end];
  AccessLink& link = links_[index_of(direction.from)];
  direction.unsent -= bytes;
  Event event;
  event.bytes = bytes;
  event.flags = flags;
  if (flags == 0 && fill_segment(direction, bytes)) event.flags |= shares_segment;
  std::int64_t wire = wire_of(event);
  totals_.stream_bytes += bytes;
  totals_.overhead_bytes += wire - bytes;
  if (flags == 0) {
    totals_.resent_bytes += direction.resend;
    wire += direction.resend;
    direction.resend = 0;
    direction.last_activity = now;
    if (windows_) {
      direction.flight += bytes;
      direction.committed += bytes;
    }
  }
  const SimTime departure = link.commit_up(wire, now);
  event.at = std::max(departure + direction.path_latency, now + Duration{1});
  event.order = order_of(Phase::arrival, direction.to, direction.from);
  event.ordinal = direction.next_chunk++;
  event.subject = end;
  event.content = direction.content;
  event.kind = EventKind::chunk_arrived;
  ++direction.pending;
  queue.push(event);
}

void FastNetwork::return_ack(std::uint32_t end, std::uint32_t bytes, SimTime now, PendingEvents& queue) {
  PackedDirection& direction = directions_[end];
  const bool is_symmetric = spec_.regions.names.empty();
  const Duration way_back =
      is_symmetric ? direction.path_latency : directions_[index_of(direction.reverse)].path_latency;
  const SimTime due = std::max(links_[index_of(direction.to)].free_up, now) + way_back;
  const std::uint32_t node = acks_.take({no_index, bytes, std::max(due, now + Duration{1})});
  if (direction.acks_head == no_index) {
    direction.acks_head = node;
  } else {
    acks_[direction.acks_tail].next = node;
  }
  direction.acks_tail = node;
  if (direction.blocked) wait_for_window(end, queue);
}

SimTime FastNetwork::through_downlink(const Event& event, PackedDirection& direction) {
  AccessLink& receiver = links_[index_of(direction.to)];
  const std::int64_t wire = wire_of(event);
  // A small message travels outside the window, and says nothing about it.
  const bool in_window = windows_ && (event.flags & outside_window) == 0;
  if (in_window && receiver.free_down - event.at > receiver.queue_down) {
    halve_window(direction);
    direction.resend = static_cast<std::uint32_t>(wire_bytes(segment_));
  }
  const Duration serialised = transmit_time(Bytes{wire}, links_[index_of(direction.from)].up);
  const SimTime before = receiver.free_down;
  const SimTime through = receiver.pass_down(wire, serialised, event.at);
  // A small message is there once all that came before it is through: its own few bytes take the
  // capacity they need, but are not worth an event of their own.
  return (event.flags & outside_window) != 0 ? std::max(before, event.at) : through;
}

void FastNetwork::on_chunk_arrived(const Event& event, PendingEvents& queue, std::vector<Delivery>& out) {
  const std::uint32_t end = event.subject;
  PackedDirection& direction = directions_[end];
  if (direction.closed || links_[index_of(direction.to)].silent) return release(EndId{end});
  if ((event.flags & passed_downlink) == 0) {
    const SimTime through = through_downlink(event, direction);
    if (through > event.at) {
      Event later = event;
      later.at = through;
      later.flags |= passed_downlink;
      queue.push(later);
      return;
    }
  }
  --direction.pending;
  if (spec_.segment.payload != 0) {
    const std::int64_t ack = segments_in(event) * spec_.segment.ack;
    totals_.overhead_bytes += ack;
    links_[index_of(direction.to)].commit_up(ack, event.at);
  }
  if (windows_ && (event.flags & outside_window) == 0) return_ack(end, event.bytes, event.at, queue);
  take_arrived(end, event.bytes, out);
}

void FastNetwork::take_arrived(std::uint32_t end, std::uint32_t bytes, std::vector<Delivery>& out) {
  PackedDirection& direction = directions_[end];
  totals_.arrived += bytes;
  while (direction.head != no_index && bytes >= direction.head_left) {
    const std::uint32_t node = direction.head;
    bytes -= direction.head_left;
    out.push_back({EndId{end}, messages_[node].message, direction.next_ordinal++, messages_[node].sent});
    direction.head = messages_[node].next;
    direction.head_left = direction.head == no_index ? 0 : messages_[direction.head].wire;
    messages_.give_back(node);
  }
  check(bytes <= direction.head_left, "network: a chunk carries only bytes of its own direction");
  direction.head_left -= bytes;
  if (direction.head == no_index) direction.tail = no_index;
}

void FastNetwork::on_uplink_ready(PeerId peer, SimTime now, PendingEvents& queue) {
  links_[index_of(peer)].pump_pending = false;
  if (links_[index_of(peer)].silent) return;
  if (links_[index_of(peer)].turn_head != no_index) {
    if (links_[index_of(peer)].queue_has_room(now)) {
      pump(peer, now, queue);
    } else {
      schedule_pump(peer, queue);
    }
  }
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
