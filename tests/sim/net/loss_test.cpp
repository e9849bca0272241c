// What a path loses at random, and what a receiver's window allows.

#include <cmath>
#include <cstdint>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/net_rig.hpp"

namespace swarmsim::loss_test {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t segment = 1'448;
constexpr Rate unlimited = Rate::unlimited();

/// A flow without bottleneck over four accesses' latency a round trip.
struct Path {
  Path(const NetworkSpec& spec, Duration round_trip, Share up_loss, Share down_loss, Bytes window = Bytes{0},
       Mode mode = Mode::fast)
      : rig(spec, mode) {
    const PeerId a = rig.add_peer({unlimited, unlimited, round_trip / 4, 0, up_loss, {}});
    const PeerId b = rig.add_peer({unlimited, unlimited, round_trip / 4, 0, down_loss, window});
    end = rig.connect(a, b);
    rig.send_greedily(end);
  }
  /// Bytes of the stream a second.
  double rate(double from, double to) {
    rig.run_until(at_second(to));
    return rig.rate(end, at_second(from), at_second(to)) * block_wire / 16'384;
  }
  NetRig rig;
  EndId end{};
};

struct LossRow {
  std::int64_t one_in;
  Duration round_trip;
  double too_fast;  ///< against the formula, at most
};

TEST_CASE("random loss bounds a flow by MSS / RTT x sqrt(3/2 / p)", "[net]") {
  // Mathis, Semke, Mahdavi, Ott: The macroscopic behavior of the TCP congestion avoidance algorithm, 1997.
  // The formula is of losses that come at even distances; of random ones it is 7 % more (Ott, Kemperman,
  // Mathis, 1996).
  const auto row = GENERATE(values<LossRow>(
      {{3'000, 200ms, 0.15}, {1'000, 20ms, 0.15}, {400, 200ms, 0.18}, {400, 20ms, 0.18}, {100, 20ms, 0.26}}));
  CAPTURE(row.one_in);
  Path path(NetworkSpec{}, row.round_trip, {1, row.one_in}, {0, 1});
  const double trip = seconds_of(row.round_trip);
  // Long enough for four hundred losses or so.
  const double until = trip * std::sqrt(static_cast<double>(row.one_in)) * 400;
  const double rate = path.rate(until / 20, until);
  const double formula = segment / trip * std::sqrt(1.5 * static_cast<double>(row.one_in));
  CAPTURE(rate, formula);
  CHECK(rate > formula);
  CHECK(rate < formula * (1 + row.too_fast));
}

TEST_CASE("a path loses what either of its links loses, and every loss is sent again", "[net]") {
  NetworkSpec spec;
  const Mode mode = GENERATE(Mode::fast, Mode::reference);
  spec.tcp = TcpKind::none;  // the loss alone
  NetRig rig{spec, mode};
  const PeerId a = rig.add_peer({Rate{1'000'000}, Rate{1'000'000}, 20ms, 0, {1, 100}, {}});
  const PeerId b = rig.add_peer({Rate{1'000'000}, Rate{1'000'000}, 20ms, 0, {3, 100}, {}});
  rig.send_greedily(rig.connect(a, b), 6'000);
  rig.run();
  const double segments = 6'000 * block_wire / double{segment};
  const double lost = static_cast<double>(rig.network->totals().resent_bytes) / 1'514;
  CHECK(deviation(lost / segments, 1 - 0.99 * 0.97) < 0.06);  // 2,700 losses: three standard errors
  CHECK(rig.network->totals().losses == 0);
  CHECK(rig.network->link(a).sent_wire > static_cast<std::int64_t>(6'000 * block_wire * 1.03));
}

TEST_CASE("the segments that a full downlink has no room for come again", "[net]") {
  const Mode mode = GENERATE(Mode::fast, Mode::reference);
  NetRig rig{NetworkSpec{}, mode};
  const PeerId a = rig.add_peer({Rate{1'000'000}, Rate{1'000'000}, 20ms});
  const PeerId b = rig.add_peer({Rate{1'000'000}, Rate{100'000}, 20ms});
  const EndId end = rig.connect(a, b);
  rig.network->receive_packet(b, 68'000, sim_start);  // until 680 ms, and 655.36 ms are the queue
  rig.send_greedily(end);
  rig.run_until(sim_start + 730ms);
  // The first window is two segments, there after 43.028 ms. The queue has room for one of them; the other is
  // unsent again, and goes at once with one more.
  REQUIRE(rig.chunks.size() == 2);
  CHECK(rig.chunks[0].at == sim_start + 680ms + 15'140us);
  CHECK(rig.chunks[0].bytes == segment);
  CHECK(rig.chunks[1].at == sim_start + 680ms + 3 * 15'140us);
  CHECK(rig.chunks[1].bytes == 2 * segment);
  CHECK(rig.network->totals().resent_bytes == 1'514);
  CHECK(rig.network->totals().losses == 1);
}

TEST_CASE("what comes again is taken in, however full the downlink is", "[net]") {
  const Mode mode = GENERATE(Mode::fast, Mode::reference);
  NetRig rig{NetworkSpec{}, mode};
  const PeerId a = rig.add_peer({unlimited, unlimited, 0ms});
  const PeerId b = rig.add_peer({unlimited, Rate{20'000}, 0ms});
  const EndId end = rig.connect(a, b);
  rig.send_greedily(end, 200);
  rig.run();
  CHECK(rig.arrivals.size() == 200);
  CHECK(rig.network->totals().losses > 0);
  CHECK(rig.network->totals().resent_bytes < rig.network->totals().stream_bytes);
}

TEST_CASE("what one receiver loses does not depend on what others receive", "[net]") {
  const bool company = GENERATE(false, true);
  NetRig rig{NetworkSpec{}};
  const PeerId a = rig.add_peer({unlimited, unlimited, 20ms, 0, {1, 50}, {}});
  const PeerId b = rig.add_peer({unlimited, unlimited, 20ms});
  const PeerId c = rig.add_peer({unlimited, unlimited, 20ms});
  const EndId end = rig.connect(a, b);
  const EndId other = rig.connect(a, c);
  if (company) rig.send_greedily(other, 500);
  rig.send_greedily(end, 500);
  rig.run();
  static SimTime alone;
  SimTime last{};
  for (const NetRig::Arrival& arrival : rig.arrivals) {
    if (arrival.end == end) last = arrival.at;
  }
  if (!company) alone = last;
  CHECK(last == alone);
}

struct WindowRow {
  std::int64_t window;
  Duration round_trip;
};

TEST_CASE("a receive window is carried once a round trip", "[net]") {
  const auto row =
      GENERATE(values<WindowRow>({{4'096, 80ms}, {65'536, 80ms}, {65'536, 800ms}, {262'144, 200ms}}));
  const TcpKind tcp = GENERATE(TcpKind::aimd, TcpKind::cubic);
  const Mode mode = GENERATE(Mode::fast, Mode::reference);
  CAPTURE(row.window);
  NetworkSpec spec;
  spec.tcp = tcp;
  Path path(spec, row.round_trip, {0, 1}, {0, 1}, Bytes{row.window}, mode);
  const double trip = seconds_of(row.round_trip);
  const double expected = static_cast<double>(row.window) / trip;
  // A chunk may reach beyond it by half of itself.
  CHECK(deviation(path.rate(20 * trip, 220 * trip), expected) < 0.03);
  CHECK(path.rig.network->totals().losses == 0);
}

TEST_CASE("a receive window below a segment carries a segment", "[net]") {
  Path path(NetworkSpec{}, 80ms, {0, 1}, {0, 1}, Bytes{1});
  CHECK(deviation(path.rate(8, 80), segment / 0.08) < 0.03);  // the rest of a block goes along
}

TEST_CASE("a receive window is of who receives", "[net]") {
  NetRig rig{NetworkSpec{}};
  const PeerId small = rig.add_peer({unlimited, unlimited, 20ms, 0, {}, Bytes{8'192}});
  const PeerId large = rig.add_peer({unlimited, unlimited, 20ms});
  const EndId out = rig.connect(small, large);
  const EndId in = rig.network->reverse_of(out);
  rig.send_greedily(out, 400);
  rig.send_greedily(in, 400);
  rig.run();
  CHECK(rig.network->window(out).size > 65'536);
  CHECK(rig.network->window(in).size < 4 * 8'192);
}

}  // namespace
}  // namespace swarmsim::loss_test
