#include "core/base/bitfield.hpp"

#include <bit>
#include <cstdint>
#include <vector>

#include "core/base/rng.hpp"
#include "tests/support/catch.hpp"

namespace swarmsim::bitfield_test {

TEST_CASE("a new bitfield is empty", "[bitfield]") {
  const std::uint32_t size = GENERATE(values<std::uint32_t>({1, 63, 64, 65, 128, 400}));
  const Bitfield bits(size);
  CHECK(bits.size() == size);
  CHECK(bits.none());
  CHECK(!bits.all());
  CHECK(!bits.test(size - 1));
}

TEST_CASE("set and reset say whether they changed anything, and keep the count", "[bitfield]") {
  Bitfield bits(70);
  CHECK(bits.set(69));
  CHECK(!bits.set(69));
  CHECK(bits.set(0));
  CHECK(bits.count() == 2);
  CHECK(bits.test(69));
  CHECK(!bits.test(68));
  CHECK(bits.reset(69));
  CHECK(!bits.reset(69));
  CHECK(bits.count() == 1);
  CHECK(!bits.test(69));
}

TEST_CASE("a full bitfield has every bit, and none beyond its size", "[bitfield]") {
  const std::uint32_t size = GENERATE(values<std::uint32_t>({1, 63, 64, 65, 128, 400}));
  Bitfield bits(size);
  bits.set_all();
  CHECK(bits.all());
  CHECK(bits.count() == size);
  std::uint32_t ones = 0;
  for (const std::uint64_t word : bits.words()) ones += static_cast<std::uint32_t>(std::popcount(word));
  CHECK(ones == size);
  bits.reset(size - 1);
  CHECK(!bits.all());
}

TEST_CASE("an index outside is a bug and changes nothing", "[bitfield]") {
  Bitfield bits(65);
  CHECK_THROWS_AS(bits.set(65), InvariantError);
  CHECK_THROWS_AS(bits.reset(127), InvariantError);
  CHECK(bits.none());
}

TEST_CASE("a bitfield agrees with a vector of bool over random changes", "[bitfield]") {
  Rng rng(1, "bitfield-test", "");
  Bitfield bits(131);
  std::vector<bool> reference(131);
  for (int step = 0; step < 5'000; ++step) {
    const auto i = static_cast<std::uint32_t>(rng.below(131));
    const bool adding = rng.below(2) == 0;
    REQUIRE((adding ? bits.set(i) : bits.reset(i)) == (reference[i] != adding));
    reference[i] = adding;
  }
  std::uint32_t count = 0;
  for (std::uint32_t i = 0; i < 131; ++i) {
    REQUIRE(bits.test(i) == reference[i]);
    count += reference[i] ? 1 : 0;
  }
  CHECK(bits.count() == count);
}

TEST_CASE("two bitfields are equal when they hold the same bits of the same size", "[bitfield]") {
  Bitfield a(100);
  Bitfield b(100);
  a.set(7);
  CHECK(a != b);
  b.set(8);
  b.set(7);
  b.reset(8);
  CHECK(a == b);
  CHECK(Bitfield(100) != Bitfield(101));
}

TEST_CASE("the bits of a word are visited once each, lowest first", "[bitfield]") {
  std::vector<std::uint32_t> visited;
  const auto visit = [&](std::uint32_t i) { visited.push_back(i); };
  for_each_bit(0, 64, visit);
  CHECK(visited.empty());
  for_each_bit(0x8000'0000'0000'0005ULL, 64, visit);
  CHECK(visited == std::vector<std::uint32_t>{64, 66, 127});
}

}  // namespace swarmsim::bitfield_test
