#include "sim/report/seeds_output.hpp"

#include <array>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/report/columns.hpp"
#include "sim/report/expression_value.hpp"
#include "sim/report/measures.hpp"
#include "sim/report/page.hpp"
#include "sim/report/rounding.hpp"

namespace swarmsim {

namespace {

using Json = nlohmann::ordered_json;

/// Longer lists help nobody in a terminal; --json has everything.
constexpr std::size_t listed_rows_max = 60;
constexpr std::size_t listed_seeds_max = 200;

constexpr std::array<std::string_view, 7> main_metrics{
    "completion.mean_s", "completion.p50_s", "completion.p95_s",  "completion.max_s",
    "completed",         "unfinished.count", "uplink_utilisation"};

bool is_main(std::string_view path) {
  for (const std::string_view metric : main_metrics) {
    if (path == metric) return true;
  }
  if (path.starts_with("groups.")) return path.ends_with(".completion.mean_s");
  return path.starts_with("contents.") &&
         (path.ends_with(".seed_upload_copies") || path.ends_with(".duplicate_share"));
}

/// Five digits or so.
std::string short_number(double value) {
  constexpr double small = 10;
  if (value == std::floor(value)) return number_text(value);
  return fmt::format("{:.{}f}", value, std::abs(value) < small ? 4 : 2);
}

void write_metrics(Page& page, const SeedsReport& report) {
  Table table({"metric", "mean", "sd", "+- 95 %", "min", "max"});
  std::size_t rows = 0;
  for (const MetricStatistics& metric : report.metrics) {
    if (!is_main(metric.path) || ++rows > listed_rows_max) continue;
    const Statistics& values = metric.statistics;
    table.add({printable(metric.path), short_number(values.mean), short_number(values.sd),
               short_number(values.ci95), short_number(values.min), short_number(values.max)});
  }
  page.table(table);
  page.note_omitted(rows, listed_rows_max);
  page.gap();
}

void write_seeds(Page& page, const SeedsReport& report) {
  Table table({"seed", "completed", "ended", "why", "fingerprint"});
  for (std::size_t i = 0; i < report.outcomes.size() && i < listed_seeds_max; ++i) {
    const SeedOutcome& outcome = report.outcomes[i];
    table.add({fmt::format("{}", outcome.seed), format_count(outcome.completed),
               format_seconds(rounded_seconds(outcome.end)), std::string(name_of(outcome.reason)),
               to_hex(outcome.fingerprint)});
  }
  page.table(table);
  page.note_omitted(report.outcomes.size(), listed_seeds_max);
}

Json json_of(const SeedOutcome& outcome) {
  return {{"seed", outcome.seed},
          {"fingerprint", to_hex(outcome.fingerprint)},
          {"end", {{"time_s", rounded_seconds(outcome.end)}, {"reason", name_of(outcome.reason)}}},
          {"completed", outcome.completed}};
}

Json json_of(const Statistics& values) {
  return {{"mean", values.mean}, {"sd", values.sd},   {"ci95", values.ci95},
          {"min", values.min},   {"max", values.max}, {"n", values.n}};
}

Json json_of(const SeedsExpectation& one) {
  Json expectation = {{"that", one.result.that},     {"is", one.result.is},        {"over", one.over},
                      {"actual", one.result.actual}, {"fulfilled", one.fulfilled}, {"ok", one.result.ok}};
  if (!one.result.wanted.empty()) expectation["wanted"] = one.result.wanted;
  return expectation;
}

}  // namespace

std::string format_seeds(const SeedsReport& report, const TextOptions& options) {
  Page page(options.colour);
  const std::uint64_t asked = report.last - report.first + 1;
  if (!options.quiet) {
    page.line(fmt::format("{}  seeds {} to {}", page.strong(printable(report.scenario)), report.first,
                          report.last));
    page.gap();
    write_metrics(page, report);
  }
  std::vector<ExpectResult> expect;
  for (const SeedsExpectation& one : report.expect) {
    expect.push_back(one.result);
    if (one.over != "all") expect.back().is += fmt::format(" over {}", one.over);
  }
  page.expectations(expect, options.quiet);
  if (report.partial) {
    page.line(fmt::format("interrupted (partial): {} of {} seeds", format_count(report.outcomes.size()),
                          format_count(asked)));
    if (!options.quiet) page.gap();
  }
  write_seeds(page, report);
  return page.text();
}

std::string seeds_json(const SeedsReport& report, const RunStats& run, std::size_t threads) {
  Json root = {{"format", "swarmsim/seeds/1"}, {"swarmsim", SWARMSIM_VERSION}};
  if (report.partial) root["partial"] = true;
  root["scenario"] = report.scenario;
  root["seeds"] = {{"first", report.first}, {"last", report.last}, {"ended", report.outcomes.size()}};
  Json& per_seed = root["per_seed"] = Json::array();
  std::int64_t events = 0;
  for (const SeedOutcome& outcome : report.outcomes) {
    per_seed.push_back(json_of(outcome));
    events += static_cast<std::int64_t>(outcome.events);
  }
  Json& metrics = root["metrics"] = Json::object();
  for (const MetricStatistics& metric : report.metrics) metrics[metric.path] = json_of(metric.statistics);
  Json& expect = root["expect"] = Json::array();
  for (const SeedsExpectation& one : report.expect) expect.push_back(json_of(one));
  root["run"] = {{"wall_s", rounded_seconds(run.wall)},
                 {"cpu_s", rounded_seconds(run.cpu)},
                 {"threads", threads},
                 {"events", events},
                 {"peak_rss_bytes", run.peak_rss_bytes},
                 {"build", run.build}};
  return root.dump(2) + "\n";
}

}  // namespace swarmsim
