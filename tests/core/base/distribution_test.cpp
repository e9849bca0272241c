#include "core/base/distribution.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "core/base/check.hpp"
#include "tests/support/catch.hpp"

namespace swarmsim::distribution_test {
namespace {

constexpr std::size_t draws = 100'000;
constexpr std::int64_t unbounded = std::numeric_limits<std::int64_t>::max();

std::vector<std::int64_t> sorted_samples(const Distribution& distribution, const std::string& name) {
  Rng rng(7, "distribution-test", name);
  std::vector<std::int64_t> samples(draws);
  for (std::int64_t& sample : samples) sample = distribution.sample(rng);
  std::sort(samples.begin(), samples.end());
  return samples;
}

double mean_of(const std::vector<std::int64_t>& samples) {
  double sum = 0;
  for (const std::int64_t sample : samples) sum += static_cast<double>(sample);
  return sum / static_cast<double>(samples.size());
}

/// The share of samples <= x, which for a quantile of probability p is p within 5 sqrt(p (1-p) / draws).
double share_up_to(const std::vector<std::int64_t>& sorted, double x) {
  const auto end = std::upper_bound(sorted.begin(), sorted.end(), static_cast<std::int64_t>(x));
  return static_cast<double>(end - sorted.begin()) / static_cast<double>(sorted.size());
}

bool is_share(double observed, double p) {
  return std::abs(observed - p) <= 5 * std::sqrt(p * (1 - p) / draws);
}

/// Whether a mean lies within five standard deviations of what is expected.
bool is_mean(double observed, double expected, double deviation) {
  return std::abs(observed - expected) < 5 * deviation / std::sqrt(static_cast<double>(draws));
}

struct Vector {
  std::string name;
  Distribution distribution;
  std::array<std::int64_t, 5> samples;
};

}  // namespace

TEST_CASE("the samples of a stream never change", "[distribution]") {
  const auto row = GENERATE(values<Vector>({
      {"constant", Distribution::constant(20'000'000),
       {20'000'000, 20'000'000, 20'000'000, 20'000'000, 20'000'000}},
      {"uniform", Distribution::uniform(10'000'000, 50'000'000),
       {38'739'230, 33'589'933, 17'995'066, 13'194'893, 11'950'364}},
      {"exponential", Distribution::exponential(2'000'000'000),
       {33'004'818, 3'329'626'813, 4'397'078'211, 6'124'570'195, 2'517'255'966}},
      {"lognormal", Distribution::lognormal(20'000'000, 0.5, 1'000'000'000),
       {17'713'657, 14'988'399, 24'302'718, 32'566'593, 16'654'099}},
      {"weibull", Distribution::weibull(0.6, 600'000'000'000),
       {339'350'795'379, 104'531'526'197, 1'182'118'022'008, 117'007'788'882, 606'218'183'632}},
      {"pareto", Distribution::pareto(1.2, 1'000'000'000, 3'600'000'000'000),
       {3'126'712'486, 1'674'252'100, 2'175'872'040, 1'082'984'862, 2'449'338'866}},
      {"empirical", Distribution::empirical({3, 5, 5, 9}), {5, 9, 9, 5, 3}},
  }));
  CAPTURE(row.name);
  Rng rng(42, "distribution", row.name);
  for (const std::int64_t expected : row.samples) CHECK(row.distribution.sample(rng) == expected);
}

TEST_CASE("a constant is constant and draws nothing", "[distribution]") {
  Rng rng(1, "distribution-test", "constant");
  Rng untouched = rng;
  CHECK(Distribution::constant(17).sample(rng) == 17);
  CHECK(Distribution().sample(rng) == 0);
  const std::uint64_t expected = untouched.next();
  CHECK(rng.next() == expected);
}

TEST_CASE("a uniform distribution reaches both ends and everything between alike", "[distribution]") {
  const auto samples = sorted_samples(Distribution::uniform(3, 12), "uniform");
  CHECK(samples.front() == 3);
  CHECK(samples.back() == 12);
  for (int value = 3; value <= 12; ++value) CHECK(is_share(share_up_to(samples, value), (value - 2) / 10.0));
  CHECK(is_mean(mean_of(samples), 7.5, 2.9));
}

TEST_CASE("uniform over all of an int64 is possible", "[distribution]") {
  const auto samples = sorted_samples(Distribution::uniform(0, unbounded), "everything");
  CHECK(samples.front() >= 0);
  CHECK(is_share(share_up_to(samples, 0x1p62), 0.5));
}

TEST_CASE("an exponential distribution has its mean and its quantiles", "[distribution]") {
  const auto samples = sorted_samples(Distribution::exponential(2'000'000'000), "exponential");
  CHECK(is_mean(mean_of(samples), 2e9, 2e9));
  for (const double p : {0.01, 0.5, 0.9, 0.999}) {
    CAPTURE(p);
    CHECK(is_share(share_up_to(samples, -2e9 * std::log(1 - p)), p));
  }
}

TEST_CASE("a lognormal distribution has its median, its mean and its maximum", "[distribution]") {
  const double sigma = 0.5;
  const auto samples = sorted_samples(Distribution::lognormal(20'000'000, sigma, unbounded), "lognormal");
  CHECK(is_share(share_up_to(samples, 2e7), 0.5));
  // One and two standard deviations of the normal distribution below.
  CHECK(is_share(share_up_to(samples, 2e7 * std::exp(sigma)), 0.841345));
  CHECK(is_share(share_up_to(samples, 2e7 * std::exp(-2 * sigma)), 0.022750));
  const double mean = 2e7 * std::exp(sigma * sigma / 2);
  CHECK(is_mean(mean_of(samples), mean, mean * std::sqrt(std::exp(sigma * sigma) - 1)));

  const auto cut = sorted_samples(Distribution::lognormal(20'000'000, sigma, 30'000'000), "lognormal");
  CHECK(cut.back() == 30'000'000);
  CHECK(share_up_to(cut, 29'999'999) == share_up_to(samples, 29'999'999));
}

TEST_CASE("a Weibull distribution has its mean and its quantiles", "[distribution]") {
  const double shape = GENERATE(values<double>({0.6, 1.0, 2.5}));
  CAPTURE(shape);
  const auto samples = sorted_samples(Distribution::weibull(shape, 600'000'000'000), "weibull");
  for (const double p : {0.01, 0.5, 0.9, 0.999}) {
    CAPTURE(p);
    CHECK(is_share(share_up_to(samples, 6e11 * std::pow(-std::log(1 - p), 1 / shape)), p));
  }
  const double mean = std::tgamma(1 + 1 / shape);
  const double deviation = std::sqrt(std::tgamma(1 + 2 / shape) - mean * mean);
  CHECK(is_mean(mean_of(samples), 6e11 * mean, 6e11 * deviation));
}

TEST_CASE("a Pareto distribution has its minimum, its quantiles and its maximum", "[distribution]") {
  const auto samples = sorted_samples(Distribution::pareto(1.2, 1'000'000'000, 100'000'000'000), "pareto");
  CHECK(samples.front() >= 1'000'000'000);
  for (const double p : {0.01, 0.5, 0.9, 0.99}) {
    CAPTURE(p);
    CHECK(is_share(share_up_to(samples, 1e9 * std::pow(1 - p, -1 / 1.2)), p));
  }
  CHECK(samples.back() == 100'000'000'000);
  CHECK(is_share(1 - share_up_to(samples, 99'999'999'999), std::pow(100, -1.2)));
}

TEST_CASE("an empirical distribution takes each listed value equally often", "[distribution]") {
  const auto samples = sorted_samples(Distribution::empirical({9, 3, 5, 5}), "empirical");
  std::map<std::int64_t, int> counts;
  for (const std::int64_t sample : samples) ++counts[sample];
  CHECK(counts.size() == 3);
  CHECK(is_share(counts[3] / static_cast<double>(draws), 0.25));
  CHECK(is_share(counts[5] / static_cast<double>(draws), 0.5));
}

TEST_CASE("samples are rounded to the nearest integer, not cut off", "[distribution]") {
  // P(X < 0.5) = 1 - e^-0.5 of the draws with mean 1 become 0.
  const auto samples = sorted_samples(Distribution::exponential(1), "rounding");
  CHECK(is_share(share_up_to(samples, 0), 1 - std::exp(-0.5)));
  CHECK(is_share(share_up_to(samples, 1), 1 - std::exp(-1.5)));
}

TEST_CASE("samples beyond an int64 become its maximum", "[distribution]") {
  const auto heavy = sorted_samples(Distribution::pareto(0.05, 1'000'000'000, unbounded), "heavy");
  CHECK(heavy.front() >= 1'000'000'000);
  CHECK(heavy.back() == unbounded);
  const auto flat = sorted_samples(Distribution::weibull(0.001, 0), "flat");
  CHECK(flat.back() == 0);
}

TEST_CASE("normal deviates have mean 0, variance 1 and the normal distribution's tails", "[distribution]") {
  Rng rng(8, "distribution-test", "normal");
  double sum = 0;
  double squares = 0;
  std::size_t beyond_two = 0;
  for (std::size_t i = 0; i < draws; ++i) {
    const double z = normal_deviate(rng);
    sum += z;
    squares += z * z;
    beyond_two += std::abs(z) > 2 ? 1 : 0;
  }
  CHECK(is_mean(sum / draws, 0, 1));
  CHECK(is_mean(squares / draws, 1, std::sqrt(2.0)));
  CHECK(is_share(static_cast<double>(beyond_two) / draws, 0.045500));
}

TEST_CASE("distributions compare by shape and parameters", "[distribution]") {
  CHECK(Distribution() == Distribution::constant(0));
  CHECK(Distribution::exponential(5) == Distribution::exponential(5));
  CHECK(Distribution::exponential(5) != Distribution::exponential(6));
  CHECK(Distribution::exponential(5) != Distribution::constant(5));
  CHECK(Distribution::empirical({1, 2}) != Distribution::empirical({2, 1}));
}

TEST_CASE("parameters that make no distribution are a bug", "[distribution]") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK_THROWS_AS(Distribution::constant(-1), InvariantError);
  CHECK_THROWS_AS(Distribution::uniform(5, 4), InvariantError);
  CHECK_THROWS_AS(Distribution::exponential(-1), InvariantError);
  CHECK_THROWS_AS(Distribution::lognormal(1, -0.5, 10), InvariantError);
  CHECK_THROWS_AS(Distribution::lognormal(1, infinity, 10), InvariantError);
  CHECK_THROWS_AS(Distribution::weibull(0, 1), InvariantError);
  CHECK_THROWS_AS(Distribution::pareto(infinity, 1, 2), InvariantError);
  CHECK_THROWS_AS(Distribution::pareto(1, 3, 2), InvariantError);
  CHECK_THROWS_AS(Distribution::empirical({}), InvariantError);
}

}  // namespace swarmsim::distribution_test
