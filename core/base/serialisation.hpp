#pragma once
// The time that bytes take on one link, as a multiplication.
//
// A simulated link divides by its rate several times for each chunk, and a division takes longer than all
// the rest of it. Here the rate is inverted once: q = floor(n * m / 2^k) with m = ceil(2^k / rate) is
// floor(n / rate) for all n below 2^56 if k = 56 + ceil(log2 rate) (Granlund and Montgomery: Division by
// invariant integers using multiplication, PLDI 1994). So the result is that of transmit_time() to the
// nanosecond.

#include <bit>
#include <cstdint>

#include "core/base/int128.hpp"
#include "core/base/units.hpp"

namespace swarmsim {

/// Serialisation delay of a link. 8 bytes: m in the upper 58 bits, ceil(log2 rate) below.
class Serialisation {
  static constexpr unsigned numerator_bits = 56;
  static constexpr unsigned log_bits = 6;
  static constexpr std::uint64_t log_mask = (std::uint64_t{1} << log_bits) - 1;

 public:
  /// 72 MB: more than any chunk of a scenario that is meant seriously.
  static constexpr std::int64_t size_end = (std::int64_t{1} << numerator_bits) / nanoseconds_per_second;

  /// Of an unlimited rate: none.
  constexpr Serialisation() = default;
  /// `rate` > 0.
  constexpr explicit Serialisation(Rate rate) {
    if (rate.is_unlimited()) return;
    const auto divisor = static_cast<std::uint64_t>(rate.bytes_per_second);
    const auto log2 = static_cast<unsigned>(std::bit_width(divisor - 1));
    const Uint128 power = Uint128{1} << (numerator_bits + log2);
    const auto inverse = static_cast<std::uint64_t>((power + divisor - 1) / divisor);
    word_ = inverse << log_bits | log2;
  }

  constexpr bool is_none() const { return word_ == 0; }

  /// transmit_time(`size`, the rate), of 0 <= `size` < size_end.
  constexpr Duration of(std::int64_t size) const {
    if (size == 0 || is_none()) return Duration::zero();
    // ceil(n / d) is floor((n - 1) / d) + 1. Shifted up, so that what is wanted lies in the upper word.
    const std::uint64_t below = (static_cast<std::uint64_t>(size) * nanoseconds_per_second - 1)
                                << (64 - numerator_bits);
    const auto upper = static_cast<std::uint64_t>((static_cast<Uint128>(below) * (word_ >> log_bits)) >> 64);
    return Duration{static_cast<std::int64_t>(upper >> (word_ & log_mask)) + 1};
  }

 private:
  std::uint64_t word_ = 0;
};

}  // namespace swarmsim
