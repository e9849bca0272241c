#pragma once
// Bytes and bytes per second as strong integer types, and the one place where they meet time.
//
// Bits exist in the quantity parser only. Everything here is exact integer arithmetic: a rate times a
// time needs 128 bits, a size over a rate is rounded up so that no transfer ends early.

#include <compare>
#include <cstdint>
#include <limits>

#include "core/base/int128.hpp"
#include "core/base/time.hpp"

namespace swarmsim {

struct Bytes {
  std::int64_t value = 0;

  friend constexpr auto operator<=>(Bytes, Bytes) = default;
  constexpr Bytes& operator+=(Bytes other) {
    value += other.value;
    return *this;
  }
  constexpr Bytes& operator-=(Bytes other) {
    value -= other.value;
    return *this;
  }
  friend constexpr Bytes operator+(Bytes a, Bytes b) { return {a.value + b.value}; }
  friend constexpr Bytes operator-(Bytes a, Bytes b) { return {a.value - b.value}; }
  friend constexpr Bytes operator*(Bytes a, std::int64_t n) { return {a.value * n}; }
};

/// Bytes per second. `unlimited` crosses any size in no time.
struct Rate {
  std::int64_t bytes_per_second = 0;

  friend constexpr auto operator<=>(Rate, Rate) = default;
  static constexpr Rate unlimited() { return {std::numeric_limits<std::int64_t>::max()}; }
  constexpr bool is_unlimited() const { return *this == unlimited(); }
};

inline constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;

/// Time for `size` to cross a pipe of `rate` (> 0), rounded up so that no transfer ends early.
constexpr Duration transmit_time(Bytes size, Rate rate) {
  if (rate.is_unlimited()) return Duration::zero();
  // Sizes below 9 GB, that is all chunks and messages, divide in 64 bits.
  if (size.value < std::numeric_limits<std::int64_t>::max() / nanoseconds_per_second) {
    const auto scaled = static_cast<std::uint64_t>(size.value) * nanoseconds_per_second;
    const auto divisor = static_cast<std::uint64_t>(rate.bytes_per_second);
    return Duration{static_cast<std::int64_t>((scaled + divisor - 1) / divisor)};
  }
  const auto scaled = static_cast<Uint128>(size.value) * nanoseconds_per_second;
  const auto divisor = static_cast<Uint128>(rate.bytes_per_second);
  return Duration{static_cast<std::int64_t>((scaled + divisor - 1) / divisor)};
}

/// What a pipe of `rate` (not unlimited) carries in `time` (>= 0), rounded down.
constexpr Bytes carried_in(Duration time, Rate rate) {
  const auto product = static_cast<Uint128>(time.count()) * static_cast<Uint128>(rate.bytes_per_second);
  return {static_cast<std::int64_t>(product / nanoseconds_per_second)};
}

}  // namespace swarmsim
