// swarmsim golden accept, one scenario: what changed in numbers, and the files that say so from now on.

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "sim/report/columns.hpp"
#include "sim/report/measures.hpp"
#include "sim/report/metrics_golden.hpp"
#include "sim/report/summary.hpp"
#include "sim/trace/seconds.hpp"
#include "sim/trace/trace_diff.hpp"
#include "tools/swarmsim/golden.hpp"
#include "tools/swarmsim/live_trace.hpp"
#include "tools/swarmsim/trace_file.hpp"

namespace swarmsim {

namespace {

/// What a trace says in a few numbers.
struct TraceNumbers {
  std::string records;
  std::string end;
  std::string fingerprint;
  CompletionMeasure completion;
};

/// Reads `path` to its end; absent if it does not read so far.
std::optional<TraceNumbers> numbers_of(const std::string& path) {
  TraceFile file(path);
  TraceReader reader(file);
  std::vector<Duration> took;
  while (const auto line = reader.next()) {
    if (line->kind->kind == RecordKind::download_completed) took.emplace_back(reader.number("took"));
  }
  if (problem_of(path, file, reader)) return std::nullopt;
  std::sort(took.begin(), took.end());
  const TraceTotals& totals = reader.totals();
  return TraceNumbers{fmt::format("{}", totals.records),
                      fmt::format("{} s, {}", seconds_of(nanoseconds_of(totals.time)), totals.reason),
                      totals.fingerprint, completion_of(took)};
}

/// "285 -> 286", or the one value of both; without a before the value alone.
std::string step(const std::optional<std::string>& before, const std::string& after) {
  return !before || *before == after ? after : fmt::format("{} -> {}", *before, after);
}

std::string describe(const std::optional<TraceNumbers>& before, const TraceNumbers& after) {
  const auto line = [](std::string_view what, const std::optional<std::string>& was, const std::string& is) {
    return fmt::format("  {:<12} {}\n", what, step(was, is));
  };
  const auto seconds = [&](std::string_view what, std::optional<double> CompletionMeasure::*member) {
    std::optional<std::string> was;
    if (before) was = format_seconds(before->completion.*member);
    return line(what, was, format_seconds(after.completion.*member));
  };
  const auto text = [&](std::string TraceNumbers::*member) {
    return before ? std::optional<std::string>((*before).*member) : std::nullopt;
  };
  std::optional<std::string> count;
  if (before) count = format_count(before->completion.count);
  return line("completed", count, format_count(after.completion.count)) +
         seconds("  mean", &CompletionMeasure::mean_s) + seconds("  p50", &CompletionMeasure::p50_s) +
         seconds("  p95", &CompletionMeasure::p95_s) + seconds("  max", &CompletionMeasure::max_s) +
         line("records", text(&TraceNumbers::records), after.records) +
         line("end", text(&TraceNumbers::end), after.end) +
         line("fingerprint", text(&TraceNumbers::fingerprint), after.fingerprint);
}

void set_bad(GoldenResult& result, std::string headline, std::string text) {
  result.verdict = GoldenVerdict::bad_input;
  result.headline = std::move(headline);
  result.text = std::move(text) + "\n";
  result.accepted.clear();
}

void add_to_headline(GoldenResult& result, const std::string& words) {
  if (!result.headline.empty()) result.headline += ", ";
  result.headline += words;
}

/// Runs `world` into `copy`, beside the golden that is there.
void run_beside(const GoldenPlace& place, LiveTrace& live, OutputFile& copy, GoldenResult& result) {
  TraceFile file(place.trace);
  TraceReader golden(file);
  TraceReader now(live);
  const TraceDiff diff = diff_traces(golden, now, 0);
  live.finish();
  copy.flush();
  if (is_interrupted() || copy.problem()) return;
  if (const auto problem = problem_of(place.trace, file, golden)) {
    add_to_headline(result, "trace replaced");
    result.text += fmt::format("  {}\n", *problem);
  } else if (diff.is_same_run()) {
    return add_to_headline(result, "trace unchanged");
  } else {
    add_to_headline(result, "trace changed");
    result.text += fmt::format("  {}\n", diff_line(diff, "golden", "now"));
  }
  const auto after = numbers_of(copy.temporary_path());
  if (after) result.text += describe(numbers_of(place.trace), *after);
}

void accept_trace(const GoldenPlace& place, const ScenarioFile& file, World& world, GoldenResult& result) {
  make_golden_folder(place);
  auto copy = std::make_unique<OutputFile>(place.trace);
  if (copy->problem()) return set_bad(result, "its golden cannot be written", copy->problem()->message);
  LiveTrace live(world, file.sources.all_text(), copy.get());
  const std::size_t before = result.text.size();
  if (place.has_trace) {
    run_beside(place, live, *copy, result);
  } else {
    live.finish();
    copy->flush();
    const auto after = numbers_of(copy->temporary_path());
    add_to_headline(result, "trace new");
    if (after) result.text += describe(std::nullopt, *after);
  }
  if (copy->problem()) return set_bad(result, "its golden cannot be written", copy->problem()->message);
  const bool is_changed = result.text.size() > before;
  if (is_changed) result.accepted.push_back(std::move(copy));
}

/// The metrics golden to update; absent if the one that is there cannot be read.
std::optional<MetricsGolden> golden_to_update(const GoldenPlace& place, const World& fresh,
                                              GoldenResult& result) {
  if (!place.has_metrics) return MetricsGolden::standard();
  auto text = read_file(place.metrics);
  if (const auto* problem = std::get_if<FileProblem>(&text)) {
    set_bad(result, "its metrics cannot be read", fmt::format("{}: {}", place.metrics, problem->message));
    return std::nullopt;
  }
  std::optional<MetricsGolden> golden(std::in_place, std::get<std::string>(std::move(text)), place.metrics);
  std::vector<Diagnostic> problems = golden->problems();
  const Summary summary(fresh, measure(fresh));
  if (problems.empty()) problems = golden->missing_in(summary, summary.paths());
  if (problems.empty()) return golden;
  std::string all;
  for (const Diagnostic& problem : problems) all += (all.empty() ? "" : "\n") + format_diagnostic(problem);
  set_bad(result, "its metrics cannot be read", std::move(all));
  return std::nullopt;
}

void accept_metrics(const GoldenPlace& place, const MetricsGolden& golden, const World& ended,
                    GoldenResult& result) {
  const Summary summary(ended, measure(ended));
  const std::vector<MetricChange> changes = golden.changed(summary);
  if (changes.empty()) return add_to_headline(result, "metrics unchanged");
  add_to_headline(result, place.has_metrics ? "metrics changed" : "metrics new");
  for (const MetricChange& change : changes) {
    const std::string was = change.was.empty() ? "" : change.was + " -> ";
    result.text += fmt::format("  {}: {}{}\n", change.path, was, change.is);
  }
  make_golden_folder(place);
  auto file = std::make_unique<OutputFile>(place.metrics);
  file->write(golden.text_with(summary));
  file->flush();
  if (file->problem()) return set_bad(result, "its golden cannot be written", file->problem()->message);
  result.accepted.push_back(std::move(file));
}

}  // namespace

GoldenResult accept_golden(const GoldenPlace& place, const GoldenOptions& options) {
  GoldenResult result{place.scenario};
  const bool is_new = !place.has_trace && !place.has_metrics;
  const bool wants_trace = options.traces || (!options.metrics && (place.has_trace || is_new));
  const bool wants_metrics = options.metrics || (!options.traces && place.has_metrics);
  with_fresh_world(result, [&](const ScenarioFile& file, World& world) {
    std::optional<MetricsGolden> metrics;
    if (wants_metrics) metrics = golden_to_update(place, world, result);
    if (result.verdict != GoldenVerdict::good) return;
    if (wants_trace) accept_trace(place, file, world, result);
    while (!is_interrupted() && world.step()) {}
    if (metrics && world.ended() && result.verdict == GoldenVerdict::good) {
      accept_metrics(place, *metrics, world, result);
    }
    if (!is_interrupted()) return;
    result.verdict = GoldenVerdict::interrupted;
    result.accepted.clear();
  });
  return result;
}

}  // namespace swarmsim
