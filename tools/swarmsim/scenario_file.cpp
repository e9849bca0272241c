#include "tools/swarmsim/scenario_file.hpp"

#include <cstdio>
#include <utility>
#include <variant>

#include "sim/peer/registry.hpp"
#include "sim/report/expect.hpp"
#include "sim/scenario/known_names.hpp"
#include "sim/scenario/load.hpp"
#include "tools/swarmsim/file_list.hpp"
#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

ScenarioFile read_scenario(const std::string& path, const std::vector<std::string>& sets) {
  ScenarioFile file;
  auto read = read_file(path);
  if (const auto* problem = std::get_if<FileProblem>(&read)) {
    file.problems.push_back({path, 0, 0, problem->message, {}});
    return file;
  }
  LoadResult loaded = load_scenario(std::get<std::string>(read), path, known_names(Registry::standard()),
                                    {read_file, sets, list_files});
  file.scenario = std::move(loaded.scenario);
  file.problems = std::move(loaded.problems);
  file.sources = std::move(loaded.sources);
  return file;
}

std::vector<Diagnostic> expectation_problems(const ScenarioFile& file, const World& fresh) {
  std::vector<Diagnostic> problems;
  for (const Diagnostic& problem : check_expectations(fresh)) {
    const TextPlace at{problem.line, problem.column, problem.source};
    problems.push_back(file.sources.diagnose(at, problem.message));
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
