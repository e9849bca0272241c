// The congestion window: slow start, what is lost, what grows back, what is forgotten.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/net_rig.hpp"

namespace swarmsim::window_test {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t segment = 1'448;
constexpr std::uint32_t first_window_aimd = 2 * segment;
constexpr std::uint32_t first_window_cubic = 10 * segment;
constexpr Rate megabyte{1'000'000};

NetworkSpec network_with(TcpKind tcp) {
  NetworkSpec spec;
  spec.tcp = tcp;
  return spec;
}

/// A flow over a path of 400 ms, 800 ms a round trip, at 1 MB/s.
struct LongPath {
  explicit LongPath(const NetworkSpec& spec) : rig(spec) {
    const PeerId a = rig.add_peer(megabyte, Rate{10'000'000}, 200ms);
    const PeerId b = rig.add_peer(megabyte, Rate{10'000'000}, 200ms);
    end = rig.connect(a, b);
    rig.send_greedily(end);
  }
  Window window() const { return rig.network->window(end); }
  static constexpr double round_trip = 0.8;

  NetRig rig;
  EndId end{};
};

/// Two peers 80 ms a round trip apart at 1 MB/s, with nothing but payload on the wire.
struct BarePair {
  explicit BarePair(Mode mode = Mode::fast) : rig(without_segments(), mode) {}
  static NetworkSpec without_segments() {
    NetworkSpec spec;
    spec.segment = {0, 0, 0};
    return spec;
  }
  /// Sends from `a` from now on, until the first acknowledgement has moved the window.
  Duration first_acknowledged() {
    const EndId end = rig.connect(a, b);
    rig.send_greedily(end);
    const std::uint32_t window = rig.network->window(end).size;
    while (rig.network->window(end).size == window) REQUIRE(rig.step(at_second(1)));
    return rig.now - sim_start;
  }

  NetRig rig;
  PeerId a = rig.add_peer(megabyte, megabyte, 20ms);
  PeerId b = rig.add_peer(megabyte, megabyte, 20ms);
};

struct StartRow {
  TcpKind tcp;
  std::uint32_t first;
  int whole_trips;  ///< in which 1 MB is not there yet
};

TEST_CASE("slow start doubles what is in flight each round trip", "[net]") {
  const auto row = GENERATE(
      values<StartRow>({{TcpKind::aimd, first_window_aimd, 8}, {TcpKind::cubic, first_window_cubic, 6}}));
  NetworkSpec spec = network_with(row.tcp);
  spec.queue_size = Bytes{1'000'000};  // an access queue that holds the bursts
  LongPath path(spec);
  double window = row.first;
  for (int trip = 0; trip < row.whole_trips; ++trip) {
    // In the middle of a round trip, all that the window allowed is out and nothing is acknowledged.
    path.rig.run_until(at_second((trip + 0.9) * LongPath::round_trip));
    CAPTURE(trip);
    CHECK(path.window().in_flight >= window);
    CHECK(path.window().in_flight <= window * 1.2);  // whole chunks: the last one reaches beyond
    window *= 2;
  }
  path.rig.run_until(at_second(60));
  const double trips = row.whole_trips;
  CHECK(path.rig.chunk_bytes(path.end, sim_start, at_second(trips * LongPath::round_trip)) < 1'000'000);
  CHECK(path.rig.chunk_bytes(path.end, sim_start, at_second((trips + 1) * LongPath::round_trip)) > 1'000'000);
  CHECK(path.rig.rate(path.end, at_second(10), at_second(60)) > 0.99e6 * 16'384 / 17'144);
  if (row.tcp == TcpKind::aimd) CHECK(path.rig.network->totals().losses <= 1);
}

struct CutRow {
  TcpKind tcp;
  double left;  ///< of the window
};

TEST_CASE("slow start ends where the access queue is full, with half the window or cubic's 0.7", "[net]") {
  const auto row = GENERATE(values<CutRow>({{TcpKind::aimd, 0.5}, {TcpKind::cubic, 0.7}}));
  LongPath path(network_with(row.tcp));
  std::uint32_t window = 0;
  while (path.rig.network->totals().losses == 0) {
    window = path.window().size;
    REQUIRE(path.rig.step(at_second(10)));
  }
  // The window doubles in 800 ms at no more than twice the uplink's rate: half of it queues. 100 kB fit.
  CHECK(window > 190'000);
  CHECK(window < 310'000);
  CHECK(path.window().size >= window * row.left - 5'792);
  CHECK(path.window().size <= window * row.left + 5'792);
  // What was in flight then is acknowledged in the next round trip: two windows, two segments; or nothing.
  const std::uint32_t cut = path.window().size;
  path.rig.run_until(path.rig.now + 700ms);
  CHECK(path.window().size >= cut);
  CHECK(path.window().size <= cut + (row.tcp == TcpKind::aimd ? 2 * segment : 0));
}

TEST_CASE("after a loss a window grows by a segment each round trip", "[net]") {
  LongPath path(NetworkSpec{});
  path.rig.run_until(at_second(8));
  REQUIRE(path.rig.network->totals().losses == 1);
  const std::uint32_t before = path.window().size;
  path.rig.run_until(at_second(8 + 20 * LongPath::round_trip));
  REQUIRE(path.rig.network->totals().losses == 1);
  CHECK(deviation(path.window().size - before, 20 * segment) < 0.1);
}

struct LossRow {
  std::int64_t up;
  std::int64_t down;
  std::int64_t queue;
  int flows;
};

TEST_CASE("a full queue halves a window once a round trip, never below two segments", "[net]") {
  const auto row = GENERATE(values<LossRow>({{100'000, 1'000'000, 65'536, 1},
                                             {1'000'000, 100'000, 65'536, 1},
                                             {100'000, 1'000'000, 3'000, 8},
                                             {1'000'000, 20'000, 3'000, 8}}));
  CAPTURE(row.up, row.down, row.queue, row.flows);
  NetworkSpec spec;
  spec.queue_size = Bytes{row.queue};
  spec.queue_time = 10ms;
  NetRig rig{spec};
  const PeerId a = rig.add_peer(Rate{row.up}, megabyte, 20ms);
  const PeerId b = rig.add_peer(megabyte, Rate{row.down}, 20ms);
  std::vector<EndId> ends;
  for (int i = 0; i < row.flows; ++i) ends.push_back(rig.connect(a, b));
  for (const EndId end : ends) rig.send_greedily(end);
  std::vector<std::uint32_t> windows(ends.size(), first_window_aimd);
  std::vector<SimTime> halved(ends.size(), sim_start - 1s);
  std::int64_t halvings = 0;
  while (rig.step(at_second(60))) {
    for (std::size_t i = 0; i < ends.size(); ++i) {
      const std::uint32_t window = rig.network->window(ends[i]).size;
      if (window < windows[i]) {
        // To half of what is in flight, which is half of it at least. What the same event acknowledged may
        // have made it grow by a chunk before.
        REQUIRE(window >= std::max(windows[i] / 4, 2 * segment));
        REQUIRE(window <= std::max((windows[i] + 5'792) / 2, 2 * segment));
        REQUIRE(rig.now - halved[i] >= 80ms);
        halved[i] = rig.now;
        ++halvings;
      }
      windows[i] = window;
      REQUIRE(window >= 2 * segment);
    }
  }
  CHECK(rig.network->totals().losses >= 4);
  CHECK(halvings <= rig.network->totals().losses);  // a window of two segments stays one
  if (row.flows == 1) CHECK(halvings >= 4);
}

/// Blocks that follow each other fill whole segments.
constexpr std::int64_t segments_of_600 = (600 * block_wire + segment - 1) / segment;

TEST_CASE("what a full downlink drops is sent again, and counted", "[net]") {
  NetRig rig{NetworkSpec{}};
  const PeerId a = rig.add_peer(megabyte, megabyte, 20ms);
  const PeerId b = rig.add_peer(megabyte, Rate{100'000}, 20ms);
  const EndId end = rig.connect(a, b);
  rig.send_greedily(end, 600);  // about 100 s
  rig.run();
  REQUIRE(rig.arrivals.size() == 600);
  const NetworkTotals& totals = rig.network->totals();
  CHECK(totals.losses > 5);
  CHECK(totals.resent_bytes > 0);
  CHECK(totals.resent_bytes >= totals.losses * (1 + 66));  // a segment at least, which need not be full
  CHECK(totals.resent_bytes < totals.stream_bytes / 50);
  CHECK(rig.network->link(a).sent_wire == 600 * block_wire + segments_of_600 * 66 + totals.resent_bytes);
  CHECK(totals.stream_bytes == 600 * block_wire);
}

TEST_CASE("a full access queue drops nothing that was sent", "[net]") {
  NetRig rig{NetworkSpec{}};
  const PeerId a = rig.add_peer(Rate{100'000}, megabyte, 20ms);
  const PeerId b = rig.add_peer(megabyte, megabyte, 20ms);
  rig.send_greedily(rig.connect(a, b), 600);
  rig.run();
  CHECK(rig.network->totals().losses > 5);
  CHECK(rig.network->totals().resent_bytes == 0);
  CHECK(rig.network->link(a).sent_wire == 600 * block_wire + segments_of_600 * 66);
}

TEST_CASE("a window with little or nothing in flight is halved once a round trip, too", "[net]") {
  const bool in_flight = GENERATE(false, true);
  CAPTURE(in_flight);
  NetRig rig{NetworkSpec{}};
  const PeerId a = rig.add_peer(megabyte, megabyte, 20ms);
  const EndId end = rig.connect(a, rig.add_peer(megabyte, megabyte, 20ms));
  rig.send_greedily(end, 40);
  rig.run();
  rig.run_until(rig.now + 200ms);  // all is acknowledged
  REQUIRE(rig.network->window(end).size > 5 * block_wire);
  const std::int64_t losses = rig.network->totals().losses;
  if (in_flight) rig.send_greedily(end, 1);  // acknowledged before the queue has room again
  rig.run_until(rig.now + 60ms);
  rig.network->send_packet(a, 150'000, 40ms, rig.now);  // room again in 50 ms
  rig.send_greedily(end);
  const std::uint32_t window = rig.network->window(end).size;
  rig.run_until(rig.now + 190ms);  // nothing sent since is acknowledged
  CHECK(rig.network->totals().losses == losses + 1);
  CHECK(rig.network->window(end).size >= window);
  CHECK(rig.network->window(end).size <= window + segment);
  CHECK(rig.network->window(end).in_flight >= window - 2'896);
}

TEST_CASE("small messages that meet a full downlink leave the window alone", "[net]") {
  NetRig rig{NetworkSpec{}};
  const PeerId thin = rig.add_peer(megabyte, Rate{50'000}, 20ms);
  for (int i = 0; i < 4; ++i) rig.send_greedily(rig.connect(rig.add_peer(megabyte, megabyte, 20ms), thin));
  const EndId quiet = rig.connect(rig.add_peer(megabyte, megabyte, 20ms), thin);
  for (int i = 0; i < 200; ++i) {
    rig.run_until(at_second(10 + i));
    rig.send(quiet, MessageKind::have);
  }
  CHECK(rig.network->totals().losses > 0);
  CHECK(rig.network->window(quiet).size == first_window_aimd);
}

struct IdleRow {
  TcpKind tcp;
  Duration idle;
  bool anew;
};

TEST_CASE("a cubic window unused for more than a second starts anew at ten segments, the other does not",
          "[net]") {
  const auto row = GENERATE(values<IdleRow>({{TcpKind::cubic, 900ms, false},
                                             {TcpKind::cubic, 1'000ms, false},
                                             {TcpKind::cubic, 1'000ms + 1ns, true},
                                             {TcpKind::cubic, 1h, true},
                                             {TcpKind::aimd, 1h, false}}));
  CAPTURE(row.idle.count());
  NetRig rig{network_with(row.tcp)};
  const PeerId a = rig.add_peer(Rate{10'000'000}, Rate{10'000'000}, 50ms);
  const PeerId b = rig.add_peer(Rate{10'000'000}, Rate{10'000'000}, 50ms);
  const EndId end = rig.connect(a, b);
  rig.send_greedily(end, 100);
  SimTime last_used = rig.now;
  for (std::int64_t sent = 0; rig.step(sim_never);) {
    if (rig.network->totals().stream_bytes != sent) last_used = rig.now;
    sent = rig.network->totals().stream_bytes;
  }
  const std::uint32_t grown = rig.network->window(end).size;
  REQUIRE(grown > 10 * first_window_cubic);
  rig.run_until(last_used + row.idle);
  rig.send_greedily(end, 100);
  const std::uint32_t flight = rig.network->window(end).in_flight;
  if (row.anew) {
    CHECK(flight >= first_window_cubic - 2'896);
    CHECK(flight < first_window_cubic + 5'792);
  } else {
    CHECK(flight >= grown - 2'896);
  }
}

TEST_CASE("small messages do not keep a window from starting anew", "[net]") {
  NetRig rig{network_with(TcpKind::cubic)};
  const PeerId a = rig.add_peer(Rate{10'000'000}, Rate{10'000'000}, 50ms);
  const EndId end = rig.connect(a, rig.add_peer(Rate{10'000'000}, Rate{10'000'000}, 50ms));
  rig.send_greedily(end, 100);
  rig.run();
  for (int i = 0; i < 20; ++i) {
    rig.run_until(rig.now + 100ms);
    rig.send(end, MessageKind::have);
  }
  rig.send_greedily(end, 100);
  CHECK(rig.network->window(end).size == first_window_cubic);
}

TEST_CASE("an acknowledgement waits for the path and for the receiver's own uplink", "[net]") {
  const bool busy = GENERATE(false, true);
  BarePair pair;
  if (busy) pair.rig.network->send_packet(pair.b, 200'000, 40ms, sim_start);  // until 200 ms
  // The first chunk, of two segments, is there after 2.92 ms and the path; its acknowledgement leaves then or
  // at 200 ms.
  CHECK(pair.first_acknowledged() == (busy ? 240ms : 2'920us + 80ms));
}

TEST_CASE("an acknowledgement waits for what stands before the sender's downlink when it sets out", "[net]") {
  BarePair pair;
  pair.rig.network->receive_packet(pair.a, 200'000, sim_start);  // until 200 ms
  // It sets out after 42.92 ms, when 157.08 ms of the queue are left: those come on top of the path.
  CHECK(pair.first_acknowledged() == 240ms);
}

TEST_CASE("of two connections of one pair whose windows open in one instant the older goes first", "[net]") {
  const Mode mode = GENERATE(Mode::fast, Mode::reference);
  BarePair pair(mode);
  NetRig& rig = pair.rig;
  const EndId before = rig.connect(pair.a, pair.b);
  const EndId older = rig.connect(pair.a, pair.b);
  rig.close(before);
  const EndId younger = rig.connect(pair.a, pair.b);        // where `before` was
  rig.network->receive_packet(pair.a, 200'000, sim_start);  // until 200 ms: all acknowledgements come at 240
  rig.send_greedily(younger);
  rig.send_greedily(older);
  rig.run_until(sim_start + 300ms);
  REQUIRE(rig.comings.size() > 3);
  CHECK(rig.comings[0].end == younger);
  CHECK(rig.comings[1].end == older);
  CHECK(rig.comings[2].at > sim_start + 280ms);
  CHECK(rig.comings[2].end == older);
}

TEST_CASE("acknowledgements take their time of a busy downlink, and none of an idle one", "[net]") {
  NetRig rig{NetworkSpec{}};
  const PeerId a = rig.add_peer(megabyte, megabyte, 20ms);
  AccessLink link = rig.network->link(a);
  link.pass_acks_down(1'000, sim_start);
  CHECK(link.free_down == sim_start);
  CHECK(link.received_wire == 0);
  link.free_down = sim_start + 10ms;
  link.pass_acks_down(1'000, sim_start);
  CHECK(link.free_down == sim_start + 11ms);
  CHECK(link.received_wire == 1'000);
}

}  // namespace
}  // namespace swarmsim::window_test
