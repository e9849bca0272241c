// swarmsim check: every problem of every file, and no run.

#include <string>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "sim/peer/registry.hpp"
#include "tools/swarmsim/commands.hpp"
#include "tools/swarmsim/help.hpp"
#include "tools/swarmsim/options.hpp"
#include "tools/swarmsim/scenario_file.hpp"
#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

namespace {

std::vector<Diagnostic> problems_of(const std::string& path) {
  ScenarioFile file = read_scenario(path);
  if (!file.problems.empty() || file.scenario.expect.empty()) return file.problems;
  // Which metrics exist does not depend on the bytes: they need not be generated and hashed.
  for (ContentSpec& content : file.scenario.contents) content.data = DataKind::none;
  const World fresh(file.scenario, file.scenario.seed, Registry::standard());
  return expectation_problems(file, fresh);
}

int check_all(const std::vector<std::string>& paths) {
  std::size_t problems = 0;
  std::string good;
  for (const std::string& path : paths) {
    const std::vector<Diagnostic> found = problems_of(path);
    complain_about(found);
    problems += found.size();
    if (found.empty()) good += path + ": ok\n";
  }
  if (problems > 0) complain(fmt::format("{} {}", problems, problems == 1 ? "problem" : "problems"));
  return print(good, problems == 0 ? exit_ok : exit_bad_input);
}

}  // namespace

int check_main(int argc, char** argv) {
  const OptionNames names{{"--help", "-h"}, {"--resolved"}};
  cxxopts::Options options("swarmsim check");
  options.add_options()("h,help", "");
  const auto parsed = parse_options(options, names, argc, argv);
  if (const auto* problem = std::get_if<UsageProblem>(&parsed)) {
    complain(problem->message);
    return exit_bad_input;
  }
  const auto& given = std::get<cxxopts::ParseResult>(parsed);
  if (given.count("help") > 0) return print(check_help, exit_ok);
  if (given.count("scenario") == 0) {
    complain("check needs at least one scenario; see swarmsim check --help");
    return exit_bad_input;
  }
  return check_all(given["scenario"].as<std::vector<std::string>>());
}

}  // namespace swarmsim
