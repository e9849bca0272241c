#include "sim/report/statistics.hpp"

#include <cmath>
#include <vector>

#include "core/base/check.hpp"
#include "tests/support/catch.hpp"

namespace swarmsim::statistics_test {

TEST_CASE("mean, deviation and interval of a few numbers, by hand", "[report]") {
  // Squares around 5: 9 1 1 1 0 0 4 16 = 32; 32 / 7 = 4.571429, its root 2.138090; t(7) = 2.365.
  const std::vector<double> values{2, 4, 4, 4, 5, 5, 7, 9};
  const Statistics result = statistics_of(values);
  CHECK(result.n == 8);
  CHECK(result.mean == 5);
  CHECK(result.sd == 2.13809);
  CHECK(result.ci95 == 1.787772);  // 2.365 x 2.1380899 / 2.8284271
  CHECK(result.min == 2);
  CHECK(result.max == 9);
}

TEST_CASE("one value has a mean and no spread", "[report]") {
  const std::vector<double> one{3.5};
  const Statistics result = statistics_of(one);
  CHECK(result.mean == 3.5);
  CHECK(result.sd == 0);
  CHECK(result.ci95 == 0);
  CHECK_THROWS_AS(statistics_of({}), InvariantError);
}

TEST_CASE("Student's quantiles are those of the tables", "[report]") {
  CHECK(student_t975(1) == 12.706);
  CHECK(student_t975(2) == 4.303);
  CHECK(student_t975(10) == 2.228);
  CHECK(student_t975(20) == 2.086);
  CHECK(student_t975(30) == 2.042);
  const auto is_about = [](double value, double table) { return std::abs(value - table) < 0.00006; };
  CHECK(is_about(student_t975(31), 2.0395));
  CHECK(is_about(student_t975(40), 2.0211));
  CHECK(is_about(student_t975(60), 2.0003));
  CHECK(is_about(student_t975(120), 1.9799));
  CHECK(is_about(student_t975(1'000'000), 1.9600));
  for (std::size_t degrees = 1; degrees < 100; ++degrees) {
    CHECK(student_t975(degrees + 1) < student_t975(degrees));
  }
}

}  // namespace swarmsim::statistics_test
