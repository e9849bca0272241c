#pragma once
// Simulated time: int64 nanoseconds since the start of the run.
//
// The clock has no now(): nobody asks for the time, handlers are given it. Durations are plain
// std::chrono::nanoseconds, so literals such as 20ms work and mixing with wall clocks does not compile.

#include <chrono>
#include <cstdint>

namespace swarmsim {

using Duration = std::chrono::nanoseconds;

/// The clock of the simulated world; deliberately without now().
struct SimClock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<SimClock, Duration>;
};

using SimTime = SimClock::time_point;

inline constexpr SimTime sim_start{};
inline constexpr SimTime sim_never = SimTime::max();

constexpr std::int64_t nanoseconds_of(SimTime at) { return at.time_since_epoch().count(); }
constexpr SimTime sim_time_from(std::int64_t nanoseconds) { return SimTime{Duration{nanoseconds}}; }

}  // namespace swarmsim
