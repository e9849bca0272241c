#pragma once
// One scenario against its goldens, and what came of it: what golden test and golden accept share.
//
// golden.cpp reads the command line and hands scenarios out to threads; golden_test.cpp and
// golden_accept.cpp do one scenario each; golden_report.cpp puts the results into words. A result holds
// everything that is printed, so that the output does not depend on scheduling.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/check.hpp"
#include "sim/peer/registry.hpp"
#include "sim/report/text.hpp"
#include "sim/world/world.hpp"
#include "tools/swarmsim/golden_files.hpp"
#include "tools/swarmsim/output_file.hpp"
#include "tools/swarmsim/scenario_file.hpp"
#include "tools/swarmsim/terminal.hpp"
#include "tools/swarmsim/trace_commands.hpp"

namespace swarmsim {

struct GoldenOptions {
  std::size_t context = trace_diff_context;  ///< records shown on either side of a difference
  bool only_fingerprints = false;            ///< of traces: no record is looked at
  bool traces = false;                       ///< accept these alone
  bool metrics = false;                      ///< accept these alone, and make them where there are none
};

enum class GoldenVerdict : std::uint8_t { good, unmet, bad_input, broken, interrupted };

struct GoldenResult {
  std::string scenario;
  GoldenVerdict verdict = GoldenVerdict::good;
  std::string headline{};                               ///< a few words
  std::string text{};                                   ///< lines that explain it, each with its newline
  std::string file{};                                   ///< what it is about: a golden, or the scenario
  int line = 0;                                         ///< of it, from 1; 0: the whole
  std::vector<std::unique_ptr<OutputFile>> accepted{};  ///< complete, and not yet in place
};

GoldenResult test_golden(const GoldenPlace& place, const GoldenOptions& options);
/// Writes nothing that stays: whoever has the result commits what is `accepted`.
GoldenResult accept_golden(const GoldenPlace& place, const GoldenOptions& options);

/// What a golden that no scenario belongs to fails with.
GoldenResult stale_golden(const std::string& path);

/// "ok      scenarios/basic.json  286 records" and what explains a failure; `quiet`: failures alone.
std::string golden_lines(std::span<const GoldenResult> results, bool quiet);
/// JUnit's XML: a test case for each result.
std::string golden_junit(std::span<const GoldenResult> results);
/// Failures as GitHub shows them beside the lines they are about.
std::string golden_annotations(std::span<const GoldenResult> results);

/// Loads the scenario of `result` and hands it to `use` with a world that has not run; what is wrong with
/// either, or a broken invariant, is put into the result.
template <typename Use>
void with_fresh_world(GoldenResult& result, Use use) {
  const auto refuse = [&result](const std::vector<Diagnostic>& problems) {
    for (const Diagnostic& problem : problems) result.text += format_diagnostic(problem) + "\n";
    if (problems.empty()) return false;
    result.verdict = GoldenVerdict::bad_input;
    result.headline = "the scenario cannot be run";
    result.file = problems.front().file;
    result.line = problems.front().line;
    return true;
  };
  const ScenarioFile file = read_scenario(result.scenario);
  if (refuse(file.problems)) return;
  World world(file.scenario, file.scenario.seed, Registry::standard());
  if (refuse(expectation_problems(file, world))) return;
  try {
    use(file, world);
  } catch (const InvariantError& error) {
    result.verdict = GoldenVerdict::broken;
    result.headline = "internal error";
    result.text =
        format_internal_error(world, error.what(), "swarmsim run " + shell_quoted(result.scenario)) + "\n";
    result.accepted.clear();
  }
}

}  // namespace swarmsim
