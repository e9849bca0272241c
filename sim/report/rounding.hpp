#pragma once
// How exact integers become the numbers of a report: six decimals, round half up.
//
// The rounding happens in integers. The quotient of a whole number of millionths and 10^6 is the double
// nearest to that decimal, on every machine, so it prints as the decimal and equals one read from text.

#include <cstdint>

#include "core/base/int128.hpp"
#include "core/base/time.hpp"
#include "core/base/units.hpp"

namespace swarmsim {

inline constexpr std::int64_t millionths_per_unit = 1'000'000;

constexpr double from_millionths(Int128 millionths) {
  constexpr auto unit = static_cast<double>(millionths_per_unit);
  return static_cast<double>(static_cast<std::int64_t>(millionths)) / unit;
}

/// `part / whole` for part >= 0 and whole > 0, rounded half up to six decimals.
constexpr double rounded_ratio(Int128 part, Int128 whole) {
  return from_millionths((part * (2 * millionths_per_unit) + whole) / (whole * 2));
}

/// Seconds, rounded half up to six decimals.
constexpr double rounded_seconds(Duration time) {
  return rounded_ratio(time.count(), nanoseconds_per_second);
}
constexpr double rounded_seconds(SimTime at) { return rounded_seconds(at.time_since_epoch()); }

/// Seconds, rounded down to six decimals: what is a lower bound stays one.
constexpr double floored_seconds(Duration time) {
  return from_millionths(time.count() / (nanoseconds_per_second / millionths_per_unit));
}

}  // namespace swarmsim
