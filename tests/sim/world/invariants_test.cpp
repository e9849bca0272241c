// The rules of the whole world, at the end of every instant of small worlds that go to the edges.

#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::invariants_test {

namespace {

/// A swarm at an edge of the model, and how it ends.
struct Row {
  const char* what;
  SwarmText swarm;
  std::uint64_t completed;
  EndReason end = EndReason::idle;
};

std::string small_file(const std::string& keys) {
  return R"({ "name": "file", "data": "none", )" + keys + "}";
}

const std::string crowd = seed_text + R"(, { "id": "l", "count": 6, "download": ["file"] })";
const std::string half_mib = small_file(R"("size": "512 KiB", "piece": "32 KiB")");

void check_row(const Row& row) {
  CAPTURE(row.what);
  const std::uint64_t seed = GENERATE(1U, 2U);
  CAPTURE(seed);
  World world = make_world(row.swarm.json(), seed);
  CHECK(run_checked(world) > 20);
  CHECK(world.counters().completed == row.completed);
  CHECK(world.end_reason() == row.end);
  CHECK(world.content_matches());
}

}  // namespace

TEST_CASE("the rules of the world hold at every instant: links", "[world]") {
  check_row(GENERATE(values<Row>({
      {"ties: no latency, equal links, no overhead",
       {.peers = crowd,
        .content = half_mib,
        .more = R"("network": { "latency": "0 s", "segment": "none", "tcp": "none" })"},
       6},
      {"ties: no latency, equal links",
       {.peers = crowd, .content = half_mib, .more = R"("network": { "latency": "0 s" })"},
       6},
      {"unlimited links",
       {.peers = crowd,
        .content = half_mib,
        .more = R"("network": { "up": "unlimited", "down": "unlimited", "latency": "5 ms" })"},
       6},
      {"nothing limits at all",
       {.peers = crowd,
        .content = half_mib,
        .more = R"("network": { "up": "unlimited", "down": "unlimited", "latency": "0 s" })"},
       6},
      {"a downlink slower than the uplink: losses",
       {.peers = crowd,
        .content = half_mib,
        .more = R"("network": { "up": "8 Mbit/s", "down": "1 Mbit/s", "latency": "30 ms" })"},
       6},
      {"no overhead, with windows",
       {.peers = crowd, .content = half_mib, .more = R"("network": { "segment": "none" })"},
       6},
      {"overhead, without windows",
       {.peers = crowd, .content = half_mib, .more = R"("network": { "tcp": "none" })"},
       6},
      {"a queue of one byte and a turn of one byte",
       {.peers = seed_text + "," + leecher_text("l"),
        .content = small_file(R"("size": "6 KiB", "piece": "4 KiB", "block": "2 KiB")"),
        .more = R"("network": { "queue": { "size": "1 B", "time": "0 s" }, "quantum": "1 B" })"},
       1},
  })));
}

TEST_CASE("the rules of the world hold at every instant: coming and going", "[world]") {
  const std::string second_seed = R"(, { "id": "seed2", "has": ["file"], "send": ["file"] })";
  check_row(GENERATE_COPY(values<Row>({
      {"staggered arrivals",
       {.peers = seed_text +
                 R"(, { "id": "l", "count": 6, "download": ["file"], "arrive": { "every": "900 ms" } })",
        .content = half_mib},
       6},
      {"everybody leaves when complete",
       {.peers = seed_text +
                 R"(, { "id": "l", "count": 6, "download": ["file"], "leave": "on_complete",
              "arrive": { "every": "300 ms" } })",
        .content = half_mib},
       6},
      {"exits in the middle of a download",
       {.peers = crowd,
        .content = half_mib,
        .timeline = said("700 ms", "l-1", "exit") + "," + said("1200 ms", "l-2", "exit") + "," +
                    said("1200 ms", "l-3", "exit") + "," + said("3 s", "l-4", "exit")},
       2},
      {"a seed leaves, another stays",
       {.peers = crowd + second_seed, .content = half_mib, .timeline = said("900 ms", "seed", "exit")},
       6},
      {"all seeds leave: pieces that nobody has",
       {.peers = crowd, .content = half_mib, .timeline = said("1 s", "seed", "exit")},
       0},
      {"all leave at once",
       {.peers = crowd,
        .content = half_mib,
        .timeline = said("1 s", "seed", "exit") + "," + said("1 s", "l", "exit") + "," +
                    said("9 s", "tracker", "list")},
       0},
      {"a seed leaves while its uplink still carries what it handed over",
       {.peers = R"({ "id": "seed", "has": ["file"], "send": ["file"], "leave": { "after_copies": 0.5 } },
                    { "id": "l", "link": { "up": "200 kbit/s" }, "download": ["file"] })",
        .content = small_file(R"("size": "8 KiB", "piece": "16 KiB")"),
        .more =
            R"("client": { "profile": "vbittorrent" }, "network": { "latency": "0 s", "up": "1 Mbit/s" })",
        .stop = R"("at": "5 min", "when": "never")"},
       1,
       EndReason::time},
      {"a downlink becomes slow while its queue is long",
       {.peers = seed_text + second_seed + "," + leecher_text("l"),
        .content = half_mib,
        .timeline = said("300 ms", "world", "link l down=100kbit/s"),
        .more = R"("network": { "up": "8 Mbit/s", "down": "8 Mbit/s", "latency": "0 s", "tcp": "none" })"},
       1},
      {"the hard end in the middle",
       {.peers = crowd, .content = half_mib, .stop = R"("at": "1500 ms")"},
       0,
       EndReason::time},
  })));
}

TEST_CASE("the rules of the world hold at every instant: contents", "[world]") {
  check_row(GENERATE(values<Row>({
      {"the last piece has one byte",
       {.peers = crowd, .content = R"({ "name": "file",
       "size": "262145 B", "piece": "32 KiB" })"},
       6},
      {"a piece is one block",
       {.peers = crowd, .content = small_file(R"("size": "256 KiB",
       "piece": "16 KiB")")},
       6},
      {"one block is all",
       {.peers = crowd, .content = small_file(R"("size": "16 KiB", "piece": "16 KiB")")},
       6},
      {"one byte is all", {.peers = crowd, .content = small_file(R"("size": "1 B", "piece": "16 KiB")")}, 6},
      {"one piece is all, its last block short",
       {.peers = crowd, .content = R"({ "name": "file", "size": "100000 B", "piece": "1 MiB" })"},
       6},
      {"blocks that fit into one segment",
       {.peers = crowd, .content = small_file(R"("size": "20000 B", "piece": "2 KiB", "block": "1 KiB")")},
       6},
      {"more pieces than two words of a bitfield hold",
       {.peers = crowd, .content = small_file(R"("size": "150 KiB", "piece": "1 KiB", "block": "1 KiB")")},
       6},
      {"two contents shared by peers that own one each",
       {.peers = R"(
       { "id": "a", "count": 2, "has": ["file"], "send": ["file"], "download": ["other"] },
       { "id": "b", "count": 2, "has": ["other"], "send": ["other"], "download": ["file"] },
       { "id": "c", "count": 2, "download": ["file", "other"], "leave": "on_complete" })",
        .content = half_mib + R"(, { "name": "other", "size": "300001 B", "piece": "64 KiB" })"},
       8},
  })));
}

TEST_CASE("the rules of the world hold at every instant: what goes wrong", "[world]") {
  const std::string at_six = R"("at": "6 min", "when": "never")";
  check_row(GENERATE_COPY(values<Row>({
      {"crashes, until the last neighbour has noticed",
       {.peers = crowd,
        .content = half_mib,
        .timeline = said("1 s", "world", "crash l-1") + "," + said("1500 ms", "world", "crash l-2") + "," +
                    said("1500 ms", "l-3", "exit"),
        .stop = at_six},
       3,
       EndReason::time},
      {"a crash while attempts to connect are on their way",
       {.peers = crowd,
        .content = half_mib,
        .timeline = said("330 ms", "world", "crash l-1") + "," + said("350 ms", "world", "crash l-2"),
        .more = R"("network": { "latency": "100 ms" })",
        .stop = at_six},
       4,
       EndReason::time},
      {"the tracker forgets everybody",
       {.peers = crowd,
        .content = half_mib,
        .timeline = said("500 ms", "world", "tracker fail silent forget") + "," +
                    said("40 s", "world", "tracker recover"),
        .more = R"("tracker": { "interval": "20 s" })",
        .stop = at_six},
       6,
       EndReason::time},
      {"links that change",
       {.peers = crowd,
        .content = half_mib,
        .timeline = said("900 ms", "world", "link seed up=30kB/s") + "," +
                    said("1 s", "world", "link l-1 down=20kB/s latency=90ms")},
       6},
      {"ranges instead of pieces, an owner that crashes",
       {.peers = crowd + R"(, { "id": "s", "count": 2, "has": ["file"], "send": ["file"] })",
        .content = half_mib,
        .timeline = said("1 s", "world", "crash s-1"),
        .more = R"("client": { "profile": "vbittorrent" })",
        .stop = at_six},
       6,
       EndReason::time},
      {"slots of a session",
       {.peers = R"({ "id": "s", "has": ["file", "other"], "send": ["file", "other"] },
                    { "id": "l", "count": 4, "download": ["file", "other"] })",
        .content = half_mib + R"(, { "name": "other", "size": "300001 B", "piece": "64 KiB" })",
        .more = R"("client": { "unchoke_slots": { "per": "session", "slots": 2 } })"},
       8},
  })));
}

TEST_CASE("the rules of the world hold at every instant: clients", "[world]") {
  const std::string client = GENERATE(
      as<std::string>(), R"("unchoke_slots": 1)", R"("request_queue": 1)", R"("connections": 2)",
      R"("connections": 1, "numwant": 1)", R"("picker": "in-order", "request_queue": 40)",
      R"("picker": "random", "choke_interval": "1 s")", R"("unchoke_slots": 100, "request_queue": 1000)");
  CAPTURE(client);
  World world = make_world(SwarmText{.peers = crowd,
                                     .content = half_mib,
                                     .more = R"("client": {)" + client + "}",
                                     .stop = R"("at": "5 min")"}
                               .json());
  CHECK(run_checked(world) > 20);
  // Those with one or two places may be bound in pairs that hold nothing for each other.
  const bool crowded_out = client.find("connections") != std::string::npos;
  CHECK(world.counters().completed >= (crowded_out ? 1U : 6U));
}

TEST_CASE("a block that fits into a segment does not hold up those behind it", "[world]") {
  // The last piece is one byte: on an idle connection it is sent at once, not in turn.
  const std::uint64_t seed = GENERATE(range(1U, 11U));
  const World world = run_world(SwarmText{.peers = seed_text + "," + leecher_text("l"),
                                          .content = small_file(R"("size": "196609 B", "piece": "64 KiB")"),
                                          .more = R"("client": { "request_queue": 50 })"}
                                    .json(),
                                seed);
  CHECK(world.counters().completed == 1);
}

}  // namespace swarmsim::invariants_test
