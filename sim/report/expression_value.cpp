#include "sim/report/expression_value.hpp"

#include <cmath>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "core/base/check.hpp"
#include "core/base/words.hpp"

namespace swarmsim {

namespace {

/// A stack of numbers, until something in the expression has none.
class Calculation {
 public:
  explicit Calculation(const MetricSource& source) : source_(source) {}

  /// What stopped it: a null, or something that cannot be computed.
  const std::optional<std::variant<Metric, NoValue>>& stopped() const { return stopped_; }
  double result() const { return stack_.back(); }

  void take(const ExpressionStep& step) {
    switch (step.kind) {
      case StepKind::number: return stack_.push_back(step.number);
      case StepKind::metric: return take_metric(step.metric);
      case StepKind::negate: stack_.back() = -stack_.back(); return;
      case StepKind::add: return replace_two([](double a, double b) { return a + b; });
      case StepKind::subtract: return replace_two([](double a, double b) { return a - b; });
      case StepKind::multiply: return replace_two([](double a, double b) { return a * b; });
      case StepKind::divide:
        if (stack_.back() == 0) return stop(NoValue{"division by zero"});
        return replace_two([](double a, double b) { return a / b; });
    }
  }

 private:
  void stop(std::variant<Metric, NoValue> by) { stopped_ = std::move(by); }

  void take_metric(const std::string& path) {
    const std::optional<Metric> metric = source_.find(path);
    check(metric.has_value(), "expect: every metric exists, it was looked up before the run");
    if (const auto* number = std::get_if<double>(&metric->value)) return stack_.push_back(*number);
    if (metric->is_null()) return stop(Metric{std::monostate{}, fmt::format("null ({})", path)});
    stop(NoValue{fmt::format("{} is no number", in_quotes(path))});
  }

  template <typename Operation>
  void replace_two(Operation operation) {
    const double right = stack_.back();
    stack_.pop_back();
    stack_.back() = operation(stack_.back(), right);
  }

  const MetricSource& source_;
  std::vector<double> stack_;
  std::optional<std::variant<Metric, NoValue>> stopped_;
};

}  // namespace

std::variant<Metric, NoValue> value_of(const Expression& expression, const MetricSource& source) {
  if (is_metric(expression)) {
    std::optional<Metric> metric = source.find(expression.front().metric);
    check(metric.has_value(), "expect: every metric exists, it was looked up before the run");
    return *std::move(metric);
  }
  Calculation calculation(source);
  for (const ExpressionStep& step : expression) {
    calculation.take(step);
    if (calculation.stopped()) return *calculation.stopped();
  }
  const double result = calculation.result();
  if (!std::isfinite(result)) return NoValue{"out of range"};
  return Metric{result, number_text(result)};
}

std::string number_text(double number) {
  constexpr double longest_fixed = 1e15;
  if (std::abs(number) >= longest_fixed) return fmt::format("{}", number);
  std::string text = fmt::format("{:.6f}", number);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

}  // namespace swarmsim
