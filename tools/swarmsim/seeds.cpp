// swarmsim run --seeds: one scenario under every seed of a range, a world each, on all cores.
//
// Threads share the scenario, the plan and the registry, which nobody writes, and put what is left of a run
// into its own place; the report reads the places in order.

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/base/check.hpp"
#include "sim/peer/registry.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/seeds_output.hpp"
#include "sim/report/text.hpp"
#include "tools/swarmsim/broken_run.hpp"
#include "tools/swarmsim/commands.hpp"
#include "tools/swarmsim/parallel.hpp"
#include "tools/swarmsim/run.hpp"
#include "tools/swarmsim/status_line.hpp"
#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

namespace {

/// All runs of a range: every seed, or those that were begun when Ctrl-C or a failure came.
class SeedBatch final : public ParallelWork {
 public:
  SeedBatch(const RunRequest& request, const Scenario& scenario, const SeedPlan& plan)
      : request_(request), scenario_(scenario), plan_(plan), line_(request.quiet, request.colour) {
    outcomes_.resize(request.seeds->last - request.seeds->first + 1);
  }

  std::size_t size() const { return outcomes_.size(); }
  /// What has ended, in the order of the seeds.
  std::vector<SeedOutcome> take_outcomes() {
    std::vector<SeedOutcome> ended;
    for (std::optional<SeedOutcome>& outcome : outcomes_) {
      if (outcome) ended.push_back(*std::move(outcome));
    }
    return ended;
  }

 private:
  bool wants_more() const override { return !is_interrupted(); }

  void work(std::size_t index) override {
    const std::uint64_t seed = request_.seeds->first + index;
    World world(scenario_, seed, Registry::standard(), request_.mode);
    try {
      while (!is_interrupted() && world.step()) {}
      if (world.ended()) outcomes_[index] = plan_.outcome_of(world);
    } catch (const InvariantError& error) {
      throw BrokenRun(format_internal_error(world, error.what(), command_of(request_, seed)));
    }
  }

  void look(std::size_t done) override { line_.show_done(done, outcomes_.size(), "seeds"); }

  const RunRequest& request_;
  const Scenario& scenario_;
  const SeedPlan& plan_;
  std::vector<std::optional<SeedOutcome>> outcomes_;
  StatusLine line_;
};

int print_report(const SeedsReport& report, const RunRequest& request, const Stopwatch& watch,
                 std::size_t threads) {
  const bool all_hold = std::all_of(report.expect.begin(), report.expect.end(),
                                    [](const SeedsExpectation& one) { return one.result.ok; });
  int status = all_hold ? exit_ok : exit_unmet;
  if (report.partial) status = exit_interrupted;
  if (!request.json)
    return print(format_seeds(report, {wants_colour(request.colour), request.quiet}), status);
  return print(seeds_json(report, stats_of_process(watch), threads), status);
}

/// The status line goes before anybody has something to say.
std::vector<SeedOutcome> run_batch(const RunRequest& request, const Scenario& scenario, const SeedPlan& plan,
                                   std::size_t threads) {
  SeedBatch batch(request, scenario, plan);
  work_parallel(batch, batch.size(), threads);
  return batch.take_outcomes();
}

/// Which metrics exist does not depend on the bytes: they need not be generated and hashed.
World fresh_world(Scenario scenario, std::uint64_t seed) {
  for (ContentSpec& content : scenario.contents) content.data = DataKind::none;
  return World(scenario, seed, Registry::standard());
}

}  // namespace

int run_seeds(const RunRequest& request, const ScenarioFile& file, const Stopwatch& watch) {
  const World fresh = fresh_world(file.scenario, request.seeds->first);
  const std::vector<Diagnostic> problems = expectation_problems(file, fresh);
  complain_about(problems);
  if (!problems.empty()) return exit_bad_input;
  const SeedPlan plan(fresh);
  const std::uint64_t seeds = request.seeds->last - request.seeds->first + 1;
  const std::size_t threads = threads_for(seeds);
  if (request.verbose) {
    complain(fmt::format("{}: {}, seeds {} to {}, {} threads", request.path, printable(file.scenario.name),
                         request.seeds->first, request.seeds->last, threads));
  }
  std::vector<SeedOutcome> outcomes;
  try {
    outcomes = run_batch(request, file.scenario, plan, threads);
  } catch (const BrokenRun& broken) {
    complain(broken.what());
    return exit_internal;
  }
  SeedsReport report = summarise(file.scenario, plan, std::move(outcomes));
  report.first = request.seeds->first;
  report.last = request.seeds->last;
  report.partial = report.outcomes.size() < seeds;
  return print_report(report, request, watch, threads);
}

}  // namespace swarmsim
