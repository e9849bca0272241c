#include "tools/swarmsim/scenario_file.hpp"

#include <cstdio>
#include <utility>
#include <variant>

#include "sim/peer/registry.hpp"
#include "sim/report/expect.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/source_text.hpp"
#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

namespace {

KnownNames names_of(const Registry& registry) {
  return {registry.profile_names(), registry.choker_names(), registry.picker_names()};
}

}  // namespace

ScenarioFile read_scenario(const std::string& path) {
  ScenarioFile file;
  auto read = read_file(path);
  if (const auto* problem = std::get_if<FileProblem>(&read)) {
    file.problems.push_back({path, 0, 0, problem->message, {}});
    return file;
  }
  file.text = std::get<std::string>(std::move(read));
  LoadResult loaded = load_scenario(file.text, path, names_of(Registry::standard()));
  file.scenario = std::move(loaded.scenario);
  file.problems = std::move(loaded.problems);
  return file;
}

std::vector<Diagnostic> expectation_problems(const ScenarioFile& file, const World& fresh) {
  const SourceText source(file.text, file.scenario.path);
  std::vector<Diagnostic> problems;
  for (const Diagnostic& problem : check_expectations(fresh)) {
    problems.push_back(source.diagnose({problem.line, problem.column}, problem.message));
  }
  return problems;
}

void complain_about(const std::vector<Diagnostic>& problems) {
  for (const Diagnostic& problem : problems) {
    const std::string text = format_diagnostic(problem) + "\n";
    std::fwrite(text.data(), 1, text.size(), stderr);
  }
}

}  // namespace swarmsim
