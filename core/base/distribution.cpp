#include "core/base/distribution.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/base/check.hpp"
#include "core/base/portable_math.hpp"

namespace swarmsim {
namespace {

constexpr std::int64_t integer_max = std::numeric_limits<std::int64_t>::max();

/// The nearest integer, halves up, within [0, integer_max].
std::int64_t to_integer(double x) {
  if (!(x > 0)) return 0;
  if (x >= 0x1p63) return integer_max;
  const auto whole = static_cast<std::int64_t>(x);
  return whole + (x - static_cast<double>(whole) >= 0.5 ? 1 : 0);
}

/// Exponential with mean 1.
double exponential_deviate(Rng& rng) { return -natural_log(rng.unit()); }

void check_shape(double shape) {
  constexpr double shape_min = 1e-3;  // flatter than any data; keeps 1 / shape a number
  check(shape >= shape_min && shape <= 1 / shape_min, "distribution: a shape lies in [0.001, 1000]");
}

}  // namespace

double normal_deviate(Rng& rng) {
  for (;;) {
    const double u = 2 * rng.unit() - 1;
    const double v = 2 * rng.unit() - 1;
    const double s = u * u + v * v;
    if (s < 1 && s > 0) return u * square_root(-2 * natural_log(s) / s);
  }
}

Distribution::Distribution() : shape_(Constant{}) {}

Distribution::Distribution(Shape shape) : shape_(std::move(shape)) {}

Distribution Distribution::constant(std::int64_t value) {
  check(value >= 0, "distribution: values are not negative");
  return Distribution(Constant{value});
}

Distribution Distribution::uniform(std::int64_t low, std::int64_t high) {
  check(low >= 0 && low <= high, "distribution: 0 <= low <= high");
  return Distribution(Uniform{low, high});
}

Distribution Distribution::exponential(std::int64_t mean) {
  check(mean >= 0, "distribution: values are not negative");
  return Distribution(Exponential{mean});
}

Distribution Distribution::lognormal(std::int64_t median, double sigma, std::int64_t max) {
  check(median >= 0 && max >= 0, "distribution: values are not negative");
  check(sigma >= 0 && sigma <= std::numeric_limits<double>::max(),
        "distribution: sigma is finite and not negative");
  return Distribution(Lognormal{median, sigma, max});
}

Distribution Distribution::weibull(double shape, std::int64_t scale) {
  check_shape(shape);
  check(scale >= 0, "distribution: values are not negative");
  return Distribution(Weibull{shape, scale});
}

Distribution Distribution::pareto(double shape, std::int64_t min, std::int64_t max) {
  check_shape(shape);
  check(min >= 0 && min <= max, "distribution: 0 <= min <= max");
  return Distribution(Pareto{shape, min, max});
}

Distribution Distribution::empirical(std::vector<std::int64_t> values) {
  check(!values.empty(), "distribution: an empirical one has values");
  for (const std::int64_t value : values) check(value >= 0, "distribution: values are not negative");
  return Distribution(Empirical{std::move(values)});
}

std::int64_t Distribution::sample(Rng& rng) const {
  return std::visit([&rng](const auto& shape) { return shape.sample(rng); }, shape_);
}

std::int64_t Distribution::Constant::sample(Rng&) const { return value; }

std::int64_t Distribution::Uniform::sample(Rng& rng) const {
  const auto count = static_cast<std::uint64_t>(high - low) + 1;
  return low + static_cast<std::int64_t>(rng.below(count));
}

std::int64_t Distribution::Exponential::sample(Rng& rng) const {
  return to_integer(static_cast<double>(mean) * exponential_deviate(rng));
}

std::int64_t Distribution::Lognormal::sample(Rng& rng) const {
  const double factor = swarmsim::exponential(sigma * normal_deviate(rng));
  return std::min(to_integer(static_cast<double>(median) * factor), max);
}

std::int64_t Distribution::Weibull::sample(Rng& rng) const {
  return to_integer(static_cast<double>(scale) * power(exponential_deviate(rng), 1 / shape));
}

std::int64_t Distribution::Pareto::sample(Rng& rng) const {
  return std::min(to_integer(static_cast<double>(min) * power(rng.unit(), -1 / shape)), max);
}

std::int64_t Distribution::Empirical::sample(Rng& rng) const {
  return values[static_cast<std::size_t>(rng.below(values.size()))];
}

}  // namespace swarmsim
