#include "sim/report/expect.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "core/base/check.hpp"
#include "core/base/words.hpp"
#include "sim/report/expression_value.hpp"
#include "sim/report/summary.hpp"

namespace swarmsim {

namespace {

/// Of the metrics below a path that is not one itself, so many are named.
constexpr std::size_t named_metrics_max = 6;

bool compare(double actual, const ExpectSpec& spec, double wanted) {
  const double within = spec.within.is_share ? spec.within.amount * std::abs(wanted) : spec.within.amount;
  switch (spec.op) {
    case CompareOp::equal: return actual == wanted;
    case CompareOp::not_equal: return actual != wanted;
    case CompareOp::less: return actual < wanted;
    case CompareOp::less_equal: return actual <= wanted;
    case CompareOp::greater: return actual > wanted;
    case CompareOp::greater_equal: return actual >= wanted;
    case CompareOp::about: return std::abs(actual - wanted) <= within;
  }
  check(false, "expect: every operator compares");
  return false;
}

bool compare_words(const std::string& actual, CompareOp op, const std::string& wanted) {
  if (op == CompareOp::equal) return actual == wanted;
  return op == CompareOp::not_equal && actual != wanted;
}

/// A name alone that is no metric is a word, as true, false, null and quoted text always are.
bool has_word(const ExpectSpec& spec, const MetricSource& source) {
  return spec.right.empty() || (is_metric(spec.right) && !source.find(spec.right.front().metric));
}

bool equals_word(const Metric& actual, const ExpectSpec& spec) {
  if (spec.constant == "null" && actual.is_null()) return spec.op == CompareOp::equal;
  if (actual.is_null()) return false;
  if (spec.constant == "null") return spec.op == CompareOp::not_equal;
  const bool is_truth = spec.constant == "true" || spec.constant == "false";
  if (std::holds_alternative<bool>(actual.value) && !is_truth) return false;
  if (std::holds_alternative<double>(actual.value)) return false;
  return compare_words(actual.text, spec.op, spec.constant);
}

bool compare(const Metric& actual, const ExpectSpec& spec, const Metric& wanted) {
  if (actual.is_null() || wanted.is_null() || actual.value.index() != wanted.value.index()) return false;
  if (const auto* number = std::get_if<double>(&actual.value)) {
    return compare(*number, spec, std::get<double>(wanted.value));
  }
  return compare_words(actual.text, spec.op, wanted.text);
}

std::string text_of(const std::variant<Metric, NoValue>& value) {
  if (const auto* none = std::get_if<NoValue>(&value)) return none->why;
  return std::get<Metric>(value).text;
}

/// A dash between two names that exist apart was meant as a minus.
std::string explain_dash(const std::string& name, const MetricSource& source) {
  for (std::size_t at = name.find('-'); at != std::string::npos; at = name.find('-', at + 1)) {
    if (source.find(name.substr(0, at)))
      return " (a minus needs blanks on both sides: names may hold dashes)";
  }
  return "";
}

/// Looks up what the expectations of one world name.
class ExpectationCheck {
 public:
  explicit ExpectationCheck(const World& fresh)
      : path_(fresh.scenario().path), summary_(fresh, measure(fresh)) {}

  void look_up(const ExpectSpec& spec) {
    look_up(spec.left, spec.line, spec.column, spec.source);
    if (has_word(spec, summary_) && compares_text(spec)) return;
    look_up(spec.right, spec.is_line, spec.is_column, spec.is_source);
  }
  std::vector<Diagnostic> take_problems() { return std::move(problems_); }

 private:
  bool compares_text(const ExpectSpec& spec) const {
    if (spec.op != CompareOp::equal && spec.op != CompareOp::not_equal) return false;
    if (!is_metric(spec.left)) return false;
    const std::optional<Metric> left = summary_.find(spec.left.front().metric);
    return left && std::holds_alternative<std::string>(left->value);
  }

  void look_up(const Expression& expression, int line, int column, int source) {
    for (const ExpressionStep& step : expression) {
      if (step.kind != StepKind::metric || summary_.find(step.metric)) continue;
      if (paths_.empty()) paths_ = summary_.paths();
      std::string message =
          describe_missing_metric(step.metric, paths_) + explain_dash(step.metric, summary_);
      problems_.push_back({path_, line, column, std::move(message), {}, source});
    }
  }

  std::string path_;
  Summary summary_;
  std::vector<std::string> paths_;
  std::vector<Diagnostic> problems_;
};

}  // namespace

std::string describe_missing_metric(const std::string& that, const std::vector<std::string>& paths) {
  std::vector<std::string> below;
  for (const std::string& path : paths) {
    if (path.starts_with(that + ".") && below.size() < named_metrics_max) below.push_back(path);
  }
  if (!below.empty()) {
    return fmt::format("{} is no single metric; below it are {}", in_quotes(that), comma_list(below));
  }
  return fmt::format("no metric {}{}", in_quotes(that), did_you_mean(that, paths));
}

ExpectResult evaluate(const ExpectSpec& spec, const MetricSource& source) {
  const std::variant<Metric, NoValue> left = value_of(spec.left, source);
  const auto* actual = std::get_if<Metric>(&left);
  ExpectResult result{spec.that, spec.is, text_of(left), false, {}};
  if (has_word(spec, source)) {
    result.ok = actual != nullptr && equals_word(*actual, spec);
    return result;
  }
  const std::variant<Metric, NoValue> right = value_of(spec.right, source);
  const auto* wanted = std::get_if<Metric>(&right);
  result.ok = actual != nullptr && wanted != nullptr && compare(*actual, spec, *wanted);
  const bool is_constant = std::none_of(spec.right.begin(), spec.right.end(), [](const ExpressionStep& step) {
    return step.kind == StepKind::metric || step.kind == StepKind::divide;
  });
  if (!is_constant) result.wanted = text_of(right);
  return result;
}

std::vector<ExpectResult> evaluate(const Scenario& scenario, const MetricSource& source) {
  std::vector<ExpectResult> results;
  for (const ExpectSpec& spec : scenario.expect) results.push_back(evaluate(spec, source));
  return results;
}

std::vector<Diagnostic> check_expectations(const World& fresh) {
  if (fresh.scenario().expect.empty()) return {};
  ExpectationCheck lookup(fresh);
  for (const ExpectSpec& spec : fresh.scenario().expect) lookup.look_up(spec);
  return lookup.take_problems();
}

}  // namespace swarmsim
