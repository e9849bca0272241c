#include "sim/report/summary.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/report/rounding.hpp"
#include "sim/report/summary_json.hpp"
#include "tests/sim/report/swarms.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::summary_test {

namespace {

using Json = nlohmann::ordered_json;
using Keys = std::vector<std::string>;

Json document_of(const World& world, bool with_all_peers = false) {
  Summary summary(world, measure(world), with_all_peers);
  return Json::parse(summary.to_json({}, RunStats{}));
}

Keys keys_of(const Json& object) {
  Keys keys;
  for (const auto& item : object.items()) keys.push_back(item.key());
  return keys;
}

/// Durations of all finished downloads, shortest first.
std::vector<Duration> durations_in(const World& world) {
  std::vector<Duration> durations;
  for (const Participant& peer : world.participants()) {
    for (const Participation& part : peer.torrents) {
      if (part.completed) durations.push_back(*part.completed - *part.download_started);
    }
  }
  std::sort(durations.begin(), durations.end());
  return durations;
}

}  // namespace

TEST_CASE("seconds and ratios have six decimals, rounded half up in integers", "[report]") {
  CHECK(rounded_seconds(Duration{499}) == 0.0);
  CHECK(rounded_seconds(Duration{500}) == 0.000001);
  CHECK(rounded_seconds(Duration{40'099'999'500}) == 40.1);
  CHECK(rounded_seconds(Duration{40'099'999'499}) == 40.099999);
  CHECK(floored_seconds(Duration{40'099'999'999}) == 40.099999);
  CHECK(rounded_ratio(1, 3) == 0.333333);
  CHECK(rounded_ratio(2, 3) == 0.666667);
  // A sum of a million runs of a hundred years each, in nanoseconds, over a million.
  CHECK(rounded_ratio(static_cast<Int128>(3'153'600'000) * 1'000'000'000 * 1'000'000,
                      static_cast<Int128>(1'000'000) * 1'000'000'000) == 3'153'600'000.0);
}

TEST_CASE("the summary has the keys of its contract, in this order", "[report]") {
  const Json document = document_of(run_world(small_swarm()));
  CHECK(keys_of(document) == Keys{"format",
                                  "swarmsim",
                                  "scenario",
                                  "seed",
                                  "fingerprint",
                                  "end",
                                  "completed",
                                  "aborted",
                                  "content_matches",
                                  "completion",
                                  "unfinished",
                                  "groups",
                                  "contents",
                                  "blocks",
                                  "messages",
                                  "chokes",
                                  "bytes",
                                  "corruption",
                                  "uplink_utilisation",
                                  "tracker",
                                  "peers",
                                  "commands",
                                  "expect",
                                  "run"});
  CHECK(document["format"] == "swarmsim/summary/1");
  CHECK(keys_of(document["completion"]) ==
        Keys{"count", "mean_s", "p50_s", "p95_s", "max_s", "bound_s", "bound_by"});
  CHECK(keys_of(document["run"]) ==
        Keys{"wall_s", "cpu_s", "events", "events_per_s", "blocks_per_s", "peak_rss_bytes", "build"});
}

TEST_CASE("groups and contents have the keys of their contract", "[report]") {
  const Json document = document_of(run_world(small_swarm()));
  CHECK(keys_of(document["groups"]) == Keys{"seed", "crowd"});
  CHECK(keys_of(document["groups"]["crowd"]) == Keys{"client", "peers", "started", "completion", "unfinished",
                                                     "first_piece_p50_s", "uplink_utilisation",
                                                     "share_ratio_mean"});
  CHECK(keys_of(document["groups"]["crowd"]["completion"]) ==
        Keys{"count", "mean_s", "p50_s", "p95_s", "max_s"});
  CHECK(document["groups"]["crowd"]["client"] == "bep3");
  CHECK(keys_of(document["contents"]["file"]) ==
        Keys{"copies_min", "seed_upload_copies", "duplicate_share", "first_copy_out_s"});
  CHECK(keys_of(document["unfinished"]) == Keys{"count", "progress_min"});
  CHECK(keys_of(document["end"]) == Keys{"time_s", "reason"});
  CHECK(keys_of(document["blocks"]) == Keys{"delivered", "wasted"});
  CHECK(keys_of(document["chokes"]) == Keys{"rounds", "unchokes", "optimistic"});
  CHECK(keys_of(document["tracker"]) == Keys{"announces", "failed"});
  CHECK(keys_of(document["peers"][0]) ==
        Keys{"id", "group", "arrived_s", "left_s", "uploaded_bytes", "downloaded_bytes", "downloads"});
  CHECK(keys_of(document["peers"][1]["downloads"][0]) ==
        Keys{"content", "started_s", "completed_s", "duration_s", "wasted_bytes"});
}

TEST_CASE("on an ideal network the summary is what one computes by hand", "[report]") {
  // 1 MiB over 125,000 B/s, and half of it, to leechers that came 2 s apart.
  const Json document = document_of(run_world(swarm_of(
      R"({ "id": "s", "has": ["file"] }, { "id": "a" }, { "id": "b", "link": { "up": "1 Mbit/s" } })",
      R"(, "network": { "up": "unlimited", "down": "1 Mbit/s", "latency": "0 s",
                       "segment": "none", "tcp": "none" },
          "timeline": [{ "at": "0 s", "on": "s", "do": "send file" },
                       { "at": "0 s", "on": "a", "do": "download file" },
                       { "at": "20 s", "on": "s", "do": "exit" },
                       { "at": "20 s", "on": "a", "do": "exit" },
                       { "at": "20 s", "on": "b", "do": "download file" }])",
      "60 s")));
  CHECK(document["completed"] == 1);
  CHECK(document["completion"]["count"] == 1);
  // 1,048,576 B / 125,000 B/s = 8.388608 s, and about a hundredth of it for messages.
  const double took = document["groups"]["a"]["completion"]["max_s"].get<double>();
  CHECK(took > 8.388608);
  CHECK(took < 8.5);
  CHECK(document["groups"]["a"]["completion"]["mean_s"] == took);
  CHECK(document["groups"]["a"]["completion"]["p50_s"] == took);
  CHECK(document["groups"]["b"]["completion"]["count"] == 0);
  CHECK(document["groups"]["b"]["completion"]["mean_s"].is_null());
  CHECK(document["groups"]["b"]["started"] == 1);
  CHECK(document["groups"]["b"]["unfinished"] == Json({{"count", 1}, {"progress_min", 0.0}}));
  CHECK(document["unfinished"]["count"] == 1);
  CHECK(document["aborted"] == 0);  // b is still there
  CHECK(document["groups"]["b"]["first_piece_p50_s"].is_null());
  CHECK(document["groups"]["b"]["share_ratio_mean"].is_null());
  CHECK(document["groups"]["a"]["share_ratio_mean"] == 0.0);
  CHECK(document["groups"]["b"]["uplink_utilisation"].get<double>() < 0.001);
  CHECK(document["contents"]["file"]["copies_min"] == 0);  // whoever had it has left
  CHECK(document["contents"]["file"]["seed_upload_copies"] == 1.0);
  CHECK(document["contents"]["file"]["duplicate_share"] == 0.0);
  CHECK(document["contents"]["file"]["first_copy_out_s"] == took);
}

TEST_CASE("an interrupted run is marked partial, and no other", "[report]") {
  World world = make_world(small_swarm());
  while (world.now() < sim_time_from(1'000'000'000) && world.step()) {}
  CHECK_FALSE(document_of(world).contains("partial"));
  world.interrupt();
  const Json document = document_of(world);
  CHECK(document["partial"] == true);
  CHECK(document["end"]["reason"] == "interrupted");
  CHECK(document["unfinished"]["count"] == 3);
}

TEST_CASE("what save keeps of an answer has the same keys for every command", "[report]") {
  const Keys keys{"at_s", "ok", "seeders", "leechers", "completed", "count"};
  const Json never = saved_json(nullptr);
  CHECK(keys_of(never) == keys);
  for (const Json& value : never) CHECK(value.is_null());

  CommandResult result;
  result.at = sim_time_from(5'000'000'000);
  const Json waiting = saved_json(&result);
  CHECK(waiting["at_s"] == 5.0);
  CHECK(waiting["ok"].is_null());

  result.is_answered = true;
  result.answer.value = ScrapeCounts{1, 2, 3};
  const Json scrape = saved_json(&result);
  CHECK(keys_of(scrape) == keys);
  CHECK(scrape["ok"] == true);
  CHECK(scrape["seeders"] == 1);
  CHECK(scrape["leechers"] == 2);
  CHECK(scrape["completed"] == 3);
  CHECK(scrape["count"].is_null());

  result.answer.value = std::vector<std::string>{"a", "b"};
  result.answer.ok = false;
  const Json list = saved_json(&result);
  CHECK(keys_of(list) == keys);
  CHECK(list["ok"] == false);
  CHECK(list["count"] == 2);
  CHECK(list["seeders"].is_null());
}

TEST_CASE("a world that has not run has every metric that a finished one has", "[report]") {
  const std::string scenario = small_swarm();
  const World fresh = make_world(scenario);
  const World finished = run_world(scenario);
  const Summary before(fresh, measure(fresh));
  const Summary after(finished, measure(finished));
  CHECK(before.paths() == after.paths());
  CHECK(before.paths().size() > 50);
  CHECK(before.find("completion.max_s")->text == "null");
  CHECK(after.find("completion.max_s")->text != "null");
}

TEST_CASE("quantiles are nearest ranks and means exact sums of the finished downloads", "[report]") {
  const auto count = GENERATE(1, 2, 7, 20, 21);
  CAPTURE(count);
  const World world = run_world(swarm_of(one_seed + R"(, { "id": "crowd", "count": )" +
                                         std::to_string(count) + R"(, "download": ["file"] })"));
  const std::vector<Duration> durations = durations_in(world);
  const auto n = static_cast<std::size_t>(count);
  REQUIRE(durations.size() == n);
  const CompletionMeasure completion = measure(world).all.completion;
  Int128 sum = 0;
  for (const Duration duration : durations) sum += duration.count();
  const std::size_t rank_50 = (n + 1) / 2;
  const std::size_t rank_95 = n - n / 20;  // ceil(0.95 n) for n up to 39
  CHECK(completion.count == n);
  CHECK(completion.p50_s == rounded_seconds(durations[rank_50 - 1]));
  CHECK(completion.p95_s == rounded_seconds(durations[rank_95 - 1]));
  CHECK(completion.max_s == rounded_seconds(durations.back()));
  CHECK(completion.mean_s == rounded_ratio(sum, static_cast<Int128>(n) * 1'000'000'000));
}

TEST_CASE("of nothing there is no mean: null beside a count of 0", "[report]") {
  const Json document = document_of(run_world(swarm_of(one_seed)));
  CHECK(document["completion"]["count"] == 0);
  for (const char* key : {"mean_s", "p50_s", "p95_s", "max_s", "bound_s", "bound_by"}) {
    CAPTURE(key);
    CHECK(document["completion"][key].is_null());
  }
  CHECK(document["contents"]["file"]["duplicate_share"].is_null());
  CHECK(document["contents"]["file"]["first_copy_out_s"].is_null());
  CHECK(document["contents"]["file"]["copies_min"] == 1);
  CHECK(document["groups"]["seed"]["share_ratio_mean"].is_null());
}

TEST_CASE("bytes and blocks add up to the downloads that finished", "[report]") {
  const Json document = document_of(run_world(small_swarm()));
  constexpr std::int64_t size = 1'048'576;
  CHECK(document["completed"] == 3);
  CHECK(document["bytes"]["payload"] == 3 * size);
  CHECK(document["blocks"]["delivered"] == 3 * 64);
  CHECK(document["contents"]["file"]["copies_min"] == 4);
  CHECK(document["contents"]["file"]["seed_upload_copies"].get<double>() >= 1);
  std::int64_t between_groups = 0;
  for (const Json& row : document["bytes"]["matrix_by_group"]) {
    for (const Json& cell : row) between_groups += cell.get<std::int64_t>();
  }
  CHECK(between_groups == 3 * size + document["bytes"]["wasted"].get<std::int64_t>());
  CHECK(document["bytes"]["matrix_by_group"][0][1].get<std::int64_t>() >= size);  // the seed to the crowd
  CHECK(document["bytes"]["matrix_by_group"][1][0] == 0);
  std::int64_t downloaded = 0;
  for (const Json& peer : document["peers"]) downloaded += peer["downloaded_bytes"].get<std::int64_t>();
  CHECK(downloaded == between_groups);
}

TEST_CASE("a saturated uplink is used to more than four fifths, and none to more than all", "[report]") {
  const Json document =
      document_of(run_world(swarm_of(one_seed + R"(, { "id": "leecher", "download": ["file"] })")));
  const double seed = document["groups"]["seed"]["uplink_utilisation"].get<double>();
  CHECK(seed > 0.8);
  CHECK(seed <= 1);
  const double leecher = document["groups"]["leecher"]["uplink_utilisation"].get<double>();
  CHECK(leecher < 0.2);
  CHECK(document["uplink_utilisation"].get<double>() > leecher);
  CHECK(document["uplink_utilisation"].get<double>() < seed);
}

TEST_CASE("what waits in the access queue has not used the uplink", "[report]") {
  // Half a second in which three requesters fill a queue of ten seconds, behind five seconds of silence.
  const Json document =
      document_of(run_world(swarm_of(one_seed + R"(, { "id": "crowd", "count": 3 })",
                                     R"(, "network": { "tcp": "none", "queue": { "time": "10 s" } },
                  "timeline": [{ "at": "5 s", "on": "crowd", "do": "download file" }])",
                                     "5500 ms")));
  const double seed = document["groups"]["seed"]["uplink_utilisation"].get<double>();
  CHECK(seed > 0);
  CHECK(seed <= 0.5 / 5.5);
}

TEST_CASE("a download's duration counts from its command, not from the start of the run", "[report]") {
  const Json document = document_of(
      run_world(swarm_of(one_seed + R"(, { "id": "leecher" })",
                         R"(, "timeline": [{ "at": "3 s", "on": "leecher", "do": "download file" }])")));
  const Json& download = document["peers"][1]["downloads"][0];
  CHECK(download["content"] == "file");
  CHECK(download["started_s"] == 3.0);
  CHECK(download["duration_s"] == document["completion"]["max_s"]);
  const double ended = 3.0 + download["duration_s"].get<double>();
  CHECK(std::abs(download["completed_s"].get<double>() - ended) < 0.000'001);
}

TEST_CASE("an unlimited uplink has no utilisation", "[report]") {
  const std::string seed =
      R"({ "id": "seed", "link": { "up": "unlimited" }, "has": ["file"], "send": ["file"] })";
  CHECK(document_of(run_world(swarm_of(seed)))["groups"]["seed"]["uplink_utilisation"].is_null());
}

TEST_CASE("who leaves unfinished is aborted, and its progress is not hidden", "[report]") {
  const Json document = document_of(
      run_world(small_swarm(R"(, "timeline": [{ "at": "2 s", "on": "crowd-2", "do": "exit" }])")));
  CHECK(document["aborted"] == 1);
  CHECK(document["completed"] == 2);
  CHECK(document["groups"]["crowd"]["started"] == 3);
  CHECK(document["groups"]["crowd"]["unfinished"]["count"] == 1);
  const double progress = document["groups"]["crowd"]["unfinished"]["progress_min"].get<double>();
  CHECK(progress < 1);
  CHECK(document["unfinished"]["progress_min"] == progress);
  CHECK(document["peers"][2]["left_s"] == 2.0);
  CHECK(document["peers"][2]["downloads"][0]["completed_s"].is_null());
  CHECK(document["peers"][1]["left_s"].is_null());
}

TEST_CASE("commands carry their lines and values; what was not answered says null", "[report]") {
  const Json document = document_of(run_world(small_swarm(
      R"(, "timeline": [
           { "at": "1 s", "on": "tracker", "do": "scrape file" },
           { "at": "1 s", "on": "tracker", "do": "fileinfo file" },
           { "at": "2 s", "on": "seed", "do": "download file" },
           { "at": "5 s", "on": "crowd-1", "do": "scrape file" }])",
      "5 s")));
  const Json& commands = document["commands"];
  REQUIRE(commands.size() == 4);
  CHECK(commands[0]["value"] ==
        Json({{"seeders", 1}, {"leechers", 3}, {"completed", 0}, {"downloaders", 3}}));
  CHECK(commands[0]["answered_s"] == 1.0);
  REQUIRE(commands[1]["value"].size() == 4);
  CHECK(commands[1]["value"][0]["peer_id"] == "seed");
  CHECK(commands[1]["value"][0]["status"] == "seeder");
  CHECK(commands[2]["lines"] == Json::array({"You already have the file file"}));
  CHECK(commands[2]["value"].is_null());
  CHECK(commands[3]["at_s"] == 5.0);
  CHECK(commands[3]["answered_s"].is_null());
}

TEST_CASE("a path takes the longest key that fits, and elements of lists by their id", "[report]") {
  const World world = run_world(
      R"({ "format": "swarmsim/scenario/1", "name": "test", "stop": { "at": "10 min" },
           "content": [{ "name": "a", "size": "64 KiB" }, { "name": "a.iso", "size": "1 MiB" }],
           "peers": [{ "id": "p.q", "has": ["a.iso"] }, { "id": "p", "has": ["a", "a.iso"] }] })");
  const Summary summary(world, measure(world));
  CHECK(summary.find("contents.a.iso.copies_min")->text == "2");
  CHECK(summary.find("contents.a.copies_min")->text == "1");
  CHECK(summary.find("groups.p.q.peers")->text == "1");
  CHECK(summary.find("peers.p.q.id")->text == "p.q");
  CHECK(summary.find("peers.p.uploaded_bytes")->text == "0");
  CHECK(summary.find("end.reason")->text == "idle");
  for (const char* path :
       {"contents", "peers", "peers.p", "peers.r.id", "completion.maxs", "completed.", ".", ""}) {
    CAPTURE(path);
    CHECK_FALSE(summary.find(path).has_value());
  }
}

TEST_CASE("everything but run is a function of scenario and seed", "[report]") {
  const auto without_run = [](const World& world) {
    Json document = document_of(world);
    document.erase("run");
    return document;
  };
  const std::string scenario = small_swarm();
  CHECK(without_run(run_world(scenario, 7)) == without_run(run_world(scenario, 7)));
  const Json seven = document_of(run_world(scenario, 7));
  CHECK(seven["fingerprint"] != document_of(run_world(scenario, 8))["fingerprint"]);
}

TEST_CASE("more than ten thousand peers are listed only on request", "[report]") {
  const auto crowd = [](int count, const std::string& more = "") {
    return make_world(swarm_of(R"({ "id": "p", "count": )" + std::to_string(count) + "}", more));
  };
  CHECK(document_of(crowd(10'000))["peers"].size() == 10'000);
  CHECK_FALSE(document_of(crowd(10'001)).contains("peers"));
  CHECK(document_of(crowd(10'001), true)["peers"].size() == 10'001);
  const World expecting =
      crowd(10'001, R"(, "expect": [{ "that": "peers.p-1.uploaded_bytes", "is": "== 0" }])");
  CHECK(Summary(expecting, measure(expecting)).find("peers.p-1.uploaded_bytes").has_value());
}

TEST_CASE("run has what the program measured, per second of the loop", "[report]") {
  const World world = run_world(small_swarm());
  Summary summary(world, measure(world));
  const std::vector<ExpectResult> expect{{"completed", "== 3", "3", true}};
  RunStats stats{std::chrono::milliseconds(1'500), std::chrono::seconds(1), {}, 4'096, "b"};
  stats.loop_cpu = std::chrono::milliseconds(500);
  const Json document = Json::parse(summary.to_json(expect, stats));
  CHECK(document["run"]["wall_s"] == 1.5);
  CHECK(document["run"]["cpu_s"] == 1.0);
  CHECK(document["run"]["blocks_per_s"] == 2.0 * 3 * 64);
  CHECK(document["run"]["events_per_s"] == 2.0 * static_cast<double>(world.counters().events));
  CHECK(document["run"]["peak_rss_bytes"] == 4'096);
  CHECK(document["expect"] ==
        Json::array({{{"that", "completed"}, {"is", "== 3"}, {"actual", "3"}, {"ok", true}}}));
}

}  // namespace swarmsim::summary_test
