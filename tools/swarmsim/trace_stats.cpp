// swarmsim trace stats: a whole trace in one page, and whether it is whole.

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/trace/seconds.hpp"
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

constexpr std::size_t busiest_shown = 10;

struct PeerCounts {
  std::uint64_t records = 0;
  std::int64_t sent = 0;  ///< bytes of blocks that were delivered and read
  std::int64_t received = 0;
};

struct TraceStats {
  std::uint64_t lines = 0;
  SimTime first{};
  SimTime last{};
  std::map<std::string, std::uint64_t, std::less<>> by_kind;
  std::map<std::string, PeerCounts, std::less<>> peers;
  std::int64_t block_bytes = 0;
};

/// The counts under `name`, which need no string of their own once it is known.
template <typename Counts>
auto& at_name(Counts& counts, std::string_view name) {
  const auto found = counts.find(name);
  return found != counts.end() ? found->second : counts[std::string(name)];
}

void count(TraceStats& stats, const TraceLine& line, const TraceReader& reader) {
  if (stats.lines++ == 0) stats.first = line.time;
  stats.last = line.time;
  ++at_name(stats.by_kind, line.kind->name);
  if (line.from.empty()) return;
  ++at_name(stats.peers, line.from).records;
  if (line.to == line.from) return;
  ++at_name(stats.peers, line.to).records;
  const bool is_block = line.kind->kind == record_kind(MessageKind::block);
  if (!is_block || reader.has("cut") || reader.has("unread")) return;
  const std::int64_t bytes = reader.number("bytes");
  at_name(stats.peers, line.from).sent += bytes;
  at_name(stats.peers, line.to).received += bytes;
  stats.block_bytes += bytes;
}

/// What the last line promises and the file does not hold.
std::vector<std::string> disagreements(const TraceStats& stats, const TraceReader& reader) {
  std::vector<std::string> found;
  const TraceTotals& totals = reader.totals();
  const auto compare = [&](std::string_view what, std::uint64_t read, std::uint64_t promised) {
    if (read != promised) found.push_back(fmt::format("{} {} where it says {}", read, what, promised));
  };
  compare("lines", stats.lines, totals.lines);
  std::uint64_t hashed = 0;
  for (const KindSpec& kind : all_kinds()) {
    const auto promised = totals.by_kind.find(kind.name);
    const std::uint64_t number = promised == totals.by_kind.end() ? 0 : promised->second;
    hashed += kind.is_hashed() ? number : 0;
    if (kind.level() > reader.facts().level) continue;
    const auto read = stats.by_kind.find(kind.name);
    compare(kind.name, read == stats.by_kind.end() ? 0 : read->second, number);
  }
  compare("records by kind", hashed, totals.records);
  if (reader.facts().level == TraceLevel::wire) {
    compare("bytes of blocks", static_cast<std::uint64_t>(stats.block_bytes),
            static_cast<std::uint64_t>(totals.block_bytes));
  }
  return found;
}

void add_facts(std::string& text, const TraceStats& stats, const TraceReader& reader) {
  const TraceFacts& facts = reader.facts();
  const TraceTotals& totals = reader.totals();
  auto out = std::back_inserter(text);
  fmt::format_to(out, "scenario     {}, seed {}, {} peers\n", in_quotes(facts.scenario), facts.seed,
                 facts.peers);
  fmt::format_to(out, "hash         {}\n", facts.scenario_hash);
  fmt::format_to(out, "written by   swarmsim {}, level {}\n", facts.version, name_of(facts.level));
  fmt::format_to(out, "records      {} in the run, {} lines here\n", totals.records, stats.lines);
  fmt::format_to(out, "time         {} s to {} s; the run ended at {} s: {}{}\n",
                 seconds_of(nanoseconds_of(stats.first)), seconds_of(nanoseconds_of(stats.last)),
                 seconds_of(nanoseconds_of(totals.time)), totals.reason, totals.partial ? " (partial)" : "");
  fmt::format_to(out, "blocks       {} bytes delivered\n", totals.block_bytes);
}

void add_kinds(std::string& text, const TraceReader& reader) {
  auto out = std::back_inserter(text);
  fmt::format_to(out, "\n{:<20}{:>12}\n", "kind", "records");
  for (const KindSpec& kind : all_kinds()) {
    const auto found = reader.totals().by_kind.find(kind.name);
    if (found == reader.totals().by_kind.end()) continue;
    const bool is_here = kind.level() <= reader.facts().level;
    fmt::format_to(out, "{:<20}{:>12}{}\n", kind.name, found->second, is_here ? "" : "  not in this trace");
  }
}

void add_peers(std::string& text, const TraceStats& stats, TraceLevel level) {
  std::vector<std::pair<std::string, PeerCounts>> peers(stats.peers.begin(), stats.peers.end());
  // Stable: equal ones stay in the order of their names.
  std::stable_sort(peers.begin(), peers.end(),
                   [](const auto& a, const auto& b) { return a.second.records > b.second.records; });
  peers.resize(std::min(peers.size(), busiest_shown));
  auto out = std::back_inserter(text);
  const bool has_blocks = level == TraceLevel::wire;
  fmt::format_to(out, "\n{:<20}{:>12}{}\n", "busiest", "records",
                 has_blocks ? fmt::format("{:>16}{:>16}", "bytes sent", "bytes received") : "");
  for (const auto& [name, counts] : peers) {
    fmt::format_to(out, "{:<20}{:>12}{}\n", name, counts.records,
                   has_blocks ? fmt::format("{:>16}{:>16}", counts.sent, counts.received) : "");
  }
}

int report_stats(const std::string& path) {
  TraceFile file(path);
  TraceReader reader(file);
  TraceStats stats;
  while (const auto line = reader.next()) count(stats, *line, reader);
  if (const auto problem = problem_of(path, file, reader)) {
    complain(*problem);
    return exit_bad_input;
  }
  const std::vector<std::string> wrong = disagreements(stats, reader);
  std::string text;
  add_facts(text, stats, reader);
  add_kinds(text, reader);
  add_peers(text, stats, reader.facts().level);
  text += wrong.empty() ? "\nlast line    agrees with what was read\n" : "\n";
  for (const std::string& one : wrong) text += fmt::format("last line    does not agree: {}\n", one);
  text += fmt::format("fingerprint  {}\n", reader.totals().fingerprint);
  if (!wrong.empty()) complain(fmt::format("{}: its last line does not agree with it", path));
  return print(text, wrong.empty() ? exit_ok : exit_bad_input);
}

}  // namespace

int trace_stats_main(int argc, char** argv) {
  const auto given = read_verb_arguments("trace", trace_stats_help, argc, argv);
  if (const int* status = std::get_if<int>(&given)) return *status;
  const auto path = one_trace(std::get<cxxopts::ParseResult>(given), "stats");
  if (const auto* problem = std::get_if<UsageProblem>(&path)) {
    complain(problem->message);
    return exit_bad_input;
  }
  return report_stats(std::get<std::string>(path));
}

}  // namespace swarmsim
