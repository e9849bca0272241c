#pragma once
// Two samples held against each other: where they lie, and how far their distributions are apart.
//
// Sums run in a fixed order, so equal input gives equal output on every machine. Knows no run and no unit.

#include <cstddef>
#include <span>
#include <vector>

namespace swarmsim {

/// Of at least one value.
double mean_of(std::span<const double> values);

/// Of a sample, over n - 1; 0 for one value.
double variance_of(std::span<const double> values);

/// Of the mean of `values`, if they are independent: their deviation (over n - 1) / sqrt(n); 0 for one value.
double standard_error_of(std::span<const double> values);

/// Nearest rank: element ceil(percent n / 100), counted from 1, of values in ascending order; 0 < percent <=
/// 100.
double nearest_rank(std::span<const double> ascending, std::size_t percent);

/// Each over their mean, which is above 0.
std::vector<double> scaled_to_mean_one(std::span<const double> values);

/// The Wasserstein-1 distance of two samples: the integral of |F(x) - G(x)| over x, where F(x) and G(x) are
/// the shares of the samples that are at most x. Exact; neither is empty, and neither need be in order. O(n
/// log n).
double wasserstein_1(std::span<const double> a, std::span<const double> b);

}  // namespace swarmsim
