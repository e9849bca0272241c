#pragma once
// Arithmetic over metrics, as plain values: what an expectation says on either side of its operator.
//
// A list of steps in postfix order: "1.3 * (a + b)" is 1.3 a b + *. Evaluated with a stack of numbers
// (sim/report/expression_value.hpp), written by sim/scenario/parse_expression.hpp. Knows no metric: names
// are looked up by whoever evaluates.

#include <cstdint>
#include <string>
#include <vector>

namespace swarmsim {

enum class StepKind : std::uint8_t { number, metric, add, subtract, multiply, divide, negate };

struct ExpressionStep {
  StepKind kind{};
  double number = 0;
  std::string metric;  ///< a path into the summary

  friend bool operator==(const ExpressionStep&, const ExpressionStep&) = default;
};

using Expression = std::vector<ExpressionStep>;

/// Whether it is the name of one metric and nothing else.
inline bool is_metric(const Expression& expression) {
  return expression.size() == 1 && expression.front().kind == StepKind::metric;
}

}  // namespace swarmsim
