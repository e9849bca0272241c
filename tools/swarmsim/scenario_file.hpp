#pragma once
// From a scenario's path to the scenario, or to everything that is wrong with it.
//
// Joins what reading the file, loading its text and looking up its expectations have to say, so that run
// and check find the same problems.

#include <optional>
#include <string>
#include <vector>

#include "sim/model/scenario.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/sources.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

struct ScenarioFile {
  Scenario scenario;  ///< meaningful only if there are no problems
  std::vector<Diagnostic> problems;
  Sources sources;  ///< what the problems of its expectations are shown in
};

/// Reads `path`, what it includes and the CSV files it names; `sets` are "PATH=VALUE".
ScenarioFile read_scenario(const std::string& path, const std::vector<std::string>& sets = {});

/// What is wrong with the expectations of `file`, in `fresh`, a world of it that has not run.
std::vector<Diagnostic> expectation_problems(const ScenarioFile& file, const World& fresh);

/// Prints them to stderr.
void complain_about(const std::vector<Diagnostic>& problems);

}  // namespace swarmsim
