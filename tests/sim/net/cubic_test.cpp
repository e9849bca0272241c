// CUBIC alone, against RFC 9438 in floating point, and over a path.

#include "sim/net/cubic.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "tests/support/catch.hpp"
#include "tests/support/net_rig.hpp"

namespace swarmsim::cubic_test {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t segment = 1'448;

TEST_CASE("the cube root of an integer is exact, rounded down", "[net]") {
  const std::uint64_t root =
      GENERATE(as<std::uint64_t>{}, 1, 2, 3, 10, 999, 1'000, 65'535, 1 << 20, 2'642'245);
  CAPTURE(root);
  CHECK(cube_root(root * root * root) == root);
  CHECK(cube_root(root * root * root - 1) == root - 1);
  CHECK(cube_root(root * root * root + 1) == root);
}

TEST_CASE("the cube root of the largest number has 22 bits", "[net]") {
  CHECK(cube_root(0) == 0);
  CHECK(cube_root(std::numeric_limits<std::uint64_t>::max()) == 2'642'245);
}

/// A window of which every byte is acknowledged once in each round trip, a chunk at a time.
struct Full {
  Cubic cubic;
  std::uint32_t window = 0;
  SimTime now = at_second(100);
  Duration round_trip{};

  void run(double seconds) {
    const SimTime end = now + Duration{static_cast<std::int64_t>(seconds * 1e9)};
    while (now < end) {
      constexpr std::uint32_t chunk = 4 * segment;
      window = cubic.grow(window, chunk, segment, now, round_trip);
      now += round_trip * chunk / window;
    }
  }
};

struct CurveRow {
  std::uint32_t segments;
  Duration round_trip;
};

TEST_CASE("after a loss a window follows 0.4 (t - K)^3 to where it was, and beyond", "[net]") {
  const auto row = GENERATE(values<CurveRow>({{1'000, 100ms}, {400, 200ms}, {5'000, 50ms}}));
  CAPTURE(row.segments);
  Full flow;
  flow.round_trip = row.round_trip;
  flow.window = flow.cubic.cut(row.segments * segment);
  CHECK(flow.window == row.segments * segment * 7 / 10);
  const double most = row.segments;
  const double plateau_after = std::cbrt(most * 0.3 / 0.4);
  const double step = plateau_after / 20;
  for (double t = step; t < 1.5 * plateau_after; t += step) {
    flow.run(step);
    CAPTURE(t, plateau_after);
    // An acknowledgement aims at where the curve is a round trip later.
    const double expected = 0.4 * std::pow(t - plateau_after, 3) + most;
    REQUIRE(deviation(static_cast<double>(flow.window) / segment, expected) < 0.02);
  }
}

TEST_CASE("where the round trip is short a window grows as Reno's would with the same losses", "[net]") {
  Full flow;
  flow.round_trip = 10ms;
  flow.window = flow.cubic.cut(100 * segment);
  const std::uint32_t before = flow.window;
  flow.run(0.5);
  // 50 round trips of 9/17 of a segment each; the curve would have reached 93 segments only.
  CHECK(deviation((flow.window - before) / double{segment}, 50 * 9.0 / 17) < 0.05);
  // From the old window on a whole segment each.
  flow.run(0.1);
  while (flow.window < 100 * segment) flow.run(0.01);
  const std::uint32_t there = flow.window;
  flow.run(0.2);
  CHECK(deviation((flow.window - there) / double{segment}, 20.0) < 0.06);
}

TEST_CASE("who is cut below the old plateau leaves room for others", "[net]") {
  Cubic cubic;
  CHECK(cubic.cut(1'000'000) == 700'000);
  CHECK(cubic.plateau == 1'000'000);
  CHECK(cubic.cut(800'000) == 560'000);
  CHECK(cubic.plateau == 680'000);
  CHECK(cubic.cut(680'000) == 476'000);
  CHECK(cubic.plateau == 680'000);
}

TEST_CASE("time without data does not count", "[net]") {
  Full steady;
  Full pausing;
  for (Full* flow : {&steady, &pausing}) {
    flow->round_trip = 100ms;
    flow->window = flow->cubic.cut(1'000 * segment);
    flow->run(2);
  }
  pausing.now += 60s;
  pausing.cubic.skip(60s, pausing.now);
  steady.run(2);
  pausing.run(2);
  CHECK(pausing.window == steady.window);
}

TEST_CASE("on a long path cubic is back at its old window in K, and Reno is not", "[net]") {
  const TcpKind tcp = GENERATE(TcpKind::aimd, TcpKind::cubic);
  NetworkSpec spec;
  spec.tcp = tcp;
  spec.queue_size = Bytes{400'000};
  NetRig rig{spec};
  const PeerId a = rig.add_peer(Rate{1'000'000}, Rate{10'000'000}, 200ms);
  const PeerId b = rig.add_peer(Rate{1'000'000}, Rate{10'000'000}, 200ms);
  const EndId end = rig.connect(a, b);
  rig.send_greedily(end);
  std::uint32_t before = 0;
  while (rig.network->totals().losses == 0) {
    before = rig.network->window(end).size;
    REQUIRE(rig.step(at_second(60)));
  }
  const double plateau_after = std::cbrt(static_cast<double>(before) / segment * 0.3 / 0.4);
  // A round trip passes before what was lost is made good and the curve begins.
  rig.run_until(rig.now + Duration{static_cast<std::int64_t>((plateau_after + 1.6) * 1e9)});
  const std::uint32_t after = rig.network->window(end).size;
  if (tcp == TcpKind::cubic) CHECK(deviation(after, before) < 0.05);
  if (tcp == TcpKind::aimd) CHECK(after < before * 2 / 3);
}

TEST_CASE("a standing queue in front of a slow uplink keeps it full with any window", "[net]") {
  // No latency at all and half a second of queue: the round trip is the queue.
  const TcpKind tcp = GENERATE(TcpKind::aimd, TcpKind::cubic);
  const Mode mode = GENERATE(Mode::fast, Mode::reference);
  NetworkSpec spec;
  spec.tcp = tcp;
  spec.queue_size = Bytes{48'000};
  spec.queue_time = 500ms;
  NetRig rig{spec, mode};
  const PeerId a = rig.add_peer(Rate{500'000}, Rate{100'000'000});
  const EndId end = rig.connect(a, rig.add_peer(Rate{500'000}, Rate{500'000}));
  constexpr std::uint32_t blocks = 1'024;
  rig.send_greedily(end, blocks);
  rig.run();
  const double wire = blocks * block_wire * (1 + 66.0 / 1'448);
  CHECK(deviation(seconds_of(rig.now - sim_start), wire / 500'000) < 0.003);
}

}  // namespace
}  // namespace swarmsim::cubic_test
