#include "sim/report/statistics.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/check.hpp"
#include "sim/report/distributions.hpp"

namespace swarmsim {

namespace {

constexpr std::array<double, 30> t975_table{
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,   // 1 to 10
    2.201,  2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,   // 11 to 20
    2.080,  2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042};  // 21 to 30

double six_decimals(double value) {
  constexpr double unit = 1e6;
  return std::round(value * unit) / unit;
}

}  // namespace

double student_t975(std::size_t degrees) {
  check(degrees >= 1, "statistics: a sample of two has one degree of freedom");
  if (degrees <= t975_table.size()) return t975_table[degrees - 1];
  constexpr double z = 1.959964;  // the normal quantile
  constexpr double z3 = z * z * z;
  constexpr double z5 = z3 * z * z;
  constexpr double z7 = z5 * z * z;
  constexpr double first = (z3 + z) / 4;
  constexpr double second = (5 * z5 + 16 * z3 + 3 * z) / 96;
  constexpr double third = (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / 384;
  const auto v = static_cast<double>(degrees);
  return z + first / v + second / (v * v) + third / (v * v * v);
}

Statistics statistics_of(std::span<const double> values) {
  check(!values.empty(), "statistics: of nothing there is no mean");
  Statistics result;
  result.n = values.size();
  const auto n = static_cast<double>(values.size());
  const double sd = std::sqrt(variance_of(values));
  result.mean = six_decimals(mean_of(values));
  result.sd = six_decimals(sd);
  if (values.size() >= 2) result.ci95 = six_decimals(student_t975(values.size() - 1) * sd / std::sqrt(n));
  result.min = *std::min_element(values.begin(), values.end());
  result.max = *std::max_element(values.begin(), values.end());
  return result;
}

}  // namespace swarmsim
