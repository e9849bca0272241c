// Turns, and what arrives: docs/network-model.md from "Uplink" to "Downlink", line by line.

#include <algorithm>

#include "core/base/check.hpp"
#include "core/base/int128.hpp"
#include "sim/reference/plain_network.hpp"

namespace swarmsim {

namespace {

/// ceil(bytes / rate) in nanoseconds.
Duration time_on(Rate rate, std::int64_t bytes) {
  if (rate.is_unlimited()) return Duration{0};
  const Int128 scaled = static_cast<Int128>(bytes) * 1'000'000'000;
  const Int128 whole = scaled / rate.bytes_per_second;
  const bool has_rest = scaled % rate.bytes_per_second != 0;
  return Duration{static_cast<std::int64_t>(whole + (has_rest ? 1 : 0))};
}

}  // namespace

// --- uplink -----------------------------------------------------------------------------------------

/// (free_up - now) x U < queue, in times.
bool PlainNetwork::has_room(const AccessLink& link, SimTime now) const {
  if (link.up.is_unlimited()) return true;
  return link.free_up < now + link.queue_up;
}

SimTime PlainNetwork::depart(AccessLink& link, std::int64_t wire, SimTime now) const {
  link.free_up = std::max(now, link.free_up) + time_on(link.up, wire);
  link.sent_wire += wire;
  return link.free_up;
}

void PlainNetwork::commit(EndId end, std::int64_t bytes, bool in_window, SimTime now, PendingEvents& queue) {
  Flow& each = flow(end);
  Event event;
  event.bytes = static_cast<std::uint32_t>(bytes);
  event.flags = in_window ? std::uint8_t{0} : outside_window;
  if (in_window) {
    // The stream goes on in the segment that was begun; what it needs beyond is new.
    const std::int64_t begun = segments(each.in_last_segment);
    const std::int64_t filled = each.in_last_segment + bytes;
    if (segments(filled) - begun < segments(bytes)) event.flags |= shares_segment;
    each.in_last_segment = filled % segment();
  }
  const std::int64_t wire = on_the_wire(event);
  totals_.stream_bytes += bytes;
  totals_.overhead_bytes += wire - bytes;
  if (in_window) {
    each.last_data = now;
    if (spec_.tcp != TcpKind::none) {
      each.unacknowledged[each.chunks_committed] = bytes;
      each.put_into_window += bytes;
    }
  }
  event.at = depart(access(each.facts.from).facts, wire, now) + each.facts.path_latency;
  event.at = std::max(event.at, now + Duration{1});
  event.order = order_of(Phase::arrival, each.facts.to, each.facts.from);
  event.ordinal = each.chunks_committed++;
  event.subject = index_of(end);
  event.content = each.facts.content;
  event.kind = EventKind::chunk_arrived;
  each.chunks[event.ordinal] = bytes;
  update_unsent(each);
  hold(end);
  queue.push(event);
}

void PlainNetwork::become_eligible(EndId end, SimTime now, PendingEvents& queue) {
  Flow& each = flow(end);
  Access& uplink = access(each.facts.from);
  if (spec_.tcp != TcpKind::none) {
    hear(each, now);
    if (!each.waits_for_window && in_flight(each) == 0) come_back(each, now);
    if (may_send(each) && !has_room(uplink.facts, now)) lose_segment(each);
    if (!may_send(each)) return wait_for_window(end, queue);
  }
  each.waits_for_window = false;
  // Only who ran dry in this very instant goes on with its turn.
  const bool goes_on = each.last_data == now && each.has_turn && each.credit > 0;
  if (each.last_data != now) each.credit = 0;
  each.has_turn = goes_on;
  if (goes_on) {
    uplink.turns.push_front(end);
  } else {
    uplink.turns.push_back(end);
  }
  take_turns(each.facts.from, now, queue);
}

void PlainNetwork::take_turns(PeerId peer, SimTime now, PendingEvents& queue) {
  Access& uplink = access(peer);
  if (uplink.turns.empty()) return;
  if (!has_room(uplink.facts, now)) return wake_uplink(peer, queue);
  while (!uplink.turns.empty() && has_room(uplink.facts, now)) give_turn(uplink.turns.front(), now, queue);
  if (uplink.turns.empty()) return;
  if (spec_.tcp != TcpKind::none) lose_next(uplink.turns, now, queue);
  if (!uplink.turns.empty()) wake_uplink(peer, queue);
}

/// The queue has become full, and who is next has data: a sender that has window waits for no turn.
void PlainNetwork::lose_next(std::deque<EndId>& turns, SimTime now, PendingEvents& queue) {
  const EndId next = turns.front();
  hear(flow(next), now);
  if (!may_send(flow(next))) return;
  lose_segment(flow(next));
  if (may_send(flow(next))) return;
  turns.pop_front();
  wait_for_window(next, queue);
}

/// One chunk of who is first, or its turn ends.
void PlainNetwork::give_turn(EndId end, SimTime now, PendingEvents& queue) {
  Flow& each = flow(end);
  std::deque<EndId>& turns = access(each.facts.from).turns;
  if (spec_.tcp != TcpKind::none) hear(each, now);
  if (!may_send(each)) {
    turns.pop_front();
    return wait_for_window(end, queue);
  }
  if (!each.has_turn) each.credit += each.weight * spec_.quantum.value;
  each.has_turn = true;
  if (each.credit > 0) {
    const std::int64_t unsent = each.facts.unsent;
    std::int64_t bytes = std::min(unsent, spec_.quantum.value);
    if (spec_.tcp != TcpKind::none) bytes = std::min(bytes, allowed(each));
    if (unsent - bytes < segment()) bytes = unsent;
    commit(end, bytes, true, now, queue);
    each.credit -= bytes;
    if (unsent >= each.facts.low_water && each.facts.unsent < each.facts.low_water) drained_.push_back(end);
    if (each.facts.unsent == 0) return turns.pop_front();
  }
  if (each.credit > 0) return;
  each.has_turn = false;
  turns.pop_front();
  turns.push_back(end);
}

void PlainNetwork::wake_uplink(PeerId peer, PendingEvents& queue) {
  Access& uplink = access(peer);
  if (uplink.is_woken) return;
  uplink.is_woken = true;
  Event event;
  event.at = uplink.facts.free_up - uplink.facts.queue_up + Duration{1};
  event.order = order_of(Phase::timer, peer, PeerId{});
  event.kind = EventKind::uplink_ready;
  queue.push(event);
}

void PlainNetwork::on_uplink_ready(PeerId peer, SimTime now, PendingEvents& queue) {
  access(peer).is_woken = false;
  if (!access(peer).facts.silent) take_turns(peer, now, queue);
}

// --- downlink ---------------------------------------------------------------------------------------

SimTime PlainNetwork::come_in(AccessLink& link, std::int64_t wire, SimTime first_byte,
                              SimTime last_byte) const {
  link.free_down = std::max(link.free_down, first_byte) + time_on(link.down, wire);
  link.received_wire += wire;
  return std::max(last_byte, link.free_down);
}

/// When it came to the downlink.
SimTime PlainNetwork::first_byte_of(const Event& chunk, const Flow& each) const {
  return chunk.at - time_on(access(each.facts.from).facts.up, on_the_wire(chunk));
}

SimTime PlainNetwork::pass_downlink(const Event& event, const Flow& each) {
  AccessLink& downlink = access(each.facts.to).facts;
  const std::int64_t wire = on_the_wire(event);
  const SimTime first_byte = first_byte_of(event, each);
  const SimTime stands_until = downlink.free_down;
  if ((event.flags & outside_window) != 0) {
    come_in(downlink, wire, first_byte, event.at);
    return std::max(event.at, stands_until);
  }
  return come_in(downlink, wire, first_byte, event.at);
}

void PlainNetwork::on_chunk_arrived(const Event& event, PendingEvents& queue, std::vector<Delivery>& out) {
  const EndId end{event.subject};
  Flow& each = flow(end);
  if (each.facts.closed || access(each.facts.to).facts.silent) return release(end);
  Event chunk = event;
  if ((event.flags & passed_downlink) == 0) {
    const std::int64_t beyond = lose_in_queue(event, each);  // first: it asks for the window as it was
    const std::int64_t lost = std::max(beyond, lose_by_chance(event, each));
    if (lost > 0) take_back(chunk, lost, queue);
    if (chunk.bytes == 0) return release(end);
    chunk.at = pass_downlink(chunk, each);
    chunk.flags |= passed_downlink;
    if (chunk.at > event.at) return queue.push(chunk);
  }
  --each.facts.pending;
  each.chunks.erase(event.ordinal);
  if (spec_.segment.payload != 0) {
    const std::int64_t bytes = segments_begun(chunk) * spec_.segment.ack;
    totals_.overhead_bytes += bytes;
    depart(access(each.facts.to).facts, bytes, event.at);
    AccessLink& back = access(each.facts.from).facts;
    if (back.free_down > event.at) come_in(back, bytes, event.at, event.at);
  }
  const bool in_window = (event.flags & outside_window) == 0;
  if (in_window && spec_.tcp != TcpKind::none) set_out_acknowledgement(end, event, queue);
  receive(end, chunk.bytes, out);
}

}  // namespace swarmsim
