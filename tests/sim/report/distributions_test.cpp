#include "sim/report/distributions.hpp"

#include <cmath>
#include <vector>

#include "core/base/check.hpp"
#include "tests/support/catch.hpp"

namespace swarmsim::distributions_test {

namespace {

using Values = std::vector<double>;

bool is_about(double value, double expected) { return std::abs(value - expected) < 1e-12; }

}  // namespace

TEST_CASE("the distance of two samples, by hand", "[report][fidelity]") {
  // One value against one: how far they are apart.
  CHECK(wasserstein_1(Values{1}, Values{3}) == 2);
  // Half of each is at the same place, the other halves are 4 apart.
  CHECK(wasserstein_1(Values{0, 2}, Values{2, 4}) == 2);
  CHECK(wasserstein_1(Values{0, 0}, Values{0, 4}) == 2);
  // Different sizes: F is 1/3 on [0, 1), 2/3 on [1, 2), 1 from 2 on; G is 1/2 on [0, 2). 1/6 + 1/6.
  CHECK(is_about(wasserstein_1(Values{0, 1, 2}, Values{0, 2}), 1.0 / 3));
  // A shift of everything is the shift.
  CHECK(is_about(wasserstein_1(Values{1, 2, 3, 4}, Values{1.5, 2.5, 3.5, 4.5}), 0.5));
}

TEST_CASE("the distance of two samples asks for no order and no side", "[report][fidelity]") {
  CHECK(wasserstein_1(Values{2, 0, 1}, Values{2, 0}) == wasserstein_1(Values{0, 2}, Values{0, 1, 2}));
  CHECK(wasserstein_1(Values{1, 1, 5}, Values{5, 1, 1}) == 0);
  // The same distribution in two sizes.
  CHECK(wasserstein_1(Values{1, 3}, Values{1, 1, 3, 3}) == 0);
  CHECK_THROWS_AS(wasserstein_1(Values{}, Values{1}), InvariantError);
}

TEST_CASE("a quantile is the value of the nearest rank", "[report][fidelity]") {
  const Values twenty{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
  CHECK(nearest_rank(twenty, 50) == 10);
  CHECK(nearest_rank(twenty, 95) == 19);
  CHECK(nearest_rank(twenty, 96) == 20);  // ceil(19.2)
  CHECK(nearest_rank(twenty, 100) == 20);
  CHECK(nearest_rank(twenty, 1) == 1);
  CHECK(nearest_rank(Values{7}, 95) == 7);
  CHECK_THROWS_AS(nearest_rank(Values{}, 50), InvariantError);
}

TEST_CASE("the standard error of a mean, by hand", "[report][fidelity]") {
  // Squares around 4: 4 0 4 = 8; 8 / 2 = 4; 4 / 3, and its root.
  CHECK(is_about(standard_error_of(Values{2, 4, 6}), std::sqrt(4.0 / 3)));
  CHECK(standard_error_of(Values{5}) == 0);
}

TEST_CASE("a sample is scaled by its own mean", "[report][fidelity]") {
  CHECK(scaled_to_mean_one(Values{1, 3}) == Values{0.5, 1.5});
  CHECK_THROWS_AS(scaled_to_mean_one(Values{0, 0}), InvariantError);
}

}  // namespace swarmsim::distributions_test
