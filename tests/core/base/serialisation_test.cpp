// A multiplication gives what the division does, to the nanosecond.

#include "core/base/serialisation.hpp"

#include <cstdint>
#include <limits>

#include "core/base/rng.hpp"
#include "tests/support/catch.hpp"

namespace swarmsim::serialisation_test {
namespace {

void check_equal(std::int64_t size, std::int64_t rate) {
  const Duration exact = transmit_time({size}, {rate});
  const Duration quick = Serialisation(Rate{rate}).of(size);
  if (exact == quick) return;
  CAPTURE(size, rate);
  CHECK(quick == exact);
}

}  // namespace

TEST_CASE("an unlimited link takes no time", "[units]") {
  CHECK(Serialisation{}.is_none());
  CHECK(Serialisation(Rate::unlimited()).is_none());
  CHECK(Serialisation(Rate::unlimited()).of(16'384) == Duration::zero());
  CHECK_FALSE(Serialisation(Rate{1}).is_none());
  CHECK_FALSE(Serialisation(Rate{Rate::unlimited().bytes_per_second - 1}).is_none());
}

TEST_CASE("a serialisation delay is the transmit time at its ends and around powers of two", "[units]") {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() - 1;
  for (unsigned bits = 0; bits < 63; ++bits) {
    const std::int64_t power = std::int64_t{1} << bits;
    for (const std::int64_t rate : {power - 1, power, power + 1, most}) {
      if (rate <= 0) continue;
      for (const std::int64_t size :
           {std::int64_t{0}, std::int64_t{1}, std::int64_t{2}, std::int64_t{67}, std::int64_t{1'514},
            std::int64_t{16'397}, Serialisation::size_end - 1}) {
        check_equal(size, rate);
      }
      // Where the quotient is whole, and next to it.
      const std::int64_t whole = rate / nanoseconds_per_second;
      for (std::int64_t size = whole; size <= whole + 1; ++size) {
        if (size < Serialisation::size_end) check_equal(size, rate);
      }
    }
  }
  SUCCEED();
}

TEST_CASE("a serialisation delay is the transmit time for any size and rate", "[units]") {
  Rng draws(1, "serialisation", "test");
  for (int i = 0; i < 200'000; ++i) {
    const std::uint64_t rate_bits = draws.below(63);
    const std::uint64_t rate = 1 + draws.below(std::uint64_t{1} << rate_bits);
    const std::uint64_t size_bits = draws.below(27);
    const std::uint64_t size = draws.below(std::uint64_t{1} << size_bits);
    if (size >= static_cast<std::uint64_t>(Serialisation::size_end)) continue;
    check_equal(static_cast<std::int64_t>(size), static_cast<std::int64_t>(rate));
  }
  SUCCEED();
}

}  // namespace swarmsim::serialisation_test
