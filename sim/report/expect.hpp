#pragma once
// What a scenario expects of its run, held against the summary.
//
// Numbers compare as numbers, true, false and text only by == and !=. What cannot be compared fails:
// another kind of value, a division by zero, and null, which is a metric of something that did not happen
// and meets `== null` alone. `~=` means within 1 % of the expression, or as `within` says.

#include <string>
#include <vector>

#include "sim/report/metric.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

/// One expectation and what came of it.
struct ExpectResult {
  std::string that;
  std::string is;
  std::string actual;
  bool ok = false;
  std::string wanted{};  ///< what the expression behind the operator came to; empty if that is a constant
};

ExpectResult evaluate(const ExpectSpec& spec, const MetricSource& source);

/// Every expectation of `scenario` in its order. All their metrics exist (check_expectations).
std::vector<ExpectResult> evaluate(const Scenario& scenario, const MetricSource& source);

/// The expectations with a metric that does not exist. `fresh` has not run: its summary has every path of
/// a finished one. Diagnostics have no source line: the world does not know the text of its scenario.
std::vector<Diagnostic> check_expectations(const World& fresh);

/// Why `that` is no metric, where `paths` are all there are: a guess, or what is below it.
std::string describe_missing_metric(const std::string& that, const std::vector<std::string>& paths);

}  // namespace swarmsim
