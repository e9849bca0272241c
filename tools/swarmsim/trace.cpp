// swarmsim trace: which of its subcommands, and trace show.

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/model/quantity.hpp"
#include "sim/trace/trace_reader.hpp"
#include "tools/swarmsim/arguments.hpp"
#include "tools/swarmsim/commands.hpp"
#include "tools/swarmsim/help.hpp"
#include "tools/swarmsim/options.hpp"
#include "tools/swarmsim/terminal.hpp"
#include "tools/swarmsim/trace_commands.hpp"
#include "tools/swarmsim/trace_file.hpp"

namespace swarmsim {

namespace {

using Words = std::vector<std::string>;

/// Which records are shown; empty lists let everything pass.
struct ShowRequest {
  std::string path;
  Words peers;
  Words kinds;
  Words contents;
  SimTime from = sim_start;
  SimTime to = sim_never;
  std::uint64_t limit = std::numeric_limits<std::uint64_t>::max();
  bool json = false;
};

bool allows(const Words& allowed, std::string_view one) {
  return allowed.empty() || std::find(allowed.begin(), allowed.end(), one) != allowed.end();
}

bool wants(const ShowRequest& request, const TraceLine& line) {
  return line.time >= request.from && allows(request.kinds, line.kind->name) &&
         (allows(request.peers, line.from) || allows(request.peers, line.to)) &&
         allows(request.contents, line.content);
}

std::optional<UsageProblem> read_time(const cxxopts::ParseResult& given, const char* name, SimTime& into) {
  if (given.count(name) == 0) return std::nullopt;
  const auto parsed = parse_duration(given[name].as<std::string>());
  if (const auto* problem = std::get_if<QuantityProblem>(&parsed)) {
    return UsageProblem{fmt::format("--{} {}", name, problem->message)};
  }
  into = sim_start + std::get<Duration>(parsed);
  return std::nullopt;
}

std::optional<UsageProblem> read_limit(const cxxopts::ParseResult& given, std::uint64_t& into) {
  if (given.count("limit") == 0) return std::nullopt;
  const std::string text = given["limit"].as<std::string>();
  const char* const end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, into);
  if (problem == std::errc{} && stopped == end) return std::nullopt;
  return UsageProblem{fmt::format("--limit {}: expected a whole number", in_quotes(text))};
}

Words list_of(const cxxopts::ParseResult& given, const char* name) {
  return given.count(name) > 0 ? given[name].as<Words>() : Words{};
}

std::optional<UsageProblem> read_filters(const cxxopts::ParseResult& given, ShowRequest& request) {
  request.json = given.count("json") > 0;
  request.peers = list_of(given, "peer");
  request.kinds = list_of(given, "kind");
  request.contents = list_of(given, "content");
  for (const std::string& kind : request.kinds) {
    if (find_kind(kind) != nullptr) continue;
    return UsageProblem{fmt::format("--kind {}: there is no such kind of record{}", in_quotes(kind),
                                    did_you_mean(kind, kind_names()))};
  }
  if (auto problem = read_time(given, "from", request.from)) return problem;
  if (auto problem = read_time(given, "to", request.to)) return problem;
  if (request.from > request.to) return UsageProblem{"--from is later than --to"};
  return read_limit(given, request.limit);
}

std::variant<ShowRequest, UsageProblem> read_show(const cxxopts::ParseResult& given) {
  ShowRequest request;
  const auto path = one_trace(given, "show");
  if (const auto* problem = std::get_if<UsageProblem>(&path)) return *problem;
  request.path = std::get<std::string>(path);
  if (auto problem = read_filters(given, request)) return *problem;
  return request;
}

int show(const ShowRequest& request) {
  TraceFile file(request.path);
  TraceReader reader(file);
  for (const std::string& content : request.contents) {
    const Words& known = reader.facts().contents;
    if (problem_of(request.path, file, reader)) break;
    if (std::find(known.begin(), known.end(), content) != known.end()) continue;
    complain(fmt::format("--content {}: the trace has no such content{}", in_quotes(content),
                         did_you_mean(content, known)));
    return exit_bad_input;
  }
  LinePrinter printer;
  std::uint64_t shown = 0;
  while (shown < request.limit) {
    const auto line = reader.next();
    // Times never decrease: nothing behind this is wanted, so nothing behind it is read.
    if (!line || line->time > request.to) break;
    if (!wants(request, *line)) continue;
    ++shown;
    if (!printer.print_line(request.json ? line->raw : reader.text())) break;
  }
  const int status = printer.finish(exit_ok);
  if (const auto problem = problem_of(request.path, file, reader)) {
    complain(*problem);
    return exit_bad_input;
  }
  return status;
}

int show_main(int argc, char** argv) {
  const OptionNames names{
      {"--peer", "--kind", "--content", "--from", "--to", "--limit", "--json", "--help", "-h"}, {}};
  cxxopts::Options options("swarmsim trace show");
  for (const char* name : {"peer", "kind", "content"}) {
    options.add_options()(name, "", cxxopts::value<Words>());
  }
  for (const char* name : {"from", "to", "limit"}) {
    options.add_options()(name, "", cxxopts::value<std::string>());
  }
  options.add_options()("json", "")("h,help", "");
  const auto parsed = parse_options(options, names, argc, argv);
  if (const auto* problem = std::get_if<UsageProblem>(&parsed)) {
    complain(problem->message);
    return exit_bad_input;
  }
  const auto& given = std::get<cxxopts::ParseResult>(parsed);
  if (given.count("help") > 0) return print(trace_show_help, exit_ok);
  const auto request = read_show(given);
  if (const auto* problem = std::get_if<UsageProblem>(&request)) {
    complain(problem->message);
    return exit_bad_input;
  }
  return show(std::get<ShowRequest>(request));
}

}  // namespace

std::variant<std::string, UsageProblem> one_trace(const cxxopts::ParseResult& given, std::string_view what) {
  const Words paths = positional(given);
  if (paths.empty()) {
    return UsageProblem{fmt::format("trace {} needs a trace; see swarmsim trace {} --help", what, what)};
  }
  if (paths.size() > 1) {
    return UsageProblem{
        fmt::format("trace {} takes one trace: {} is one too many", what, in_quotes(paths[1]))};
  }
  return paths[0];
}

int trace_main(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "";
  if (name == "show") return show_main(argc - 1, argv + 1);
  if (name == "stats") return trace_stats_main(argc - 1, argv + 1);
  if (name == "diff") return trace_diff_main(argc - 1, argv + 1);
  if (name == "--help" || name == "-h" || name == "help") return print(trace_help, exit_ok);
  if (name.empty()) {
    complain("trace what? see swarmsim trace --help");
  } else if (name == "export") {
    complain(fmt::format("{} is not in this version", in_quotes("trace " + name)));
  } else {
    complain(fmt::format("no subcommand {} of trace{}; see swarmsim trace --help", in_quotes(name),
                         did_you_mean(name, {"show", "stats", "diff", "export"})));
  }
  return exit_bad_input;
}

}  // namespace swarmsim
