// The timeline beyond single commands at single times, the tracker's troubles, and regions.

#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::timeline_test {

namespace {

using namespace std::chrono_literals;

const std::string unlimited = R"("up": "unlimited", "down": "unlimited", "latency": "10 ms", )" + ideal_text;

}  // namespace

TEST_CASE("an entry waits for the one it names", "[world]") {
  const World world =
      run_world(SwarmText{.peers = seed_text + R"(, { "id": "l" }, { "id": "m" })",
                          .timeline = R"({ "at": "1 s", "on": "l", "do": "download file", "label": "there" },
                     { "after": "there", "plus": "2 s", "on": "m", "do": "scrape file", "label": "scraped" },
                     { "after": "scraped", "on": "tracker", "do": "list" })"}
                    .json());
  REQUIRE(world.results().size() == 3);
  CHECK(world.results()[1].at == *part_of(world, "l").completed + 2s);
  CHECK(world.results()[1].answered > world.results()[1].at);
  CHECK(world.results()[2].at == world.results()[1].answered);
}

TEST_CASE("an entry for a group is done when the last of it is", "[world]") {
  const World world =
      run_world(SwarmText{.peers = seed_text + R"(, { "id": "g", "count": 3 })",
                          .timeline = R"({ "at": "1 s", "on": "g", "do": "download file", "label": "there" },
                     { "after": "there", "on": "tracker", "do": "list" })"}
                    .json());
  SimTime last{};
  for (const Participant& peer : world.participants()) {
    if (peer.torrents[0].completed) last = std::max(last, *peer.torrents[0].completed);
  }
  CHECK(world.results().back().at == last);
}

TEST_CASE("an entry comes again from its first time to its last", "[world]") {
  const World world = run_world(
      SwarmText{.peers = seed_text,
                .timeline = R"({ "every": "10 s", "from": "5 s", "to": "40 s", "on": "tracker", "do": "list",
                       "save": "list" })"}
          .json());
  REQUIRE(world.results().size() == 4);
  CHECK(world.results()[3].at == sim_start + 35s);
  CHECK(world.saved("list") == &world.results()[3]);
  CHECK(world.saved("other") == nullptr);
  // Without an end it comes as long as the run lasts, and keeps no run going.
  const World endless =
      run_world(SwarmText{.peers = seed_text,
                          .timeline = R"({ "every": "10 s", "on": "tracker", "do": "list" })",
                          .stop = R"("at": "1 min")"}
                    .json());
  CHECK(endless.end_reason() == EndReason::idle);
}

TEST_CASE("latencies of regions add up, each way its own", "[world]") {
  const World world = run_world(SwarmText{
      .peers = R"({ "id": "eu", "link": { "region": "eu" }, "has": ["file"], "send": ["file"] },
                  { "id": "us", "link": { "region": "us" } })",
      .timeline = said("1 s", "eu", "scrape file") + "," + said("1 s", "us", "scrape file"),
      .more = R"("tracker": { "region": "us", "link": { "latency": "3 ms" } }, "network": {)" + unlimited +
              R"(, "regions": { "names": ["eu", "us"], "latency": [["0 ms", "40 ms"], ["5 ms", "1 ms"]] } })"}
                                    .json());
  REQUIRE(world.results().size() == 2);
  // There and back to connect, there with the question, back with the answer.
  const Duration there = 10ms + 40ms + 3ms;
  const Duration back = 3ms + 5ms + 10ms;
  CHECK(world.results()[0].answered - world.results()[0].at == 2 * (there + back));
  CHECK(world.results()[1].answered - world.results()[1].at == 4 * (10ms + 1ms + 3ms));
  CHECK(world.network().latency_between(PeerId{0}, PeerId{1}) == 60ms);
  CHECK(world.network().latency_between(PeerId{1}, PeerId{0}) == 25ms);
}

TEST_CASE("a tracker that fails is asked again after 60 s, 84 s more, and so on", "[world]") {
  const std::string fault = GENERATE("refuse", "error", "silent");
  CAPTURE(fault);
  World world = make_world(SwarmText{.peers = seed_text + "," + leecher_text("l"),
                                     .timeline = said("0 s", "world", "tracker fail " + fault) + "," +
                                                 said("100 s", "world", "tracker recover"),
                                     .more = R"("network": {)" + unlimited + "}"}
                               .json());
  run_checked_every(world, 1s);
  REQUIRE(part_of(world, "l").completed.has_value());
  // Silence lasts 60 s before it counts as a failure: the second question comes after the recovery.
  const SimTime second = sim_start + 60s;
  const SimTime third = second + 84s;
  CHECK(*part_of(world, "l").completed > (fault == "silent" ? sim_start + 120s : third));
  CHECK(*part_of(world, "l").completed < third + 2min);
  CHECK(world.counters().failed_announces == (fault == "silent" ? 2 : 4));
}

TEST_CASE("a tracker that forgets learns of its peers by their next announces", "[world]") {
  const World world = run_world(SwarmText{.peers = seed_text + R"(, { "id": "l", "download": ["file"] })",
                                          .timeline = said("100 s", "world", "tracker fail refuse forget") +
                                                      "," + said("100 s", "world", "tracker recover") + "," +
                                                      said("101 s", "tracker", "scrape file") + "," +
                                                      said("10 min", "tracker", "scrape file")}
                                    .json());
  REQUIRE(world.results().size() == 4);
  CHECK(std::get<ScrapeCounts>(world.results()[2].answer.value).seeders == 0);
  CHECK(std::get<ScrapeCounts>(world.results()[3].answer.value).seeders == 2);
}

TEST_CASE("a scrape of a tracker that fails is answered with an error", "[world]") {
  const World world = run_world(
      SwarmText{.peers = seed_text,
                .timeline = said("1 s", "world", "tracker fail") + "," + said("2 s", "seed", "scrape file")}
          .json());
  CHECK(lines_of(world, 1) == std::vector<std::string>{"error: the tracker does not answer"});
  CHECK_FALSE(world.results()[1].answer.ok);
}

}  // namespace swarmsim::timeline_test
