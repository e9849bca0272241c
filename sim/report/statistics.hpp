#pragma once
// Mean, spread and confidence of a few numbers: what several seeds say about one metric.
//
// The confidence interval is Student's: 95 % of such intervals hold the true mean, if the values are
// independent and about normal. Sums run in the order given, so equal input gives equal output.

#include <cstddef>
#include <span>

namespace swarmsim {

struct Statistics {
  std::size_t n = 0;
  double mean = 0;
  double sd = 0;    ///< of a sample: over n - 1; 0 for one value
  double ci95 = 0;  ///< half the width of the interval around the mean; 0 for one value
  double min = 0;
  double max = 0;
};

/// All results rounded to six decimals. `values` is not empty.
Statistics statistics_of(std::span<const double> values);

/// The 97.5 % quantile of Student's t with `degrees` >= 1 of freedom: a table up to 30, then Cornish and
/// Fisher's expansion around the normal quantile, which is right to four decimals there.
double student_t975(std::size_t degrees);

}  // namespace swarmsim
