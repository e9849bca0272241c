// How peers come, find each other, and go.

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim {

namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

std::size_t count_of(const std::vector<Record>& records, RecordKind kind) {
  return static_cast<std::size_t>(
      std::count_if(records.begin(), records.end(), [&](const Record& r) { return r.kind == kind; }));
}

/// Something that happens at `at`: an idle world does not end before.
std::string keep_alive_until(const std::string& at) { return said(at, "tracker", "list"); }

}  // namespace

TEST_CASE("a peer takes part from its arrival on", "[world]") {
  World world = make_world(
      SwarmText{.peers = seed_text + "," + leecher_text("l", R"("arrive": { "at": "7 s" })")}.json());
  const auto records = record_rest(world);
  const Participant& peer = peer_called(world, "l");
  CHECK(peer.arrives == sim_start + 7s);
  CHECK(*part_of(world, "l").download_started == peer.arrives);
  const PeerId l = world.find_peer("l").value();
  for (const Record& record : records) {
    if (record.from == l || record.to == l) REQUIRE(record.time >= peer.arrives);
  }
  CHECK(world.counters().completed == 1);
}

TEST_CASE("who owns a file and does not send it is not found", "[world]") {
  const World world = run_world(SwarmText{
      .peers = R"({ "id": "owner", "has": ["file"] },)" + leecher_text("l"), .stop = R"("at": "5 min")"}
                                    .json());
  CHECK(world.counters().completed == 0);
  CHECK(world.counters().connections == 0);
  CHECK(world.end_reason() == EndReason::time);  // what l lacks is online all the time
}

TEST_CASE("a download waits for somebody who has the file", "[world]") {
  struct Row {
    const char* numwant;  ///< how many peers the newcomer asks for
    Duration at_least;
    Duration at_most;
  };
  const auto row = GENERATE(values<Row>({
      {"50", 300s, 310s},  // the newcomer is told of the one that waits, and connects
      {"0", 360s, 370s},   // it asks for nobody: the one that waits hears of it at its next announce
  }));
  CAPTURE(row.numwant);
  const World world =
      run_world(SwarmText{.peers = R"({ "id": "l" }, { "id": "seed", "has": ["file"], "send": ["file"],
                              "arrive": { "at": "300 s" }, "client": { "numwant": )" +
                                   std::string(row.numwant) + "} }",
                          .timeline = said("0 s", "l", "download file")}
                    .json());
  REQUIRE(world.counters().completed == 1);
  const Duration took = *part_of(world, "l").completed - sim_start;
  CHECK(took > row.at_least);
  CHECK(took < row.at_most);
  const Lines& lines = lines_of(world, 0);
  CHECK(lines.at(0) == "You are now DOWNLOADING the file file");
  CHECK(lines.at(1) == "No other peer has the file file");
  CHECK(lines.back() == "The file file has been downloaded and saved");
}

TEST_CASE("a seed whom everybody has left is not told that nobody has its file", "[world]") {
  const World world =
      run_world(SwarmText{.peers = seed_text + R"(, { "id": "l" })",
                          .timeline = said("0 s", "l", "download file") + "," + said("60 s", "seed", "exit") +
                                      "," + keep_alive_until("10 min")}
                    .json());
  CHECK(lines_of(world, 0) ==
        Lines{"You are now DOWNLOADING the file file", "The file file has been downloaded and saved"});
}

TEST_CASE("who leaves on completion is gone in that instant, the last one too", "[world]") {
  World world = make_world(SwarmText{.peers = seed_text + R"(, { "id": "l", "count": 3, "download": ["file"],
                                            "leave": "on_complete" })"}
                               .json());
  const auto records = record_rest(world);
  CHECK(count_of(records, RecordKind::left) == 3);
  for (const char* name : {"l-1", "l-2", "l-3"}) {
    const Participant& peer = peer_called(world, name);
    CHECK(peer.presence == Presence::gone);
    REQUIRE(part_of(world, name).completed.has_value());
    CHECK(peer.left == *part_of(world, name).completed);
  }
  CHECK(peer_called(world, "seed").online());
  CHECK(world.counters().aborted == 0);
  CHECK(world.content_state(ContentId{0}).copies == std::vector<std::uint32_t>(16, 1));
}

TEST_CASE("who downloads two files and leaves on completion waits for both", "[world]") {
  World world = make_world(
      SwarmText{.peers = R"({ "id": "seed", "has": ["big", "small"], "send": ["big", "small"] },
                            { "id": "l", "download": ["small", "big"], "leave": "on_complete" })",
                .content = R"({ "name": "big", "size": "1 MiB" }, { "name": "small", "size": "64 KiB" })"}
          .json());
  run_checked_every(world, 1s);
  const Participant& peer = peer_called(world, "l");
  REQUIRE(world.counters().completed == 2);
  CHECK(*peer.torrents[0].completed < *peer.torrents[1].completed);
  CHECK(peer.left == *peer.torrents[1].completed);
}

TEST_CASE("a download whose peer leaves is aborted, at the peer's exit and not at another's", "[world]") {
  World world = make_world(SwarmText{.peers = seed_text + "," + leecher_text("a") + "," + leecher_text("b"),
                                     .timeline = said("1 s", "a", "exit") + "," + said("60 s", "b", "exit")}
                               .json());
  const auto records = record_rest(world);
  CHECK(world.counters().aborted == 1);
  CHECK(world.counters().completed == 1);
  CHECK_FALSE(part_of(world, "a").completed.has_value());
  CHECK(peer_called(world, "a").left == sim_start + 1s);
  CHECK(count_of(records, RecordKind::left) == 2);
}

TEST_CASE("the tracker forgets who leaves, and who falls silent", "[world]") {
  World world = make_world(SwarmText{.peers = seed_text + "," + leecher_text("l"),
                                     .timeline = said("1 s", "l", "exit") + "," +
                                                 said("2 s", "tracker", "scrape file") + "," +
                                                 said("12 s", "tracker", "scrape file"),
                                     .more = R"("tracker": { "interval": "1 min", "expire": "10 s" })"}
                               .json());
  const auto records = record_rest(world);
  const auto counts = [&](std::size_t nth) {
    return std::get<ScrapeCounts>(world.results()[nth].answer.value);
  };
  CHECK(counts(1).leechers == 0);
  CHECK(counts(1).seeders == 1);
  CHECK(counts(2).seeders == 0);  // its next announce would be at 60 s
  CHECK(count_of(records, RecordKind::expired) == 1);
}

TEST_CASE("once everybody has left and all goodbyes are there, nothing is left behind", "[world]") {
  const std::string network = GENERATE(as<std::string>(), "", R"("latency": "0 s")", R"("latency": "300 ms")",
                                       R"("up": "100 kbit/s")");
  const std::string exit_at = GENERATE(as<std::string>(), "1 ms", "100 ms", "1300 ms", "4 s", "60 s");
  CAPTURE(network, exit_at);
  World world =
      make_world(SwarmText{.peers = R"({ "id": "seed", "count": 2, "has": ["file"], "send": ["file"] },
                  { "id": "l", "count": 5, "download": ["file"] },
                  { "id": "m", "count": 2, "download": ["file"], "leave": "on_complete" })",
                           .timeline = said(exit_at, "seed-1", "exit") + "," + said(exit_at, "l", "exit") +
                                       "," + said("2 min", "m", "exit") + "," +
                                       said("2 min", "seed-2", "exit") + "," + keep_alive_until("10 min"),
                           .more = R"("network": {)" + network + "}"}
                     .json());
  run_checked_every(world, 1s);
  CHECK(world.end_reason() == EndReason::idle);
  CHECK(world.network().live_ends() == 0);
  CHECK(world.network().messages_on_the_way() == 0);
  CHECK(world.content_state(ContentId{0}).copies == std::vector<std::uint32_t>(16, 0));
  for (const Participant& peer : world.participants()) CHECK(peer.presence == Presence::gone);
}

}  // namespace swarmsim
