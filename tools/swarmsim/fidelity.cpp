// swarmsim fidelity: measured swarms beside virtual ones, and what each step of the model is worth.
//
// All runs, those with a step switched off too, are one batch on all cores; the report puts them together.

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "sim/report/fidelity_output.hpp"
#include "tools/swarmsim/ablation.hpp"
#include "tools/swarmsim/arguments.hpp"
#include "tools/swarmsim/broken_run.hpp"
#include "tools/swarmsim/case_files.hpp"
#include "tools/swarmsim/commands.hpp"
#include "tools/swarmsim/fidelity_batch.hpp"
#include "tools/swarmsim/parallel.hpp"
#include "tools/swarmsim/run.hpp"
#include "tools/swarmsim/scenario_file.hpp"
#include "tools/swarmsim/seed_range.hpp"
#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

namespace {

struct Request {
  std::vector<std::string> paths;
  std::vector<std::string> sets;
  std::size_t seeds = 20;
  std::optional<std::size_t> jobs;
  bool json = false;
  bool ablate = false;
  bool quiet = false;
};

/// A step for one case: the case without it, or why it is left out.
using Ablated = std::variant<LoadedCase, std::string>;

/// Everything that is run and what it is for. Cases stay where they are once the batch points to them.
struct Work {
  std::vector<CaseFile> cases;
  std::vector<std::vector<Ablated>> steps;  ///< by step, then by case
  FidelityBatch batch;                      ///< the cases, then what is ablated in order
};

std::variant<Request, UsageProblem> read_request(const cxxopts::ParseResult& given) {
  Request request;
  for (const char* name : {"seeds", "jobs"}) {
    if (given.count(name) > 1) return UsageProblem{fmt::format("--{} is given more than once", name)};
  }
  const auto seeds = read_count(given, "seeds", 1, seeds_max);
  if (const auto* problem = std::get_if<UsageProblem>(&seeds)) return *problem;
  request.seeds = std::get<std::optional<std::size_t>>(seeds).value_or(request.seeds);
  const auto jobs = read_jobs(given);
  if (const auto* problem = std::get_if<UsageProblem>(&jobs)) return *problem;
  request.jobs = std::get<std::optional<std::size_t>>(jobs);
  for (const auto& argument : given.arguments()) {
    if (argument.key() == "set") request.sets.push_back(argument.value());
  }
  request.json = given.count("json") > 0;
  request.ablate = given.count("ablate") > 0;
  request.quiet = given.count("quiet") > 0;
  request.paths = positional(given);
  if (request.paths.empty()) {
    return UsageProblem{"fidelity needs a folder of cases, or a case; see swarmsim fidelity --help"};
  }
  return request;
}

/// All cases, or nothing after a message for every problem of each.
std::optional<std::vector<CaseFile>> read_cases(const Request& request) {
  const auto found = find_cases(request.paths);
  if (const auto* problem = std::get_if<UsageProblem>(&found)) {
    complain(problem->message);
    return std::nullopt;
  }
  std::vector<CaseFile> cases;
  std::size_t problems = 0;
  for (const std::string& path : std::get<std::vector<std::string>>(found)) {
    cases.push_back(read_case(path, request.sets));
    complain_about(cases.back().loaded.problems);
    problems += cases.back().loaded.problems.size();
  }
  if (problems == 0) return cases;
  complain(fmt::format("{} {}", problems, problems == 1 ? "problem" : "problems"));
  return std::nullopt;
}

std::string command_of(const CaseFile& file) {
  std::string command = fmt::format("swarmsim fidelity {}", shell_quoted(file.source.path));
  for (const std::string& set : file.source.sets) command += " --set " + shell_quoted(set);
  return command;
}

void plan_ablation(Work& work) {
  for (const AblationStep& step : ablation_steps()) {
    std::vector<Ablated>& by_case = work.steps.emplace_back();
    for (const CaseFile& file : work.cases) by_case.push_back(ablated(file.source, file.loaded, step));
  }
}

void plan_batch(Work& work, const Request& request) {
  work.batch.seeds = request.seeds;
  work.batch.quiet = request.quiet;
  const auto add = [&work](const LoadedCase& one, std::string command) {
    work.batch.scenarios.push_back(&one.scenario);
    work.batch.commands.push_back(std::move(command));
  };
  for (const CaseFile& file : work.cases) add(file.loaded, command_of(file));
  for (const std::vector<Ablated>& by_case : work.steps) {
    for (std::size_t i = 0; i < by_case.size(); ++i) {
      const auto* without = std::get_if<LoadedCase>(&by_case[i]);
      if (without != nullptr) add(*without, command_of(work.cases[i]) + " --ablate");
    }
  }
}

using RunsByScenario = std::vector<std::vector<FidelityRun>>;

AblatedStep report_step(const AblationStep& step, const std::vector<Ablated>& by_case,
                        const FidelityReport& report, const RunsByScenario& runs, std::size_t& next) {
  AblatedStep result{std::string(step.name), std::string(step.says), {}};
  for (std::size_t i = 0; i < by_case.size(); ++i) {
    if (const auto* why = std::get_if<std::string>(&by_case[i])) {
      result.cases.push_back({report.cases[i].mean.error(), *why});
    } else {
      result.cases.push_back({compare(std::get<LoadedCase>(by_case[i]), runs[next++]).mean.error(), {}});
    }
  }
  return result;
}

FidelityReport report_on(const Work& work, const RunsByScenario& runs) {
  FidelityReport report;
  report.seeds = work.batch.seeds;
  for (const std::vector<FidelityRun>& of_one : runs) report.partial |= of_one.size() < work.batch.seeds;
  for (std::size_t i = 0; i < work.cases.size(); ++i) {
    if (!runs[i].empty()) report.cases.push_back(compare(work.cases[i].loaded, runs[i]));
  }
  // What half the runs say of a step is no measure of it.
  if (report.partial) return report;
  std::size_t next = work.cases.size();
  for (std::size_t i = 0; i < work.steps.size(); ++i) {
    report.ablation.push_back(report_step(ablation_steps()[i], work.steps[i], report, runs, next));
  }
  return report;
}

int print_report(const FidelityReport& report, const Request& request, const Stopwatch& watch,
                 std::size_t threads) {
  int status = report.holding() == report.cases.size() ? exit_ok : exit_unmet;
  if (report.partial) status = exit_interrupted;
  if (!request.json) {
    return print(format_fidelity(report, wants_colour(ColourChoice::automatic), request.quiet), status);
  }
  return print(fidelity_json(report, stats_of_process(watch), threads), status);
}

}  // namespace

int fidelity_main(int argc, char** argv) {
  const Stopwatch watch;
  const auto read = read_arguments(argc, argv);
  if (const int* status = std::get_if<int>(&read)) return *status;
  const auto asked = read_request(std::get<cxxopts::ParseResult>(read));
  if (const auto* problem = std::get_if<UsageProblem>(&asked)) {
    complain(problem->message);
    return exit_bad_input;
  }
  const auto& request = std::get<Request>(asked);
  auto cases = read_cases(request);
  if (!cases) return exit_bad_input;
  Work work;
  work.cases = std::move(*cases);
  if (request.ablate) plan_ablation(work);
  plan_batch(work, request);
  watch_interrupts();
  const std::size_t threads = threads_for(work.batch.size(), request.jobs);
  try {
    return print_report(report_on(work, run_fidelity(work.batch, threads)), request, watch, threads);
  } catch (const BrokenRun& broken) {
    complain(broken.what());
    return exit_internal;
  }
}

}  // namespace swarmsim
