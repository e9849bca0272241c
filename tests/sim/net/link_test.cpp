// Access links alone: what bytes cost, what the two scalars answer, and who waits behind a standing queue.

#include "sim/net/link.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/net/fast_network.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/net_rig.hpp"

namespace swarmsim::link_test {
namespace {

using namespace std::chrono_literals;

AccessLink link_of(Rate up, Rate down, const NetworkSpec& spec = {}) {
  return make_link({up, down, 20ms}, spec);
}

struct WireRow {
  std::int64_t stream;
  std::int64_t wire;
};

TEST_CASE("bytes on the wire are payload and one header for each segment begun", "[net]") {
  const auto row = GENERATE(values<WireRow>({
      {1, 67},           // a goodbye
      {9, 75},           // a have
      {1'448, 1'514},    // one full segment
      {1'449, 1'581},    // one byte more opens another
      {5'792, 6'056},    // a quantum is four full ones
      {4'813, 5'077},    // what two quanta leave of a block: a short last segment costs a whole header
      {16'397, 17'189},  // a block in one go: twelve segments
  }));
  CAPTURE(row.stream);
  CHECK(FastNetwork(NetworkSpec{}).wire_bytes(row.stream) == row.wire);
  CHECK(FastNetwork(ideal_network()).wire_bytes(row.stream) == row.stream);
}

struct QueueRow {
  std::int64_t rate;
  Duration held;
};

TEST_CASE("an access queue holds 64 KiB or 100 ms, whichever is more", "[net]") {
  const auto row = GENERATE(values<QueueRow>({
      {50'000, 1'310'720'000ns},
      {655'360, 100ms},  // where both are the same
      {10'000'000, 100ms},
  }));
  CAPTURE(row.rate);
  const AccessLink link = link_of(Rate{row.rate}, Rate{row.rate});
  CHECK(link.queue_up == row.held);
  CHECK(link.queue_down == row.held);
}

TEST_CASE("an uplink sends one after the other and saves nothing up while idle", "[net]") {
  AccessLink link = link_of(Rate{1'000'000}, Rate{1'000'000});
  CHECK(link.commit_up(1'000, at_second(1)) == at_second(1.001));
  CHECK(link.commit_up(500, at_second(1)) == at_second(1.0015));   // behind the first
  CHECK(link.commit_up(1'000, at_second(2)) == at_second(2.001));  // the idle second is gone
  CHECK(link.sent_wire == 2'500);
  // More at once than a Serialisation takes.
  CHECK(link.commit_up(1'000'000'000, at_second(3)) == at_second(1'003));
}

TEST_CASE("an access queue has room until what it holds fills it", "[net]") {
  AccessLink link = link_of(Rate{1'000'000}, Rate{1'000'000});  // 100 ms
  link.commit_up(99'999, sim_start);
  CHECK(link.queue_has_room(sim_start));
  link.commit_up(1, sim_start);
  CHECK_FALSE(link.queue_has_room(sim_start));
  CHECK(link.queue_has_room(sim_start + 1ns));
  AccessLink unlimited = link_of(Rate::unlimited(), Rate::unlimited());
  unlimited.commit_up(1'000'000'000, sim_start);
  CHECK(unlimited.queue_has_room(sim_start));
}

TEST_CASE("a fast downlink adds no second serialisation, a slow one the difference", "[net]") {
  // 1000 bytes that left at 1 MB/s: the first byte is 1 ms ahead of the last.
  AccessLink fast = link_of(Rate{1'000'000}, Rate{10'000'000});
  CHECK(fast.pass_down(1'000, 1ms, at_second(1)) == at_second(1));
  AccessLink same = link_of(Rate{1'000'000}, Rate{1'000'000});
  CHECK(same.pass_down(1'000, 1ms, at_second(1)) == at_second(1));
  AccessLink slow = link_of(Rate{1'000'000}, Rate{250'000});
  CHECK(slow.pass_down(1'000, 1ms, at_second(1)) == at_second(1.003));
  CHECK(slow.pass_down(1'000, 1ms, at_second(1.001)) == at_second(1.007));  // behind the first
  CHECK(slow.pass_down(1'000, 1ms, at_second(2)) == at_second(2.003));      // nothing saved up
}

TEST_CASE("a packet outside connections takes uplink, path and downlink like any other", "[net]") {
  NetRig rig{NetworkSpec{}};
  const PeerId a = rig.add_peer(Rate{60'000}, Rate{60'000}, 20ms);
  const PeerId b = rig.add_peer(Rate{60'000}, Rate{30'000}, 30ms);
  CHECK(rig.network->latency_between(a, b) == 50ms);
  CHECK(rig.network->send_packet(a, 60, 50ms, sim_start) == sim_start + 51ms);
  CHECK(rig.network->send_packet(a, 60, 50ms, sim_start) == sim_start + 52ms);
  CHECK(rig.network->receive_packet(b, 60, sim_start + 51ms) == sim_start + 53ms);
  CHECK(rig.network->receive_packet(b, 60, sim_start + 52ms) == sim_start + 55ms);
  CHECK(rig.network->totals().overhead_bytes == 120);
}

TEST_CASE("a small message on an idle direction waits behind what the access queue holds", "[net]") {
  const TcpKind tcp = GENERATE(TcpKind::none, TcpKind::aimd);
  NetworkSpec spec = ideal_network();
  spec.tcp = tcp;
  NetRig rig{spec};
  const PeerId a = rig.add_peer(Rate{50'000}, Rate{1'000'000}, 20ms);
  const PeerId busy = rig.add_peer(Rate{1'000'000}, Rate{1'000'000}, 20ms);
  const PeerId idle = rig.add_peer(Rate{1'000'000}, Rate{1'000'000}, 20ms);
  rig.send_greedily(rig.connect(a, busy));
  const EndId quiet = rig.connect(a, idle);
  rig.send(quiet, MessageKind::have);
  rig.run_until(at_second(100));
  rig.send(quiet, MessageKind::have);
  rig.run_until(at_second(110));
  std::vector<Duration> waits;
  for (const NetRig::Arrival& arrival : rig.arrivals) {
    if (arrival.end == quiet) waits.push_back(arrival.at - arrival.sent);
  }
  REQUIRE(waits.size() == 2);
  // 64 KiB at 50 kB/s are 1.31 s, and up to a chunk more; the path is 40 ms. AIMD keeps the queue
  // filled between half and whole.
  const Duration whole = 1'310'720'000ns;
  const Duration chunk = transmit_time(spec.quantum, Rate{50'000});
  CHECK(waits[1] >= (tcp == TcpKind::none ? whole : whole / 2) + 40ms);
  CHECK(waits[1] <= whole + chunk + 41ms);
}

TEST_CASE("a small message waits behind the receiver's standing queue", "[net]") {
  NetRig rig{ideal_network()};
  const PeerId fat = rig.add_peer(Rate{1'000'000}, Rate{1'000'000}, 20ms);
  const PeerId other = rig.add_peer(Rate{1'000'000}, Rate{1'000'000}, 20ms);
  const PeerId thin = rig.add_peer(Rate{50'000}, Rate{50'000}, 20ms);
  const EndId quiet = rig.connect(other, thin);
  rig.send_greedily(rig.connect(fat, thin), 20);
  rig.run_until(at_second(0.2));
  rig.send(quiet, MessageKind::have);
  rig.run();
  SimTime through{};
  for (const NetRig::Arrival& arrival : rig.arrivals) {
    if (arrival.end == quiet) through = arrival.at;
  }
  // In 0.2 s 200 kB have left for a downlink that takes four seconds for them, from 40 ms on.
  CHECK(through <= at_second(4.04));
  CHECK(through >= at_second(4.04) - transmit_time(Bytes{2 * 5'792}, Rate{50'000}));
}

TEST_CASE("small messages take the capacity they need from those behind them", "[net]") {
  NetRig rig{ideal_network()};
  const PeerId a = rig.add_peer(Rate{1'000'000}, Rate{1'000'000}, 20ms);
  const PeerId thin = rig.add_peer(Rate{1'000'000}, Rate{1'000}, 20ms);
  const EndId end = rig.connect(a, thin);
  for (int i = 0; i < 100; ++i) rig.send(end, MessageKind::have);
  rig.run();
  REQUIRE(rig.arrivals.size() == 100);
  CHECK(rig.arrivals.front().at == sim_start + 40ms + 9us);  // its own bytes are not waited for
  for (std::size_t i = 1; i < 100; ++i) {
    REQUIRE(rig.arrivals[i].at == sim_start + 40ms + static_cast<std::int64_t>(i) * 9ms);
  }
}

TEST_CASE("a block of less than a segment takes its turn and its time like a large one", "[net]") {
  const Mode mode = GENERATE(Mode::fast, Mode::reference);
  NetRig rig{ideal_network(), mode};
  const PeerId a = rig.add_peer(Rate{1'000'000}, Rate{1'000'000}, 20ms);
  const PeerId thin = rig.add_peer(Rate{1'000'000}, Rate{1'000}, 20ms);
  const EndId end = rig.connect(a, thin);
  for (int i = 0; i < 100; ++i) rig.send(end, MessageKind::block, 987);
  rig.run();
  REQUIRE(rig.arrivals.size() == 100);
  for (std::size_t i = 0; i < 100; ++i) {
    // The first byte comes after the path. Chunks of several blocks bring them together, none earlier.
    REQUIRE(rig.arrivals[i].at >= sim_start + 40ms + static_cast<std::int64_t>(i + 1) * 1s);
  }
  CHECK(rig.arrivals.back().at == sim_start + 40ms + 100s);
}

TEST_CASE("whoever sends blocks hears when the last byte of one is on its way", "[net]") {
  NetRig rig{ideal_network()};
  const PeerId a = rig.add_peer(Rate{100'000}, Rate{100'000});
  const EndId end = rig.connect(a, rig.add_peer(Rate{100'000}, Rate{100'000}));
  rig.send(end, MessageKind::have);
  CHECK(rig.network->drained().empty());
  rig.send(end, MessageKind::block, 100);
  CHECK(rig.network->drained() == std::vector<EndId>{end});
  rig.network->drained().clear();
  rig.network->send_packet(a, 10'000, 0ms, rig.now);
  rig.send(end, MessageKind::block, 16'384);  // the queue of 655 ms takes it at once
  CHECK(rig.network->drained() == std::vector<EndId>{end});
  rig.network->drained().clear();
  rig.network->send_packet(a, 100'000, 0ms, rig.now);
  rig.send(end, MessageKind::block, 16'384);
  CHECK(rig.network->drained().empty());
  CHECK(rig.network->backlog(end) == block_wire);
}

TEST_CASE("a downlink that is kept full delays small messages by about its queue", "[net]") {
  NetRig rig{NetworkSpec{}};
  const PeerId thin = rig.add_peer(Rate{50'000}, Rate{50'000}, 20ms);
  for (int i = 0; i < 2; ++i) {
    rig.send_greedily(rig.connect(rig.add_peer(Rate{1'000'000}, Rate{1'000'000}, 20ms), thin));
  }
  const EndId quiet = rig.connect(rig.add_peer(Rate{1'000'000}, Rate{1'000'000}, 20ms), thin);
  for (int second = 20; second < 120; ++second) {
    rig.run_until(at_second(second));
    rig.send(quiet, MessageKind::have);
  }
  rig.run_until(at_second(130));
  double sum = 0;
  double longest = 0;
  int count = 0;
  for (const NetRig::Arrival& arrival : rig.arrivals) {
    if (arrival.end != quiet) continue;
    const double wait = seconds_of(arrival.at - arrival.sent);
    sum += wait;
    longest = std::max(longest, wait);
    ++count;
  }
  CHECK(count == 100);
  CAPTURE(sum / count, longest);
  CHECK(sum / count > 0.8);  // 40 ms of latency, 1.31 s of queue
  CHECK(longest > 1.2);
  CHECK(longest < 1.8);
}

}  // namespace
}  // namespace swarmsim::link_test
