#pragma once
// What a scenario expects of its run, held against the summary.
//
// An expectation is a metric's path, an operator and a constant. Numbers compare as numbers; true, false
// and text only by == and !=. What cannot be compared fails: another kind of value, and null, which is a
// metric of something that did not happen. `~=` means within 1 % of the constant.

#include <vector>

#include "sim/report/summary.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

/// Every expectation of `scenario` in its order. All their metrics exist (check_expectations).
std::vector<ExpectResult> evaluate(const Scenario& scenario, const Summary& summary);

/// The expectations whose metric does not exist. `fresh` has not run: its summary has every path of a
/// finished one. Diagnostics have no source line: the world does not know the text of its scenario.
std::vector<Diagnostic> check_expectations(const World& fresh);

}  // namespace swarmsim
