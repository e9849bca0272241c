// swarmsim run: one scenario, once, reported as text or JSON.

#include <sys/resource.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "core/base/check.hpp"
#include "core/base/words.hpp"
#include "sim/peer/registry.hpp"
#include "sim/report/expect.hpp"
#include "sim/report/measures.hpp"
#include "sim/report/summary.hpp"
#include "sim/report/text.hpp"
#include "sim/scenario/quantity.hpp"
#include "tools/swarmsim/commands.hpp"
#include "tools/swarmsim/help.hpp"
#include "tools/swarmsim/options.hpp"
#include "tools/swarmsim/scenario_file.hpp"
#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

namespace {

/// The largest seed a scenario may have, too.
constexpr std::uint64_t last_seed = std::numeric_limits<std::int64_t>::max();

struct RunRequest {
  std::string path;
  std::optional<std::uint64_t> seed;
  std::optional<Duration> until;
  std::string until_text;
  ColourChoice colour = ColourChoice::automatic;
  bool json = false;
  bool all_peers = false;
  bool quiet = false;
  bool help = false;
};

/// User and system time of the process.
Duration cpu_time() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto duration_of = [](const timeval& time) -> Duration {
    return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
  };
  return duration_of(usage.ru_utime) + duration_of(usage.ru_stime);
}

std::int64_t peak_rss_bytes() {
  constexpr std::int64_t unit = 1'024;  // ru_maxrss is in KiB on Linux
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss * unit;
}

std::optional<UsageProblem> read_seed(const std::string& text, RunRequest& request) {
  std::uint64_t seed = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, seed);
  if (problem != std::errc{} || stopped != end || seed > last_seed) {
    return UsageProblem{
        fmt::format("--seed {}: a seed is a whole number from 0 to {}", in_quotes(text), last_seed)};
  }
  request.seed = seed;
  return std::nullopt;
}

std::optional<UsageProblem> read_until(const std::string& text, RunRequest& request) {
  const auto parsed = parse_duration(text);
  if (const auto* problem = std::get_if<QuantityProblem>(&parsed)) {
    return UsageProblem{"--until " + problem->message};
  }
  request.until = std::get<Duration>(parsed);
  request.until_text = text;
  return std::nullopt;
}

std::optional<UsageProblem> read_colour(const std::string& text, RunRequest& request) {
  if (text == "auto") {
    request.colour = ColourChoice::automatic;
  } else if (text == "always") {
    request.colour = ColourChoice::always;
  } else if (text == "never") {
    request.colour = ColourChoice::never;
  } else {
    return UsageProblem{fmt::format("--color {}: expected auto, always or never{}", in_quotes(text),
                                    did_you_mean(text, {"auto", "always", "never"}))};
  }
  return std::nullopt;
}

std::optional<UsageProblem> read_path(const cxxopts::ParseResult& given, RunRequest& request) {
  if (given.count("scenario") == 0) return UsageProblem{"run needs a scenario; see swarmsim run --help"};
  const auto& paths = given["scenario"].as<std::vector<std::string>>();
  if (paths.size() > 1) {
    return UsageProblem{fmt::format("run takes one scenario: {} is one too many", in_quotes(paths[1]))};
  }
  request.path = paths[0];
  return std::nullopt;
}

std::variant<RunRequest, UsageProblem> read_request(int argc, char** argv) {
  const OptionNames names{
      {"--seed", "--until", "--json", "--peers", "--color", "--quiet", "-q", "--help", "-h"},
      {"--seeds", "--set", "--series", "--trace", "--trace-level", "--reference", "--report", "--files-out",
       "-v"}};
  cxxopts::Options options("swarmsim run");
  for (const char* name : {"seed", "until", "color"}) {
    options.add_options()(name, "", cxxopts::value<std::string>());
  }
  options.add_options()("json", "")("peers", "")("q,quiet", "")("h,help", "");
  const auto parsed = parse_options(options, names, argc, argv);
  if (const auto* problem = std::get_if<UsageProblem>(&parsed)) return *problem;
  const auto& given = std::get<cxxopts::ParseResult>(parsed);
  RunRequest request;
  request.json = given.count("json") > 0;
  request.all_peers = given.count("peers") > 0;
  request.quiet = given.count("quiet") > 0;
  request.help = given.count("help") > 0;
  if (request.help) return request;
  using Read = std::optional<UsageProblem> (*)(const std::string&, RunRequest&);
  for (const auto& [name, read] :
       {std::pair<const char*, Read>{"seed", read_seed}, {"until", read_until}, {"color", read_colour}}) {
    if (given.count(name) == 0) continue;
    if (auto problem = read(given[name].as<std::string>(), request)) return *problem;
  }
  if (auto problem = read_path(given, request)) return *problem;
  return request;
}

/// The command line that shows this run again.
std::string command_of(const RunRequest& request, std::uint64_t seed) {
  std::string command = fmt::format("swarmsim run {} --seed {}", shell_quoted(request.path), seed);
  if (request.until) command += fmt::format(" --until {}", shell_quoted(request.until_text));
  return command;
}

void simulate(World& world, RunStats& stats) {
  const Duration before = cpu_time();
  while (!is_interrupted() && world.step()) {}
  if (is_interrupted()) world.interrupt();
  stats.loop_cpu = cpu_time() - before;
}

int report(const World& world, const RunRequest& request, RunStats& stats,
           std::chrono::steady_clock::time_point began) {
  const Measures measures = measure(world);
  Summary summary(world, measures, request.all_peers);
  const std::vector<ExpectResult> expect = evaluate(world.scenario(), summary);
  int status = exit_ok;
  for (const ExpectResult& one : expect) {
    if (!one.ok) status = exit_unmet;
  }
  if (world.end_reason() == EndReason::interrupted) status = exit_interrupted;
  if (!request.json) {
    const TextOptions options{wants_colour(request.colour), request.quiet};
    return print(format_report(world, measures, expect, options), status);
  }
  stats.wall = std::chrono::steady_clock::now() - began;
  stats.cpu = cpu_time();
  stats.peak_rss_bytes = peak_rss_bytes();
  return print(summary.to_json(expect, stats), status);
}

int run(const RunRequest& request) {
  const auto began = std::chrono::steady_clock::now();
  watch_interrupts();  // an early Ctrl-C too ends in a report
  ScenarioFile file = read_scenario(request.path);
  complain_about(file.problems);
  if (!file.problems.empty()) return exit_bad_input;
  if (request.until) file.scenario.stop_at = std::min(file.scenario.stop_at, sim_start + *request.until);
  const std::uint64_t seed = request.seed.value_or(file.scenario.seed);
  World world(file.scenario, seed, Registry::standard());
  try {
    const std::vector<Diagnostic> problems = expectation_problems(file, world);
    complain_about(problems);
    if (!problems.empty()) return exit_bad_input;
    RunStats stats;
    stats.build = SWARMSIM_BUILD;
    simulate(world, stats);
    return report(world, request, stats, began);
  } catch (const InvariantError& error) {
    complain(format_internal_error(world, error.what(), command_of(request, seed)));
    return exit_internal;
  }
}

}  // namespace

int run_main(int argc, char** argv) {
  const auto request = read_request(argc, argv);
  if (const auto* problem = std::get_if<UsageProblem>(&request)) {
    complain(problem->message);
    return exit_bad_input;
  }
  const auto& wanted = std::get<RunRequest>(request);
  return wanted.help ? print(run_help, exit_ok) : run(wanted);
}

}  // namespace swarmsim
