// The hold model: how long one pop and one push take with n events pending.
//
// n events are pending; each step pops the next one and pushes it again an exponential time later, so
// n stays the same and the queue sees the random order of a large swarm. Prints ns per pop and push.
// Measures; asserts nothing. The increments are drawn before the clock starts.

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/check.hpp"
#include "core/base/rng.hpp"
#include "core/base/time.hpp"
#include "core/engine/event_queue.hpp"

namespace swarmsim {
namespace {

struct HoldEvent {
  SimTime at;
  std::uint64_t key = 0;
  std::uint64_t subject = 0;
  std::uint64_t extra = 0;
};
static_assert(sizeof(HoldEvent) == 32);

bool precedes(const HoldEvent& a, const HoldEvent& b) { return a.key < b.key; }

/// A peer's next event is due a tenth of a second later on average, whatever the number of peers.
constexpr double mean_increment_ns = 1e8;
constexpr std::size_t increment_count = std::size_t{1} << 16;

std::vector<Duration> draw_increments() {
  Rng rng(1, "hold", "increments");
  std::vector<Duration> increments(increment_count);
  for (Duration& increment : increments) {
    increment = Duration{static_cast<std::int64_t>(-mean_increment_ns * std::log(rng.unit()))};
  }
  return increments;
}

double hold_ns(std::size_t pending, std::size_t steps, const std::vector<Duration>& increments) {
  EventQueue<HoldEvent> queue;
  std::size_t drawn = 0;
  const auto increment = [&] { return increments[drawn++ % increment_count]; };
  for (std::size_t i = 0; i < pending; ++i) {
    queue.push({.at = sim_start + increment() + Duration{static_cast<std::int64_t>(i % 997)}, .key = i});
  }
  const auto hold = [&](std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      const auto event = queue.pop(sim_never);
      check(event.has_value(), "hold: the queue never runs dry");
      HoldEvent again = *event;
      again.at += increment();
      queue.push(again);
    }
  };
  hold(pending);  // one round to reach the steady state
  const auto begin = std::chrono::steady_clock::now();
  hold(steps);
  const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - begin;
  return taken.count() / static_cast<double>(steps);
}

}  // namespace
}  // namespace swarmsim

int main() {
  const auto increments = swarmsim::draw_increments();
  for (const std::size_t pending : {1'000U, 100'000U, 1'000'000U, 10'000'000U}) {
    const double ns = swarmsim::hold_ns(pending, 20'000'000, increments);
    fmt::print("{:>9} pending: {:6.1f} ns per pop and push\n", pending, ns);
  }
}
