#include "sim/report/seeds.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "sim/report/expression_value.hpp"
#include "sim/report/summary.hpp"

namespace swarmsim {

namespace {

constexpr std::int64_t ppm = 1'000'000;

void collect(const Expression& expression, const Summary& fresh, std::vector<std::string>& names) {
  for (const ExpressionStep& step : expression) {
    // A name that is no metric is a word (check_expectations has let it pass).
    if (step.kind != StepKind::metric || !fresh.find(step.metric)) continue;
    if (std::find(names.begin(), names.end(), step.metric) == names.end()) names.push_back(step.metric);
  }
}

/// The mean of every metric that an expectation names; one that is null for some seed has none.
class Means final : public MetricSource {
 public:
  Means(const SeedPlan& plan, const std::vector<SeedOutcome>& outcomes) : plan_(plan), outcomes_(outcomes) {}

  std::optional<Metric> find(std::string_view path) const override {
    const auto& names = plan_.expected();
    const auto found = std::find(names.begin(), names.end(), path);
    if (found == names.end()) return std::nullopt;
    const auto index = static_cast<std::size_t>(found - names.begin());
    std::vector<double> numbers;
    for (const SeedOutcome& outcome : outcomes_) {
      const Metric& metric = outcome.expected[index];
      if (metric.is_null()) return Metric{std::monostate{}, fmt::format("null (seed {})", outcome.seed)};
      if (const auto* number = std::get_if<double>(&metric.value)) numbers.push_back(*number);
    }
    if (numbers.empty()) return common_word(index);
    const double mean = statistics_of(numbers).mean;
    return Metric{mean, number_text(mean)};
  }

 private:
  Metric common_word(std::size_t index) const {
    const Metric& first = outcomes_.front().expected[index];
    const bool same = std::all_of(outcomes_.begin(), outcomes_.end(), [&](const SeedOutcome& outcome) {
      return outcome.expected[index].text == first.text;
    });
    return same ? first : Metric{std::monostate{}, "null (differs between seeds)"};
  }

  const SeedPlan& plan_;
  const std::vector<SeedOutcome>& outcomes_;
};

std::string text_of(const OverSeeds& over) {
  constexpr double ppm_per_percent = 10'000;
  switch (over.rule) {
    case OverRule::all: return "all";
    case OverRule::mean: return "mean";
    case OverRule::share: return number_text(static_cast<double>(over.share_ppm) / ppm_per_percent) + " %";
  }
  return {};
}

/// "19 of 20 seeds, seed 7: 93.2"
std::string describe_count(const std::vector<SeedOutcome>& outcomes, std::size_t expectation,
                           std::size_t fulfilled) {
  std::string text = fmt::format("{} of {} seeds", fulfilled, outcomes.size());
  for (const SeedOutcome& outcome : outcomes) {
    const ExpectResult& result = outcome.results[expectation];
    if (!result.ok) return text + fmt::format(", seed {}: {}", outcome.seed, result.actual);
  }
  return text;
}

SeedsExpectation judge(const ExpectSpec& spec, std::size_t index, const SeedPlan& plan,
                       const std::vector<SeedOutcome>& outcomes) {
  SeedsExpectation judged{{spec.that, spec.is, "no seed has ended", false, {}}, text_of(spec.over), 0};
  judged.fulfilled = static_cast<std::size_t>(
      std::count_if(outcomes.begin(), outcomes.end(),
                    [index](const SeedOutcome& outcome) { return outcome.results[index].ok; }));
  if (outcomes.empty()) return judged;
  if (spec.over.rule == OverRule::mean) {
    judged.result = evaluate(spec, Means(plan, outcomes));
    return judged;
  }
  const std::int64_t wanted_ppm = spec.over.rule == OverRule::all ? ppm : spec.over.share_ppm;
  const auto fulfilled = static_cast<std::int64_t>(judged.fulfilled);
  judged.result.ok = fulfilled * ppm >= static_cast<std::int64_t>(outcomes.size()) * wanted_ppm;
  judged.result.actual = describe_count(outcomes, index, judged.fulfilled);
  return judged;
}

}  // namespace

SeedPlan::SeedPlan(const World& fresh) {
  const Summary summary(fresh, measure(fresh));
  for (std::string& path : summary.paths()) {
    const std::optional<Metric> metric = summary.find(path);
    const bool may_be_number = metric->is_null() || std::holds_alternative<double>(metric->value);
    if (may_be_number && path != "seed" && !path.starts_with("peers.")) numbers_.push_back(std::move(path));
  }
  for (const ExpectSpec& spec : fresh.scenario().expect) {
    collect(spec.left, summary, expected_);
    collect(spec.right, summary, expected_);
  }
}

SeedOutcome SeedPlan::outcome_of(const World& ended) const {
  const Summary summary(ended, measure(ended));
  SeedOutcome outcome;
  outcome.seed = ended.seed();
  outcome.fingerprint = ended.fingerprint();
  outcome.end = ended.now();
  outcome.reason = ended.end_reason();
  outcome.completed = ended.counters().completed;
  outcome.events = ended.counters().events;
  for (const std::string& path : numbers_) {
    const std::optional<Metric> metric = summary.find(path);
    const double* number = metric ? std::get_if<double>(&metric->value) : nullptr;
    outcome.numbers.push_back(number != nullptr ? *number : std::numeric_limits<double>::quiet_NaN());
  }
  for (const std::string& path : expected_) outcome.expected.push_back(*summary.find(path));
  outcome.results = evaluate(ended.scenario(), summary);
  return outcome;
}

SeedsReport summarise(const Scenario& scenario, const SeedPlan& plan, std::vector<SeedOutcome> outcomes) {
  SeedsReport report;
  report.scenario = scenario.name;
  std::vector<double> values;
  for (std::size_t i = 0; i < plan.numbers().size(); ++i) {
    values.clear();
    for (const SeedOutcome& outcome : outcomes) {
      if (!std::isnan(outcome.numbers[i])) values.push_back(outcome.numbers[i]);
    }
    if (!values.empty()) report.metrics.push_back({plan.numbers()[i], statistics_of(values)});
  }
  for (std::size_t i = 0; i < scenario.expect.size(); ++i) {
    report.expect.push_back(judge(scenario.expect[i], i, plan, outcomes));
  }
  report.outcomes = std::move(outcomes);
  return report;
}

}  // namespace swarmsim
