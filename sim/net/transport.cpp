// The transport: whose turn it is, what leaves, and what arrives.

#include <algorithm>

#include "core/base/check.hpp"
#include "sim/net/fast_network.hpp"

namespace swarmsim {

void FastNetwork::activate(std::uint32_t end, SimTime now, PendingEvents& queue) {
  PackedDirection& direction = directions_[end];
  AccessLink& link = links_[index_of(direction.from)];
  if (windows_) {
    collect_acks(end, now);
    if (is_cubic() && direction.flight == 0 && !direction.blocked) resume_window(end, now);
    if (!has_window(direction)) return wait_for_window(end, queue);
    // Data and window, and a full access queue: the packet that would go now is dropped there.
    if (!link.queue_has_room(now)) {
      cut_window(end);
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
  while (link.turn_head != no_index && link.queue_has_room(now)) {
    const std::uint32_t end = link.turn_head;
    PackedDirection& direction = directions_[end];
    if (windows_) collect_acks(end, now);
    if (!has_window(direction)) {
      leave_turn(end);
      wait_for_window(end, queue);
      continue;
    }
    if (!direction.in_turn) {
      direction.in_turn = true;
      const std::int64_t turn = std::int64_t{direction.weight} * quantum_;
      direction.credit += turn;
      check(direction.credit <= turn, "network: nothing of a turn is saved up for the next");
    }
    if (direction.credit <= 0) {  // still paying for a chunk that was larger than its turn
      direction.in_turn = false;
      link.turn_head = direction.turn_next;
      continue;
    }
    std::uint32_t bytes = std::min(quantum_, direction.unsent);
    // In the first round trips a window is smaller than a turn.
    if (windows_) bytes = std::min(bytes, window_of(direction));
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
  if (link.turn_head == no_index) return;
  lose_next(link.turn_head, now, queue);
  if (link.turn_head != no_index) schedule_pump(peer, queue);
}

/// The queue is full, and the one whose turn would come has data and may have window: a sender waits for no
/// turn, so its next packet is dropped there.
void FastNetwork::lose_next(std::uint32_t end, SimTime now, PendingEvents& queue) {
  if (!windows_) return;
  collect_acks(end, now);
  if (!has_window(directions_[end])) return;  // it will find that out when its turn comes
  cut_window(end);
  if (has_window(directions_[end])) return;
  leave_turn(end);
  wait_for_window(end, queue);
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
  const std::int64_t wire = wire_of(event);
  totals_.stream_bytes += bytes;
  totals_.overhead_bytes += wire - bytes;
  if (flags == 0) {
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

SimTime FastNetwork::through_downlink(const Event& event, const AccessLink& sender, AccessLink& receiver) {
  const std::int64_t wire = wire_of(event);
  const SimTime before = receiver.free_down;
  const SimTime through = receiver.pass_down(wire, sender.time_up(wire), event.at);
  // A small message is there once all that came before it is through: its own few bytes take the
  // capacity they need, but are not worth an event of their own.
  return (event.flags & outside_window) != 0 ? std::max(before, event.at) : through;
}

void FastNetwork::on_chunk_arrived(const Event& event, PendingEvents& queue, std::vector<Delivery>& out) {
  const std::uint32_t end = event.subject;
  PackedDirection& direction = directions_[end];
  AccessLink& sender = links_[index_of(direction.from)];
  AccessLink& receiver = links_[index_of(direction.to)];
  if (direction.closed || receiver.silent) return release(EndId{end});
  Event chunk = event;
  if ((event.flags & passed_downlink) == 0) {
    if (const std::int64_t lost = segments_lost(event); lost > 0) {
      lose(chunk, lost, queue);
      if (chunk.bytes == 0) return release(EndId{end});
    }
    const SimTime through = through_downlink(chunk, sender, receiver);
    if (through > event.at) {
      chunk.at = through;
      chunk.flags |= passed_downlink;
      queue.push(chunk);
      return;
    }
  }
  --direction.pending;
  if (spec_.segment.payload != 0) {
    const std::int64_t ack = segments_in(chunk) * spec_.segment.ack;
    totals_.overhead_bytes += ack;
    receiver.commit_up(ack, event.at);
    sender.pass_acks_down(ack, event.at);
  }
  if (windows_ && (event.flags & outside_window) == 0) return_ack(end, chunk.bytes, event.at, queue);
  take_arrived(end, chunk.bytes, out);
}

void FastNetwork::take_arrived(std::uint32_t end, std::uint32_t bytes, std::vector<Delivery>& out) {
  PackedDirection& direction = directions_[end];
  totals_.arrived += bytes;
  std::uint32_t there = direction.head_arrived + bytes;
  // The message behind the last whole one is not looked at: it is not in the cache before its own arrival.
  while (there > 0) {
    check(direction.head != no_index, "network: a chunk carries only bytes of its own direction");
    const std::uint32_t node = direction.head;
    const MessageNode& message = messages_[node];
    if (there < message.wire) break;
    there -= message.wire;
    out.push_back({EndId{end}, message.message, direction.next_ordinal++, message.sent});
    direction.head = message.next;
    messages_.give_back(node);
  }
  direction.head_arrived = there;
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

}  // namespace swarmsim
