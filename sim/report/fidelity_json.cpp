// Fidelity reports as one JSON document.

#include <cmath>

#include <nlohmann/json.hpp>

#include "sim/report/fidelity_output.hpp"
#include "sim/report/rounding.hpp"

namespace swarmsim {

namespace {

using Json = nlohmann::ordered_json;

/// Six decimals, as in every document of ours; null for what is not there.
Json rounded(const std::optional<double>& value) {
  if (!value) return nullptr;
  constexpr auto unit = static_cast<double>(millionths_per_unit);
  return std::round(*value * unit) / unit;
}

Json json_of(const PooledDurations& pooled) {
  return {{"started", pooled.started},        {"unfinished", pooled.unfinished},
          {"mean_s", rounded(pooled.mean_s)}, {"p50_s", rounded(pooled.p50_s)},
          {"p95_s", rounded(pooled.p95_s)},   {"max_s", rounded(pooled.max_s)}};
}

Json json_of(const BothSides& both) {
  return {{"measured", rounded(both.measured)},
          {"simulated", rounded(both.simulated)},
          {"error", rounded(both.error())}};
}

Json json_of(const FirstTimes& times) {
  return {{"mean_s", rounded(times.mean_s)}, {"without", times.without}};
}

Json json_of(const CaseFidelity& one) {
  return {{"name", one.name},
          {"file", one.file},
          {"leechers", one.leechers},
          {"repetitions", one.repetitions},
          {"runs", one.runs},
          {"measured", json_of(one.measured)},
          {"simulated", json_of(one.simulated)},
          {"mean_error", rounded(one.mean.error())},
          {"p95_error", rounded(one.p95.error())},
          {"two_standard_errors", rounded(one.two_standard_errors)},
          {"wasserstein_1", rounded(one.distance)},
          {"wasserstein_1_of_repetitions", rounded(one.repetition_distance)},
          {"seed_upload_copies", json_of(one.seed_upload_copies)},
          {"duplicate_share", json_of(one.duplicate_share)},
          {"first_unchoke", json_of(one.first_unchoke)},
          {"first_upload", json_of(one.first_upload)},
          {"holds",
           {{"mean", one.mean_holds()},
            {"p95", one.p95_holds()},
            {"wasserstein_1", one.distance_holds()},
            {"seed_upload_copies", one.copies_hold()},
            {"unfinished", one.unfinished_hold()}}},
          {"ok", one.holds()}};
}

Json json_of(const AblatedStep& step, const FidelityReport& report) {
  std::vector<std::optional<double>> errors;
  Json cases = Json::array();
  for (std::size_t i = 0; i < step.cases.size(); ++i) {
    const AblatedCase& one = step.cases[i];
    errors.push_back(one.error);
    Json entry = {{"name", report.cases[i].name}, {"mean_error", rounded(one.error)}};
    if (!one.left_out.empty()) entry["left_out"] = one.left_out;
    cases.push_back(std::move(entry));
  }
  return {{"step", step.name},
          {"says", step.says},
          {"mean_absolute_error", rounded(mean_absolute_error(errors))},
          {"cases", std::move(cases)}};
}

}  // namespace

std::string fidelity_json(const FidelityReport& report, const RunStats& run, std::size_t threads) {
  Json root = {{"format", "swarmsim/fidelity/1"}, {"swarmsim", SWARMSIM_VERSION}};
  if (report.partial) root["partial"] = true;
  root["seeds"] = report.seeds;
  Json& cases = root["cases"] = Json::array();
  for (const CaseFidelity& one : report.cases) cases.push_back(json_of(one));
  root["holding"] = report.holding();
  root["mean_absolute_error"] = rounded(report.mean_absolute_error());
  root["mean_absolute_error_aim"] = all_cases_error_max;
  if (!report.ablation.empty()) {
    Json& steps = root["ablation"] = Json::array();
    for (const AblatedStep& step : report.ablation) steps.push_back(json_of(step, report));
  }
  root["run"] = {{"wall_s", rounded_seconds(run.wall)},
                 {"cpu_s", rounded_seconds(run.cpu)},
                 {"threads", threads},
                 {"peak_rss_bytes", run.peak_rss_bytes},
                 {"build", run.build}};
  return root.dump(2) + "\n";
}

}  // namespace swarmsim
