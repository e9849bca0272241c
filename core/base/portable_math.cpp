#include "core/base/portable_math.hpp"

#include <array>
#include <bit>
#include <cfloat>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "core/base/check.hpp"

namespace swarmsim {
namespace {

static_assert(FLT_EVAL_METHOD == 0, "doubles are computed as doubles, not in wider registers");
static_assert(std::numeric_limits<double>::is_iec559);

/// An unevaluated sum of two doubles: about 106 bits. |low| is at most half a unit of high's last place.
struct Pair {
  double high = 0;
  double low = 0;
};

/// a + b exactly, where |a| >= |b| or a is 0 (Dekker 1971).
Pair sum_of_ordered(double a, double b) {
  const double high = a + b;
  return {high, b - (high - a)};
}

/// a + b exactly (Knuth, TAOCP 2, 4.2.2).
Pair sum_of(double a, double b) {
  const double high = a + b;
  const double b_seen = high - a;
  return {high, (a - (high - b_seen)) + (b - b_seen)};
}

/// The upper 26 bits of a and the rest (Veltkamp).
Pair halves_of(double a) {
  const double scaled = a * 134'217'729.0;  // 2^27 + 1
  const double high = scaled - (scaled - a);
  return {high, a - high};
}

/// a * b exactly (Dekker 1971); needs no fused multiply-add.
Pair product_of(double a, double b) {
  const double high = a * b;
  const Pair x = halves_of(a);
  const Pair y = halves_of(b);
  return {high, ((x.high * y.high - high) + x.high * y.low + x.low * y.high) + x.low * y.low};
}

Pair add(Pair a, Pair b) {
  const Pair high = sum_of(a.high, b.high);
  return sum_of_ordered(high.high, high.low + (a.low + b.low));
}

Pair multiply(Pair a, Pair b) {
  const Pair high = product_of(a.high, b.high);
  return sum_of_ordered(high.high, high.low + (a.high * b.low + a.low * b.high));
}

// ln 2 in two parts; the first has 32 bits, so that its product with an exponent is exact.
constexpr double ln2_high = 0x1.62e42feep-1;
constexpr double ln2_low = 0x1.a39ef35793c76p-33;
constexpr double log2_e = 0x1.71547652b82fep+0;
constexpr std::uint64_t exponent_bias = 1023;
constexpr int mantissa_bits = 52;

/// x = 2^exponent * mantissa, mantissa in [sqrt(1/2), sqrt(2)).
struct Scaled {
  int exponent = 0;
  double mantissa = 0;
};

Scaled split(double x) {
  int exponent = 0;
  if (x < std::numeric_limits<double>::min()) {  // subnormal
    x *= 0x1p54;
    exponent = -54;
  }
  const auto bits = std::bit_cast<std::uint64_t>(x);
  exponent += static_cast<int>(bits >> mantissa_bits) - static_cast<int>(exponent_bias);
  const std::uint64_t fraction = bits & ((std::uint64_t{1} << mantissa_bits) - 1);
  double mantissa = std::bit_cast<double>(fraction | exponent_bias << mantissa_bits);
  constexpr double sqrt_2 = 0x1.6a09e667f3bcdp+0;
  if (mantissa >= sqrt_2) {
    mantissa *= 0.5;
    ++exponent;
  }
  return {exponent, mantissa};
}

/// 2^k for k in [-1022, 1023].
double power_of_two(int k) {
  return std::bit_cast<double>((static_cast<std::uint64_t>(k) + exponent_bias) << mantissa_bits);
}

/// 2 / (2k + 1): the terms of 2 artanh(s) = ln((1 + s) / (1 - s)) by odd powers of s.
constexpr int series_terms = 12;
constexpr auto artanh_factors = [] {
  std::array<double, series_terms + 2> factors{};
  for (std::size_t k = 0; k < factors.size(); ++k) factors[k] = 2.0 / static_cast<double>(2 * k + 1);
  return factors;
}();

/// The tail of that series from its term in s^(2 first + 1), over that power; z = s^2 <= 0.0295, so
/// that twelve terms leave less than 2^-60.
template <std::size_t first>
double artanh_tail(double z) {
  double sum = 0;
  for (std::size_t k = first + series_terms; k-- > first;) sum = sum * z + artanh_factors[k];
  return sum;
}

/// ln x with about 65 bits, which is what a power needs: it multiplies the error by its exponent.
Pair precise_log(double x) {
  const Scaled scaled = split(x);
  // ln m = 2 artanh(s) = 2s + s^3 (2/3 + z (2/5 + ...)), s = (m - 1) / (m + 1), z = s^2.
  const double difference = scaled.mantissa - 1.0;  // exact
  const Pair sum = sum_of(scaled.mantissa, 1.0);
  const double quotient = difference / sum.high;
  const Pair back = multiply({quotient, 0}, sum);
  const Pair s = sum_of_ordered(quotient, ((difference - back.high) - back.low) / sum.high);
  const Pair z = multiply(s, s);
  constexpr Pair two_thirds{0x1.5555555555555p-1, 0x1.5555555555555p-55};
  const Pair tail = add(two_thirds, {z.high * artanh_tail<2>(z.high), 0});
  const Pair log_mantissa = add({2 * s.high, 2 * s.low}, multiply(multiply(s, z), tail));
  const double exponent = scaled.exponent;
  return add(sum_of(exponent * ln2_high, exponent * ln2_low), log_mantissa);
}

/// 1/2!, 1/3!, ... 1/14!: Taylor's series of e^r, |r| <= 0.347, leaves less than 2^-60 behind r^14.
constexpr auto inverse_factorials = [] {
  std::array<double, 13> factors{};
  double factorial = 1;  // exact up to 22!
  for (std::size_t i = 0; i < factors.size(); ++i) {
    factorial *= static_cast<double>(i + 2);
    factors[i] = 1.0 / factorial;
  }
  return factors;
}();

double precise_exponential(Pair x) {
  if (x.high > 709.79) return std::numeric_limits<double>::infinity();  // ln(DBL_MAX) = 709.7827...
  if (x.high < -745.14) return 0;                                       // ln(2^-1075) = -745.1332...
  const double scaled = x.high * log2_e;
  const int exponent = static_cast<int>(scaled + (scaled < 0 ? -0.5 : 0.5));
  // r = x - exponent * ln 2, |r| <= 0.347, as a sum of two.
  const Pair r = add(sum_of(x.high - exponent * ln2_high, -(exponent * ln2_low)), {x.low, 0});
  double sum = 0;
  for (std::size_t i = inverse_factorials.size(); i-- > 0;) sum = sum * r.high + inverse_factorials[i];
  const double result = 1.0 + (r.high + (r.low + r.high * r.high * sum));
  // In two steps: the exponent of a very large or very small result alone is no double.
  const int half = exponent / 2;
  return result * power_of_two(half) * power_of_two(exponent - half);
}

}  // namespace

double natural_log(double x) {
  check(x > 0 && x <= std::numeric_limits<double>::max(), "natural_log: x is positive and finite");
  const Scaled scaled = split(x);
  const double f = scaled.mantissa - 1.0;  // exact
  const double s = f / (2.0 + f);
  const double z = s * s;
  // ln(1 + f) = f - (h - s (h + R)), h = f^2 / 2, R = 2/3 z + 2/5 z^2 + ...: only small terms are rounded.
  const double half_square = 0.5 * f * f;
  const double series = z * artanh_tail<1>(z);
  const double exponent = scaled.exponent;
  const double correction = s * (half_square + series) + exponent * ln2_low;
  return exponent * ln2_high + (f - (half_square - correction));
}

double exponential(double x) {
  check(x == x, "exponential: x is a number");
  return precise_exponential({x, 0});
}

double power(double x, double y) {
  check(x >= 0 && x <= std::numeric_limits<double>::max(), "power: x is not negative and finite");
  check(y - y == 0, "power: y is finite");
  if (y == 0) return 1;
  if (x == 0) return y > 0 ? 0 : std::numeric_limits<double>::infinity();
  const Pair log = precise_log(x);
  const double rough = log.high * y;
  if (rough > 710) return std::numeric_limits<double>::infinity();
  if (rough < -746) return 0;
  return precise_exponential(multiply(log, {y, 0}));
}

double square_root(double x) {
  check(x >= 0, "square_root: x is not negative");
  return std::sqrt(x);
}

}  // namespace swarmsim
