#include "core/base/rng.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace swarmsim::rng_test {
namespace {

std::array<std::uint64_t, 4> first_of(Rng rng) {
  std::array<std::uint64_t, 4> draws{};
  for (std::uint64_t& draw : draws) draw = rng.next();
  return draws;
}

/// Pearson's statistic of counts that should all be equal.
double chi_square(const std::vector<std::uint64_t>& counts) {
  double total = 0;
  for (const std::uint64_t count : counts) total += static_cast<double>(count);
  const double expected = total / static_cast<double>(counts.size());
  double sum = 0;
  for (const std::uint64_t count : counts) {
    const double difference = static_cast<double>(count) - expected;
    sum += difference * difference / expected;
  }
  return sum;
}

}  // namespace

TEST_CASE("the stream of a name never changes", "[rng]") {
  // These words are part of the determinism contract: a change is a new version of every trace.
  CHECK(first_of(Rng(42, "picker", "2")) ==
        std::array<std::uint64_t, 4>{0xff0416474bc6b73a, 0xd5b11be0c706001b, 0xd56e8fc03bee7701,
                                     0xc1edd7015e59bee1});
  const Rng parent(42, "picker", "2");
  Rng child = parent.fork(3);
  CHECK(child.next() == 0xb193d885533d0fdd);
  CHECK(child.next() == 0xb1a357d1ae9e1961);
}

TEST_CASE("a stream with key zero is SplitMix64 as published", "[rng]") {
  // Vigna's splitmix64.c seeded with 0.
  Rng rng;
  CHECK(rng.next() == 0xe220a8397b1dcdaf);
  CHECK(rng.next() == 0x6e789e6aa1b965f4);
  CHECK(rng.next() == 0x06c45d188009454f);
}

TEST_CASE("below() and unit() never change", "[rng]") {
  Rng rng(42, "picker", "2");
  for (const std::uint64_t expected : {996U, 834U, 833U, 757U, 174U, 626U, 209U, 33U}) {
    CHECK(rng.below(1'000) == expected);
  }
  CHECK(rng.unit() == 0x1.105cf13dc375cp-3);
}

TEST_CASE("seed, purpose and owner each make another stream", "[rng]") {
  std::set<std::array<std::uint64_t, 4>> streams;
  for (const std::uint64_t seed : {0ULL, 1ULL, 42ULL, ~0ULL}) {
    for (const char* purpose : {"", "a", "ab", "picker", "choker"}) {
      for (const char* owner : {"", "c", "bc", "1", "2", "10"}) {
        streams.insert(first_of(Rng(seed, purpose, owner)));
      }
    }
  }
  CHECK(streams.size() == 4 * 5 * 6);
}

TEST_CASE("a fork depends on its parent's name and its index, not on what the parent has drawn", "[rng]") {
  Rng parent(1, "purpose", "owner");
  const auto before = first_of(parent.fork(5));
  parent.next();
  CHECK(first_of(parent.fork(5)) == before);
  CHECK(first_of(parent.fork(6)) != before);
  CHECK(first_of(parent) != before);
  CHECK(first_of(Rng(2, "purpose", "owner").fork(5)) != before);
}

TEST_CASE("a copy of a stream repeats it", "[rng]") {
  Rng rng(3, "purpose", "owner");
  rng.next();
  Rng copy = rng;
  const std::uint64_t next = rng.next();
  CHECK(copy.next() == next);
}

TEST_CASE("below() is uniform, also where the bound is no power of two", "[rng]") {
  const std::uint64_t bound = GENERATE(values<std::uint64_t>({2, 3, 10, 64, 100}));
  Rng rng(11, "uniformity", std::to_string(bound));
  std::vector<std::uint64_t> counts(bound);
  for (int i = 0; i < 100'000; ++i) ++counts[rng.below(bound)];
  const double degrees = static_cast<double>(bound - 1);
  // Mean and five standard deviations of chi-square, plus room for its skew where degrees are few.
  CAPTURE(bound);
  CHECK(chi_square(counts) < degrees + 5 * std::sqrt(2 * degrees) + 10);
}

TEST_CASE("below() is unbiased for a bound near 2^64, where a remainder would not be", "[rng]") {
  // 3/4 of 2^64: four words would share three results, and every multiple of 3 would come twice as often
  // as its neighbours.
  constexpr std::uint64_t bound = 3ULL << 62;
  Rng rng(12, "uniformity", "large");
  std::vector<std::uint64_t> thirds(3);
  std::vector<std::uint64_t> remainders(3);
  for (int i = 0; i < 90'000; ++i) {
    const std::uint64_t drawn = rng.below(bound);
    REQUIRE(drawn < bound);
    ++thirds[drawn >> 62];
    ++remainders[drawn % 3];
  }
  CHECK(chi_square(thirds) < 25);
  CHECK(chi_square(remainders) < 25);
}

TEST_CASE("below(1) is zero", "[rng]") {
  Rng rng(13, "one", "");
  for (int i = 0; i < 100; ++i) REQUIRE(rng.below(1) == 0);
}

TEST_CASE("two named streams agree no more often than chance", "[rng]") {
  Rng one(42, "choker", "1");
  Rng two(42, "choker", "2");
  std::vector<std::uint64_t> pairs(256);
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t high = one.next() >> 60;
    const std::uint64_t low = two.next() >> 60;
    ++pairs[high * 16 + low];
  }
  CHECK(chi_square(pairs) < 255 + 5 * std::sqrt(2.0 * 255));
}

TEST_CASE("unit() lies strictly between 0 and 1 and averages a half", "[rng]") {
  Rng rng(14, "unit", "");
  double sum = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double u = rng.unit();
    REQUIRE(u > 0);
    REQUIRE(u < 1);
    sum += u;
  }
  // Standard deviation of the mean: 1 / sqrt(12 n) = 0.0009.
  CHECK(std::abs(sum / 100'000 - 0.5) < 0.005);
}

}  // namespace swarmsim::rng_test
