#include "core/base/portable_math.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

#include "core/base/check.hpp"
#include "core/base/rng.hpp"
#include "tests/support/catch.hpp"

namespace swarmsim::portable_math_test {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The distance in units of the last place of `reference`, which the C library computes with at least
/// 64 bits where long double has them.
double ulps_between(double value, long double reference) {
  const double rounded = std::abs(static_cast<double>(reference));
  const double ulp = std::nextafter(rounded, infinity) - rounded;
  return static_cast<double>(std::abs(static_cast<long double>(value) - reference)) / ulp;
}

/// e^y for uniform y in (-range, range): every magnitude equally likely.
double any_magnitude(Rng& rng, double range) { return std::exp((2 * rng.unit() - 1) * range); }

struct Value {
  double x;
  double result;
};
struct PowerValue {
  double x;
  double y;
  double result;
};

}  // namespace

TEST_CASE("logarithms have these bits on every machine", "[math]") {
  const auto row = GENERATE(values<Value>({
      {0x0.0000000000001p-1022, -0x1.74385446d71c3p+9},
      {0x1.56e1fc2f8f359p-997, -0x1.5963447f87fb5p+9},
      {0x1.999999999999ap-4, -0x1.26bb1bbb55515p+1},
      {0x1p-1, -0x1.62e42fefa39efp-1},
      {0x1.8p-1, -0x1.269621134db92p-2},
      {0x1.fffffffffffffp-1, -0x1p-53},
      {0x1.0000000000001p+0, 0x1.fffffffffffffp-53},
      {0x1p+1, 0x1.62e42fefa39efp-1},
      {0x1.4p+3, 0x1.26bb1bbb55516p+1},
      {0x1.7e43c8800759cp+996, 0x1.5963447f87fb5p+9},
  }));
  CAPTURE(row.x);
  CHECK(natural_log(row.x) == row.result);
}

TEST_CASE("exponentials have these bits on every machine", "[math]") {
  const auto row = GENERATE(values<Value>({
      {-0x1.748p+9, 0x0.0000000000001p-1022},
      {-0x1.9p+6, 0x1.a8c1f14e2af5dp-145},
      {-0x1p+0, 0x1.78b56362cef38p-2},
      {-0x1.b7cdfd9d7bdbbp-34, 0x1.ffffffff2419p-1},
      {0x1.999999999999ap-4, 0x1.1aec7b35a00d4p+0},
      {0x1p-1, 0x1.a61298e1e069cp+0},
      {0x1p+0, 0x1.5bf0a8b14576ap+1},
      {0x1p+1, 0x1.d8e64b8d4ddaep+2},
      {0x1.4p+3, 0x1.5829dcf95056p+14},
      {0x1.628p+9, 0x1.d422d2be5dc9bp+1022},
  }));
  CAPTURE(row.x);
  CHECK(exponential(row.x) == row.result);
}

TEST_CASE("powers have these bits on every machine", "[math]") {
  const auto row = GENERATE(values<PowerValue>({
      {0x1.999999999999ap-4, -0x1.6666666666666p-1, 0x1.40c28430012e6p+2},
      {0x1p+1, 0x1p-1, 0x1.6a09e667f3bccp+0},
      {0x1.8p+1, 0x1.4p+2, 0x1.e6p+7},
      {0x1.8p+0, 0x1.f4p+9, 0x1.f2dd011353699p+584},
      {0x1.ccccccccccccdp-1, -0x1.aaaaaaaaaaaabp+0, 0x1.31246f58e2669p+0},
      {0x1.4f8b588e368f1p-17, 0x1.3333333333333p-2, 0x1.030dc4ea03a73p-5},
      {0x1.4p+3, -0x1.2cp+8, 0x1.56e1fc2f8f359p-997},
      {0x1.cp+2, 0x1.5555555555555p-2, 0x1.e9b5dba58189dp+0},
  }));
  CAPTURE(row.x, row.y);
  CHECK(power(row.x, row.y) == row.result);
}

TEST_CASE("logarithms are within 2 ulp of the C library's", "[math]") {
  Rng rng(1, "math-test", "log");
  double worst = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double anywhere = any_magnitude(rng, 700);
    const double near_one = 0.5 + rng.unit();
    for (const double x : {anywhere, near_one}) {
      worst = std::fmax(worst, ulps_between(natural_log(x), std::log(static_cast<long double>(x))));
    }
  }
  CHECK(worst < 2);
}

TEST_CASE("exponentials are within 2 ulp of the C library's", "[math]") {
  Rng rng(2, "math-test", "exp");
  double worst = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double anywhere = 1'400 * rng.unit() - 700;
    const double near_zero = 4 * rng.unit() - 2;
    for (const double x : {anywhere, near_zero}) {
      worst = std::fmax(worst, ulps_between(exponential(x), std::exp(static_cast<long double>(x))));
    }
  }
  CHECK(worst < 2);
}

TEST_CASE("powers are within 2 ulp of the C library's", "[math]") {
  Rng rng(3, "math-test", "pow");
  double worst = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double x = any_magnitude(rng, 60);
    const double y = 22 * rng.unit() - 11;
    const long double expected = std::pow(static_cast<long double>(x), static_cast<long double>(y));
    worst = std::fmax(worst, ulps_between(power(x, y), expected));
  }
  CHECK(worst < 2);
}

TEST_CASE("powers with an exact result are exact", "[math]") {
  CHECK(power(3, 5) == 243);
  CHECK(power(2, 1'023) == 0x1p1023);
  CHECK(power(2, -1'074) == 0x1p-1074);
  CHECK(power(0x1p-1074, -0.5) == 0x1p537);
  CHECK(power(1, 1e300) == 1);
  CHECK(power(17, 0) == 1);
  CHECK(power(17, 1) == 17);
}

TEST_CASE("results that no double can hold become infinity or zero", "[math]") {
  CHECK(exponential(0x1.62e42fefa39efp+9) < infinity);
  CHECK(exponential(710) == infinity);
  CHECK(exponential(-746) == 0);
  CHECK(exponential(infinity) == infinity);
  CHECK(exponential(-infinity) == 0);
  CHECK(exponential(0) == 1);
  CHECK(power(2, 1'024) == infinity);
  CHECK(power(10, -400) == 0);
  CHECK(power(1e300, 1e300) == infinity);
  CHECK(power(1e300, -1e300) == 0);
  CHECK(power(0, 0.5) == 0);
  CHECK(power(0, -0.5) == infinity);
  CHECK(power(0, 0) == 1);
}

TEST_CASE("what has no real result is a bug", "[math]") {
  const double not_a_number = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(natural_log(0), InvariantError);
  CHECK_THROWS_AS(natural_log(-1), InvariantError);
  CHECK_THROWS_AS(natural_log(infinity), InvariantError);
  CHECK_THROWS_AS(natural_log(not_a_number), InvariantError);
  CHECK_THROWS_AS(exponential(not_a_number), InvariantError);
  CHECK_THROWS_AS(power(-1, 2), InvariantError);
  CHECK_THROWS_AS(power(2, infinity), InvariantError);
  CHECK_THROWS_AS(square_root(-1), InvariantError);
}

TEST_CASE("square roots are rounded correctly", "[math]") {
  CHECK(square_root(0) == 0);
  CHECK(square_root(144) == 12);
  CHECK(square_root(2) == 0x1.6a09e667f3bcdp+0);
}

}  // namespace swarmsim::portable_math_test
