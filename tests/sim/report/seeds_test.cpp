#include "sim/report/seeds.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/hash.hpp"
#include "sim/report/seeds_output.hpp"
#include "tests/sim/report/swarms.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::seeds_test {

namespace {

using Json = nlohmann::ordered_json;

SeedsReport report_of(const std::string& scenario, std::uint64_t first, std::uint64_t last) {
  const SeedPlan plan(make_world(scenario));
  std::vector<SeedOutcome> outcomes;
  for (std::uint64_t seed = first; seed <= last; ++seed)
    outcomes.push_back(plan.outcome_of(run_world(scenario, seed)));
  SeedsReport report = summarise(load_swarm(scenario), plan, std::move(outcomes));
  report.first = first;
  report.last = last;
  return report;
}

const MetricStatistics* find_metric(const SeedsReport& report, const std::string& path) {
  const auto found = std::find_if(report.metrics.begin(), report.metrics.end(),
                                  [&path](const MetricStatistics& one) { return one.path == path; });
  return found == report.metrics.end() ? nullptr : &*found;
}

std::string expecting(const std::string& that, const std::string& is, const std::string& over) {
  return R"(, "expect": [{ "that": ")" + that + R"(", "is": ")" + is + R"(", "over": )" + over + "}]";
}

/// Ten outcomes by hand, in which `completed` is 1 to 10.
SeedsExpectation judged(const std::string& is, const std::string& over, bool one_is_null = false) {
  const Scenario scenario = load_swarm(small_swarm(expecting("completed", is, over)));
  const World fresh = make_world(small_swarm(expecting("completed", is, over)));
  const SeedPlan plan(fresh);
  std::vector<SeedOutcome> outcomes;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    SeedOutcome outcome = plan.outcome_of(fresh);
    outcome.seed = seed;
    const auto completed = static_cast<double>(seed);
    outcome.expected[0] = {completed, std::to_string(seed)};
    if (one_is_null && seed == 4) outcome.expected[0] = {std::monostate{}, "null"};
    outcome.results[0].ok = seed <= 9;
    outcome.results[0].actual = outcome.expected[0].text;
    outcomes.push_back(std::move(outcome));
  }
  return summarise(scenario, plan, std::move(outcomes)).expect.at(0);
}

}  // namespace

TEST_CASE("every numeric metric of the summary has its statistics over the seeds", "[report]") {
  const SeedsReport report = report_of(small_swarm(), 1, 3);
  const MetricStatistics* mean = find_metric(report, "completion.mean_s");
  REQUIRE(mean != nullptr);
  std::vector<double> values;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    values.push_back(*measure(run_world(small_swarm(), seed)).all.completion.mean_s);
  }
  const Statistics expected = statistics_of(values);
  CHECK(mean->statistics.n == 3);
  CHECK(mean->statistics.mean == expected.mean);
  CHECK(mean->statistics.sd == expected.sd);
  CHECK(expected.sd > 0);
  CHECK(find_metric(report, "completed")->statistics.mean == 3);
  CHECK(find_metric(report, "groups.crowd.uplink_utilisation") != nullptr);
  CHECK(find_metric(report, "messages.have") != nullptr);
  for (const char* path : {"seed", "scenario", "content_matches", "completion.bound_by", "fingerprint",
                           "peers.crowd-1.uploaded_bytes", "groups.seed.completion.mean_s"}) {
    CAPTURE(path);
    CHECK(find_metric(report, path) == nullptr);
  }
}

TEST_CASE("an expectation holds over all seeds, a share of them, or the mean", "[report]") {
  CHECK_FALSE(judged("<= 9", R"("all")").result.ok);
  CHECK(judged("<= 9", R"("all")").fulfilled == 9);
  CHECK(judged("<= 9", R"("all")").result.actual == "9 of 10 seeds, seed 10: 10");
  CHECK(judged("<= 9", R"({ "share": "90 %" })").result.ok);
  CHECK(judged("<= 9", R"({ "share": "90 %" })").over == "90 %");
  CHECK_FALSE(judged("<= 9", R"({ "share": "90.1 %" })").result.ok);
  CHECK(judged("== 5.5", R"("mean")").result.ok);
  CHECK(judged("== 5.5", R"("mean")").result.actual == "5.5");
  CHECK_FALSE(judged("< 5.5", R"("mean")").result.ok);
  CHECK(judged("< 2 * completed", R"("mean")").result.wanted == "11");
}

TEST_CASE("what is null for one seed has no mean", "[report]") {
  const SeedsExpectation one = judged("> 0", R"("mean")", true);
  CHECK_FALSE(one.result.ok);
  CHECK(one.result.actual == "null (seed 4)");
}

TEST_CASE("over the mean, a word must be the same for every seed", "[report]") {
  const SeedsReport report =
      report_of(small_swarm(expecting("content_matches", "== true", R"("mean")")), 1, 2);
  CHECK(report.expect[0].result.ok);
}

TEST_CASE("without an outcome nothing holds", "[report]") {
  const std::string scenario = small_swarm(expecting("completed", "== 3", R"("mean")"));
  const SeedsReport report = summarise(load_swarm(scenario), SeedPlan(make_world(scenario)), {});
  CHECK_FALSE(report.expect.at(0).result.ok);
  CHECK(report.metrics.empty());
}

TEST_CASE("the document of many seeds has every seed and every metric", "[report]") {
  SeedsReport report = report_of(small_swarm(expecting("completed", "== 3", R"("all")")), 5, 6);
  const Json document = Json::parse(seeds_json(report, RunStats{}, 2));
  std::vector<std::string> keys;
  for (const auto& item : document.items()) keys.push_back(item.key());
  CHECK(keys == std::vector<std::string>{"format", "swarmsim", "scenario", "seeds", "per_seed", "metrics",
                                         "expect", "run"});
  CHECK(document["format"] == "swarmsim/seeds/1");
  CHECK(document["seeds"] == Json({{"first", 5}, {"last", 6}, {"ended", 2}}));
  REQUIRE(document["per_seed"].size() == 2);
  CHECK(document["per_seed"][1]["seed"] == 6);
  CHECK(document["per_seed"][1]["fingerprint"] == to_hex(run_world(small_swarm(), 6).fingerprint()));
  CHECK(document["per_seed"][1]["end"]["reason"] == "idle");
  CHECK(document["per_seed"][1]["completed"] == 3);
  CHECK(document["metrics"]["completed"] ==
        Json({{"mean", 3.0}, {"sd", 0.0}, {"ci95", 0.0}, {"min", 3.0}, {"max", 3.0}, {"n", 2}}));
  CHECK(document["expect"][0]["over"] == "all");
  CHECK(document["expect"][0]["fulfilled"] == 2);
  CHECK(document["expect"][0]["ok"] == true);
  CHECK(document["run"]["threads"] == 2);
  report.partial = true;
  CHECK(Json::parse(seeds_json(report, RunStats{}, 2))["partial"] == true);
}

TEST_CASE("the text of many seeds has a table, the expectations and the fingerprints", "[report]") {
  SeedsReport report = report_of(small_swarm(expecting("completed", "== 4", R"("mean")")), 1, 2);
  const std::string text = format_seeds(report, {});
  INFO(text);
  std::size_t at = 0;
  for (const std::string& part :
       {std::string("test  seeds 1 to 2\n"), std::string("metric "), std::string("\ncompletion.mean_s "),
        std::string("\ngroups.crowd.completion.mean_s "), std::string("\ncontents.file.duplicate_share "),
        std::string("\nFAILED  completed == 4 over mean  is 3\n"), std::string("\nseed  completed"),
        to_hex(report.outcomes[0].fingerprint), std::string("\n2 "),
        to_hex(report.outcomes[1].fingerprint) + "\n"}) {
    CAPTURE(part);
    const std::size_t found = text.find(part, at);
    REQUIRE(found != std::string::npos);
    at = found;
  }
  CHECK(text.find("interrupted") == std::string::npos);
  CHECK(text.find("messages.have") == std::string::npos);
  report.partial = true;
  report.last = 9;
  CHECK(format_seeds(report, {false, true})
            .starts_with("FAILED  completed == 4 over mean  is 3\n"
                         "interrupted (partial): 2 of 9 seeds\n"));
}

}  // namespace swarmsim::seeds_test
