// Links, connections, and the messages in them.

#include "sim/reference/plain_network.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace swarmsim {

PlainNetwork::PlainNetwork(const NetworkSpec& spec) : spec_(spec) { set_tracker(TrackerSpec{}); }

PlainNetwork::Flow& PlainNetwork::flow(EndId end) {
  const auto found = flows_.find(end);
  check(found != flows_.end(), "plain network: the end exists");
  return found->second;
}

const PlainNetwork::Flow* PlainNetwork::find(EndId end) const {
  const auto found = flows_.find(end);
  return found == flows_.end() ? nullptr : &found->second;
}

PlainNetwork::Access& PlainNetwork::access(PeerId peer) {
  return peer == tracker_peer ? tracker_ : peers_.at(index_of(peer));
}

const PlainNetwork::Access& PlainNetwork::access(PeerId peer) const {
  return peer == tracker_peer ? tracker_ : peers_.at(index_of(peer));
}

void PlainNetwork::add_peer(const LinkSpec& link, const Rng& losses) {
  peers_.push_back({make_link(link, spec_), {}, false});
  peers_.back().facts.draws = losses;
}

void PlainNetwork::set_tracker(const TrackerSpec& tracker) {
  tracker_.facts = make_link(tracker.link, spec_);
  tracker_.facts.region = tracker.region.value_or(no_index);
}

void PlainNetwork::change_link(PeerId peer, const LinkSpec& link) {
  set_rates(access(peer).facts, link, spec_);
  for (auto& [end, each] : flows_) {
    if (!each.facts.closed) each.facts.path_latency = latency_between(each.facts.from, each.facts.to);
  }
}

void PlainNetwork::silence(PeerId peer) {
  access(peer).facts.silent = true;
  access(peer).turns.clear();
}

Duration PlainNetwork::latency_between(PeerId a, PeerId b) const {
  const AccessLink& from = access(a).facts;
  const AccessLink& to = access(b).facts;
  Duration path = from.latency + to.latency;
  const std::size_t regions = spec_.regions.names.size();
  if (from.region < regions && to.region < regions) {
    path += spec_.regions.latency.at(from.region * regions + to.region);
  }
  return path;
}

const AccessLink& PlainNetwork::link(PeerId peer) const { return access(peer).facts; }

const Direction& PlainNetwork::direction(EndId end) const {
  static const Direction gone = [] {
    Direction closed;
    closed.closed = true;
    return closed;
  }();
  const Flow* known = find(end);
  return known == nullptr ? gone : known->facts;
}

Window PlainNetwork::window(EndId end) const {
  const Flow* known = find(end);
  if (known == nullptr) return {};
  return {static_cast<std::uint32_t>(known->window), static_cast<std::uint32_t>(in_flight(*known))};
}

DirectionState PlainNetwork::state_of(EndId end) const {
  const Flow* known = find(end);
  if (known == nullptr) return {};
  const std::deque<EndId>& turns = access(known->facts.from).turns;
  const bool in_turn = std::find(turns.begin(), turns.end(), end) != turns.end();
  return {in_turn, known->waits_for_window, known->is_woken};
}

UplinkState PlainNetwork::state_of(PeerId peer) const {
  return {!access(peer).turns.empty(), access(peer).is_woken};
}

std::int64_t PlainNetwork::undelivered_bytes(EndId end) const {
  const Flow* known = find(end);
  std::int64_t bytes = 0;
  if (known == nullptr) return bytes;
  for (const Queued& queued : known->messages) bytes += queued.bytes_to_come;
  return bytes;
}

EndId PlainNetwork::connect(PeerId a, PeerId b, std::uint16_t content) {
  const EndId forth{ends_made_++};
  const EndId back{ends_made_++};
  Flow fresh;
  fresh.facts.content = content;
  fresh.window = first_window();
  fresh.threshold = 0x7FFF'FFFF;
  fresh.facts.from = a;
  fresh.facts.to = b;
  fresh.facts.reverse = back;
  fresh.facts.path_latency = latency_between(a, b);
  flows_[forth] = fresh;
  fresh.facts.from = b;
  fresh.facts.to = a;
  fresh.facts.reverse = forth;
  fresh.facts.path_latency = latency_between(b, a);
  flows_[back] = fresh;
  return forth;
}

void PlainNetwork::drop(Flow& each, EndId end, std::vector<Delivery>& cut) {
  list_undelivered(end, cut);
  totals_.cut += undelivered_bytes(end);
  each.messages.clear();
  each.unacknowledged.clear();
  each.acknowledgements.clear();
  each.facts.unsent = 0;
  each.facts.closed = true;
  each.facts.owner = each.facts.reader = Direction::no_owner;
  std::deque<EndId>& turns = access(each.facts.from).turns;
  turns.erase(std::remove(turns.begin(), turns.end(), end), turns.end());
}

void PlainNetwork::close(EndId end, std::vector<Delivery>& cut) {
  const EndId back = flow(end).facts.reverse;
  check(!flow(end).facts.closed, "plain network: a connection is closed once");
  drop(flow(end), end, cut);
  drop(flow(back), back, cut);
  forget_if_unused(end);
}

void PlainNetwork::forget_if_unused(EndId end) {
  const Flow& forth = flow(end);
  const EndId back = forth.facts.reverse;
  if (!forth.facts.closed || forth.facts.pending > 0 || flow(back).facts.pending > 0) return;
  flows_.erase(back);
  flows_.erase(end);
}

void PlainNetwork::attach(EndId end, std::uint16_t slot, std::uint16_t low_water) {
  set_low_water(end, low_water);
  flow(end).facts.owner = slot;
  flow(flow(end).facts.reverse).facts.reader = slot;
}

void PlainNetwork::set_low_water(EndId end, std::uint16_t low_water) {
  check(low_water > 0, "plain network: less than nothing is never unsent");
  flow(end).facts.low_water = low_water;
}

void PlainNetwork::detach(EndId end) {
  flow(end).facts.owner = Direction::no_owner;
  flow(flow(end).facts.reverse).facts.reader = Direction::no_owner;
}

void PlainNetwork::hold(EndId end) { ++flow(end).facts.pending; }

void PlainNetwork::release(EndId end) {
  check(flow(end).facts.pending > 0, "plain network: an end is released as often as held");
  --flow(end).facts.pending;
  forget_if_unused(end);
}

void PlainNetwork::set_farewell(EndId end, std::uint8_t why) { flow(end).facts.farewell = why; }

void PlainNetwork::set_weight(EndId end, std::uint32_t weight) {
  check(weight > 0, "plain network: a direction has a share");
  flow(end).weight = weight;
}

/// What is queued less what is under way.
void PlainNetwork::update_unsent(Flow& each) {
  std::int64_t unsent = 0;
  for (const Queued& queued : each.messages) unsent += queued.bytes_to_come;
  for (const auto& [number, bytes] : each.chunks) unsent -= bytes;
  check(unsent >= 0, "plain network: nothing is under way that was not handed over");
  each.facts.unsent = static_cast<std::uint32_t>(unsent);
}

void PlainNetwork::send(EndId end, const Message& message, std::uint32_t wire, SimTime now,
                        PendingEvents& queue) {
  Flow& each = flow(end);
  check(!each.facts.closed && wire > 0, "plain network: a message has a size and an open connection");
  totals_.handed_over += wire;
  const bool was_idle = each.facts.unsent == 0;
  each.messages.push_back({message, wire, now});
  update_unsent(each);
  if (was_idle && segments(wire) == 1 && !carries_content(message.kind)) {
    commit(end, wire, false, now, queue);
    if (is_served(message.kind)) drained_.push_back(end);
    return;
  }
  if (was_idle && each.last_data != now) each.in_last_segment = 0;
  // What the turns take below the mark is noticed there.
  const bool wants_more = each.facts.unsent < each.facts.low_water && is_served(message.kind);
  const std::deque<EndId>& turns = access(each.facts.from).turns;
  const bool queues_up = std::find(turns.begin(), turns.end(), end) != turns.end();
  if (!queues_up && !each.waits_for_window) become_eligible(end, now, queue);
  if (wants_more) drained_.push_back(end);
}

/// The bytes of a chunk that has arrived, and the messages that end in it.
void PlainNetwork::receive(EndId end, std::int64_t bytes, std::vector<Delivery>& out) {
  Flow& each = flow(end);
  totals_.arrived += bytes;
  while (bytes > 0) {
    check(!each.messages.empty(), "plain network: a chunk carries bytes of messages");
    Queued& first = each.messages.front();
    const std::int64_t taken = std::min(bytes, first.bytes_to_come);
    bytes -= taken;
    first.bytes_to_come -= taken;
    if (first.bytes_to_come > 0) continue;
    out.push_back({end, first.message, each.facts.next_ordinal++, first.sent});
    each.messages.pop_front();
  }
}

std::uint32_t PlainNetwork::messages_on_the_way() const {
  std::size_t count = 0;
  for (const auto& [end, each] : flows_) count += each.messages.size();
  return static_cast<std::uint32_t>(count);
}

void PlainNetwork::list_undelivered(EndId end, std::vector<Delivery>& out) const {
  const Flow* each = find(end);
  if (each == nullptr) return;
  std::uint32_t ordinal = each->facts.next_ordinal;
  for (const Queued& queued : each->messages) out.push_back({end, queued.message, ordinal++, queued.sent});
}

void PlainNetwork::list_undelivered(std::vector<Delivery>& out) const {
  for (const auto& [end, each] : flows_) list_undelivered(end, out);
}

/// Payload of a full segment; what windows count in where there are none.
std::int64_t PlainNetwork::segment() const {
  constexpr std::int64_t without_segments = 1'460;
  return spec_.segment.payload == 0 ? without_segments : spec_.segment.payload;
}

std::int64_t PlainNetwork::segments(std::int64_t stream) const {
  return (stream + segment() - 1) / segment();
}

std::int64_t PlainNetwork::wire_bytes(std::int64_t stream) const {
  if (spec_.segment.payload == 0) return stream;
  return stream + segments(stream) * (spec_.segment.wire - spec_.segment.payload);
}

std::int64_t PlainNetwork::segments_begun(const Event& chunk) const {
  const bool shares = (chunk.flags & shares_segment) != 0;
  return shares ? segments(chunk.bytes) - 1 : segments(chunk.bytes);
}

std::int64_t PlainNetwork::on_the_wire(const Event& chunk) const {
  if (spec_.segment.payload == 0) return chunk.bytes;
  return chunk.bytes + segments_begun(chunk) * (spec_.segment.wire - spec_.segment.payload);
}

SimTime PlainNetwork::send_packet(PeerId from, std::int64_t wire, Duration latency, SimTime now) {
  totals_.overhead_bytes += wire;
  return std::max(depart(access(from).facts, wire, now) + latency, now + Duration{1});
}

SimTime PlainNetwork::receive_packet(PeerId to, std::int64_t wire, SimTime now) {
  return come_in(access(to).facts, wire, now, now);
}

}  // namespace swarmsim
