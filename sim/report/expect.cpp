#include "sim/report/expect.hpp"

#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/base/check.hpp"
#include "core/base/words.hpp"

namespace swarmsim {

namespace {

/// `~=`: within this share of the constant.
constexpr double about_share = 0.01;
/// Of the metrics below a path that is not one itself, so many are named.
constexpr std::size_t named_metrics_max = 6;

std::optional<double> parse_number(const std::string& text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, number);
  if (problem != std::errc{} || stopped != end) return std::nullopt;
  return number;
}

bool compare(double actual, CompareOp op, double constant) {
  switch (op) {
    case CompareOp::equal: return actual == constant;
    case CompareOp::not_equal: return actual != constant;
    case CompareOp::less: return actual < constant;
    case CompareOp::less_equal: return actual <= constant;
    case CompareOp::greater: return actual > constant;
    case CompareOp::greater_equal: return actual >= constant;
    case CompareOp::about: return std::abs(actual - constant) <= about_share * std::abs(constant);
  }
  check(false, "expect: every operator compares");
  return false;
}

bool compare_words(const std::string& actual, CompareOp op, const std::string& constant) {
  if (op == CompareOp::equal) return actual == constant;
  return op == CompareOp::not_equal && actual != constant;
}

bool holds(const Metric& metric, const ExpectSpec& spec) {
  if (const auto* number = std::get_if<double>(&metric.value)) {
    const std::optional<double> constant = parse_number(spec.constant);
    return constant && compare(*number, spec.op, *constant);
  }
  if (std::holds_alternative<bool>(metric.value)) {
    const bool is_word = spec.constant == "true" || spec.constant == "false";
    return is_word && compare_words(metric.text, spec.op, spec.constant);
  }
  return std::holds_alternative<std::string>(metric.value) &&
         compare_words(metric.text, spec.op, spec.constant);
}

std::string describe_missing(const std::string& that, const std::vector<std::string>& paths) {
  std::vector<std::string> below;
  for (const std::string& path : paths) {
    if (path.starts_with(that + ".") && below.size() < named_metrics_max) below.push_back(path);
  }
  if (!below.empty()) {
    return fmt::format("{} is no single metric; below it are {}", in_quotes(that), comma_list(below));
  }
  return fmt::format("no metric {}{}", in_quotes(that), did_you_mean(that, paths));
}

}  // namespace

std::vector<ExpectResult> evaluate(const Scenario& scenario, const Summary& summary) {
  std::vector<ExpectResult> results;
  for (const ExpectSpec& spec : scenario.expect) {
    const std::optional<Metric> metric = summary.find(spec.that);
    check(metric.has_value(), "expect: every metric exists, it was looked up before the run");
    results.push_back({spec.that, spec.is, metric->text, holds(*metric, spec)});
  }
  return results;
}

std::vector<Diagnostic> check_expectations(const World& fresh) {
  std::vector<Diagnostic> problems;
  if (fresh.scenario().expect.empty()) return problems;
  const Summary summary(fresh, measure(fresh));
  std::vector<std::string> paths;
  for (const ExpectSpec& spec : fresh.scenario().expect) {
    if (summary.find(spec.that)) continue;
    if (paths.empty()) paths = summary.paths();
    std::string message = describe_missing(spec.that, paths);
    problems.push_back({fresh.scenario().path, spec.line, spec.column, std::move(message), {}});
  }
  return problems;
}

}  // namespace swarmsim
