// The watcher: silent on runs that go to the edges, and loud at each record that cannot be.

#include "sim/fuzz/watcher.hpp"

#include <string>

#include "core/base/check.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::watcher_test {

namespace {

using namespace std::chrono_literals;

/// Runs `world` to its end under a watcher, the tracker's books compared at every instant.
void run_watched(World& world) {
  Watcher watcher(world.scenario(), world.seed(), Registry::standard());
  bool runs = true;
  while (runs) {
    runs = world.step(sim_never, &watcher);
    const auto next = world.next_time();
    if (!runs || !next || *next != world.now()) watcher.check_tracker(world);
  }
}

const std::string half_mib = R"({ "name": "file", "data": "none", "size": "512 KiB", "piece": "32 KiB" })";
const std::string crowd = seed_text + R"(, { "id": "l", "count": 6, "download": ["file"] })";

/// A seed, peer 0, and a leecher, peer 1, of a content of two pieces of one block each.
struct Script {
  Scenario scenario = load_swarm(
      SwarmText{.peers = seed_text + "," + leecher_text("l"),
                .content = R"({ "name": "file", "data": "none", "size": "32 KiB", "piece": "16 KiB" })",
                .more = R"("network": { "down": "16 kB/s" })"}
          .json());
  Watcher watcher{scenario, 1, Registry::standard()};
  std::uint32_t seed_says = 0;
  std::uint32_t leecher_says = 0;

  Script() {
    happens(RecordKind::arrived, 0, 0s);
    happens(RecordKind::arrived, 1, 0s);
  }
  void happens(RecordKind kind, std::uint32_t peer, Duration at, std::uint64_t b = 0) {
    watcher.on_record({sim_start + at, kind, 0, 0, PeerId{peer}, PeerId{peer}, 0, 0, b, sim_start + at}, {});
  }
  void about(RecordKind kind, std::uint32_t from, PeerId to, Duration at, std::uint64_t b = 0,
             const Detail& detail = {}) {
    watcher.on_record({sim_start + at, kind, 0, 0, PeerId{from}, to, 0, 0, b, sim_start + at}, detail);
  }
  void says(std::uint32_t from, MessageKind kind, Duration at, std::uint64_t subject = 0) {
    std::uint32_t& ordinal = from == 0 ? seed_says : leecher_says;
    const std::uint64_t bytes = kind == MessageKind::block ? 16'384 : 0;
    watcher.on_record({sim_start + at, record_kind(kind), 0, 0, PeerId{from}, PeerId{1 - from}, ordinal++,
                       subject, bytes, sim_start + at - 10ms},
                      {});
  }
  /// The leecher is unchoked and asks for both blocks.
  void asks() {
    says(0, MessageKind::unchoke, 1s);
    says(1, MessageKind::request, 1100ms, 0);
    says(1, MessageKind::request, 1100ms, 1);
  }
};

}  // namespace

TEST_CASE("a watcher has nothing to say about runs that keep the rules", "[fuzz]") {
  const auto swarm = GENERATE_COPY(values<SwarmText>({
      {.peers = crowd, .content = half_mib},
      {.peers = crowd,
       .content = half_mib,
       .more = R"("network": { "up": "8 Mbit/s", "down": "1 Mbit/s", "latency": "30 ms" })"},
      {.peers = crowd,
       .content = half_mib,
       .more = R"("network": { "latency": "0 s", "segment": "none", "tcp": "none" })"},
      {.peers = crowd,
       .content = half_mib,
       .timeline = said("700 ms", "l-1", "exit") + "," + said("1 s", "world", "crash l-2") + "," +
                   said("2 s", "world", "tracker fail refuse forget") + "," +
                   said("90 s", "world", "tracker recover"),
       .stop = R"("at": "10 min", "when": "never")"},
      {.peers = seed_text + R"(, { "id": "l", "count": 4, "download": ["file"], "leave": "on_complete",
                                   "arrive": { "every": "5 s" } })",
       .content = half_mib,
       .more = R"("tracker": { "interval": "10 s" }, "network": { "up": "100 kB/s" })"},
      {.peers = seed_text + "," + leecher_text("l"),  // blocks come for longer than a snub takes
       .content = half_mib,
       .more = R"("network": { "up": "4 kB/s" })"},
  }));
  World world = make_world(swarm.json(), GENERATE(1U, 2U, 3U));
  CHECK_NOTHROW(run_watched(world));
}

TEST_CASE("a watcher catches what cannot be said", "[fuzz]") {
  Script script;
  const auto throws = [](auto&& happen) { CHECK_THROWS_AS(happen(), InvariantError); };
  SECTION("by who has left") {
    script.happens(RecordKind::left, 0, 1s);
    throws([&] { script.says(0, MessageKind::handshake, 2s); });
  }
  SECTION("to who has crashed") {
    script.happens(RecordKind::left, 1, 1s, 1);
    throws([&] { script.says(0, MessageKind::handshake, 1005ms); });
  }
  SECTION("twice") {
    script.says(0, MessageKind::unchoke, 1s);
    throws([&] { script.says(0, MessageKind::unchoke, 2s); });
  }
  SECTION("a request of who is choked") {
    script.asks();
    script.says(0, MessageKind::choke, 2s);
    CHECK_NOTHROW(script.says(1, MessageKind::request, 2005ms, 0));  // it crossed the choke
    throws([&] { script.says(1, MessageKind::request, 3s, 0); });
  }
  SECTION("a block that nobody asked for") {
    script.asks();
    script.says(0, MessageKind::block, 3s, 0);
    throws([&] { script.says(0, MessageKind::block, 5s, 0); });
  }
  SECTION("a have out of order") {
    ++script.seed_says;
    throws([&] { script.says(0, MessageKind::have, 1s, 0); });
  }
}

TEST_CASE("a watcher catches a downlink that carries too much", "[fuzz]") {
  Script script;
  script.says(0, MessageKind::unchoke, 1s);
  const auto block_at = [&](Duration at) {
    script.says(1, MessageKind::request, at - 500ms, 0);
    script.says(0, MessageKind::block, at, 0);
  };
  // 16,384 bytes take 1.024 s.
  for (int i = 0; i < 20; ++i) block_at(2s + i * 1'024ms);
  Duration at = 2s + 20 * 1'024ms;
  CHECK_THROWS_AS(
      [&] {
        for (int i = 0; i < 4; ++i) block_at(at += 600ms);
      }(),
      InvariantError);
}

TEST_CASE("a watcher catches a piece that is not all there", "[fuzz]") {
  Script script;
  script.asks();
  CHECK_THROWS_AS(script.happens(RecordKind::piece_completed, 1, 2s, 0), InvariantError);
}

TEST_CASE("a watcher catches a download without its last piece", "[fuzz]") {
  Script script;
  script.asks();
  script.says(0, MessageKind::block, 3s, 0);
  script.happens(RecordKind::piece_completed, 1, 3s, 0);
  CHECK_THROWS_AS(script.happens(RecordKind::piece_completed, 1, 3s, 0), InvariantError);
  CHECK_THROWS_AS(script.happens(RecordKind::download_completed, 1, 4s), InvariantError);
  script.says(0, MessageKind::block, 5s, 1);
  script.happens(RecordKind::piece_completed, 1, 5s, 1);
  CHECK_NOTHROW(script.happens(RecordKind::download_completed, 1, 5s));
}

TEST_CASE("a watcher catches a neighbour that is snubbed for nothing", "[fuzz]") {
  Script script;
  script.asks();
  script.says(0, MessageKind::block, 3s, 0);
  CHECK_THROWS_AS(script.about(RecordKind::snubbed, 0, PeerId{1}, 62s), InvariantError);
  CHECK_NOTHROW(script.about(RecordKind::snubbed, 0, PeerId{1}, 5min));
}

TEST_CASE("a watcher catches a tracker that forgets, or does not", "[fuzz]") {
  Script script;
  script.about(RecordKind::announced, 0, tracker_peer, 1s, 1);
  const Detail alone{.numbers = {32'768, 0, 0, 0}};
  const Detail told{.numbers = {32'768, 0, 0, 1}};
  CHECK_THROWS_AS(script.about(RecordKind::announced, 1, tracker_peer, 2s, 1, alone), InvariantError);
  script.about(RecordKind::announced, 1, tracker_peer, 2s, 0, told);
  CHECK_THROWS_AS(script.about(RecordKind::expired, 0, tracker_peer, 180s), InvariantError);
  CHECK_NOTHROW(script.about(RecordKind::expired, 0, tracker_peer, 181s));
  CHECK_THROWS_AS(script.happens(RecordKind::choke_round, 0, 190s), InvariantError);
}

}  // namespace swarmsim::watcher_test
