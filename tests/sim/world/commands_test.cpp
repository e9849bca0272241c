// What scripted commands answer, to whom they speak, and when the answer is there.

#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::commands_test {

namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

/// One seed, and what `timeline` makes of the others.
World play(const std::string& peers, const std::string& timeline, const std::string& more = "") {
  World world = make_world(SwarmText{.peers = peers, .timeline = timeline, .more = more}.json());
  run_checked_every(world, 1s);
  return world;
}

const std::string two_peers = R"({ "id": "1", "has": ["file"] }, { "id": "2" })";

}  // namespace

TEST_CASE("send and download answer what they did, and a second time that they did", "[world]") {
  const World world = play(two_peers, said("0 s", "1", "send file") + "," +           //
                                          said("1 s", "1", "send file") + "," +       //
                                          said("2 s", "2", "send file") + "," +       //
                                          said("3 s", "2", "download file") + "," +   //
                                          said("4 s", "2", "download file") + "," +   //
                                          said("4 s", "2", "send file") + "," +       //
                                          said("60 s", "2", "download file") + "," +  //
                                          said("60 s", "2", "send file") + "," +      //
                                          said("60 s", "1", "download file"));
  CHECK(lines_of(world, 0) == Lines{"You are now in SEND mode"});
  CHECK(lines_of(world, 1) == Lines{"You are already in SEND mode"});
  CHECK(lines_of(world, 2) == Lines{"error: You don't own the file file"});
  CHECK_FALSE(world.results()[2].answer.ok);
  CHECK(lines_of(world, 3) ==
        Lines{"You are now DOWNLOADING the file file", "The file file has been downloaded and saved"});
  CHECK(lines_of(world, 4) == Lines{"You are already DOWNLOADING the file file"});
  CHECK(lines_of(world, 5) == Lines{"error: You don't own the file file"});  // not yet
  CHECK(lines_of(world, 6) == Lines{"You already have the file file"});
  CHECK(lines_of(world, 7) == Lines{"You are already in SEND mode"});  // who completes stays as a seed
  CHECK(lines_of(world, 8) == Lines{"You already have the file file"});
  CHECK(world.counters().completed == 1);
  CHECK(world.content_matches());
}

TEST_CASE("who has not arrived or has left answers that", "[world]") {
  const World world = play(two_peers + R"(, { "id": "late", "arrive": { "at": "10 s" } })",
                           said("1 s", "late", "download file") + "," +  //
                               said("2 s", "2", "exit") + "," +          //
                               said("2 s", "2", "exit") + "," +          //
                               said("3 s", "2", "scrape file") + "," +   //
                               said("10 s", "late", "exit"));
  CHECK(lines_of(world, 0) == Lines{"error: late has not arrived yet"});
  CHECK(lines_of(world, 1) == Lines{"You have exited the torrent"});
  CHECK(lines_of(world, 2) == Lines{"error: 2 has left"});
  CHECK(lines_of(world, 3) == Lines{"error: 2 has left"});
  CHECK(lines_of(world, 4) == Lines{"You have exited the torrent"});  // arrivals come first in an instant
  CHECK(world.results()[1].answer.ok);
  CHECK_FALSE(world.results()[3].answer.ok);
}

TEST_CASE("a command to a group speaks to each member that is online, in order", "[world]") {
  const World world = play(R"({ "id": "1", "has": ["file"], "send": ["file"] },
              { "id": "g", "count": 4, "arrive": { "every": "2 s" } })",
                           said("3 s", "g", "scrape file") + "," + said("5 s", "g-1", "exit") + "," +
                               said("7 s", "g", "download file"));
  Lines spoke;
  for (const CommandResult& result : world.results()) spoke.push_back(result.on + ": " + result.text);
  CHECK(spoke == Lines{"g-1: scrape file", "g-2: scrape file", "g-1: exit", "g-2: download file",
                       "g-3: download file", "g-4: download file"});
  CHECK(world.counters().completed == 3);
}

TEST_CASE("commands may be written as the inspiring program took them", "[world]") {
  const World world = play(two_peers, said("0 s", "1", "torrent -mode send file") + "," +
                                          said("1 s", "2", "torrent -mode download file") + "," +
                                          said("1 s", "tracker", "torrent -mode list"));
  CHECK(lines_of(world, 0) == Lines{"You are now in SEND mode"});
  CHECK(world.results()[0].text == "torrent -mode send file");
  CHECK(lines_of(world, 2) == Lines{"file"});
  CHECK(world.counters().completed == 1);
}

TEST_CASE("a scrape at a peer comes back after its round trips, one at the tracker is there at once",
          "[world]") {
  const World world = play(R"({ "id": "1", "has": ["file"], "send": ["file"] }, { "id": "2" })",
                           said("1 s", "2", "scrape file") + "," + said("1 s", "tracker", "scrape file"),
                           R"("network": { "up": "unlimited", "down": "unlimited", "latency": "20 ms" })");
  const CommandResult& at_peer = world.results()[0];
  const Lines expected{
      "Scrape results for file file: Number of seeders: 1, Number of leechers: 0, completed: 0"};
  CHECK(at_peer.is_answered);
  CHECK(at_peer.answer.lines == expected);
  CHECK(at_peer.answered - at_peer.at == 80ms);  // to open a connection, and to ask
  CHECK(world.now() == at_peer.answered);        // the run waited for it
  const CommandResult& at_tracker = world.results()[1];
  CHECK(at_tracker.answer.lines == expected);
  CHECK(at_tracker.answered == at_tracker.at);
}

TEST_CASE("a scrape of nothing counts nothing, and one under way at the hard end is not answered",
          "[world]") {
  const World world = run_world(
      SwarmText{.peers = two_peers,
                .timeline = said("0 s", "tracker", "scrape file") + "," + said("1 s", "2", "scrape file"),
                .stop = R"("at": "1010 ms")"}
          .json());
  CHECK(lines_of(world, 0) ==
        Lines{"Scrape results for file file: Number of seeders: 0, Number of leechers: 0, completed: 0"});
  CHECK_FALSE(world.results()[1].is_answered);
  CHECK(lines_of(world, 1).empty());
}

TEST_CASE("what a peer asks the tracker in one instant arrives in the order in which it asked", "[world]") {
  // Without an uplink to wait for, both questions arrive in the same nanosecond. How many commands or
  // announces there were before says nothing about their order.
  const std::string first = GENERATE(as<std::string>(), "download file", "scrape file");
  const std::string second = first == "scrape file" ? "download file" : "scrape file";
  const World world =
      play(two_peers,
           said("0 s", "1", "send file") + "," + said("0 s", "2", first) + "," + said("0 s", "2", second),
           R"("network": { "up": "unlimited", "latency": "0 s" })");
  const CommandResult& scrape = world.results()[first == "scrape file" ? 1 : 2];
  CHECK(std::get<ScrapeCounts>(scrape.answer.value).leechers == (first == "scrape file" ? 0 : 1));
}

TEST_CASE("the tracker lists the files it knows of, by name, and who holds them", "[world]") {
  World world = make_world(
      SwarmText{.peers = R"({ "id": "1", "has": ["b"], "send": ["b"] }, { "id": "2", "download": ["b"] },
                            { "id": "3", "has": ["a"] })",
                .content = R"({ "name": "b", "size": "1 MiB" }, { "name": "a", "size": "1 MiB" })",
                .timeline = said("0 s", "tracker", "list") + "," + said("1 s", "tracker", "list") + "," +
                            said("1 s", "tracker", "fileinfo b") + "," +
                            said("1 s", "tracker", "fileinfo a") + "," + said("2 s", "3", "send a") + "," +
                            said("3 s", "tracker", "list") + "," + said("60 s", "tracker", "fileinfo b") +
                            "," + said("60 s", "1", "exit") + "," + said("61 s", "tracker", "fileinfo b")}
          .json());
  world.run();
  CHECK(lines_of(world, 0).empty());
  CHECK(lines_of(world, 1) == Lines{"b"});  // 3 owns a, and the tracker does not know it
  const auto holders = std::get<std::vector<HolderInfo>>(world.results()[2].answer.value);
  REQUIRE(holders.size() == 2);
  CHECK(holders[0].peer == "1");
  CHECK(holders[0].seeder);
  CHECK(holders[1].peer == "2");
  CHECK_FALSE(holders[1].seeder);
  CHECK(lines_of(world, 2)[1] == "peer_id: 2, ip: " + holders[1].ip + ", port: 6881, status: leecher");
  CHECK(lines_of(world, 3) == Lines{"No information found for file: a"});
  CHECK_FALSE(world.results()[3].answer.ok);
  CHECK(lines_of(world, 5) == Lines{"a", "b"});
  CHECK(std::get<std::vector<HolderInfo>>(world.results()[6].answer.value)[1].seeder);
  CHECK(std::get<std::vector<HolderInfo>>(world.results()[8].answer.value).size() == 1);
}

TEST_CASE("a score is what a peer had uploaded when it announced itself last", "[world]") {
  const World world =
      play(R"({ "id": "1", "has": ["file"], "send": ["file"] }, { "id": "2", "download": ["file"] })",
           said("100 s", "tracker", "peerinfo") + "," + said("130 s", "tracker", "peerinfo") + "," +
               said("131 s", "tracker", "scrape file"));
  const auto score = [&](std::size_t nth, std::size_t peer) {
    return std::get<std::vector<PeerInfo>>(world.results()[nth].answer.value).at(peer).score;
  };
  CHECK(part_of(world, "1").torrent->totals().uploaded == 1'048'576);
  CHECK(score(0, 0) == 0);  // all was sent after the announce at the start
  CHECK(score(1, 0) == 1'048'576);
  CHECK(score(1, 1) == 0);
  CHECK(std::get<ScrapeCounts>(world.results()[2].answer.value).completed == 1);
}

}  // namespace swarmsim::commands_test
