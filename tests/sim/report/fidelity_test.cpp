// Cases held against runs that were made up: every number by hand, and every limit from both sides.

#include "sim/report/fidelity.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/report/fidelity_output.hpp"
#include "sim/world/world.hpp"
#include "tests/support/catch.hpp"
#include "tests/tools/program.hpp"

namespace swarmsim::fidelity_test {

namespace {

bool is_about(const std::optional<double>& value, double expected) {
  return value && std::abs(*value - expected) < 1e-9;
}

/// Two repetitions of two leechers: 90 and 110, 80 and 120.
LoadedCase truth() {
  LoadedCase result;
  result.scenario.name = "made up";
  result.measured.durations_s = {{90, 110}, {80, 120}};
  result.measured.seed_upload_copies = {1.5, 2.5};
  return result;
}

FidelityRun run_of(std::vector<double> durations, double copies = 2) {
  FidelityRun run;
  run.durations_s = std::move(durations);
  run.started = 2;
  run.seed_upload_copies = copies;
  return run;
}

}  // namespace

TEST_CASE("a case comes to its numbers, by hand", "[report][fidelity]") {
  FidelityRun first = run_of({90, 114}, 2.1);
  first.duplicate_share = 0.02;
  first.first_unchoke_s = {1, 3};
  first.first_upload_s = {7};
  const CaseFidelity result = compare(truth(), {first, run_of({80, 124}, 2.3)});
  CHECK(result.leechers == 2);
  CHECK(result.repetitions == 2);
  CHECK(result.runs == 2);
  CHECK(result.mean.measured == 100.0);
  CHECK(result.mean.simulated == 102.0);  // (90 + 114 + 80 + 124) / 4
  CHECK(is_about(result.mean.error(), 0.02));
  CHECK(result.measured.p50_s == 90.0);
  CHECK(result.measured.p95_s == 120.0);
  CHECK(result.simulated.max_s == 124.0);
  CHECK(result.two_standard_errors == 0);  // both means are 100
  // Scaled, 0.9 1.1 against 0.8 1.2.
  CHECK(is_about(result.repetition_distance, 0.1));
  // 0.8 0.9 1.1 1.2 against 80/102 90/102 114/102 124/102.
  CHECK(is_about(result.distance,
                 (0.8 - 80.0 / 102 + 0.9 - 90.0 / 102 + 114.0 / 102 - 1.1 + 124.0 / 102 - 1.2) / 4));
  CHECK(result.seed_upload_copies.measured == 2.0);
  CHECK(is_about(result.seed_upload_copies.error(), 0.1));
  CHECK(result.duplicate_share.measured == std::nullopt);
  CHECK(result.duplicate_share.simulated == 0.01);
  CHECK(result.first_unchoke.mean_s == 2.0);
  CHECK(result.first_unchoke.without == 2);
  CHECK(result.first_upload.mean_s == 7.0);
  CHECK(result.first_upload.without == 3);
}

TEST_CASE("a case holds up to each of its limits", "[report][fidelity]") {
  // The mean: 5 % of 100.
  CHECK(compare(truth(), {run_of({84.9, 125})}).mean_holds());
  CHECK_FALSE(compare(truth(), {run_of({85.1, 125})}).mean_holds());
  // p95: 8 % of 120.
  CHECK(compare(truth(), {run_of({80, 129.5})}).p95_holds());
  CHECK_FALSE(compare(truth(), {run_of({80, 129.7})}).p95_holds());
  CHECK_FALSE(compare(truth(), {run_of({80, 110.3})}).p95_holds());
  // Shape: 0.04 + 0.1. A run 1 - d, 1 + d is |d - 0.15| away while d is above 0.2.
  CHECK(compare(truth(), {run_of({71.1, 128.9})}).distance_holds());
  CHECK_FALSE(compare(truth(), {run_of({70.9, 129.1})}).distance_holds());
  // The seeds: 10 % of 2.
  CHECK(compare(truth(), {run_of({90, 110}, 2.19)}).copies_hold());
  CHECK_FALSE(compare(truth(), {run_of({90, 110}, 1.79)}).copies_hold());
  LoadedCase unseen = truth();
  unseen.measured.seed_upload_copies.clear();
  CHECK(compare(unseen, {run_of({90, 110}, 9)}).copies_hold());
  CHECK(compare(truth(), {run_of({86, 114})}).holds());
}

TEST_CASE("two standard errors of the truth excuse more than 5 %", "[report][fidelity]") {
  LoadedCase spread = truth();
  spread.measured.durations_s = {{90, 90}, {110, 110}};
  // Means 90 and 110: sd 14.14, standard error 10, twice that over 100.
  CHECK(is_about(compare(spread, {run_of({100, 100})}).two_standard_errors, 0.2));
  CHECK(compare(spread, {run_of({119, 119})}).mean_holds());
  CHECK_FALSE(compare(spread, {run_of({121, 121})}).mean_holds());
}

TEST_CASE("what did not finish is in no mean and in the verdict", "[report][fidelity]") {
  const CaseFidelity one_lost = compare(truth(), {run_of({90, 110}), run_of({100})});
  CHECK(one_lost.simulated.unfinished == 1);
  CHECK(one_lost.simulated.started == 4);
  CHECK(one_lost.mean.simulated == 100.0);
  CHECK_FALSE(one_lost.unfinished_hold());
  CHECK_FALSE(one_lost.holds());
  LoadedCase lossy = truth();
  lossy.measured.durations_s[1][0] = std::nullopt;
  const CaseFidelity alike = compare(lossy, {run_of({90, 110}), run_of({120})});
  CHECK(alike.measured.unfinished == 1);
  CHECK(alike.unfinished_hold());
  // Nothing at all: no number, and no case that holds.
  const CaseFidelity nothing = compare(truth(), {run_of({})});
  CHECK(nothing.mean.error() == std::nullopt);
  CHECK(nothing.distance == std::nullopt);
  CHECK_FALSE(nothing.mean_holds());
  CHECK_FALSE(nothing.p95_holds());
  CHECK_FALSE(nothing.distance_holds());
}

TEST_CASE("the error over all cases is the mean of their sizes", "[report][fidelity]") {
  CHECK(is_about(mean_absolute_error({0.02, -0.04}), 0.03));
  CHECK(mean_absolute_error({0.02, std::nullopt}) == std::nullopt);
  CHECK(mean_absolute_error({}) == std::nullopt);
}

TEST_CASE("a report marks what misses, counts what did not finish and names what was left out",
          "[report][fidelity]") {
  FidelityReport report;
  report.seeds = 2;
  report.cases.push_back(compare(truth(), {run_of({86, 114})}));
  report.cases.push_back(compare(truth(), {run_of({105, 110}), run_of({105})}));
  report.cases[1].name = "lossy";
  report.ablation.push_back({"queue", "short queues", {{0.08, ""}, {report.cases[1].mean.error(), "off"}}});
  const std::string text = format_fidelity(report, false, false);
  CAPTURE(text);
  CHECK(has(text, "\nok      made up "));
  CHECK(has(text, "\nMISSED  lossy "));
  CHECK(has(text, "+6.7 %!"));
  CHECK(has(text, "\nMISSED  lossy: 1 of 4 downloads did not finish, measured 0 of 4\n"));
  CHECK(has(text, "\nqueue left out for lossy: off\n"));
  CHECK(has(text, "\nMISSED  mean of the absolute errors of the mean: 3.3 %, aim 2.5 %\n"));
  CHECK(last_line(text) == "MISSED  1 of 2 cases hold");
  const std::string quiet = format_fidelity(report, false, true);
  CHECK_FALSE(has(quiet, "ok      made up "));
  CHECK(has(quiet, "MISSED  lossy "));
  CHECK(has(format_fidelity(report, true, false), "\x1b["));
  std::size_t longest = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) longest = std::max(longest, line.size());
  CHECK(longest <= 105);
  const auto json = nlohmann::json::parse(fidelity_json(report, {}, 1));
  CHECK(json["format"] == "swarmsim/fidelity/1");
  CHECK(json["cases"][1]["simulated"]["unfinished"] == 1);
  CHECK(json["cases"][1]["holds"]["mean"] == false);
  CHECK(json["cases"][0]["ok"] == true);
  CHECK(json["cases"][0]["duplicate_share"]["measured"].is_null());
  CHECK(json["ablation"][0]["cases"][1]["left_out"] == "off");
  CHECK(json["ablation"][0]["mean_absolute_error"] == 0.073333);
}

}  // namespace swarmsim::fidelity_test
