#pragma once
// Simulated nanoseconds as seconds with six digits, computed in integers, rounded half up.
//
// As the summary prints them (sim/report), for those who read traces.

#include <fmt/format.h>

#include <cstdint>
#include <string>

namespace swarmsim {

inline std::string seconds_of(std::int64_t nanoseconds) {
  constexpr std::int64_t per_microsecond = 1'000;
  constexpr std::int64_t microseconds_per_second = 1'000'000;
  const std::int64_t rest = nanoseconds % per_microsecond;
  const std::int64_t micros = nanoseconds / per_microsecond + (rest >= per_microsecond / 2 ? 1 : 0);
  return fmt::format("{}.{:06}", micros / microseconds_per_second, micros % microseconds_per_second);
}

}  // namespace swarmsim
