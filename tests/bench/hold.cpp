// The hold model: how long one pop and one push take with n events pending.
//
// n events are pending; each step pops the next one and pushes it again an exponential time later, so
// n stays the same and the queue sees the random order of a large swarm. The increments are drawn before the
// clock starts, and one round goes by to reach the steady state.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/check.hpp"
#include "core/base/rng.hpp"
#include "core/base/time.hpp"
#include "core/engine/event_queue.hpp"
#include "tests/bench/bench.hpp"

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

class Hold {
 public:
  explicit Hold(std::size_t pending) : increments_(draw_increments()) {
    for (std::size_t i = 0; i < pending; ++i) {
      queue_.push({.at = sim_start + increment() + Duration{static_cast<std::int64_t>(i % 997)}, .key = i});
    }
    step(pending);
  }

  std::uint64_t step(std::uint64_t count) {
    std::uint64_t sum = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
      const auto event = queue_.pop(sim_never);
      check(event.has_value(), "hold: the queue never runs dry");
      HoldEvent again = *event;
      again.at += increment();
      queue_.push(again);
      sum = bench::add_to(sum, again.key);
    }
    return sum;
  }

 private:
  Duration increment() { return increments_[drawn_++ % increment_count]; }

  std::vector<Duration> increments_;
  EventQueue<HoldEvent> queue_;
  std::size_t drawn_ = 0;
};

void measure_all(const bench::Bench& bench) {
  const std::size_t most = bench.is_smoke() ? 10'000 : 10'000'000;
  for (std::size_t pending = 1'000; pending <= most; pending *= 10) {
    Hold hold(pending);
    bench.measure(fmt::format("{} pending", pending), 10'000'000,
                  [&hold](std::uint64_t steps) { return hold.step(steps); });
  }
}

}  // namespace
}  // namespace swarmsim

int main(int argc, char** argv) {
  return swarmsim::bench::bench_main(argc, argv, "hold", "pop and push", swarmsim::measure_all);
}
