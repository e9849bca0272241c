// swarmsim check: every problem of every file, and no run; or one scenario with all its defaults.

#include <cstdio>
#include <string>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "sim/peer/registry.hpp"
#include "sim/report/expected_size.hpp"
#include "sim/scenario/notes.hpp"
#include "sim/scenario/resolved.hpp"
#include "tools/swarmsim/arguments.hpp"
#include "tools/swarmsim/commands.hpp"
#include "tools/swarmsim/scenario_file.hpp"
#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

namespace {

/// Reads the scenario and complains about it, its expectations included; `file.problems` holds all.
ScenarioFile read_and_check(const std::string& path) {
  ScenarioFile file = read_scenario(path);
  if (file.problems.empty() && !file.scenario.expect.empty()) {
    // Which metrics exist does not depend on the bytes: they need not be generated and hashed.
    Scenario without_data = file.scenario;
    for (ContentSpec& content : without_data.contents) content.data = DataKind::none;
    const World fresh(without_data, without_data.seed, Registry::standard());
    file.problems = expectation_problems(file, fresh);
  }
  complain_about(file.problems);
  if (!file.problems.empty()) return file;
  for (const std::string& note : notes_on(file.scenario, file.scenario.seed)) {
    const std::string line = fmt::format("{}: note: {}\n", path, note);
    std::fwrite(line.data(), 1, line.size(), stderr);
  }
  return file;
}

int conclude(std::size_t problems, const std::string& output) {
  if (problems > 0) complain(fmt::format("{} {}", problems, problems == 1 ? "problem" : "problems"));
  return print(output, problems == 0 ? exit_ok : exit_bad_input);
}

int check_all(const std::vector<std::string>& paths) {
  std::size_t problems = 0;
  std::string good;
  for (const std::string& path : paths) {
    const std::size_t found = read_and_check(path).problems.size();
    problems += found;
    if (found == 0) good += path + ": ok\n";
  }
  return conclude(problems, good);
}

int resolve(const std::string& path) {
  const ScenarioFile file = read_and_check(path);
  if (!file.problems.empty()) return conclude(file.problems.size(), "");
  const Registry& registry = Registry::standard();
  const std::string size = format_expected_size(expected_size(file.scenario, file.scenario.seed, registry));
  std::fwrite(size.data(), 1, size.size(), stderr);
  return print(resolved_scenario(file.scenario, registry), exit_ok);
}

}  // namespace

int check_main(int argc, char** argv) {
  const auto read = read_arguments(argc, argv);
  if (const int* status = std::get_if<int>(&read)) return *status;
  const auto& given = std::get<cxxopts::ParseResult>(read);
  const std::vector<std::string> paths = positional(given);
  if (paths.empty()) {
    complain("check needs at least one scenario; see swarmsim check --help");
    return exit_bad_input;
  }
  if (given.count("resolved") == 0) return check_all(paths);
  if (paths.size() == 1) return resolve(paths.front());
  complain("check --resolved prints one scenario, not several");
  return exit_bad_input;
}

}  // namespace swarmsim
