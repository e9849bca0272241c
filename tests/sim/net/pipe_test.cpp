// One flow alone against closed forms: rates, costs, latency.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/net_rig.hpp"

namespace swarmsim::pipe_test {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t segment = 1'448;
constexpr std::int64_t header = 66;  // of a segment forth; an acknowledgement back is as large

/// Segments that blocks fill which follow each other without a pause.
constexpr std::int64_t segments_of(std::int64_t blocks) {
  return (blocks * block_wire + segment - 1) / segment;
}
/// What a block costs in the mean with the default segments: 11.3 of them.
constexpr double block_on_wire = block_wire * (1 + double{header} / segment);
constexpr double acks_on_wire = block_wire * double{header} / segment;

struct Pipe {
  std::int64_t up;
  std::int64_t down;
};

/// Two peers 40 ms apart with a flow from the first to the second.
struct Pair {
  explicit Pair(const NetworkSpec& spec, Rate up, Rate down, Duration latency = 20ms) : rig(spec) {
    a = rig.add_peer(up, down, latency);
    b = rig.add_peer(up, down, latency);
    end = rig.connect(a, b);
  }
  NetRig rig;
  PeerId a{}, b{};
  EndId end{};
};

TEST_CASE("alone, a flow takes the slower of the two links and the path once", "[net]") {
  const auto pipe = GENERATE(values<Pipe>({{100'000, 1'000'000},
                                           {1'000'000, 100'000},
                                           {300'000, 300'000},
                                           {333'333, 333'334},
                                           {10'000'000, 7'000'000}}));
  const bool segments = GENERATE(false, true);
  CAPTURE(pipe.up, pipe.down, segments);
  NetworkSpec spec = ideal_network();
  if (segments) spec.segment = SegmentSpec{};
  Pair pair(spec, Rate{pipe.up}, Rate{pipe.down});
  constexpr std::uint32_t blocks = 200;
  pair.rig.send_greedily(pair.end, blocks);
  pair.rig.run();
  REQUIRE(pair.rig.arrivals.size() == blocks);
  const std::int64_t wire = blocks * block_wire + (segments ? segments_of(blocks) * header : 0);
  const SimTime expected = sim_start + 40ms + transmit_time(Bytes{wire}, Rate{std::min(pipe.up, pipe.down)});
  // Every one of three chunks a block is rounded up to a nanosecond, at either link.
  CHECK(pair.rig.arrivals.back().at >= expected - 1ns);
  CHECK(pair.rig.arrivals.back().at <= expected + 2 * 3 * blocks * 1ns);
}

TEST_CASE("blocks cost their segments forth and their acknowledgements back", "[net]") {
  const TcpKind tcp = GENERATE(TcpKind::none, TcpKind::aimd);
  NetworkSpec spec;
  spec.tcp = tcp;
  Pair pair(spec, Rate{1'000'000}, Rate{10'000'000});
  pair.rig.send_greedily(pair.end, 100);
  pair.rig.run();
  CHECK(pair.rig.network->link(pair.a).sent_wire == 100 * block_wire + segments_of(100) * header);
  CHECK(pair.rig.network->link(pair.b).sent_wire == segments_of(100) * header);
  CHECK(pair.rig.network->totals().stream_bytes == 100 * block_wire);
  CHECK(pair.rig.network->totals().overhead_bytes == 2 * segments_of(100) * header);
}

TEST_CASE("a block that comes after a pause begins a segment of its own", "[net]") {
  const Mode mode = GENERATE(Mode::fast, Mode::reference);
  const std::int64_t quantum = GENERATE(4 * segment, 1'000, 20'000);
  CAPTURE(quantum);
  NetworkSpec spec;
  spec.quantum = Bytes{quantum};
  NetRig rig(spec, mode);
  const PeerId a = rig.add_peer(Rate{1'000'000}, Rate{1'000'000}, 20ms);
  const EndId end = rig.connect(a, rig.add_peer(Rate{1'000'000}, Rate{1'000'000}, 20ms));
  for (int i = 0; i < 10; ++i) {
    rig.send_greedily(end, 1);
    rig.run();
    CHECK(rig.network->link(a).sent_wire == (i + 1) * (block_wire + 12 * header));
  }
}

TEST_CASE("a small message on an idle direction is a segment of its own", "[net]") {
  const Mode mode = GENERATE(Mode::fast, Mode::reference);
  NetRig rig(NetworkSpec{}, mode);
  const PeerId a = rig.add_peer(Rate{1'000'000}, Rate{1'000'000}, 20ms);
  const EndId end = rig.connect(a, rig.add_peer(Rate{1'000'000}, Rate{1'000'000}, 20ms));
  for (int i = 0; i < 7; ++i) rig.send(end, MessageKind::have);
  CHECK(rig.network->link(a).sent_wire == 7 * (9 + header));
}

TEST_CASE("an owner is asked for more when less than its low-water mark is unsent", "[net]") {
  const Mode mode = GENERATE(Mode::fast, Mode::reference);
  const std::uint16_t low_water = GENERATE(as<std::uint16_t>{}, 1, 5'000, 10'240, 65'535);
  const bool told_later = GENERATE(false, true);
  CAPTURE(low_water, told_later);
  NetRig rig(NetworkSpec{}, mode);
  const PeerId a = rig.add_peer(Rate{100'000}, Rate{1'000'000}, 20ms);
  const EndId end = rig.connect(a, rig.add_peer(Rate{1'000'000}, Rate{1'000'000}, 20ms));
  rig.network->attach(end, 0, told_later ? std::uint16_t{1} : low_water);
  if (told_later) rig.network->set_low_water(end, low_water);
  rig.network->send_packet(a, 100'000, 40ms, sim_start);  // the access queue is full
  std::vector<std::uint32_t> asked_at;
  for (int i = 0; i < 20; ++i) {
    rig.send(end, MessageKind::block, 16'384);
    // Short buffers are asked for company at once.
    while (!rig.network->drained().empty()) {
      rig.network->drained().clear();
      asked_at.push_back(rig.network->backlog(end));
      rig.send(end, MessageKind::block, 16'384);
    }
    while (rig.network->drained().empty()) REQUIRE(rig.step_unfed());
    rig.network->drained().clear();
    asked_at.push_back(rig.network->backlog(end));
  }
  for (const std::uint32_t backlog : asked_at) {
    CHECK(backlog < low_water);
    CHECK(backlog + 5'792 + segment > std::min<std::uint32_t>(low_water, block_wire));
  }
}

TEST_CASE("acknowledgements take their share of a busy reverse uplink", "[net]") {
  NetworkSpec spec;
  spec.tcp = TcpKind::none;
  Pair pair(spec, Rate{1'000'000}, Rate{10'000'000});
  const EndId back = pair.rig.network->reverse_of(pair.end);
  pair.rig.send_greedily(pair.end);
  pair.rig.send_greedily(back);
  pair.rig.run_until(at_second(101));
  const double expected = 1e6 * 16'384 / (block_on_wire + acks_on_wire);
  CHECK(deviation(pair.rig.rate(pair.end, at_second(1), at_second(101)), expected) < 0.001);
  CHECK(deviation(pair.rig.rate(back, at_second(1), at_second(101)), expected) < 0.001);
}

TEST_CASE("with windows, a flow alone keeps its pipe full where the queue covers a round trip", "[net]") {
  const auto pipe = GENERATE(values<Pipe>({{1'000'000, 10'000'000},
                                           {250'000, 1'000'000},
                                           {1'000'000, 250'000},
                                           {50'000, 1'000'000},
                                           {1'000'000, 50'000}}));
  CAPTURE(pipe.up, pipe.down);
  Pair pair(NetworkSpec{}, Rate{pipe.up}, Rate{pipe.down});
  pair.rig.send_greedily(pair.end);
  pair.rig.run_until(at_second(120));
  const double bottleneck = static_cast<double>(std::min(pipe.up, pipe.down));
  const double expected = bottleneck * 16'384 / block_on_wire;
  CHECK(deviation(pair.rig.rate(pair.end, at_second(20), at_second(120)), expected) < 0.005);
}

struct RequestRow {
  std::uint32_t outstanding;
  Duration access;  ///< one way, of each of the two
};

TEST_CASE("a request queue carries what is outstanding once a round trip", "[net]") {
  const auto row = GENERATE(values<RequestRow>({{1, 10ms}, {4, 10ms}, {16, 20ms}, {5, 200ms}, {250, 200ms}}));
  CAPTURE(row.outstanding);
  Pair pair(ideal_network(), Rate::unlimited(), Rate::unlimited(), row.access);
  const Duration round_trip = 2 * (row.access + row.access);
  pair.rig.send_windowed(pair.end, row.outstanding);
  constexpr int rounds = 10;
  pair.rig.run_until(sim_start + rounds * round_trip);
  // Exactly one queue of blocks each round trip, all of them half a round trip after they were sent.
  CHECK(pair.rig.arrivals.size() == std::size_t{rounds} * row.outstanding);
  for (const NetRig::Arrival& arrival : pair.rig.arrivals) {
    REQUIRE(arrival.at - arrival.sent == round_trip / 2);
  }
}

TEST_CASE("a pipe carries the least of the link and the request queue over the round trip", "[net]") {
  const auto row = GENERATE(values<RequestRow>({{1, 20ms}, {2, 20ms}, {4, 20ms}, {8, 20ms}, {40, 200ms}}));
  CAPTURE(row.outstanding);
  constexpr Rate up{1'000'000};
  Pair pair(ideal_network(), up, Rate{10'000'000}, row.access);
  pair.rig.send_windowed(pair.end, row.outstanding);
  pair.rig.run_until(at_second(101));
  // The clock of one slot: its block on the uplink, the path, and the way back.
  const double cycle = seconds_of(4 * row.access + transmit_time(Bytes{block_wire}, up));
  const double expected = std::min(1e6 * 16'384 / block_wire, row.outstanding * 16'384 / cycle);
  CHECK(deviation(pair.rig.rate(pair.end, at_second(1), at_second(101)), expected) < 0.005);
}

TEST_CASE("a full window over the round trip bounds a flow with windows", "[net]") {
  // Ten blocks outstanding never let the window grow beyond what they use, and never wait for it.
  Pair pair(NetworkSpec{}, Rate{10'000'000}, Rate{10'000'000}, 50ms);
  pair.rig.send_windowed(pair.end, 10);
  pair.rig.run_until(at_second(60));
  const double bound = 10 * 16'384 / 0.2;
  const double rate = pair.rig.rate(pair.end, at_second(10), at_second(60));
  CHECK(rate < bound);
  CHECK(rate > 0.9 * bound);
  // It grew while half of it was in use: ten blocks, and one whose acknowledgement is under way.
  CHECK(pair.rig.network->window(pair.end).size <= 2 * 11 * block_wire + 5'792);
  CHECK(pair.rig.network->totals().losses == 0);
}

}  // namespace
}  // namespace swarmsim::pipe_test
