#pragma once
// Counter-based random streams, named by what they are for and whose they are.
//
// A stream is (key, counter): draw n is a mix of key and n alone. One more peer, or one more draw in
// one stream, changes nobody else's. Copyable, 16 bytes, no global state. Draw at most once per full
// expression: the order in which arguments are evaluated differs between compilers.
// Mixing is SplitMix64's finaliser (Steele, Lea, Flood: Fast splittable pseudorandom number
// generators, OOPSLA 2014) over a Weyl sequence.

#include <cstdint>
#include <string_view>

#include "core/base/int128.hpp"

namespace swarmsim {

class Rng {
 public:
  Rng() = default;
  /// The stream for `purpose` of `owner` under the run's seed, e.g. (42, "picker", "2").
  Rng(std::uint64_t seed, std::string_view purpose, std::string_view owner);

  /// 64 uniform bits.
  std::uint64_t next() { return mix(key_ + weyl * ++counter_); }

  /// Uniform in [0, bound), bound > 0; unbiased (Lemire's multiplication with rejection).
  std::uint64_t below(std::uint64_t bound) {
    for (;;) {
      const std::uint64_t draw = next();
      const auto product = static_cast<Uint128>(draw) * bound;
      const auto low = static_cast<std::uint64_t>(product);
      if (low >= bound || low >= (0 - bound) % bound) return static_cast<std::uint64_t>(product >> 64);
    }
  }

  /// Uniform in (0, 1), a multiple of 2^-52 plus 2^-53: never 0, never 1. One bit more, and the half
  /// would round the largest up to 1.
  double unit() { return (static_cast<double>(next() >> 12) + 0.5) * 0x1.0p-52; }

  /// An independent child stream, a function of this stream's key and `index` only.
  Rng fork(std::uint64_t index) const;

  static constexpr std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }

 private:
  static constexpr std::uint64_t weyl = 0x9E3779B97F4A7C15ULL;
  std::uint64_t key_ = 0;
  std::uint64_t counter_ = 0;
};

}  // namespace swarmsim
