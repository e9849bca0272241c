#include "core/base/shuffle.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <vector>

#include "tests/support/catch.hpp"

namespace swarmsim::shuffle_test {
namespace {

using Indices = std::vector<std::uint32_t>;

/// Whether counts of equally likely outcomes lie within five standard deviations of chi-square's mean.
bool is_uniform(const std::map<Indices, int>& counts, std::size_t outcomes, int total) {
  if (counts.size() != outcomes) return false;
  const double expected = static_cast<double>(total) / static_cast<double>(outcomes);
  double sum = 0;
  for (const auto& [outcome, count] : counts) sum += (count - expected) * (count - expected) / expected;
  const double degrees = static_cast<double>(outcomes - 1);
  return sum < degrees + 5 * std::sqrt(2 * degrees);
}

}  // namespace

TEST_CASE("shuffles and samples of a stream never change", "[shuffle]") {
  Rng rng(42, "shuffle", "");
  std::vector<int> items(10);
  std::iota(items.begin(), items.end(), 0);
  shuffle(std::span{items}, rng);
  CHECK(items == std::vector<int>{1, 2, 8, 9, 0, 7, 5, 4, 3, 6});
  Indices sample;
  sample_indices(rng, 1'000, 8, sample);
  CHECK(sample == Indices{242, 697, 92, 429, 949, 460, 979, 225});
  sample_indices(rng, 12, 8, sample);
  CHECK(sample == Indices{2, 3, 1, 4, 0, 8, 10, 7});
}

TEST_CASE("every order is equally likely after a shuffle", "[shuffle]") {
  Rng rng(1, "shuffle-test", "orders");
  std::map<Indices, int> counts;
  for (int i = 0; i < 24'000; ++i) {
    Indices items{0, 1, 2, 3};
    shuffle(std::span{items}, rng);
    ++counts[items];
  }
  CHECK(is_uniform(counts, 24, 24'000));
}

TEST_CASE("a shuffle keeps every element, and draws nothing for one or none", "[shuffle]") {
  Rng rng(2, "shuffle-test", "keeps");
  std::array items{5, 5, 7, 1, 2, 2, 2};
  shuffle(std::span{items}, rng);
  std::sort(items.begin(), items.end());
  CHECK(items == std::array{1, 2, 2, 2, 5, 5, 7});
  Rng untouched = rng;
  std::vector<int> one{3};
  shuffle(std::span{one}, rng);
  shuffle(std::span<int>{}, rng);
  CHECK(one == std::vector<int>{3});
  const std::uint64_t expected = untouched.next();
  CHECK(rng.next() == expected);
}

TEST_CASE("every ordered sample is equally likely, sparse or dense", "[shuffle]") {
  struct Row {
    std::uint32_t n;
    std::uint32_t k;
    std::size_t outcomes;
  };
  const auto row = GENERATE(
      values<Row>({{8, 2, 56}, {5, 2, 20}, {4, 4, 24}, {4, 1, 4}, {6, 3, 120}, {13, 2, 156}}));
  CAPTURE(row.n, row.k);
  Rng rng(3, "shuffle-test", "samples");
  std::map<Indices, int> counts;
  Indices sample;
  const int total = static_cast<int>(row.outcomes) * 500;
  for (int i = 0; i < total; ++i) {
    sample_indices(rng, row.n, row.k, sample);
    ++counts[sample];
  }
  CHECK(is_uniform(counts, row.outcomes, total));
}

TEST_CASE("a sample holds k distinct indices below n and nothing of what was there before", "[shuffle]") {
  const std::uint32_t n = GENERATE(values<std::uint32_t>({0, 1, 50, 199, 200, 201, 1'000, 4'000'000'000}));
  const std::uint32_t k = std::min(n, 50U);
  CAPTURE(n, k);
  Rng rng(4, "shuffle-test", "distinct");
  Indices sample{7, 7, 7};
  sample_indices(rng, n, k, sample);
  REQUIRE(sample.size() == k);
  std::sort(sample.begin(), sample.end());
  CHECK(std::adjacent_find(sample.begin(), sample.end()) == sample.end());
  CHECK((sample.empty() || sample.back() < n));
}

TEST_CASE("a sample larger than the whole is a bug", "[shuffle]") {
  Rng rng(5, "shuffle-test", "bug");
  Indices sample;
  CHECK_THROWS_AS(sample_indices(rng, 3, 4, sample), InvariantError);
}

}  // namespace swarmsim::shuffle_test
