#pragma once
// What an expression comes to, once its metrics are known.
//
// A metric alone is itself, whatever its kind. Arithmetic is on numbers: one null in it makes it null, and
// what has no result (a division by zero, arithmetic on text) says why. Doubles, in reports only.

#include <string>
#include <variant>

#include "sim/model/expression.hpp"
#include "sim/report/metric.hpp"

namespace swarmsim {

/// Why an expression has no value: "division by zero".
struct NoValue {
  std::string why;
};

/// Every metric in `expression` exists in `source`.
std::variant<Metric, NoValue> value_of(const Expression& expression, const MetricSource& source);

/// At most six decimals, without zeros at the end: "43.72", "3".
std::string number_text(double number);

}  // namespace swarmsim
