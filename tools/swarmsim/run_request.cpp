#include "tools/swarmsim/run_request.hpp"

#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/model/quantity.hpp"

namespace swarmsim {

namespace {

using Problem = std::optional<UsageProblem>;

Problem read_seed(const std::string& text, RunRequest& request) {
  request.seed = parse_seed(text);
  if (request.seed) return std::nullopt;
  return UsageProblem{
      fmt::format("--seed {}: a seed is a whole number from 0 to {}", in_quotes(text), last_seed)};
}

Problem read_seeds(const std::string& text, RunRequest& request) {
  const auto parsed = parse_seeds(text, false);
  if (const auto* problem = std::get_if<UsageProblem>(&parsed)) return *problem;
  request.seeds = std::get<SeedRange>(parsed);
  return std::nullopt;
}

Problem read_until(const std::string& text, RunRequest& request) {
  const auto parsed = parse_duration(text);
  if (const auto* problem = std::get_if<QuantityProblem>(&parsed)) {
    return UsageProblem{"--until " + problem->message};
  }
  request.until = std::get<Duration>(parsed);
  request.until_text = text;
  return std::nullopt;
}

/// The index of `text` in `allowed`, which a message lists as `listed`.
std::variant<std::size_t, UsageProblem> read_choice(const char* option, const std::string& text,
                                                    const std::vector<std::string>& allowed,
                                                    std::string_view listed) {
  for (std::size_t i = 0; i < allowed.size(); ++i) {
    if (allowed[i] == text) return i;
  }
  return UsageProblem{
      fmt::format("--{} {}: expected {}{}", option, in_quotes(text), listed, did_you_mean(text, allowed))};
}

Problem read_colour(const std::string& text, RunRequest& request) {
  const auto choice = read_choice("color", text, {"auto", "always", "never"}, "auto, always or never");
  if (const auto* problem = std::get_if<UsageProblem>(&choice)) return *problem;
  constexpr ColourChoice choices[] = {ColourChoice::automatic, ColourChoice::always, ColourChoice::never};
  request.colour = choices[std::get<std::size_t>(choice)];
  return std::nullopt;
}

Problem read_file_name(const char* option, const std::string& text, std::string& into) {
  if (text.empty()) return UsageProblem{fmt::format("--{} needs the name of a file", option)};
  into = text;
  return std::nullopt;
}

Problem read_series(const std::string& text, RunRequest& request) {
  return read_file_name("series", text, request.series);
}

Problem read_files_out(const std::string& text, RunRequest& request) {
  return read_file_name("files-out", text, request.files_out);
}

Problem read_path(const cxxopts::ParseResult& given, RunRequest& request) {
  if (given.count("arguments") == 0) return UsageProblem{"run needs a scenario; see swarmsim run --help"};
  const auto& paths = given["arguments"].as<std::vector<std::string>>();
  if (paths.size() > 1) {
    return UsageProblem{fmt::format("run takes one scenario: {} is one too many", in_quotes(paths[1]))};
  }
  request.path = paths[0];
  return std::nullopt;
}

/// What cannot go together.
Problem find_conflict(const RunRequest& request) {
  if (request.quiet && request.verbose) return UsageProblem{"-q and -v contradict each other"};
  if (!request.seeds) return std::nullopt;
  const std::pair<const char*, bool> of_one_run[] = {{"--seed", request.seed.has_value()},
                                                     {"--series", !request.series.empty()},
                                                     {"--trace", !request.trace.path.empty()},
                                                     {"--files-out", !request.files_out.empty()},
                                                     {"--peers", request.all_peers}};
  for (const auto& [option, is_given] : of_one_run) {
    if (is_given) return UsageProblem{fmt::format("{} is of a single run: not with --seeds", option)};
  }
  return std::nullopt;
}

constexpr std::pair<const char*, Problem (*)(const std::string&, RunRequest&)> run_options_with_value[] = {
    {"seed", read_seed},    {"seeds", read_seeds},   {"until", read_until},
    {"color", read_colour}, {"series", read_series}, {"files-out", read_files_out}};

Problem read_values(const cxxopts::ParseResult& given, RunRequest& request) {
  for (const auto& [name, read] : run_options_with_value) {
    if (given.count(name) == 0) continue;
    if (given.count(name) > 1) return UsageProblem{fmt::format("--{} is given more than once", name)};
    if (auto problem = read(given[name].as<std::string>(), request)) return problem;
  }
  return std::nullopt;
}

}  // namespace

std::variant<RunRequest, UsageProblem> read_run_request(int argc, char** argv) {
  const OptionNames names{
      {"--seed", "--seeds", "--set", "--until", "--json", "--peers", "--series", "--files-out", "--trace",
       "--trace-level", "--reference", "--color", "--quiet", "-q", "--verbose", "-v", "--help", "-h"},
      {"--report"}};
  cxxopts::Options options("swarmsim run");
  for (const auto& [name, read] : run_options_with_value) {
    options.add_options()(name, "", cxxopts::value<std::string>());
  }
  for (const char* name : {"trace", "trace-level"}) {
    options.add_options()(name, "", cxxopts::value<std::string>());
  }
  options.add_options()("set", "", cxxopts::value<std::vector<std::string>>());
  options.add_options()("json", "")("peers", "")("reference", "")("q,quiet", "")("v,verbose", "")("h,help",
                                                                                                  "");
  const auto parsed = parse_options(options, names, argc, argv);
  if (const auto* problem = std::get_if<UsageProblem>(&parsed)) return *problem;
  const auto& given = std::get<cxxopts::ParseResult>(parsed);
  RunRequest request;
  request.json = given.count("json") > 0;
  request.all_peers = given.count("peers") > 0;
  if (given.count("reference") > 0) request.mode = Mode::reference;
  request.quiet = given.count("quiet") > 0;
  request.verbose = given.count("verbose") > 0;
  request.help = given.count("help") > 0;
  if (request.help) return request;
  if (given.count("set") > 0) request.sets = given["set"].as<std::vector<std::string>>();
  if (auto problem = read_values(given, request)) return *problem;
  const auto trace = read_trace_request(given);
  if (const auto* problem = std::get_if<UsageProblem>(&trace)) return *problem;
  request.trace = std::get<TraceRequest>(trace);
  if (auto problem = read_path(given, request)) return *problem;
  if (auto problem = find_conflict(request)) return *problem;
  return request;
}

std::string command_of(const RunRequest& request, std::uint64_t seed) {
  std::string command = fmt::format("swarmsim run {} --seed {}", shell_quoted(request.path), seed);
  for (const std::string& set : request.sets) command += fmt::format(" --set {}", shell_quoted(set));
  if (request.mode == Mode::reference) command += " --reference";
  if (request.until) command += fmt::format(" --until {}", shell_quoted(request.until_text));
  return command;
}

}  // namespace swarmsim
