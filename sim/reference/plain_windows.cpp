// Windows: docs/network-model.md under "Window", line by line.

#include <algorithm>

#include "core/base/check.hpp"
#include "core/base/int128.hpp"
#include "sim/reference/plain_network.hpp"

namespace swarmsim {

namespace {

/// The largest whole number whose cube is at most `x`, by halving.
std::int64_t whole_cube_root(Int128 x) {
  std::int64_t low = 0;
  std::int64_t high = 1 << 22;
  while (high - low > 1) {
    const std::int64_t middle = (low + high) / 2;
    const bool fits = static_cast<Int128>(middle) * middle * middle <= x;
    (fits ? low : high) = middle;
  }
  return low;
}

}  // namespace

std::int64_t PlainNetwork::first_window() const { return (is_cubic() ? 10 : 2) * segment(); }

/// What may be in flight, by the sender's window and by the receiver's.
std::int64_t PlainNetwork::allowed(const Flow& each) const {
  const std::int64_t theirs = access(each.facts.to).facts.window;
  return theirs == 0 ? each.window : std::max(segment(), std::min(each.window, theirs));
}

std::int64_t PlainNetwork::in_flight(const Flow& each) const {
  std::int64_t sum = 0;
  for (const auto& [chunk, bytes] : each.unacknowledged) sum += bytes;
  return sum;
}

bool PlainNetwork::may_send(const Flow& each) const {
  if (spec_.tcp == TcpKind::none) return true;
  const std::int64_t next = std::min(spec_.quantum.value, allowed(each));
  return in_flight(each) + next / 2 <= allowed(each);
}

void PlainNetwork::wait_for_window(EndId end, PendingEvents& queue) {
  Flow& each = flow(end);
  each.waits_for_window = true;
  if (each.is_woken || each.acknowledgements.empty()) return;  // the next one to set out will see to it
  each.is_woken = true;
  Event event;
  event.at = each.acknowledgements.front().heard;
  event.order = order_of(Phase::timer, each.facts.from, each.facts.to);
  event.ordinal = index_of(end);  // of two connections of one pair the older one first
  event.content = each.facts.content;
  event.kind = EventKind::ack_due;
  event.subject = index_of(end);
  hold(end);
  queue.push(event);
}

void PlainNetwork::on_ack_due(const Event& event, PendingEvents& queue) {
  const EndId end{event.subject};
  Flow& each = flow(end);
  each.is_woken = false;
  if (each.facts.closed || access(each.facts.from).facts.silent) {
    each.waits_for_window = false;
  } else if (each.waits_for_window) {
    become_eligible(end, event.at, queue);
  }
  release(end);
}

void PlainNetwork::set_out_acknowledgement(EndId end, const Event& event, PendingEvents& queue) {
  Flow& each = flow(end);
  const SimTime leaves = std::max(access(each.facts.to).facts.free_up, event.at);
  const SimTime comes = leaves + flow(each.facts.reverse).facts.path_latency;
  const SimTime back = comes + std::max(access(each.facts.from).facts.free_down - event.at, Duration{0});
  each.acknowledgements.push_back({event.ordinal, std::max(back, event.at + Duration{1})});
  if (each.waits_for_window) wait_for_window(end, queue);
}

/// Takes in the acknowledgements that are back, in their order.
void PlainNetwork::hear(Flow& each, SimTime now) {
  const std::int64_t was_used = in_flight(each);
  while (!each.acknowledgements.empty() && each.acknowledgements.front().heard <= now) {
    take_acknowledgement(each, was_used);
  }
}

void PlainNetwork::take_acknowledgement(Flow& each, std::int64_t was_used) {
  const bool was_limiting = 2 * was_used >= each.window;  // RFC 7661
  const SimTime heard = each.acknowledgements.front().heard;
  const auto acknowledged = each.unacknowledged.find(each.acknowledgements.front().chunk);
  check(acknowledged != each.unacknowledged.end(), "plain network: what is acknowledged was in the window");
  const std::int64_t bytes = acknowledged->second;
  each.unacknowledged.erase(acknowledged);
  each.acknowledgements.pop_front();
  if (each.put_into_window - in_flight(each) >= each.recovered_at) each.recovers = false;
  if (!was_limiting || (is_cubic() && each.recovers)) return;
  if (each.window < each.threshold) {
    each.window += bytes;
  } else if (is_cubic()) {
    follow_curve(each, bytes, heard);
  } else {
    each.window += std::max<std::int64_t>(1, segment() * bytes / each.window);
  }
}

/// RFC 9438, 4.2 to 4.4, in bytes and milliseconds.
void PlainNetwork::follow_curve(Flow& each, std::int64_t bytes, SimTime at) const {
  if (!each.curve_from) {
    each.curve_from = at;
    each.as_reno = each.window;
    each.flat_at = std::max(each.flat_at, each.window);
    // W_max - window = C K^3, with C = 0.4 segments a second cubed.
    each.flat_after =
        whole_cube_root(static_cast<Int128>(each.flat_at - each.window) * 2'500'000'000 / segment());
  }
  const Flow& back = flows_.at(each.facts.reverse);
  const Duration ahead = each.facts.path_latency + back.facts.path_latency;
  const std::int64_t now =
      std::chrono::floor<std::chrono::milliseconds>(at - *each.curve_from + ahead).count();
  const Int128 away = std::clamp<std::int64_t>(now - each.flat_after, -1'000'000, 1'000'000);
  const Int128 curve = each.flat_at + away * away * away * 4 * segment() / 10'000'000'000;
  const Int128 most = each.window + each.window / 2;
  const auto target = static_cast<std::int64_t>(curve < each.window ? Int128{each.window}
                                                : curve > most      ? most
                                                                    : curve);
  const std::int64_t reno_step = segment() * bytes / each.window;
  each.as_reno += each.as_reno < each.flat_at ? reno_step * 9 / 17 : reno_step;
  const std::int64_t along_curve = each.window + (target - each.window) * bytes / each.window;
  each.window = std::max(along_curve, each.as_reno);
}

/// Nothing was under way since the last data: the kernel's window forgets, the textbook's does not.
void PlainNetwork::come_back(Flow& each, SimTime now) const {
  if (!is_cubic()) return;
  const Duration idle = now - each.last_data;
  if (each.curve_from) each.curve_from = std::min(*each.curve_from + idle, now);
  if (idle > std::chrono::seconds(1)) each.window = std::min(each.window, first_window());
}

void PlainNetwork::lose_segment(Flow& each) {
  if (spec_.tcp == TcpKind::none || each.recovers) return;
  each.recovers = true;
  each.recovered_at = each.put_into_window + 1;
  const std::int64_t before = each.window;
  each.window = is_cubic() ? before * 7 / 10 : before / 2;
  each.window = std::max(each.window, 2 * segment());
  each.threshold = each.window;
  // Who did not come back to the old plateau leaves room for others.
  each.flat_at = before < each.flat_at ? before * 85 / 100 : before;
  each.curve_from.reset();
  ++totals_.losses;
}

}  // namespace swarmsim
