// swarmsim run: one scenario, reported as text or JSON; its many-seed form is in seeds.cpp.

#include "tools/swarmsim/run.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "core/base/check.hpp"
#include "sim/peer/registry.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/expect.hpp"
#include "sim/report/measures.hpp"
#include "sim/report/rounding.hpp"
#include "sim/report/summary.hpp"
#include "sim/report/text.hpp"
#include "tools/swarmsim/commands.hpp"
#include "tools/swarmsim/drive.hpp"
#include "tools/swarmsim/files_out.hpp"
#include "tools/swarmsim/help.hpp"
#include "tools/swarmsim/large_pages.hpp"
#include "tools/swarmsim/process_stats.hpp"
#include "tools/swarmsim/series_file.hpp"
#include "tools/swarmsim/terminal.hpp"
#include "tools/swarmsim/trace_output.hpp"

namespace swarmsim {

namespace {

/// Where the wall time went, for -v.
struct Phases {
  Duration load{};
  Duration build{};
  Duration run{};
  Duration report{};
};

/// "1 peer", "1,000 peers"
std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", format_count(count), noun, count == 1 ? "" : "s");
}

void tell_start(const World& world) {
  complain(fmt::format("{}: {}, seed {}, {}, {}", world.scenario().path, printable(world.scenario().name),
                       world.seed(), counted(world.participants().size(), "peer"),
                       counted(world.contents().size(), "content")));
}

void tell_end(const World& world, const Phases& phases) {
  complain(fmt::format("load {:.3f} s, build {:.3f} s, run {:.3f} s, report {:.3f} s",
                       rounded_seconds(phases.load), rounded_seconds(phases.build),
                       rounded_seconds(phases.run), rounded_seconds(phases.report)));
  const Counters& counters = world.counters();
  std::string kinds;
  for (std::size_t kind = 0; kind < counters.messages.size(); ++kind) {
    if (counters.messages[kind] == 0) continue;
    kinds += fmt::format(", {} {}", format_count(counters.messages[kind]),
                         name_of(static_cast<MessageKind>(kind)));
  }
  complain(fmt::format("{} events, {} records{}", format_count(counters.events),
                       format_count(world.records()), kinds));
  // Ends are reused, so the highest one tells how many there were at once.
  complain(fmt::format("{} connections, {} connection ends at most", format_count(counters.connections),
                       format_count(world.network().end_capacity())));
}

/// Measures and prints; the exit code.
int report(const World& world, const RunRequest& request, Duration loop_cpu, const Stopwatch& watch) {
  const Measures measures = measure(world);
  Summary summary(world, measures, request.all_peers);
  const std::vector<ExpectResult> expect = evaluate(world.scenario(), summary);
  const bool all_hold =
      std::all_of(expect.begin(), expect.end(), [](const ExpectResult& one) { return one.ok; });
  int status = all_hold ? exit_ok : exit_unmet;
  if (world.end_reason() == EndReason::interrupted) status = exit_interrupted;
  if (!request.json) {
    const TextOptions options{wants_colour(request.colour), request.quiet};
    return print(format_report(world, measures, expect, options), status);
  }
  RunStats stats = stats_of_process(watch);
  stats.loop_cpu = loop_cpu;
  return print(summary.to_json(expect, stats), status);
}

/// Steps `world` to its end; how long the processor was at it.
Duration simulate(World& world, const RunRequest& request, SeriesFile* series, TraceOutput& trace) {
  const Duration before = cpu_time();
  std::vector<SampleSink*> samples;
  if (series != nullptr) samples.push_back(series);
  if (trace.sink() != nullptr && world.scenario().sample) samples.push_back(&trace);
  Progress progress(world, request.quiet, request.colour);
  drive(world, progress, {trace.sink(), samples});
  return cpu_time() - before;
}

int refuse(const FileProblem& problem) {
  complain(problem.message);
  return exit_bad_input;
}

int run_world(World& world, const RunRequest& request, TraceOutput& trace, Phases phases, Stopwatch& watch) {
  std::optional<SeriesFile> series;
  if (!request.series.empty()) series.emplace(world, request.series);
  if (series && series->problem()) return refuse(*series->problem());
  if (trace.problem()) return refuse(*trace.problem());
  std::optional<FilesOut> files;
  if (!request.files_out.empty()) files.emplace(world, request.files_out);
  if (files && files->problem()) return refuse(*files->problem());
  if (request.verbose) tell_start(world);
  phases.build = watch.lap();
  const Duration loop_cpu = simulate(world, request, series ? &*series : nullptr, trace);
  // Nothing is reported of a run that could not write what it was asked to.
  if (const auto problem = trace.finish()) return refuse(*problem);
  if (series) {
    if (const auto problem = series->commit(world.end_reason() == EndReason::interrupted)) {
      return refuse(*problem);
    }
  }
  if (files) {
    if (const auto problem = files->write()) return refuse(*problem);
  }
  phases.run = watch.lap();
  const int status = report(world, request, loop_cpu, watch);
  phases.report = watch.lap();
  if (request.verbose) tell_end(world, phases);
  return status;
}

/// A world for as long as the program runs. To give back a million peers one by one takes seconds after the
/// last word has been said; the system takes them all at once.
World& left_to_the_system(std::unique_ptr<World> world) {
  static World* kept = nullptr;  // found from here, it is not leaked
  kept = world.release();
  return *kept;
}

int run_once(const RunRequest& request, const ScenarioFile& file, Stopwatch& watch) {
  Phases phases;
  phases.load = watch.lap();
  const std::uint64_t seed = request.seed.value_or(file.scenario.seed);
  World& world =
      left_to_the_system(std::make_unique<World>(file.scenario, seed, Registry::standard(), request.mode));
  try {
    const std::vector<Diagnostic> problems = expectation_problems(file, world);
    complain_about(problems);
    if (!problems.empty()) return exit_bad_input;
    TraceOutput trace(request.trace, world, file.sources.all_text());
    return run_world(world, request, trace, phases, watch);
  } catch (const InvariantError& error) {
    complain(format_internal_error(world, error.what(), command_of(request, seed)));
    return exit_internal;
  }
}

int run(const RunRequest& request) {
  Stopwatch watch;
  prefer_large_pages();
  watch_interrupts();  // an early Ctrl-C too ends in a report
  ScenarioFile file = read_scenario(request.path, request.sets);
  complain_about(file.problems);
  if (!file.problems.empty()) return exit_bad_input;
  if (request.until) file.scenario.stop_at = std::min(file.scenario.stop_at, sim_start + *request.until);
  return request.seeds ? run_seeds(request, file, watch) : run_once(request, file, watch);
}

}  // namespace

RunStats stats_of_process(const Stopwatch& watch) {
  RunStats stats;
  stats.wall = watch.total();
  stats.cpu = cpu_time();
  stats.peak_rss_bytes = peak_rss_bytes();
  stats.build = SWARMSIM_BUILD;
  return stats;
}

int run_main(int argc, char** argv) {
  const auto request = read_run_request(argc, argv);
  if (const auto* problem = std::get_if<UsageProblem>(&request)) {
    complain(problem->message);
    return exit_bad_input;
  }
  const auto& wanted = std::get<RunRequest>(request);
  return wanted.help ? print(run_help, exit_ok) : run(wanted);
}

}  // namespace swarmsim
