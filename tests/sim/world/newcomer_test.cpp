// Who comes by command, and clients that change while they run.

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::newcomer_test {

namespace {

std::string swarm(const std::string& timeline) {
  SwarmText text;
  text.peers = seed_text + "," + leecher_text("a") + "," + leecher_text("b");
  text.timeline = timeline;
  return text.json();
}

const CommandResult& result(const World& world, std::size_t index) { return world.results()[index]; }

}  // namespace

TEST_CASE("a peer that the timeline brings downloads like others", "[world]") {
  const World world = run_world(swarm(
      said("3 s", "world", "peer 9 up=1Mbit/s client=libtorrent") + "," + said("3 s", "9", "download file") +
      "," + said("4 s", "world", "peer 10 has=file") + "," + said("4 s", "10", "send file")));
  REQUIRE(world.participants().size() == 5);
  const Participant& nine = world.participants()[3];
  CHECK(nine.name == "9");
  CHECK(nine.arrives == sim_start + std::chrono::seconds(3));
  CHECK(nine.up == Rate{125'000});
  CHECK(world.profile_of(nine).name.starts_with("libtorrent"));
  REQUIRE(nine.torrents.size() == 1);
  CHECK(nine.torrents.front().completed.has_value());
  CHECK(world.participants()[4].torrents.front().torrent->totals().uploaded > 0);
  CHECK(result(world, 0).answer.lines == std::vector<std::string>{"9 has arrived"});
}

TEST_CASE("who has not been brought yet has not arrived, and nobody is brought twice", "[world]") {
  const World world =
      run_world(swarm(said("1 s", "9", "download file") + "," + said("2 s", "world", "peer 9") + "," +
                      R"({ "every": "1 s", "from": "3 s", "to": "3 s", "on": "world", "do": "peer 8" })"));
  CHECK(result(world, 0).answer.lines == std::vector<std::string>{"error: 9 has not arrived yet"});
  CHECK(result(world, 1).answer.lines == std::vector<std::string>{"9 has arrived"});
}

TEST_CASE("a peer that comes and does nothing changes nobody else's records", "[world]") {
  World with = make_world(swarm(said("3 s", "world", "peer 9")));
  World without = make_world(swarm(""));
  std::vector<Record> seen = record_rest(with);
  const std::vector<Record> expected = record_rest(without);
  const auto is_of_newcomer = [](const Record& record) {
    return record.kind == RecordKind::commanded ||
           (record.kind == RecordKind::arrived && index_of(record.from) == 3);
  };
  seen.erase(std::remove_if(seen.begin(), seen.end(), is_of_newcomer), seen.end());
  CHECK(seen == expected);
}

TEST_CASE("slots that are set are kept to at once", "[world]") {
  World world = make_world(swarm(said("3 s", "world", "set seed unchoke_slots=0") + "," +
                                 said("60 s", "world", "set seed unchoke_slots=1 request_queue=9")));
  const auto served = [&world] {
    std::size_t count = 0;
    const auto& torrent = dynamic_cast<const Torrent&>(*world.participants()[0].torrents.front().torrent);
    for (const Torrent::Slot slot : torrent.order()) {
      const Neighbour& one = torrent.neighbour(slot);
      count += !one.we_choke_them && one.they_want ? 1 : 0;
    }
    return count;
  };
  while (world.now() < sim_start + std::chrono::milliseconds(2'900)) world.step();
  CHECK(served() == 2);
  while (world.step(sim_start + std::chrono::seconds(3))) {}
  CHECK(served() == 0);
  while (world.step(sim_start + std::chrono::seconds(60))) {}
  CHECK(served() == 1);
  world.run();
  CHECK(world.counters().completed == 2);
  CHECK(result(world, 0).answer.lines == std::vector<std::string>{"The client of seed has changed"});
}

}  // namespace swarmsim::newcomer_test
