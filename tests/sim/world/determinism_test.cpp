// Same scenario, same seed: same run, however it is driven.

#include <algorithm>
#include <chrono>

#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::determinism_test {

namespace {

using namespace std::chrono_literals;

/// A bit of everything that a run can hold: two contents, classes of links, arrivals in between,
/// departures, an exit in the middle of a download, scrapes, choke rounds with an optimistic slot.
std::string busy_swarm(const std::string& data) {
  return SwarmText{
      .peers = R"({ "id": "seed", "has": ["file", "other"], "send": ["file", "other"] },
                  { "id": "crowd", "count": 7, "class": { "slow": 2, "fast": 1 }, "download": ["file"],
                    "arrive": { "every": "700 ms" }, "leave": "on_complete" },
                  { "id": "both", "count": 2, "download": ["file", "other"],
                    "client": { "unchoke_slots": 2, "request_queue": 16 } },
                  { "id": "quitter", "download": ["other"] })",
      .content = R"({ "name": "file", "size": "1 MiB", "piece": "64 KiB", "data": ")" + data + R"(" },
                    { "name": "other", "size": "500001 B", "piece": "32 KiB", "data": ")" +
                 data + R"(" })",
      .timeline = said("2 s", "quitter", "scrape file") + "," + said("3 s", "quitter", "exit") + "," +
                  said("5 s", "tracker", "peerinfo"),
      .more = R"("classes": [{ "name": "slow", "link": { "up": "400 kbit/s", "latency": "60 ms" } },
                             { "name": "fast", "link": { "up": "10 Mbit/s" } }],
                 "tracker": { "interval": "5 s" })"}
      .json();
}

World after_events(const std::string& json, std::uint64_t events, RecordSink* sink) {
  World world = make_world(json);
  while (world.counters().events < events) REQUIRE(world.step(sim_never, sink));
  return world;
}

}  // namespace

TEST_CASE("a run is a function of its scenario and its seed", "[world]") {
  const std::string json = busy_swarm("seeded");
  World first = make_world(json);
  const auto records = record_rest(first);
  REQUIRE(first.end_reason() == EndReason::idle);
  REQUIRE(first.counters().completed == 11);
  REQUIRE(first.counters().aborted == 1);
  CHECK(records.size() == first.records());

  World again = make_world(json);
  CHECK(record_rest(again) == records);
  CHECK(again.fingerprint() == first.fingerprint());
  CHECK(again.counters().events == first.counters().events);
}

TEST_CASE("every seed is another run", "[world]") {
  const std::string json = busy_swarm("none");
  std::vector<std::string> seen;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) seen.push_back(to_hex(run_world(json, seed).fingerprint()));
  std::sort(seen.begin(), seen.end());
  CHECK(std::unique(seen.begin(), seen.end()) == seen.end());
}

TEST_CASE("a sink changes nothing", "[world]") {
  const std::string json = busy_swarm("none");
  World watched = make_world(json);
  const auto records = record_rest(watched);
  const World alone = run_world(json);
  CHECK(alone.fingerprint() == watched.fingerprint());
  CHECK(alone.records() == records.size());
  CHECK(alone.now() == watched.now());
}

TEST_CASE("a run in slices of time is the run in one go", "[world]") {
  const std::string json = busy_swarm("seeded");
  World whole = make_world(json);
  const auto records = record_rest(whole);
  World sliced = make_world(json);
  RecordList list;
  std::uint64_t slices = 0;
  for (SimTime until = sim_start; !sliced.ended(); until += 100ms, ++slices) {
    while (sliced.step(until, &list)) {}
    CHECK((sliced.ended() || sliced.now() == until));
  }
  CHECK(slices > 50);
  CHECK(list.records == records);
  CHECK(sliced.fingerprint() == whole.fingerprint());
  CHECK(sliced.now() == whole.now());
}

TEST_CASE("a copy of a world ends as the original does, and neither touches the other", "[world]") {
  const std::string json = busy_swarm("seeded");
  World whole = make_world(json);
  const auto records = record_rest(whole);
  const std::uint64_t tenth = whole.counters().events / 10;
  for (std::uint64_t copied_at = 0; copied_at < whole.counters().events; copied_at += tenth) {
    CAPTURE(copied_at);
    RecordList before;
    World original = after_events(json, copied_at, &before);
    World copy = original;
    const auto of_copy = record_rest(copy);
    CHECK(copy.fingerprint() == whole.fingerprint());
    CHECK_FALSE(original.ended());
    // The original is not run on its own: what the copy did to shared memory would show here.
    const auto of_original = record_rest(original);
    CHECK(original.fingerprint() == whole.fingerprint());
    CHECK(of_original == of_copy);
    before.records.insert(before.records.end(), of_copy.begin(), of_copy.end());
    CHECK(before.records == records);
    CHECK(copy.content_matches());
  }
}

TEST_CASE("a copy and its original may take turns", "[world]") {
  const std::string json = busy_swarm("none");
  const Digest128 expected = run_world(json).fingerprint();
  World original = after_events(json, 2'000, nullptr);
  World copy = original;
  while (!original.ended() || !copy.ended()) {
    original.step();
    copy.step();
    copy.step();
  }
  CHECK(original.fingerprint() == expected);
  CHECK(copy.fingerprint() == expected);
}

TEST_CASE("whether blocks carry bytes is no part of what happens", "[world]") {
  // Pieces that arrive are what was sent: verifying them costs no simulated time.
  CHECK(run_world(busy_swarm("none")).fingerprint() == run_world(busy_swarm("seeded")).fingerprint());
}

TEST_CASE("an interrupted run ends where it is, and only once", "[world]") {
  World world = after_events(busy_swarm("none"), 1'000, nullptr);
  const SimTime at = world.now();
  const Digest128 fingerprint = world.fingerprint();
  REQUIRE(world.network().messages_on_the_way() > 0);
  world.interrupt();
  CHECK(world.end_reason() == EndReason::interrupted);
  CHECK(world.now() == at);
  CHECK(world.fingerprint() == fingerprint);  // what is under way stays under way
  CHECK_FALSE(world.step());
  world.interrupt();
  CHECK(world.fingerprint() == fingerprint);
}

}  // namespace swarmsim::determinism_test
