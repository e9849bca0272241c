// swarmsim run --seeds: one scenario under every seed of a range, a world each, on all cores.
//
// Threads share the scenario, the plan and the registry, which nobody writes. They take the next seed from a
// counter and put what is left of the run into its own place; the report reads the places in order.

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "core/base/check.hpp"
#include "sim/peer/registry.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/seeds_output.hpp"
#include "sim/report/text.hpp"
#include "tools/swarmsim/commands.hpp"
#include "tools/swarmsim/process_stats.hpp"
#include "tools/swarmsim/run.hpp"
#include "tools/swarmsim/status_line.hpp"
#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

namespace {

/// A seed that ended otherwise than by its outcome.
struct Failure {
  std::size_t index = 0;
  std::string message;           ///< of a broken invariant
  std::exception_ptr exception;  ///< anything else, such as too little memory
};

/// All runs of a range; its threads end before it does.
class Batch {
 public:
  Batch(const RunRequest& request, const Scenario& scenario, const SeedPlan& plan)
      : request_(request), scenario_(scenario), plan_(plan) {
    outcomes_.resize(request.seeds->last - request.seeds->first + 1);
  }

  /// Runs every seed, or those that are begun when Ctrl-C or a failure comes.
  void run(std::size_t threads) {
    std::vector<std::jthread> workers;
    while (workers.size() < threads) {
      try {
        workers.emplace_back([this] { work(); });
      } catch (const std::system_error&) {
        if (workers.empty()) throw;
        break;  // The system grants no more: those that there are do all the work.
      }
    }
    running_ = workers.size();
    watch();
  }

  /// Of the failures, the one of the lowest seed: all below it were begun before, and have ended.
  const std::optional<Failure>& failure() const { return failure_; }
  bool is_complete() const { return ended_ == outcomes_.size(); }
  /// What has ended, in the order of the seeds.
  std::vector<SeedOutcome> take_outcomes() {
    std::vector<SeedOutcome> ended;
    for (std::optional<SeedOutcome>& outcome : outcomes_) {
      if (outcome) ended.push_back(*std::move(outcome));
    }
    return ended;
  }

 private:
  void work() {
    while (!is_interrupted() && !has_failed_) {
      const std::size_t index = next_++;
      if (index >= outcomes_.size()) break;
      run_one(index);
    }
    const std::lock_guard lock(mutex_);
    ++idle_;
    changed_.notify_one();
  }

  void run_one(std::size_t index) {
    const std::uint64_t seed = request_.seeds->first + index;
    try {
      World world(scenario_, seed, Registry::standard());
      try {
        while (!is_interrupted() && world.step()) {}
        if (world.ended()) keep(index, plan_.outcome_of(world));
      } catch (const InvariantError& error) {
        fail({index, format_internal_error(world, error.what(), command_of(request_, seed)), nullptr});
      }
    } catch (...) {
      fail({index, "", std::current_exception()});
    }
  }

  void keep(std::size_t index, SeedOutcome outcome) {
    const std::lock_guard lock(mutex_);
    outcomes_[index] = std::move(outcome);
    ++ended_;
    changed_.notify_one();
  }

  void fail(Failure failure) {
    const std::lock_guard lock(mutex_);
    if (!failure_ || failure.index < failure_->index) failure_ = std::move(failure);
    has_failed_ = true;
  }

  /// Shows how far it is, until every thread is idle.
  void watch() {
    StatusLine line(request_.quiet, request_.colour);
    std::unique_lock lock(mutex_);
    while (idle_ < running_) {
      changed_.wait_for(lock, std::chrono::milliseconds(200));
      if (!line.is_due()) continue;
      std::string text = fmt::format("{}/{} seeds", ended_, outcomes_.size());
      if (ended_ > 0) {
        const auto left = static_cast<double>(outcomes_.size() - ended_);
        text += "  ETA " + rough_time(line.elapsed_s() * left / static_cast<double>(ended_));
      }
      line.show(std::move(text));
    }
  }

  const RunRequest& request_;
  const Scenario& scenario_;
  const SeedPlan& plan_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> has_failed_ = false;
  std::size_t running_ = 0;

  std::mutex mutex_;  ///< of everything below
  std::condition_variable changed_;
  std::vector<std::optional<SeedOutcome>> outcomes_;
  std::size_t ended_ = 0;
  std::size_t idle_ = 0;
  std::optional<Failure> failure_;
};

int print_report(const SeedsReport& report, const RunRequest& request, const Stopwatch& watch,
                 std::size_t threads) {
  const bool all_hold = std::all_of(report.expect.begin(), report.expect.end(),
                                    [](const SeedsExpectation& one) { return one.result.ok; });
  int status = all_hold ? exit_ok : exit_unmet;
  if (report.partial) status = exit_interrupted;
  if (!request.json)
    return print(format_seeds(report, {wants_colour(request.colour), request.quiet}), status);
  RunStats stats;
  stats.wall = watch.total();
  stats.cpu = cpu_time();
  stats.peak_rss_bytes = peak_rss_bytes();
  stats.build = SWARMSIM_BUILD;
  return print(seeds_json(report, stats, threads), status);
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
  const std::size_t threads = std::min<std::size_t>(std::max(std::thread::hardware_concurrency(), 1U), seeds);
  if (request.verbose) {
    complain(fmt::format("{}: {}, seeds {} to {}, {} threads", request.path, printable(file.scenario.name),
                         request.seeds->first, request.seeds->last, threads));
  }
  Batch batch(request, file.scenario, plan);
  batch.run(threads);
  if (const auto& failure = batch.failure()) {
    if (failure->exception) std::rethrow_exception(failure->exception);
    complain(failure->message);
    return exit_internal;
  }
  SeedsReport report = summarise(file.scenario, plan, batch.take_outcomes());
  report.first = request.seeds->first;
  report.last = request.seeds->last;
  report.partial = !batch.is_complete();
  return print_report(report, request, watch, threads);
}

}  // namespace swarmsim
