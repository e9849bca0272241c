#include "sim/report/distributions.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/check.hpp"

namespace swarmsim {

double mean_of(std::span<const double> values) {
  check(!values.empty(), "distributions: of nothing there is no mean");
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double variance_of(std::span<const double> values) {
  if (values.size() < 2) return 0;
  const double mean = mean_of(values);
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return squares / static_cast<double>(values.size() - 1);
}

double standard_error_of(std::span<const double> values) {
  return std::sqrt(variance_of(values) / static_cast<double>(values.size()));
}

double nearest_rank(std::span<const double> ascending, std::size_t percent) {
  check(!ascending.empty() && percent > 0 && percent <= 100, "distributions: a rank is one of the values");
  return ascending[(percent * ascending.size() + 99) / 100 - 1];
}

std::vector<double> scaled_to_mean_one(std::span<const double> values) {
  const double mean = mean_of(values);
  check(mean > 0, "distributions: only a mean above 0 can be scaled by");
  std::vector<double> scaled;
  scaled.reserve(values.size());
  for (const double value : values) scaled.push_back(value / mean);
  return scaled;
}

double wasserstein_1(std::span<const double> a, std::span<const double> b) {
  check(!a.empty() && !b.empty(), "distributions: nothing is no distance away");
  std::vector<double> left(a.begin(), a.end());
  std::vector<double> right(b.begin(), b.end());
  std::sort(left.begin(), left.end());
  std::sort(right.begin(), right.end());
  double distance = 0;
  double x = std::min(left.front(), right.front());
  std::size_t below_left = 0;  // values up to x
  std::size_t below_right = 0;
  while (below_left < left.size() || below_right < right.size()) {
    const bool is_left =
        below_right == right.size() || (below_left < left.size() && left[below_left] <= right[below_right]);
    const double next = is_left ? left[below_left] : right[below_right];
    const double gap = static_cast<double>(below_left) / static_cast<double>(left.size()) -
                       static_cast<double>(below_right) / static_cast<double>(right.size());
    distance += std::abs(gap) * (next - x);
    x = next;
    ++(is_left ? below_left : below_right);
  }
  return distance;
}

}  // namespace swarmsim
