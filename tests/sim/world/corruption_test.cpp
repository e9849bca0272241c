// Blocks that arrive changed: pieces fail, are fetched again, and who sent them is found.

#include <algorithm>
#include <set>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::corruption_test {

namespace {

/// A seed, a liar that has everything too, and three leechers.
std::string swarm_with_liar(const std::string& client, const std::string& share) {
  return SwarmText{.peers = seed_text +
                            R"(, { "id": "liar", "has": ["file"], "send": ["file"], "corrupt": ")" + share +
                            "\" }, " + R"({ "id": "l", "count": 3, "download": ["file"] })",
                   .content = R"({ "name": "file", "size": "4 MiB", "piece": "64 KiB" })",
                   .more = R"("client": ")" + client + "\""}
      .json();
}

std::set<std::string> banned_in(const World& world, const std::vector<Record>& records) {
  std::set<std::string> banned;
  for (const Record& record : records) {
    if (record.kind == RecordKind::banned) banned.insert(world.participants()[index_of(record.to)].name);
  }
  return banned;
}

}  // namespace

TEST_CASE("who corrupts is banned, nobody else is, and the files are the original", "[corruption]") {
  const auto client = GENERATE(as<std::string>{}, "bep3", "libtorrent", "transmission", "aria2");
  const auto share = GENERATE(as<std::string>{}, "1 in 20", "100 %");
  CAPTURE(client, share);
  World world = make_world(swarm_with_liar(client, share));
  const std::vector<Record> records = record_rest(world);
  CHECK(world.counters().completed == 3);
  CHECK(world.content_matches());
  CHECK(world.counters().corrupted_blocks > 0);
  CHECK(world.counters().failed_pieces > 0);
  CHECK(banned_in(world, records) == std::set<std::string>{"liar"});
}

TEST_CASE("a swarm whose every peer corrupts one block in a hundred completes all the same", "[corruption]") {
  const auto client = GENERATE(as<std::string>{}, "bep3", "libtorrent", "transmission");
  CAPTURE(client);
  World world = make_world(
      SwarmText{.peers = R"({ "id": "seed", "has": ["file"], "send": ["file"], "corrupt": "1 in 100" },
                            { "id": "l", "count": 9, "download": ["file"], "corrupt": "1 in 100" })",
                .content = R"({ "name": "file", "size": "4 MiB", "piece": "64 KiB" })",
                .more = R"("client": ")" + client + "\"",
                .stop = R"("at": "6 h")"}
          .json());
  run_checked_every(world, std::chrono::seconds(10));
  CHECK(world.counters().completed == 9);
  CHECK(world.counters().failed_pieces > 0);
  CHECK(world.content_matches());
}

TEST_CASE("a link that corrupts bans nobody for good", "[corruption]") {
  World world = make_world(SwarmText{
      .peers = seed_text + R"(, { "id": "bad", "download": ["file"], "link": { "corrupt": "1 in 50" } },
                                        { "id": "l", "count": 3, "download": ["file"] })",
      .content = R"({ "name": "file", "size": "4 MiB", "piece": "64 KiB" })",
      .stop = R"("at": "24 h")"}
                               .json());
  run_checked_every(world, std::chrono::seconds(60));
  CHECK(world.counters().completed == 4);
  CHECK(world.content_matches());
}

TEST_CASE("corruption is the same in both modes, and none changes nothing", "[corruption]") {
  const Scenario scenario = load_swarm(swarm_with_liar("libtorrent", "1 in 20"));
  const auto fingerprint = [&](const Scenario& one, Mode mode) {
    World world(one, 5, Registry::standard(), mode);
    world.run();
    return world.fingerprint();
  };
  CHECK(fingerprint(scenario, Mode::fast) == fingerprint(scenario, Mode::reference));
  Scenario none = scenario;
  none.groups[1].corrupt = {0, 1};
  Scenario of_link = none;
  of_link.groups[1].link.corrupt = {0, 5};
  CHECK(fingerprint(none, Mode::fast) == fingerprint(of_link, Mode::fast));
  CHECK_FALSE(fingerprint(none, Mode::fast) == fingerprint(scenario, Mode::fast));
}

}  // namespace swarmsim::corruption_test
