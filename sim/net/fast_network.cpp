#include "sim/net/fast_network.hpp"

#include <algorithm>
#include <new>

#include "core/base/check.hpp"

namespace swarmsim {

namespace {
/// The kernel's, RFC 6928; and the textbook's, which is its least as well.
constexpr std::uint32_t initial_window_cubic = 10;
constexpr std::uint32_t initial_window_aimd = 2;
constexpr std::uint32_t no_threshold = 0x7FFF'FFFF;
}  // namespace

FastNetwork::FastNetwork(const NetworkSpec& spec)
    : spec_(spec),
      segment_(static_cast<std::uint32_t>(spec.segment.counted())),
      overhead_(static_cast<std::uint32_t>(spec.segment.wire - spec.segment.payload)),
      quantum_(static_cast<std::uint32_t>(spec.quantum.value)),
      windows_(spec.tcp != TcpKind::none) {
  if (spec.segment.payload == 0) overhead_ = 0;
  set_tracker(TrackerSpec{});
}

void FastNetwork::add_peer(const LinkSpec& link, const Rng& losses) {
  links_.push_back(make_link(link, spec_));
  links_.back().draws = losses;
  lossy_ = lossy_ || links_.back().loss > 0;
  receive_windows_ = receive_windows_ || links_.back().window > 0;
}

/// Fewer than one acknowledgement for each end is under way, and fewer than three messages, as measured:
/// blocks of 256 KiB on slow links hold up whatever is said behind them.
void FastNetwork::expect(std::size_t ends) {
  constexpr std::size_t messages_an_end = 4;
  try {
    directions_.reserve(ends);
    messages_.reserve(messages_an_end * ends);
    acks_.reserve(ends);
  } catch (const std::bad_alloc&) {
    // Address space is limited: they grow as they have to.
  }
}

void FastNetwork::set_tracker(const TrackerSpec& tracker) {
  tracker_ = make_link(tracker.link, spec_);
  tracker_.region = tracker.region.value_or(no_index);
}

void FastNetwork::change_link(PeerId peer, const LinkSpec& link) {
  set_rates(links_[index_of(peer)], link, spec_);
  for (std::uint32_t end = 0; end < directions_.capacity(); ++end) {
    PackedDirection& direction = directions_[end];
    if (direction.closed || (direction.from != peer && direction.to != peer)) continue;
    direction.path_latency = latency_between(direction.from, direction.to);
  }
}

void FastNetwork::silence(PeerId peer) {
  AccessLink& link = links_[index_of(peer)];
  link.silent = true;
  while (link.turn_head != no_index) leave_turn(link.turn_head);
}

Duration FastNetwork::latency_between(PeerId a, PeerId b) const {
  const AccessLink& from = access(a);
  const AccessLink& to = access(b);
  const Duration accesses = from.latency + to.latency;
  const std::size_t regions = spec_.regions.names.size();
  if (regions == 0 || from.region == no_index || to.region == no_index) return accesses;
  return accesses + spec_.regions.latency[from.region * regions + to.region];
}

std::uint32_t FastNetwork::first_window() const {
  return (is_cubic() ? initial_window_cubic : initial_window_aimd) * segment_;
}

EndId FastNetwork::connect(PeerId a, PeerId b, std::uint16_t content) {
  PackedDirection direction;
  direction.from = a;
  direction.to = b;
  direction.content = content;
  direction.serial = connections_++;
  direction.path_latency = latency_between(a, b);
  direction.cwnd = first_window();
  direction.ssthresh = no_threshold;
  const std::uint32_t forth = directions_.take(direction);
  std::swap(direction.from, direction.to);
  direction.path_latency = latency_between(b, a);
  direction.reverse = EndId{forth};
  const std::uint32_t back = directions_.take(direction);
  directions_[forth].reverse = EndId{back};
  if (is_cubic()) {
    cubics_.resize(directions_.capacity());
    cubics_[forth] = cubics_[back] = Cubic{};
  }
  return EndId{forth};
}

void FastNetwork::attach(EndId end, std::uint16_t slot, std::uint16_t low_water) {
  set_low_water(end, low_water);
  PackedDirection& direction = directions_[index_of(end)];
  direction.owner = slot;
  directions_[index_of(direction.reverse)].reader = slot;
}

void FastNetwork::set_low_water(EndId end, std::uint16_t low_water) {
  check(low_water > 0, "network: less than nothing is never unsent");
  directions_[index_of(end)].low_water = low_water;
}

void FastNetwork::detach(EndId end) {
  PackedDirection& direction = directions_[index_of(end)];
  direction.owner = Direction::no_owner;
  directions_[index_of(direction.reverse)].reader = Direction::no_owner;
}

void FastNetwork::list_undelivered(EndId end, std::vector<Delivery>& out) const {
  const PackedDirection& direction = directions_[index_of(end)];
  std::uint32_t ordinal = direction.next_ordinal;
  for (std::uint32_t at = direction.head; at != no_index; at = messages_[at].next) {
    out.push_back({end, messages_[at].message, ordinal++, messages_[at].sent});
  }
}

void FastNetwork::list_undelivered(std::vector<Delivery>& out) const {
  for (std::uint32_t end = 0; end < directions_.capacity(); ++end) {
    if (!directions_[end].closed) list_undelivered(EndId{end}, out);
  }
}

std::int64_t FastNetwork::undelivered_bytes(EndId end) const {
  const PackedDirection& direction = directions_[index_of(end)];
  std::int64_t bytes = 0;
  for (std::uint32_t at = direction.head; at != no_index; at = messages_[at].next) {
    bytes += messages_[at].wire;
  }
  return bytes - direction.head_arrived;
}

void FastNetwork::discard(std::uint32_t end, std::vector<Delivery>& cut) {
  list_undelivered(EndId{end}, cut);
  PackedDirection& direction = directions_[end];
  totals_.cut += undelivered_bytes(EndId{end});
  for (std::uint32_t at = direction.head; at != no_index;) {
    const std::uint32_t following = messages_[at].next;
    messages_.give_back(at);
    at = following;
  }
  for (std::uint32_t at = direction.acks_head; at != no_index;) {
    const std::uint32_t following = acks_[at].next;
    acks_.give_back(at);
    at = following;
  }
  direction.head = direction.tail = direction.acks_head = direction.acks_tail = no_index;
  direction.head_arrived = direction.unsent = 0;
  direction.closed = true;
  direction.owner = direction.reader = Direction::no_owner;
  if (direction.turn_next != no_index) leave_turn(end);
}

void FastNetwork::close(EndId end, std::vector<Delivery>& cut) {
  const std::uint32_t forth = index_of(end);
  const std::uint32_t back = index_of(directions_[forth].reverse);
  check(!directions_[forth].closed, "network: a connection is closed once");
  discard(forth, cut);
  discard(back, cut);
  free_if_unused(forth);
}

void FastNetwork::free_if_unused(std::uint32_t end) {
  const std::uint32_t back = index_of(directions_[end].reverse);
  if (!directions_[end].closed || directions_[end].pending != 0 || directions_[back].pending != 0) return;
  directions_.give_back(back);
  directions_.give_back(end);
}

void FastNetwork::release(EndId end) {
  PackedDirection& direction = directions_[index_of(end)];
  check(direction.pending > 0, "network: an end is released as often as held");
  --direction.pending;
  free_if_unused(index_of(end));
}

std::int64_t FastNetwork::wire_bytes(std::int64_t stream) const {
  return overhead_ == 0 ? stream : stream + segments_of(stream) * overhead_;
}

/// Puts `bytes` of data behind the last segment: whether that had room enough to save one.
bool FastNetwork::fill_segment(PackedDirection& direction, std::uint32_t bytes) const {
  const std::uint32_t whole = static_cast<std::uint32_t>(segments_of(bytes)) * segment_;
  const std::uint32_t room = direction.slack + (whole - bytes);
  const bool saves = room >= segment_;
  direction.slack = saves ? room - segment_ : room;
  return saves;
}

SimTime FastNetwork::send_packet(PeerId from, std::int64_t wire, Duration latency, SimTime now) {
  totals_.overhead_bytes += wire;
  const SimTime departure = access(from).commit_up(wire, now);
  return std::max(departure + latency, now + Duration{1});
}

SimTime FastNetwork::receive_packet(PeerId to, std::int64_t wire, SimTime now) {
  return access(to).pass_down(wire, Duration::zero(), now);
}

void FastNetwork::send(EndId end, const Message& message, std::uint32_t wire, SimTime now,
                       PendingEvents& queue) {
  const std::uint32_t slot = index_of(end);
  const std::uint32_t node = messages_.take({no_index, wire, now, message});
  PackedDirection& direction = directions_[slot];
  check(!direction.closed, "network: nothing is sent on a closed connection");
  check(wire > 0, "network: a message has a size");
  totals_.handed_over += wire;
  if (direction.head == no_index) {
    direction.head = node;
  } else {
    messages_[direction.tail].next = node;
  }
  direction.tail = node;
  const bool idle = direction.unsent == 0;
  direction.unsent += wire;
  if (idle && wire <= segment_ && !carries_content(message.kind)) {
    // At once, at the tail: it too waits behind what the access queue holds.
    commit(slot, wire, outside_window, now, queue);
    // More of what is served may wait for its turn behind a small one; behind anything else nothing does.
    if (is_served(message.kind)) drained_.push_back(end);
    return;
  }
  // What was idle ends its segment; what ran dry in this very instant has more to fill it with.
  if (idle && direction.last_activity != now) direction.slack = 0;
  // A block that leaves the buffer below its mark is asked for company; one that leaves now, by pump().
  const bool stays_short = direction.unsent < direction.low_water;
  if (direction.turn_next == no_index && !direction.blocked) activate(slot, now, queue);
  if (stays_short && is_served(message.kind)) drained_.push_back(end);
}

void FastNetwork::enter_turn(std::uint32_t end) {
  PackedDirection& direction = directions_[end];
  std::uint32_t& head = links_[index_of(direction.from)].turn_head;
  direction.in_turn = direction.in_turn && direction.credit > 0;
  if (head == no_index) {
    head = end;
    direction.turn_next = direction.turn_previous = end;
    return;
  }
  // Behind everyone: just before the one whose turn it is.
  const std::uint32_t last = directions_[head].turn_previous;
  direction.turn_next = head;
  direction.turn_previous = last;
  directions_[last].turn_next = end;
  directions_[head].turn_previous = end;
  if (direction.in_turn) head = end;  // its turn is not over
}

void FastNetwork::leave_turn(std::uint32_t end) {
  PackedDirection& direction = directions_[end];
  std::uint32_t& head = links_[index_of(direction.from)].turn_head;
  if (direction.turn_next == end) {
    head = no_index;
  } else {
    directions_[direction.turn_previous].turn_next = direction.turn_next;
    directions_[direction.turn_next].turn_previous = direction.turn_previous;
    if (head == end) head = direction.turn_next;
  }
  direction.turn_next = direction.turn_previous = no_index;
}

}  // namespace swarmsim
