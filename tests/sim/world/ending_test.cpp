// When a run is over, and what is recorded then.

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::ending_test {

namespace {

using namespace std::chrono_literals;

const std::string pair = seed_text + "," + leecher_text("l");

World stopped(const std::string& when, const std::string& peers, const std::string& timeline = "") {
  World world = make_world(
      SwarmText{.peers = peers, .timeline = timeline, .stop = R"("at": "20 min", "when": ")" + when + R"(")"}
          .json());
  run_checked_every(world, 1s);
  return world;
}

}  // namespace

TEST_CASE("an idle world ends with its last completion", "[world]") {
  const World world = stopped("idle", pair);
  CHECK(world.end_reason() == EndReason::idle);
  CHECK(world.now() == *part_of(world, "l").completed);
}

TEST_CASE("a world in which nobody wants anything ends with its last arrival", "[world]") {
  const World world = stopped("idle", seed_text + R"(, { "id": "x", "arrive": { "at": "9 s" } })");
  CHECK(world.end_reason() == EndReason::idle);
  CHECK(world.now() == sim_start + 9s);
}

TEST_CASE("a world is not idle while something is going to happen", "[world]") {
  const World scripted = stopped("idle", pair, said("9 min", "seed", "exit"));
  CHECK(scripted.end_reason() == EndReason::idle);
  CHECK(scripted.now() == sim_start + 9min);
  const World expected = stopped("idle", pair + "," + leecher_text("x", R"("arrive": { "at": "8 min" })"));
  CHECK(expected.counters().completed == 2);
  CHECK(expected.now() == *part_of(expected, "x").completed);
}

TEST_CASE("a world in which nobody holds what is missing is idle", "[world]") {
  const World world = stopped("idle", seed_text + R"(, { "id": "l", "count": 4, "download": ["file"] })",
                              said("2 s", "seed", "exit"));
  CHECK(world.end_reason() == EndReason::idle);
  CHECK(world.counters().completed == 0);
  CHECK(world.now() < sim_start + 2min);
  // What was there to be exchanged has been.
  const Bitfield& first = part_of(world, "l-1").torrent->have();
  CHECK(first.count() > 0);
  CHECK_FALSE(first.all());
  for (const char* name : {"l-2", "l-3", "l-4"}) CHECK(part_of(world, name).torrent->have() == first);
}

TEST_CASE("all_complete ends with the last download that can be, and waits for no other action", "[world]") {
  const World world = stopped("all_complete", pair, said("9 min", "seed", "exit"));
  CHECK(world.end_reason() == EndReason::all_complete);
  CHECK(world.now() == *part_of(world, "l").completed);

  const World later =
      stopped("all_complete", pair + R"(, { "id": "x" })", said("5 min", "x", "download file"));
  CHECK(later.end_reason() == EndReason::all_complete);
  CHECK(later.now() == *part_of(later, "x").completed);
  const World arriving =
      stopped("all_complete", pair + "," + leecher_text("x", R"("arrive": { "at": "5 min" })"));
  CHECK(arriving.now() == *part_of(arriving, "x").completed);
}

TEST_CASE("all_complete counts who left unfinished as aborted, and does not wait for it", "[world]") {
  const World world = stopped("all_complete", pair, said("1 s", "l", "exit"));
  CHECK(world.end_reason() == EndReason::all_complete);
  CHECK(world.now() == sim_start + 1s);
  CHECK(world.counters().aborted == 1);
}

TEST_CASE("all_complete runs to the hard end where a download cannot end", "[world]") {
  const World world = stopped("all_complete", pair, said("1 s", "seed", "exit"));
  CHECK(world.end_reason() == EndReason::time);
  CHECK(world.now() == sim_start + 20min);
}

TEST_CASE("all_complete waits for a download that waits for another command", "[world]") {
  const std::string command = GENERATE("send file", "scrape file");
  const World world = stopped("all_complete", R"({ "id": "seed", "has": ["file"], "send": ["file"] },
      { "id": "x" })",
                              R"({ "at": "3 s", "on": "seed", "do": ")" + command + R"(", "label": "first" },
      { "after": "first", "plus": "2 s", "on": "tracker", "do": "list", "label": "second" },
      { "after": "second", "plus": "1 s", "on": "x", "do": "download file" })");
  CHECK(world.end_reason() == EndReason::all_complete);
  CHECK(world.counters().completed == 1);
}

TEST_CASE("where nothing is to come the run ends before its first event", "[world]") {
  const World complete = stopped("all_complete", seed_text, said("1 s", "seed", "scrape file"));
  CHECK(complete.end_reason() == EndReason::all_complete);
  const World idle = stopped("idle", seed_text.substr(0, seed_text.size() - 1) + R"(, "count": 1,
      "arrive": { "decay": { "first_gap": "1 h", "tau": "1 ns" } } })");
  CHECK(idle.end_reason() == EndReason::idle);
  for (const World* world : {&complete, &idle}) {
    CHECK(world->now() == sim_start);
    CHECK(world->counters().events == 0);
  }
}

TEST_CASE("never runs to the hard end", "[world]") {
  const World world = stopped("never", pair);
  CHECK(world.counters().completed == 1);
  CHECK(world.end_reason() == EndReason::time);
  CHECK(world.now() == sim_start + 20min);
}

TEST_CASE("what is due at the hard end still happens, what is due later does not", "[world]") {
  const World world =
      run_world(SwarmText{.peers = pair,
                          .timeline = said("1 s", "tracker", "list") + "," + said("2 s", "tracker", "list") +
                                      "," + said("2001 ms", "tracker", "list"),
                          .stop = R"("at": "2 s")"}
                    .json());
  CHECK(world.end_reason() == EndReason::time);
  CHECK(world.results().size() == 2);
}

TEST_CASE("messages under way at the end are recorded as cut", "[world]") {
  World world = make_world(SwarmText{
      .peers = seed_text + R"(, { "id": "l", "count": 5, "download": ["file"] })", .stop = R"("at": "3 s")"}
                               .json());
  const auto records = record_rest(world);
  const auto cut = std::count_if(records.begin(), records.end(), [&](const Record& record) {
    const bool is_cut = (record.flags & record_cut) != 0;
    if (is_cut) CHECK(record.time == sim_start + 3s);
    return is_cut;
  });
  CHECK(cut > 10);
  CHECK(world.network().messages_on_the_way() == static_cast<std::uint32_t>(cut));
  CHECK(world.counters().cut_messages == static_cast<std::uint64_t>(cut));
  CHECK(records.size() == world.records());
}

}  // namespace swarmsim::ending_test
