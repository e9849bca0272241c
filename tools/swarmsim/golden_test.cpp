// swarmsim golden test, one scenario: its run against its goldens.

#include <optional>
#include <string>
#include <variant>

#include <fmt/format.h>

#include "sim/report/measures.hpp"
#include "sim/report/metrics_golden.hpp"
#include "sim/report/summary.hpp"
#include "sim/trace/trace_diff.hpp"
#include "tools/swarmsim/golden.hpp"
#include "tools/swarmsim/live_trace.hpp"
#include "tools/swarmsim/trace_file.hpp"

namespace swarmsim {

namespace {

void fail(GoldenResult& result, GoldenVerdict verdict, std::string headline, const std::string& file,
          int line) {
  // The first thing that is wrong is what the result is about; what follows is in its text.
  if (result.verdict != GoldenVerdict::good) return;
  result.verdict = verdict;
  result.headline = std::move(headline);
  result.file = file;
  result.line = line;
}

/// "accepted by 0.1.0, this is 0.2.0"; nothing for our own version.
std::string version_note(const std::string& version) {
  if (version == SWARMSIM_VERSION) return "";
  return fmt::format("accepted by {}, this is {}", version, SWARMSIM_VERSION);
}

void add_note(std::string& headline, const std::string& note) {
  if (!note.empty()) headline += fmt::format(" ({})", note);
}

/// Command lines that show more of a difference.
std::string closer_look(const GoldenPlace& place, const TraceDiff& diff) {
  const std::string scenario = shell_quoted(place.scenario);
  const std::string wire = fmt::format("swarmsim run {} --trace now.zst --trace-level wire", scenario);
  std::string text;
  if (diff.divergence) {
    constexpr std::int64_t nanoseconds_per_ms = 1'000'000;
    std::string peers;
    for (const std::string& peer : diff.divergence->peers) peers += " --peer " + shell_quoted(peer);
    text = fmt::format(
        "look closer  swarmsim run {0} --trace now.jsonl\n"
        "             swarmsim trace diff {1} now.jsonl --context 50\n"
        "  messages   {2}\n"
        "             swarmsim trace show now.zst --from '{3} ms' --limit 50{4}\n",
        scenario, shell_quoted(place.trace), wire, nanoseconds_of(diff.divergence->time) / nanoseconds_per_ms,
        peers);
  } else {
    text = fmt::format(
        "look closer  {0}\n"
        "             the same with the program before, as before.zst; then\n"
        "             swarmsim trace diff before.zst now.zst\n",
        wire);
  }
  return text +
         fmt::format("if it is meant: swarmsim golden accept {}, and say why in the commit\n", scenario);
}

/// Whether the last lines differ in nothing but what messages make.
bool is_wire_only(const TraceDiff& diff) {
  for (const ValueChange& change : diff.end) {
    const KindSpec* kind = find_kind(change.what);
    const bool is_of_messages = kind != nullptr && kind->level() == TraceLevel::wire;
    if (!is_of_messages && change.what != "records" && change.what != "block_bytes" &&
        change.what != "fingerprint") {
      return false;
    }
  }
  return true;
}

std::string headline_of(const TraceDiff& diff) {
  if (diff.divergence) return fmt::format("differs from record {} on", diff.divergence->a.front().number);
  if (is_wire_only(diff)) return "wire-level difference: every record is the same, messages are not";
  return "every record is the same, the last line is not";
}

int line_of(const TraceDiff& diff) {
  return diff.divergence ? static_cast<int>(diff.divergence->a.front().number) + 1 : 0;
}

/// The golden as bytes and as records.
struct GoldenFile {
  explicit GoldenFile(const std::string& path_of_it) : path(path_of_it), file(path), reader(file) {}

  std::optional<std::string> problem() const { return problem_of(path, file, reader); }

  std::string path;
  TraceFile file;
  TraceReader reader;
};

void report_damage(GoldenResult& result, const GoldenPlace& place, const GoldenFile& golden) {
  const int line = static_cast<int>(golden.reader.record_number()) + 1;
  fail(result, GoldenVerdict::bad_input, "its golden cannot be read", place.trace, line);
  result.text += *golden.problem() + "\n";
}

void compare_traces(const GoldenPlace& place, const GoldenOptions& options, LiveTrace& live,
                    GoldenResult& result) {
  GoldenFile golden(place.trace);
  TraceReader now(live);
  const TraceDiff diff = diff_traces(golden.reader, now, options.context);
  if (is_interrupted()) return;
  if (golden.problem() && !diff.divergence) return report_damage(result, place, golden);
  const std::string version = version_note(golden.reader.facts().version);
  if (diff.is_same_run()) {
    result.headline = fmt::format("{} records", golden.reader.totals().lines);
    return add_note(result.headline, version);
  }
  std::string headline = headline_of(diff);
  add_note(headline, version);
  fail(result, GoldenVerdict::unmet, std::move(headline), place.trace, line_of(diff));
  result.text += diff_text(diff, "golden", "now") + closer_look(place, diff);
}

void compare_fingerprints(const GoldenPlace& place, const World& ended, GoldenResult& result) {
  GoldenFile golden(place.trace);
  while (golden.reader.next()) {}
  if (golden.problem()) return report_damage(result, place, golden);
  const TraceTotals& totals = golden.reader.totals();
  const std::string now = to_hex(ended.fingerprint());
  std::string headline = "the fingerprint is the same";
  const bool is_same =
      totals.fingerprint == now && totals.time == ended.now() && totals.records == ended.records();
  if (!is_same) headline = "the fingerprint differs";
  add_note(headline, version_note(golden.reader.facts().version));
  if (is_same) {
    result.headline = std::move(headline);
    return;
  }
  fail(result, GoldenVerdict::unmet, std::move(headline), place.trace, 0);
  result.text +=
      fmt::format("golden {}, {} records; now {}, {} records\nlook closer  swarmsim golden test {}\n",
                  totals.fingerprint, totals.records, now, ended.records(), shell_quoted(place.scenario));
}

/// The metrics golden, if there is one and it can be held against `fresh`; else the result says why.
std::optional<MetricsGolden> read_metrics(const GoldenPlace& place, const World& fresh,
                                          GoldenResult& result) {
  auto text = read_file(place.metrics);
  std::vector<Diagnostic> problems;
  std::optional<MetricsGolden> golden;
  if (const auto* problem = std::get_if<FileProblem>(&text)) {
    problems.push_back({place.metrics, 0, 0, problem->message, {}});
  } else {
    golden.emplace(std::get<std::string>(std::move(text)), place.metrics);
    problems = golden->problems();
    const Summary summary(fresh, measure(fresh));
    if (problems.empty()) problems = golden->missing_in(summary, summary.paths());
  }
  if (problems.empty()) return golden;
  fail(result, GoldenVerdict::bad_input, "its metrics cannot be read", place.metrics, problems.front().line);
  for (const Diagnostic& problem : problems) result.text += format_diagnostic(problem) + "\n";
  return std::nullopt;
}

void compare_metrics(const GoldenPlace& place, const MetricsGolden& golden, const World& ended,
                     GoldenResult& result) {
  const std::vector<MetricChange> changes = golden.out_of_tolerance(Summary(ended, measure(ended)));
  if (changes.empty()) {
    if (result.verdict != GoldenVerdict::good) return;
    if (!result.headline.empty()) result.headline += ", ";
    result.headline += fmt::format("{} metrics", golden.size());
    return add_note(result.headline, version_note(golden.version()));
  }
  std::string headline = fmt::format("{} of {} metrics: {}", changes.size(), golden.size(), changes[0].path);
  add_note(headline, version_note(golden.version()));
  fail(result, GoldenVerdict::unmet, std::move(headline), place.metrics, 0);
  for (const MetricChange& change : changes) {
    const std::string within = change.within.empty() ? "" : fmt::format(" (within {})", change.within);
    result.text += fmt::format("{}: golden {}{}, now {}\n", change.path, change.was, within, change.is);
  }
  result.text += fmt::format("if it is meant: swarmsim golden accept {}, and say why in the commit\n",
                             shell_quoted(place.scenario));
}

}  // namespace

GoldenResult test_golden(const GoldenPlace& place, const GoldenOptions& options) {
  GoldenResult result{place.scenario};
  with_fresh_world(result, [&](const ScenarioFile& file, World& world) {
    if (!place.has_trace && !place.has_metrics) {
      result.text = fmt::format("make one: swarmsim golden accept {}\n", shell_quoted(place.scenario));
      return fail(result, GoldenVerdict::unmet, "no golden", place.scenario, 0);
    }
    std::optional<MetricsGolden> metrics;
    if (place.has_metrics) metrics = read_metrics(place, world, result);
    if (result.verdict != GoldenVerdict::good) return;
    if (place.has_trace && !options.only_fingerprints) {
      LiveTrace live(world, file.sources.all_text(), nullptr);
      compare_traces(place, options, live, result);
      if (metrics) live.finish();
    } else {
      while (!is_interrupted() && world.step()) {}
      if (place.has_trace && world.ended()) compare_fingerprints(place, world, result);
    }
    if (metrics && world.ended()) compare_metrics(place, *metrics, world, result);
    if (is_interrupted()) result.verdict = GoldenVerdict::interrupted;
  });
  return result;
}

}  // namespace swarmsim
