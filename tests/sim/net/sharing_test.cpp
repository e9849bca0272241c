// Several flows: whose turn it is at an uplink, and what meets at a downlink.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/net_rig.hpp"

namespace swarmsim::sharing_test {
namespace {

using namespace std::chrono_literals;

constexpr Rate megabyte{1'000'000};
/// Payload of blocks per byte on the wire, with the default segments.
constexpr double goodput = 16'384.0 / 16'397.0 * 1'448.0 / 1'514.0;

/// One sender and `n` receivers with fat downlinks. The uplink is busy for 150 ms, longer than its queue,
/// so that all flows that begin at the start are in the turn before the first of them gets it.
struct Star {
  Star(const NetworkSpec& spec, int n, Rate up) : rig(spec) {
    const PeerId sender = rig.add_peer(up, megabyte, 20ms);
    for (int i = 0; i < n; ++i) {
      ends.push_back(rig.connect(sender, rig.add_peer(megabyte, Rate{10'000'000}, 20ms)));
    }
    rig.network->send_packet(sender, carried_in(150ms, up).value, 40ms, sim_start);
  }
  static constexpr double begin = 0.19;  ///< seconds until the first byte of a flow arrives

  NetRig rig;
  std::vector<EndId> ends;
};

/// One receiver and a sender for each of `ups`.
struct Funnel {
  Funnel(const NetworkSpec& spec, const std::vector<std::int64_t>& ups, Rate down) : rig(spec) {
    const PeerId receiver = rig.add_peer(megabyte, down, 20ms);
    for (const std::int64_t up : ups) {
      ends.push_back(rig.connect(rig.add_peer(Rate{up}, megabyte, 20ms), receiver));
    }
    for (const EndId end : ends) rig.send_greedily(end);
  }
  std::vector<double> rates(SimTime from, SimTime to) const {
    std::vector<double> all;
    for (const EndId end : ends) all.push_back(rig.rate(end, from, to));
    return all;
  }
  NetRig rig;
  std::vector<EndId> ends;
};

double sum_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

TEST_CASE("flows on one uplink share it evenly at every moment", "[net]") {
  const int n = GENERATE(2, 3, 7);
  const std::int64_t quantum = GENERATE(1'448, 5'792, 16'397);
  CAPTURE(n, quantum);
  NetworkSpec spec = ideal_network();
  spec.quantum = Bytes{quantum};
  Star star(spec, n, megabyte);
  for (const EndId end : star.ends) star.rig.send_greedily(end);
  for (int second = 1; second <= 20; ++second) {
    star.rig.run_until(at_second(second * 1.01));
    std::vector<std::int64_t> bytes;
    for (const EndId end : star.ends) bytes.push_back(star.rig.chunk_bytes(end, sim_start, star.rig.now));
    const auto [least, most] = std::ranges::minmax(bytes);
    REQUIRE(most - least <= quantum + block_wire);
    const double share = (second * 1.01 - Star::begin) * 1e6 / n;
    REQUIRE(std::abs(static_cast<double>(least) - share) <= static_cast<double>(quantum + block_wire));
  }
}

TEST_CASE("a flow that joins late takes its share from then on and nothing for the past", "[net]") {
  Star star(ideal_network(), 2, megabyte);
  star.rig.send_greedily(star.ends[0]);
  star.rig.run_until(at_second(10));
  star.rig.send_greedily(star.ends[1]);
  star.rig.run_until(at_second(20));
  // What the access queue held for the first one goes out before.
  const SimTime shared = at_second(10.2);
  const std::int64_t first = star.rig.chunk_bytes(star.ends[0], shared, star.rig.now);
  const std::int64_t second = star.rig.chunk_bytes(star.ends[1], shared, star.rig.now);
  CHECK(std::abs(first - second) <= 5'792 + block_wire);
  CHECK(deviation(static_cast<double>(first + second), 9.8e6) < 0.002);
}

TEST_CASE("what is left of a turn is forgotten when a flow pauses", "[net]") {
  Star star(ideal_network(), 2, megabyte);
  star.rig.send_greedily(star.ends[0], 1);  // leaves 979 bytes of its second turn
  star.rig.run();
  star.rig.chunks.clear();
  star.rig.network->send_packet(PeerId{0}, 150'000, 40ms, star.rig.now);
  star.rig.send_greedily(star.ends[1], 1);
  star.rig.send_greedily(star.ends[0], 1);
  star.rig.run();
  std::vector<EndId> order;
  for (const NetRig::Chunk& chunk : star.rig.chunks) order.push_back(chunk.end);
  const EndId first = star.ends[1];
  const EndId second = star.ends[0];
  CHECK(order == std::vector<EndId>{first, second, first, second, first, second});
}

struct WeightRow {
  std::int64_t quantum;
  std::uint32_t heavy;
  std::uint32_t light;
};

TEST_CASE("weights divide an uplink in their proportion", "[net]") {
  // Turns of less than a block, and of several: a block that ends inside a turn does not end the turn.
  const auto row = GENERATE(
      values<WeightRow>({{5'792, 3, 1}, {5'792, 10, 1}, {1'448, 3, 2}, {16'384, 2, 1}, {65'536, 1, 1}}));
  CAPTURE(row.quantum, row.heavy, row.light);
  NetworkSpec spec = ideal_network();
  spec.quantum = Bytes{row.quantum};
  Star star(spec, 2, megabyte);
  star.rig.network->set_weight(star.ends[0], row.heavy);
  star.rig.network->set_weight(star.ends[1], row.light);
  for (const EndId end : star.ends) star.rig.send_greedily(end);
  star.rig.run_until(at_second(50));
  const auto heavy = static_cast<double>(star.rig.chunk_bytes(star.ends[0], sim_start, star.rig.now));
  const auto light = static_cast<double>(star.rig.chunk_bytes(star.ends[1], sim_start, star.rig.now));
  CHECK(deviation(heavy / light, static_cast<double>(row.heavy) / row.light) < 0.01);
  CHECK(deviation(heavy + light, (50 - Star::begin) * 1e6) < 0.001);
}

struct QuantumRow {
  std::int64_t quantum;
  std::int64_t last_chunk;  ///< of a block
};

TEST_CASE("a block finishes earlier than under processor sharing by its last chunk for each rival", "[net]") {
  const auto row = GENERATE(values<QuantumRow>({
      {1'460, 1'797},    // the rest of a block below one segment goes along
      {5'792, 4'813},    // the default: 5792 + 5792 + 4813
      {16'397, 16'397},  // one block
  }));
  const int n = GENERATE(2, 5);
  CAPTURE(row.quantum, n);
  NetworkSpec spec = ideal_network();
  spec.quantum = Bytes{row.quantum};
  Star star(spec, n, megabyte);
  for (const EndId end : star.ends) star.rig.send_greedily(end, 1);
  star.rig.run();
  std::vector<SimTime> whole;
  for (const NetRig::Arrival& arrival : star.rig.arrivals) whole.push_back(arrival.at);
  REQUIRE(whole.size() == static_cast<std::size_t>(n));
  // 1 MB/s: a byte is a microsecond, and every chunk is exact. Shared evenly, all end with the last.
  CHECK(whole.back() == at_second(Star::begin) + n * block_wire * 1us);
  CHECK(whole.back() - whole.front() == (n - 1) * row.last_chunk * 1us);
}

struct MeetingRow {
  std::size_t senders;
  double unfairness;  ///< of one of them against the even share, over 200 s
};

TEST_CASE("fast senders share the downlink where they meet", "[net]") {
  // Two or three flows without any jitter lock into phases in which one loses more often (Floyd and
  // Jacobson, On traffic phase effects in packet-switched gateways, 1992); more of them do not.
  const auto row = GENERATE(values<MeetingRow>({{2, 0.25}, {3, 0.25}, {5, 0.1}, {7, 0.1}, {10, 0.1}}));
  CAPTURE(row.senders);
  Funnel funnel(NetworkSpec{}, std::vector<std::int64_t>(row.senders, 2'000'000), megabyte);
  funnel.rig.run_until(at_second(300));
  const std::vector<double> rates = funnel.rates(at_second(100), at_second(300));
  const double sum = sum_of(rates);
  CHECK(deviation(sum, 1e6 * goodput) < 0.002);
  for (const double rate : rates) {
    CHECK(deviation(rate, sum / static_cast<double>(row.senders)) < row.unfairness);
  }
}

TEST_CASE("slow senders keep their uplink, fast ones share the rest of the downlink", "[net]") {
  Funnel funnel(NetworkSpec{}, {50'000, 100'000, 2'000'000, 2'000'000}, megabyte);
  funnel.rig.run_until(at_second(300));
  const std::vector<double> rates = funnel.rates(at_second(100), at_second(300));
  CHECK(deviation(rates[0], 5e4 * goodput) < 0.02);
  CHECK(deviation(rates[1], 1e5 * goodput) < 0.02);
  CHECK(deviation(rates[2], 4.25e5 * goodput) < 0.1);
  CHECK(deviation(rates[3], 4.25e5 * goodput) < 0.1);
  CHECK(deviation(sum_of(rates), 1e6 * goodput) < 0.005);
}

TEST_CASE("without windows senders share a downlink by what they push into it", "[net]") {
  Funnel funnel(ideal_network(), {1'000'000, 3'000'000}, megabyte);
  funnel.rig.run_until(at_second(20));
  const std::vector<double> rates = funnel.rates(at_second(5), at_second(20));
  CHECK(deviation(sum_of(rates), 1e6 * 16'384 / block_wire) < 0.002);
  CHECK(deviation(rates[1] / rates[0], 3) < 0.02);
}

/// One sender of 1 MB/s, a receiver of 50 kB/s and one of 10 MB/s.
struct ThinAndFat {
  explicit ThinAndFat(const NetworkSpec& spec) : rig(spec) {
    const PeerId sender = rig.add_peer(megabyte, megabyte, 20ms);
    thin = rig.connect(sender, rig.add_peer(megabyte, Rate{50'000}, 20ms));
    fat = rig.connect(sender, rig.add_peer(megabyte, Rate{10'000'000}, 20ms));
    rig.send_greedily(thin);
    rig.send_greedily(fat);
  }
  NetRig rig;
  EndId thin{}, fat{};
};

TEST_CASE("the windows leave a fat receiver what a thin one cannot take, within five round trips", "[net]") {
  ThinAndFat world{NetworkSpec{}};
  constexpr double round_trip = 0.08;
  world.rig.run_until(at_second(120));
  const double left = 950'000 * goodput;
  for (double at = 5 * round_trip; at + 1 < 120; at += 1) {
    CAPTURE(at);
    REQUIRE(world.rig.rate(world.fat, at_second(at), at_second(at + 1)) > 0.9 * left);
  }
  CHECK(deviation(world.rig.rate(world.fat, at_second(20), at_second(120)), left) < 0.02);
  CHECK(deviation(world.rig.rate(world.thin, at_second(20), at_second(120)), 50'000 * goodput) < 0.02);
}

TEST_CASE("without windows a thin receiver wastes half the uplink and parks it at its downlink", "[net]") {
  NetworkSpec spec;
  spec.tcp = TcpKind::none;
  ThinAndFat world{spec};
  world.rig.run_until(at_second(20));
  CHECK(deviation(world.rig.rate(world.fat, at_second(1), at_second(20)), 500'000 * goodput) < 0.01);
  CHECK(deviation(world.rig.rate(world.thin, at_second(1), at_second(20)), 50'000 * goodput) < 0.02);
  CHECK(seconds_of(world.rig.network->link(PeerId{1}).free_down - world.rig.now) > 100);
}

}  // namespace
}  // namespace swarmsim::sharing_test
