// What must be true of every swarm: the bounds of theory, without tolerance, and how near a run comes.

#include <algorithm>
#include <bit>
#include <string>

#include "core/base/int128.hpp"
#include "core/base/rng.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::theory_test {

namespace {

using namespace std::chrono_literals;

/// In [from, to].
std::int64_t draw(Rng& rng, std::int64_t from, std::int64_t to) {
  return from + static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(to - from + 1)));
}

LinkSpec random_link(Rng& rng) {
  LinkSpec link;
  link.up = Rate{draw(rng, 20'000, 400'000)};
  link.down = Rate{draw(rng, 60'000, 1'000'000)};
  link.latency = draw(rng, 0, 100) * 1ms;
  return link;
}

/// Seeds and leechers that all begin at once, as bound-time wants it; all else is drawn.
Scenario random_swarm(std::uint64_t number) {
  Rng rng(number, "swarm", "theory");
  Scenario scenario = load_swarm(SwarmText{.peers = R"({ "id": "x" })"}.json());
  scenario.groups.clear();
  ContentSpec& content = scenario.contents.front();
  content.data = DataKind::none;
  content.geometry.piece_size = 16'384U << rng.below(4);
  content.geometry.size = draw(rng, 100'000, 1'500'000);
  if (rng.below(2) == 0) scenario.network.segment = {0, 0, 0};
  if (rng.below(2) == 0) scenario.network.tcp = TcpKind::none;
  const std::int64_t seeds = draw(rng, 1, 3);
  const std::int64_t peers = seeds + draw(rng, 1, 12);
  for (std::int64_t i = 0; i < peers; ++i) {
    GroupSpec group;
    group.id = std::to_string(i + 1);
    group.link = LinkPlan::fixed(random_link(rng));
    if (i < seeds) {
      group.has = {HoldSpec{}};
      group.send = {ContentId{0}};
    } else {
      group.download = {DownloadSpec{}};
    }
    const auto slots = static_cast<std::uint32_t>(draw(rng, 1, 6));
    const auto requests = static_cast<std::uint32_t>(draw(rng, 1, 60));
    if (rng.below(4) == 0) group.client.unchoke_slots = slots;
    if (rng.below(4) == 0) group.client.request_queue = requests;
    if (i >= seeds && rng.below(4) == 0) group.leave.on_complete = true;
    scenario.groups.push_back(group);
  }
  return scenario;
}

/// Whether `time` is at least what `bytes` need at `rate`, exactly.
bool takes_at_least(Duration time, Int128 bytes, Int128 rate) {
  return static_cast<Int128>(time.count()) * rate >= bytes * nanoseconds_per_second;
}

std::vector<Duration> completions(const World& world) {
  std::vector<Duration> times;
  for (const Participant& peer : world.participants()) {
    for (const Participation& part : peer.torrents) {
      if (part.completed) times.push_back(*part.completed - *part.download_started);
    }
  }
  std::sort(times.begin(), times.end());
  return times;
}

double seconds(Duration time) { return static_cast<double>(time.count()) / 1e9; }

/// The time of the last completion of one seed and `leechers`, all with 2 Mbit/s up and 8 Mbit/s down.
double time_for(int leechers, const std::string& network) {
  const World world = run_world(
      SwarmText{.peers = seed_text + R"(, { "id": "l", "count": )" + std::to_string(leechers) +
                         R"(, "download": ["file"] })",
                .content = R"({ "name": "file", "size": "2 MiB", "piece": "64 KiB", "data": "none" })",
                .more = R"("network": {)" + network + "}"}
          .json());
  REQUIRE(world.counters().completed == static_cast<std::uint64_t>(leechers));
  return seconds(completions(world).back());
}

}  // namespace

TEST_CASE("no swarm beats the minimum distribution time", "[world][theory]") {
  const std::uint64_t number = GENERATE(range(1U, 31U));
  CAPTURE(number);
  World world(random_swarm(number), number, Registry::standard());
  run_checked_every(world, 1s);  // with bound-any among the invariants
  REQUIRE(world.end_reason() == EndReason::idle);

  const Int128 size = world.contents()[0].geometry.size;
  Int128 seeds_up = 0;
  Int128 all_up = 0;
  for (const Participant& peer : world.participants()) {
    const Participation& part = peer.torrents.front();
    all_up += peer.up.bytes_per_second;
    if (!part.download_started) {
      seeds_up += peer.up.bytes_per_second;
      continue;
    }
    REQUIRE(part.completed.has_value());
    REQUIRE(*part.download_started == sim_start);
    CHECK(takes_at_least(*part.completed - sim_start, size, peer.down.bytes_per_second));  // (b)
  }
  const auto times = completions(world);
  CHECK(takes_at_least(times.front(), size, seeds_up));  // (a)
  for (std::size_t k = 1; k <= times.size(); ++k) {
    CHECK(takes_at_least(times[k - 1], size * static_cast<Int128>(k), all_up));  // (c)
  }
}

namespace {

struct Pipe {
  const char* up;
  const char* down;
  std::int64_t bytes_per_second;  ///< of the slower one
};

/// One seed and one leecher over the bound F / min(u, d), for 16 MiB at 20 ms.
double over_bound(const Pipe& pipe, const std::string& network) {
  const World world =
      run_world(SwarmText{.peers = seed_text + "," + leecher_text("l"),
                          .content = R"({ "name": "file", "size": "16 MiB", "data": "none" })",
                          .more = R"("network": { "up": ")" + std::string(pipe.up) + R"(", "down": ")" +
                                  pipe.down + R"(" )" + network + "}"}
                    .json());
  REQUIRE(world.counters().completed == 1);
  const double bound = 16'777'216.0 / static_cast<double>(pipe.bytes_per_second);
  return seconds(completions(world).back()) / bound;
}

}  // namespace

TEST_CASE("one seed and one leecher come within 5 % of the bound", "[world][theory]") {
  const auto pipe = GENERATE(values<Pipe>({{"2 Mbit/s", "8 Mbit/s", 250'000},
                                           {"1 Mbit/s", "1 Mbit/s", 125'000},
                                           {"4 Mbit/s", "2 Mbit/s", 250'000},
                                           {"400 kbit/s", "unlimited", 50'000}}));
  CAPTURE(pipe.up, pipe.down);
  const double ideal = over_bound(pipe, "," + ideal_text);
  const double real = over_bound(pipe, "");
  // What is left of a block's segments for its bytes: 13 bytes of header, 66 around 1,448.
  const double payload_share = 16'384.0 / (16'397.0 + 12 * 66);
  CHECK(ideal >= 1.0);
  CHECK(ideal < 1.01);                 // measured: 1.002 to 1.006
  CHECK(real * payload_share < 1.05);  // measured: 1.005 to 1.009
  CHECK(real < 1.065);                 // of the raw bound: the headers alone are 4.6 %
}

TEST_CASE("the pipeline of requests limits a fast and long path to its length per round trip",
          "[world][theory]") {
  // 20 ms at both ends make a round trip of 80 ms; five blocks are asked for at once.
  const World world = run_world(
      SwarmText{.peers = seed_text + "," + leecher_text("l"),
                .content = R"({ "name": "file", "size": "16 MiB", "data": "none" })",
                .more = R"("network": { "up": "unlimited", "down": "unlimited", )" + ideal_text + "}"}
          .json());
  const double trips = 1'024.0 / 5;
  CHECK(seconds(completions(world).back()) == Approx(trips * 0.08).epsilon(0.03));
}

TEST_CASE("blocks that are forwarded whole need M + floor(log2 N) rounds", "[world][theory]") {
  // Mundinger, Weber, Weiss (2008): equal uplinks, unlimited downlinks, no latency, no overhead.
  constexpr std::int64_t block = 16'384;
  const int receivers = GENERATE(range(1, 9));
  const std::int64_t blocks = GENERATE(1, 2, 3, 7, 16);
  CAPTURE(receivers, blocks);
  const World world = run_world(SwarmText{
      .peers = seed_text + R"(, { "id": "l", "count": )" + std::to_string(receivers) +
               R"(, "download": ["file"] })",
      .content = R"({ "name": "file", "piece": "16 KiB", "data": "none", "size": ")" +
                 std::to_string(blocks * 16) + R"( KiB" })",
      .more = R"("network": { "up": "1 Mbit/s", "down": "unlimited", "latency": "0 s", )" + ideal_text + "}"}
                                    .json());
  REQUIRE(world.counters().completed == static_cast<std::uint64_t>(receivers));
  const auto doublings = std::bit_width(static_cast<unsigned>(receivers)) - 1;
  CHECK(takes_at_least(completions(world).back(), (blocks + doublings) * block, 125'000));
}

TEST_CASE("a swarm of ten times as many takes less than ten times as long", "[world][theory]") {
  // Client and server would take ten times: the server's uplink carries every copy.
  const std::string network = GENERATE_COPY(as<std::string>(), "", ideal_text);
  const double few = time_for(4, network);
  const double many = time_for(40, network);
  CHECK(many < 4 * few);
  CHECK(many > few);
}

TEST_CASE("one piece spreads exponentially, and only from those who hold it whole", "[world][theory]") {
  // Yang and de Veciana (2004), as a law: what has been completed was carried by uplinks of holders.
  const std::int64_t seed = GENERATE(1, 2, 3);
  const World world =
      run_world(SwarmText{.peers = seed_text + R"(, { "id": "l", "count": 15, "download": ["file"] })",
                          .content = R"({ "name": "file", "size": "512 KiB", "piece": "512 KiB" })",
                          .more = R"("client": { "unchoke_slots": 1, "request_queue": 32 },
                                     "network": { "up": "1 Mbit/s", "down": "unlimited",
                                                  "latency": "0 s", )" +
                                  ideal_text + "}"}
                    .json(),
                static_cast<std::uint64_t>(seed));
  REQUIRE(world.counters().completed == 15);
  const auto times = completions(world);
  Duration before{};
  Duration uplink_time{};  // of all holders together
  for (std::size_t k = 1; k <= times.size(); ++k) {
    uplink_time += static_cast<std::int64_t>(k) * (times[k - 1] - before);
    before = times[k - 1];
    CHECK(takes_at_least(uplink_time, static_cast<Int128>(k) * 524'288, 125'000));
  }
  // Doubling takes four times F/u and one server fifteen; measured: 4.7 with seed 1.
  CHECK(seconds(times.back()) < 7 * 524'288.0 / 125'000.0);
}

}  // namespace swarmsim::theory_test
