#include "sim/report/bound.hpp"

#include <string>

#include "sim/report/measures.hpp"
#include "sim/report/rounding.hpp"
#include "tests/sim/report/swarms.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::bound_test {

namespace {

std::string peer(const std::string& id, const std::string& up, const std::string& down,
                 const std::string& keys) {
  const std::string link = R"({ "up": ")" + up + R"(", "down": ")" + down + R"(" })";
  return R"({ "id": ")" + id + R"(", "link": )" + link + ", " + keys + "}";
}
std::string seed(const std::string& id, const std::string& up) {
  return peer(id, up, "8 Mbit/s", R"("has": ["file"], "send": ["file"])");
}
std::string leecher(const std::string& id, const std::string& up, const std::string& down) {
  return peer(id, up, down, R"("download": ["file"])");
}

struct Row {
  std::string peers;
  std::int64_t at_least_ns;  ///< of 1,048,576 bytes, rounded down
  std::string by;
};

}  // namespace

TEST_CASE("the bound is the largest of three terms, and names it", "[report]") {
  const auto row = GENERATE(values<Row>({
      // (a) 1,048,576 / 125,000: the content has to leave the seed once.
      {seed("s", "1 Mbit/s") + "," + leecher("l", "8 Mbit/s", "8 Mbit/s"), 8'388'608'000,
       "the seed's uplink"},
      // (a) with two seeds: 1,048,576 / 187,500 = 5.592405333...
      {seed("s", "1 Mbit/s") + "," + seed("t", "500 kbit/s") + "," + leecher("l", "8 Mbit/s", "8 Mbit/s"),
       5'592'405'333, "the seeds' uplinks"},
      // (b) 1,048,576 / 62,500.
      {seed("s", "1 Mbit/s") + "," + leecher("l", "8 Mbit/s", "8 Mbit/s") + "," +
           leecher("slow", "8 Mbit/s", "500 kbit/s"),
       16'777'216'000, "the downlink of slow"},
      // (c) 3 x 1,048,576 / (125,000 + 3 x 12,500) = 19.3583261...
      {seed("s", "1 Mbit/s") + "," + leecher("a", "100 kbit/s", "8 Mbit/s") + "," +
           leecher("b", "100 kbit/s", "8 Mbit/s") + "," + leecher("c", "100 kbit/s", "8 Mbit/s"),
       19'358'326'153, "all uplinks together"},
      // Unlimited uplinks bind nobody.
      {seed("s", "unlimited") + "," + leecher("l", "1 Mbit/s", "1 Mbit/s"), 8'388'608'000,
       "the downlink of l"},
  }));
  CAPTURE(row.peers);
  const World world = run_world(swarm_of(row.peers));
  const auto bound = completion_bound(world);
  REQUIRE(bound.has_value());
  CHECK(bound->at_least == Duration{row.at_least_ns});
  CHECK(bound->by == row.by);
  CHECK(floored_seconds(bound->at_least) <= measure(world).all.completion.max_s);
}

TEST_CASE("the bound counts completions: who leaves unfinished lowers it, but lends its uplink", "[report]") {
  std::string crowd = seed("s", "1 Mbit/s");
  for (const char* id : {"a", "b", "c"}) crowd += "," + leecher(id, "100 kbit/s", "8 Mbit/s");
  const World world =
      run_world(swarm_of(crowd, R"(, "timeline": [{ "at": "3 s", "on": "c", "do": "exit" }])"));
  REQUIRE(world.counters().completed == 2);
  const auto bound = completion_bound(world);
  REQUIRE(bound.has_value());
  // 2 x 1,048,576 / 162,500 = 12.9055507...
  CHECK(bound->at_least == Duration{12'905'550'769});
}

TEST_CASE("a holder that is there but sends late counts as a seed", "[report]") {
  const std::string late = peer("late", "1 Mbit/s", "8 Mbit/s", R"("has": ["file"])");
  const World world =
      run_world(swarm_of(seed("s", "1 Mbit/s") + "," + late + "," + leecher("l", "8 Mbit/s", "8 Mbit/s"),
                         R"(, "timeline": [{ "at": "2 s", "on": "late", "do": "send file" }])"));
  const auto bound = completion_bound(world);
  REQUIRE(bound.has_value());
  CHECK(bound->by == "the seeds' uplinks");
  CHECK(bound->at_least == Duration{4'194'304'000});
}

TEST_CASE("a seed that left before the downloads began is none", "[report]") {
  const World world =
      run_world(swarm_of(seed("s", "1 Mbit/s") + "," + seed("gone", "1 Mbit/s") + R"(, { "id": "l" })",
                         R"(, "timeline": [{ "at": "1 s", "on": "gone", "do": "exit" },
                                           { "at": "2 s", "on": "l", "do": "download file" }])"));
  const auto bound = completion_bound(world);
  REQUIRE(bound.has_value());
  CHECK(bound->by == "the seed's uplink");
  CHECK(bound->at_least == Duration{8'388'608'000});
}

TEST_CASE("where its conditions do not hold there is no bound", "[report]") {
  const std::string s = seed("s", "1 Mbit/s");
  const std::string l = leecher("l", "8 Mbit/s", "8 Mbit/s");
  const std::string idle = R"({ "id": "idle" })";
  SECTION("downloads begin at different times") {
    const World world = run_world(swarm_of(
        s + "," + l + "," + idle, R"(, "timeline": [{ "at": "1 s", "on": "idle", "do": "download file" }])"));
    REQUIRE(world.counters().completed == 2);
    CHECK_FALSE(completion_bound(world).has_value());
  }
  SECTION("a holder arrives later") {
    const World world = run_world(swarm_of(
        s + "," + l + R"(, { "id": "late", "has": ["file"], "send": ["file"], "arrive": { "at": "1 s" } })"));
    REQUIRE(world.counters().completed == 1);
    CHECK_FALSE(completion_bound(world).has_value());
  }
  SECTION("there was no seed when the downloads began") {
    const World world = run_world(
        swarm_of(l + R"(, { "id": "late", "has": ["file"], "send": ["file"], "arrive": { "at": "1 s" } })"));
    REQUIRE(world.counters().completed == 1);
    CHECK_FALSE(completion_bound(world).has_value());
  }
  SECTION("nobody has completed") {
    CHECK_FALSE(completion_bound(run_world(swarm_of(s + "," + l, "", "1 s"))).has_value());
    CHECK_FALSE(completion_bound(make_world(swarm_of(s + "," + l))).has_value());
  }
  SECTION("no link limits") {
    const World world =
        run_world(swarm_of(seed("s", "unlimited") + "," + leecher("l", "unlimited", "unlimited")));
    REQUIRE(world.counters().completed == 1);
    CHECK_FALSE(completion_bound(world).has_value());
  }
  SECTION("there are two contents") {
    const World world = run_world(
        R"({ "format": "swarmsim/scenario/1", "name": "test", "stop": { "at": "10 min" },
             "content": [{ "name": "a", "size": "64 KiB" }, { "name": "b", "size": "64 KiB" }],
             "peers": [{ "id": "s", "has": ["a"], "send": ["a"] }, { "id": "l", "download": ["a"] }] })");
    REQUIRE(world.counters().completed == 1);
    CHECK_FALSE(completion_bound(world).has_value());
  }
}

}  // namespace swarmsim::bound_test
