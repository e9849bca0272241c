#include "core/base/units.hpp"

#include <cstdint>
#include <limits>

#include "core/base/time.hpp"
#include "tests/support/catch.hpp"

namespace swarmsim::units_test {
namespace {

struct Transfer {
  Bytes size;
  Rate rate;
  std::int64_t nanoseconds;
};

}  // namespace

TEST_CASE("a transfer takes its size over its rate, rounded up", "[units]") {
  const auto row = GENERATE(values<Transfer>({
      {{1'000}, {1'000}, 1'000'000'000},
      {{16'384}, {250'000}, 65'536'000},
      {{1}, {3}, 333'333'334},        // rounded up: no transfer ends early
      {{2}, {3}, 666'666'667},
      {{0}, {3}, 0},
      {{1}, {1'000'000'000}, 1},
      {{1}, {1'000'000'001}, 1},      // never nothing
      {{1'000'000'000'000}, {Rate::unlimited()}, 0},
      {{9'223'372'036}, {9}, 1'024'819'115'111'111'112},       // around the change to 128 bits
      {{9'223'372'037}, {9}, 1'024'819'115'222'222'223},
      {{1'000'000'000'000'000}, {125'000'000}, 8'000'000'000'000'000},
  }));
  CAPTURE(row.size.value, row.rate.bytes_per_second);
  CHECK(transmit_time(row.size, row.rate) == Duration{row.nanoseconds});
}

TEST_CASE("what a pipe carries is its rate times the time, rounded down", "[units]") {
  CHECK(carried_in(Duration{1'000'000'000}, {250'000}) == Bytes{250'000});
  CHECK(carried_in(Duration{1}, {999'999'999}) == Bytes{0});
  CHECK(carried_in(Duration{1}, {1'000'000'000}) == Bytes{1});
  CHECK(carried_in(Duration{3'600'000'000'000}, {125'000'000'000}) == Bytes{450'000'000'000'000});
  CHECK(carried_in(Duration{0}, {125'000'000'000}) == Bytes{0});
}

TEST_CASE("a pipe has carried the whole size once its transmit time is over, and not before", "[units]") {
  const std::int64_t size = GENERATE(values<std::int64_t>({1, 17, 1'448, 16'397, 8'388'608, 20'000'000'007}));
  const std::int64_t rate = GENERATE(values<std::int64_t>({7, 50'000, 250'000, 1'234'567, 125'000'000}));
  CAPTURE(size, rate);
  const Duration time = transmit_time({size}, {rate});
  CHECK(carried_in(time, {rate}) >= Bytes{size});
  CHECK(carried_in(time - Duration{1}, {rate}) < Bytes{size});
}

TEST_CASE("bytes add, subtract and multiply as integers", "[units]") {
  Bytes sum{40};
  sum += Bytes{5};
  sum -= Bytes{3};
  CHECK(sum == Bytes{42});
  CHECK(Bytes{2} + Bytes{3} == Bytes{5});
  CHECK(Bytes{2} - Bytes{3} == Bytes{-1});
  CHECK(Bytes{16'384} * 3 == Bytes{49'152});
  CHECK(Bytes{2} < Bytes{10});
}

TEST_CASE("only the largest rate is unlimited", "[units]") {
  CHECK(Rate::unlimited().is_unlimited());
  CHECK(!Rate{std::numeric_limits<std::int64_t>::max() - 1}.is_unlimited());
  CHECK(Rate{1} < Rate::unlimited());
}

TEST_CASE("simulated time counts nanoseconds from the start", "[units]") {
  CHECK(nanoseconds_of(sim_start) == 0);
  CHECK(sim_time_from(1'500) == sim_start + std::chrono::nanoseconds{1'500});
  CHECK(nanoseconds_of(sim_start + std::chrono::seconds{2}) == 2'000'000'000);
  CHECK(nanoseconds_of(sim_never) == std::numeric_limits<std::int64_t>::max());
}

}  // namespace swarmsim::units_test
