// swarmsim fidelity as its users meet it. What was measured here are runs of our own, so that it is met
// exactly.

#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/support/catch.hpp"
#include "tests/tools/program.hpp"

namespace swarmsim::fidelity_test {

namespace {

using Json = nlohmann::json;

struct Row {
  std::string what;
  std::string message;
};

/// A seed and four leechers; `network` are its keys.
std::string swarm(const std::string& network = "") {
  return R"({ "format": "swarmsim/scenario/1", "name": "four", "stop": { "at": "10 min" },
    "network": {)" +
         network + R"(}, "content": [{ "name": "f", "size": "1 MiB", "piece": "64 KiB", "data": "none" }],
    "peers": [{ "id": "s", "has": ["f"], "send": ["f"] },
              { "id": "l", "count": 4, "arrive": { "at": "2 s", "every": "1 s" }, "download": ["f"] }] })";
}

/// A folder with the case `four.json`, measured from our runs of the seeds 1 to 3, times `factor`.
class Folder : public Place {
 public:
  explicit Folder(double factor = 1, const std::string& network = "") : Place("unset NO_COLOR") {
    write("swarm.txt", swarm(network));
    Json measured{{"how", "by ourselves"}};
    for (const std::string seed : {"1", "2", "3"}) {
      const Json summary = Json::parse(run("$P run swarm.txt --json --seed " + seed).out);
      Json& durations = measured["durations_s"].emplace_back(Json::array());
      for (const Json& peer : summary["peers"]) {
        for (const Json& one : peer["downloads"])
          durations.push_back(one["duration_s"].get<double>() * factor);
      }
      measured["seed_upload_copies"].push_back(summary["contents"]["f"]["seed_upload_copies"]);
      measured["duplicate_share"].push_back(summary["contents"]["f"]["duplicate_share"]);
    }
    write("four.json", Json{{"scenario", Json::parse(swarm(network))}, {"measured", measured}}.dump(1));
  }
};

Json without_run(const Outcome& outcome) {
  Json json = Json::parse(outcome.out);
  json.erase("run");
  return json;
}

}  // namespace

TEST_CASE("a swarm that was measured here is met exactly", "[program][fidelity]") {
  const Folder place;
  const Outcome outcome = place.run("$P fidelity . --seeds 3");
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.status == 0);
  CHECK(has(outcome.out, "fidelity  1 case, seeds 1 to 3\n"));
  CHECK(has(outcome.out, "\nok      four "));
  CHECK_FALSE(has(outcome.out, "!\n"));
  CHECK(last_line(outcome.out) == "ok      1 of 1 cases hold");
  const Outcome quiet = place.run("$P fidelity four.json --seeds 3 -q");
  CHECK(quiet.err == "");
  CHECK(quiet.out ==
        "ok      mean of the absolute errors of the mean: 0.0 %, aim 2.5 %\nok      1 of 1 cases hold\n");
  const Json json = Json::parse(place.run("$P fidelity . four.json --seeds 3 --json").out);
  CHECK(json["format"] == "swarmsim/fidelity/1");
  CHECK(json["seeds"] == 3);
  REQUIRE(json["cases"].size() == 1);  // the file is in the folder: it counts once
  const Json& one = json["cases"][0];
  CHECK(one["name"] == "four");
  CHECK(one["file"] == "four.json");
  CHECK(one["leechers"] == 4);
  CHECK(one["runs"] == 3);
  CHECK(one["mean_error"] == 0.0);
  CHECK(one["wasserstein_1"] == 0.0);
  CHECK(one["measured"] == one["simulated"]);
  CHECK(one["seed_upload_copies"]["error"] == 0.0);
  CHECK(one["simulated"]["started"] == 12);
  CHECK(one["first_unchoke"]["without"] == 0);
  CHECK(one["first_unchoke"]["mean_s"] > 0);
  CHECK(one["first_unchoke"]["mean_s"] < one["simulated"]["mean_s"]);
}

TEST_CASE("a swarm that is far from its measured one is exit code 1", "[program][fidelity]") {
  const Folder place(1.5);
  const Outcome outcome = place.run("$P fidelity . --seeds 3");
  CHECK(outcome.status == 1);
  CHECK(has(outcome.out, "\nMISSED  four "));
  CHECK(has(outcome.out, "-33.3 %!"));
  CHECK(last_line(outcome.out) == "MISSED  0 of 1 cases hold");
  CHECK(place.run("$P fidelity . --seeds 3 --json").status == 1);
}

TEST_CASE("the number of threads changes nothing of fidelity but its times", "[program][fidelity]") {
  const Folder place(1.1);
  const Json one = without_run(place.run("$P fidelity . --seeds 5 --json --jobs 1"));
  CHECK(one["cases"][0]["runs"] == 5);
  CHECK(without_run(place.run("$P fidelity . --seeds 5 --json --jobs 3")) == one);
  CHECK(without_run(place.run("$P fidelity . --json -q"))["cases"][0]["runs"] == 20);
}

TEST_CASE("downloads that do not finish are told, and miss", "[program][fidelity]") {
  const Folder place;
  const Outcome outcome = place.run("$P fidelity . --seeds 2 --set 'stop.at=10 s'");
  CAPTURE(outcome.out);
  CHECK(outcome.status == 1);
  CHECK(has(outcome.out, " of 8 downloads did not finish, measured 0 of 12\n"));
}

TEST_CASE("each step that is switched off is told with what it is worth", "[program][fidelity]") {
  const Folder place(1, R"("tcp": "none")");
  const Outcome outcome = place.run("$P fidelity . --seeds 3 --ablate");
  CAPTURE(outcome.out);
  CHECK(outcome.status == 0);
  CHECK(has(outcome.out, "each step switched off: error of the mean in each case\n"));
  CHECK(has(outcome.out, "\ntcp left out for four: it is off already\n"));
  CHECK(has(outcome.out, "no headers and no acknowledgements on the wire"));
  const Json json = Json::parse(place.run("$P fidelity . --seeds 3 --ablate --json").out);
  bool seen = false;
  for (const Json& step : json["ablation"]) {
    if (step["step"] == "tcp") CHECK(step["mean_absolute_error"] == 0.0);
    if (step["step"] != "segment") continue;
    seen = true;
    CHECK(step["cases"][0]["mean_error"] != 0.0);
    CHECK_FALSE(step["cases"][0].contains("left_out"));
  }
  CHECK(seen);
  // Switched off by hand it is the same run.
  const Json by_hand =
      Json::parse(place.run("$P fidelity . --seeds 3 --json --set network.segment=none").out);
  for (const Json& step : json["ablation"]) {
    if (step["step"] == "segment") CHECK(step["cases"][0]["mean_error"] == by_hand["cases"][0]["mean_error"]);
  }
}

TEST_CASE("what fidelity cannot do is exit code 2", "[program][fidelity]") {
  const auto row = GENERATE(values<Row>({
      {"", "fidelity needs a folder of cases, or a case; see swarmsim fidelity --help"},
      {". --seeds 0", R"(--seeds "0": expected a whole number from 1 to 1000000)"},
      {". --seeds 1..5", R"(--seeds "1..5": expected a whole number from 1 to 1000000)"},
      {". --seeds 1 --seeds 2", "--seeds is given more than once"},
      {". --jobs 0", R"(--jobs "0": expected a whole number from 1 to 1024)"},
      {". --abalte", R"(no option "--abalte"; did you mean "--ablate"?)"},
      {".", ".: there is no case (*.json) in it"},
  }));
  CAPTURE(row.what);
  const Place empty("true");
  const Outcome outcome = empty.run("$P fidelity " + row.what);
  CHECK(outcome.status == 2);
  CHECK(outcome.out == "");
  CHECK(outcome.err == "swarmsim: " + row.message + "\n");
}

TEST_CASE("every problem of every case is told before anything runs", "[program][fidelity]") {
  const Place place("true");
  place.write("a.json", "{\n \"scenario\": " + swarm() + ",\n \"measured\": { \"how\": \"so\" }\n}");
  place.write("b.json", "{ \"scenario\": {}");
  const Outcome outcome = place.run("$P fidelity . gone.json");
  CHECK(outcome.status == 2);
  CHECK(outcome.out == "");
  CHECK(has(outcome.err, "a.json:6:14: error: missing key \"durations_s\"\n"));
  CHECK(has(outcome.err, "b.json:1:17: error: "));
  CHECK(has(outcome.err, "gone.json: error: cannot be read: "));
  CHECK(last_line(outcome.err) == "swarmsim: 3 problems");
  const Outcome set = place.run("$P fidelity a.json --set sed=7");
  CHECK(has(set.err, "--set:1:1: error: unknown key \"sed\"; did you mean \"seed\"?"));
}

TEST_CASE("the measured cases that are shipped have no problem but what is not built yet",
          "[program][fidelity]") {
  const std::string truth = source_dir() + "/scenarios/truth";
  const Outcome outcome = swarmsim("fidelity '" + truth + "' --seeds 1 --set 'stop.at=1 s' -q");
  CAPTURE(outcome.err);
  std::istringstream lines(outcome.err);
  for (std::string line; std::getline(lines, line);) {
    if (has(line, ": error: ")) CHECK(has(line, " is not in this version"));
  }
  CHECK((outcome.status == 1 || outcome.status == 2));  // nothing completes within a second
}

}  // namespace swarmsim::fidelity_test
