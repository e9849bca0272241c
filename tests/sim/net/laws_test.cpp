// What holds for any traffic: order, capacity, conservation, and that a run is a value.

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <vector>

#include "core/base/rng.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/net_rig.hpp"

namespace swarmsim::laws_test {
namespace {

using namespace std::chrono_literals;

struct MixRow {
  TcpKind tcp;
  bool segments;
  std::int64_t quantum;
  Share loss{};
  Bytes window{0};
};

std::vector<MixRow> mixes() {
  return {{TcpKind::none, false, 5'792},
          {TcpKind::none, true, 16'384},
          {TcpKind::aimd, true, 5'792},
          {TcpKind::aimd, false, 1'000},
          {TcpKind::cubic, true, 5'792},
          {TcpKind::aimd, true, 5'792, {1, 20}},
          {TcpKind::cubic, true, 16'384, {1, 100}, Bytes{20'000}}};
}

NetworkSpec spec_of(const MixRow& mix) {
  NetworkSpec spec;
  spec.tcp = mix.tcp;
  if (!mix.segments) spec.segment = {0, 0, 0};
  spec.quantum = Bytes{mix.quantum};
  return spec;
}

/// Peers with random links and messages of random sizes between all of them, with and without a pause.
class RandomTraffic {
 public:
  RandomTraffic(const MixRow& mix, std::uint64_t seed, std::uint32_t peers = 5, Mode mode = Mode::fast)
      : rig(spec_of(mix), mode), rng_(seed, "traffic", "net"), peers_(peers) {
    constexpr Duration latencies[] = {0ms, 1ms, 20ms, 150ms};
    for (std::uint32_t i = 0; i < peers_; ++i) {
      const Rate up = draw_rate();
      const Rate down = draw_rate();
      const Duration latency = latencies[rng_.below(4)];
      rig.add_peer({up, down, latency, 0, mix.loss, mix.window});
    }
    for (std::uint32_t a = 0; a < peers_; ++a) {
      for (std::uint32_t b = a + 1; b < peers_; ++b) add_connection(PeerId{a}, PeerId{b});
    }
  }

  void add_connection(PeerId a, PeerId b) {
    const EndId end = rig.connect(a, b);
    open.push_back(end);
    open.push_back(rig.network->reverse_of(end));
  }
  EndId any_end() { return open[rng_.below(open.size())]; }

  /// `bursts` times some messages at some ends, then a pause of up to 200 ms.
  void run(int bursts) {
    for (int burst = 0; burst < bursts; ++burst) {
      const std::uint64_t messages = rng_.below(12);
      for (std::uint64_t i = 0; i < messages; ++i) send_any();
      rig.run_until(rig.now + Duration{static_cast<std::int64_t>(rng_.below(200'000'000))});
    }
  }

  NetRig rig;
  std::vector<EndId> open;  ///< both ends of every open connection

 private:
  Rate draw_rate() { return Rate{static_cast<std::int64_t>(20'000 + rng_.below(1'000'000))}; }
  void send_any() {
    const EndId end = any_end();
    const std::uint64_t kind = rng_.below(4);
    if (kind == 0) return rig.send(end, MessageKind::have);
    if (kind == 1) return rig.send(end, MessageKind::goodbye);
    rig.send(end, MessageKind::block, static_cast<std::uint32_t>(1 + rng_.below(40'000)));
  }

  Rng rng_;
  std::uint32_t peers_;
};

/// Chunks that reached one receiver, by the time they were through.
std::vector<NetRig::Chunk> chunks_to(const NetRig& rig, PeerId peer, const std::vector<NetRig::Chunk>& all) {
  std::vector<NetRig::Chunk> found;
  std::ranges::copy_if(all, std::back_inserter(found), [&](const NetRig::Chunk& chunk) {
    return rig.network->direction(chunk.end).to == peer;
  });
  return found;
}

TEST_CASE("a downlink never carries more than its rate, beyond a chunk for each sender", "[net]") {
  const auto mix = GENERATE(from_range(mixes()));
  const std::uint64_t seed = GENERATE(as<std::uint64_t>{}, 1, 2, 3, 4, 5, 6);
  CAPTURE(seed, mix.quantum);
  RandomTraffic traffic(mix, seed);
  traffic.run(100);
  const NetRig& rig = traffic.rig;
  for (std::uint32_t receiver = 0; receiver < 5; ++receiver) {
    const std::vector<NetRig::Chunk> chunks = chunks_to(rig, PeerId{receiver}, rig.chunks);
    std::int64_t largest = 0;
    for (const auto& chunk : chunks) largest = std::max(largest, rig.network->wire_bytes(chunk.bytes));
    const std::int64_t slack = largest * (1 + 4);  // one chunk, and one of each of four senders
    const Rate down = rig.network->link(PeerId{receiver}).down;
    std::int64_t worst = 0;
    for (std::size_t first = 0; first < chunks.size(); ++first) {
      std::int64_t wire = 0;
      for (std::size_t last = first; last < chunks.size(); ++last) {
        // A chunk that goes on in the segment of the one before has a header less.
        const std::int64_t header = mix.segments ? SegmentSpec{}.wire - SegmentSpec{}.payload : 0;
        wire += rig.network->wire_bytes(chunks[last].bytes) - header;
        worst = std::max(worst, wire - carried_in(chunks[last].at - chunks[first].at, down).value);
      }
    }
    REQUIRE(chunks.size() > 25);
    CHECK(worst <= slack);
  }
}

TEST_CASE("both networks carry the same traffic at the same times", "[net][reference]") {
  const auto mix = GENERATE(from_range(mixes()));
  const std::uint64_t seed = GENERATE(as<std::uint64_t>{}, 1, 2, 3);
  CAPTURE(seed, mix.quantum);
  RandomTraffic fast(mix, seed);
  RandomTraffic plain(mix, seed, 5, Mode::reference);
  fast.run(100);
  plain.run(100);
  CHECK(fast.rig.chunks.size() > 400);
  CHECK(fast.rig.chunks == plain.rig.chunks);
  CHECK(fast.rig.arrivals == plain.rig.arrivals);
  CHECK(fast.rig.network->totals() == plain.rig.network->totals());
  CHECK(fast.rig.network->messages_on_the_way() == plain.rig.network->messages_on_the_way());
}

TEST_CASE("an uplink never carries more than its rate", "[net]") {
  const auto mix = GENERATE(from_range(mixes()));
  RandomTraffic traffic(mix, 7);
  for (int i = 0; i < 50; ++i) {
    traffic.run(2);
    for (std::uint32_t peer = 0; peer < 5; ++peer) {
      const AccessLink& link = traffic.rig.network->link(PeerId{peer});
      const Duration most = std::max(link.free_up, traffic.rig.now) - sim_start;
      REQUIRE(link.sent_wire <= carried_in(most, link.up).value);
    }
  }
}

TEST_CASE("chunks pass a downlink in the order of their last bytes", "[net]") {
  const auto mix = GENERATE(from_range(mixes()));
  const std::uint64_t seed = GENERATE(as<std::uint64_t>{}, 1, 2, 3);
  CAPTURE(seed, mix.quantum);
  RandomTraffic traffic(mix, seed);
  traffic.run(100);
  traffic.rig.run();
  const NetRig& rig = traffic.rig;
  for (std::uint32_t receiver = 0; receiver < 5; ++receiver) {
    const auto came = chunks_to(rig, PeerId{receiver}, rig.comings);
    const auto passed = chunks_to(rig, PeerId{receiver}, rig.chunks);
    REQUIRE(came.size() == passed.size());
    SimTime last = sim_start;
    for (const NetRig::Chunk& chunk : came) {
      const auto through = std::ranges::find_if(passed, [&](const NetRig::Chunk& other) {
        return other.end == chunk.end && other.ordinal == chunk.ordinal;
      });
      REQUIRE(through != passed.end());
      REQUIRE(through->at >= chunk.at);
      REQUIRE(through->at >= last);
      last = through->at;
    }
  }
}

TEST_CASE("a direction delivers each message once, whole and in order", "[net]") {
  const auto mix = GENERATE(from_range(mixes()));
  const std::uint64_t seed = GENERATE(as<std::uint64_t>{}, 1, 2, 3);
  CAPTURE(seed, mix.quantum);
  RandomTraffic traffic(mix, seed);
  traffic.run(100);
  traffic.rig.run();
  NetRig& rig = traffic.rig;
  for (const EndId end : traffic.open) {
    std::uint32_t next = 0;
    for (const NetRig::Arrival& arrival : rig.arrivals) {
      if (arrival.end != end) continue;
      REQUIRE(arrival.subject == next);
      REQUIRE(arrival.ordinal == next);
      REQUIRE(arrival.at > arrival.sent);
      ++next;
    }
    CHECK(next == rig.messages_of(end));
    CHECK(rig.chunk_bytes(end, sim_start, rig.now) == rig.handed_over(end));
    CHECK(rig.network->backlog(end) == 0);
  }
  CHECK(rig.queue.empty());
  CHECK(rig.network->messages_on_the_way() == 0);
}

TEST_CASE("what is handed over is delivered once, or listed when the connection closes", "[net]") {
  const auto mix = GENERATE(from_range(mixes()));
  const std::uint64_t seed = GENERATE(as<std::uint64_t>{}, 1, 2, 3);
  CAPTURE(seed, mix.quantum);
  RandomTraffic traffic(mix, seed);
  NetRig& rig = traffic.rig;
  std::uint32_t handed_over = 0;
  while (!traffic.open.empty()) {
    traffic.run(4);
    const EndId end = traffic.any_end();
    const EndId back = rig.network->reverse_of(end);
    std::vector<Delivery> listed;
    rig.network->list_undelivered(end, listed);
    rig.network->list_undelivered(back, listed);
    rig.cuts.clear();
    rig.close(end);
    REQUIRE(rig.cuts.size() == listed.size());
    for (const EndId side : {end, back}) {
      // Ordinals go on from the last delivery to the last message handed over.
      auto next = static_cast<std::uint32_t>(
          std::ranges::count(rig.arrivals, side, [](const auto& arrival) { return arrival.end; }));
      for (const Delivery& cut : rig.cuts) {
        if (cut.end != side) continue;
        REQUIRE(cut.ordinal == next);
        ++next;
      }
      REQUIRE(next == rig.messages_of(side));
      handed_over += next;
      // A later connection may take the slot.
      std::erase_if(rig.arrivals, [&](const auto& arrival) { return arrival.end == side; });
      std::erase(traffic.open, side);
    }
    CHECK(rig.network->is_closed(end));
  }
  CHECK(handed_over > 200);
  CHECK(rig.network->messages_on_the_way() == 0);
  CHECK(rig.arrivals.empty());
  rig.run();
  CHECK(rig.network->live_ends() == 0);
  CHECK(rig.arrivals.empty());
}

TEST_CASE("what a closed connection had in flight does not reach the one that follows", "[net]") {
  NetRig rig{NetworkSpec{}};
  const PeerId a = rig.add_peer(Rate{100'000}, Rate{100'000}, 20ms);
  const PeerId b = rig.add_peer(Rate{100'000}, Rate{100'000}, 20ms);
  const EndId first = rig.connect(a, b);
  rig.send_greedily(first);
  rig.run_until(at_second(1));
  rig.close(first);
  CHECK(rig.cuts.size() >= 2);
  rig.arrivals.clear();
  const EndId second = rig.connect(a, b);
  CHECK(second != first);
  CHECK(rig.network->live_ends() == 4);
  rig.send(second, MessageKind::block, 16'384);
  rig.run();
  CHECK(rig.network->live_ends() == 2);
  REQUIRE(rig.arrivals.size() == 1);
  CHECK(rig.arrivals.front().end == second);
  const EndId third = rig.connect(a, b);
  CHECK(rig.network->end_capacity() == 4);  // the slots of the first serve again
  CHECK(rig.network->window(third).size == 2 * 1'448);
}

TEST_CASE("an end that is held is not reused until it is released", "[net]") {
  NetRig rig{NetworkSpec{}};
  const PeerId a = rig.add_peer(Rate{100'000}, Rate{100'000});
  const PeerId b = rig.add_peer(Rate{100'000}, Rate{100'000});
  const EndId end = rig.connect(a, b);
  rig.network->hold(end);
  rig.close(end);
  CHECK(rig.network->is_closed(end));
  CHECK(rig.network->live_ends() == 2);
  rig.network->release(end);
  CHECK(rig.network->live_ends() == 0);
  CHECK_THROWS_AS(rig.network->send(end, {MessageKind::have}, 9, rig.now, rig.queue), InvariantError);
}

TEST_CASE("who speaks at an end reads what comes back, until it lets go", "[net]") {
  NetRig rig{NetworkSpec{}};
  const PeerId a = rig.add_peer(Rate{100'000}, Rate{100'000});
  const EndId forth = rig.connect(a, rig.add_peer(Rate{100'000}, Rate{100'000}));
  const EndId back = rig.network->reverse_of(forth);
  CHECK(rig.network->reverse_of(back) == forth);
  rig.network->attach(forth, 7, 1);
  rig.network->attach(back, 9, 1);
  CHECK(rig.network->direction(forth).owner == 7);
  CHECK(rig.network->direction(forth).reader == 9);
  CHECK(rig.network->direction(back).owner == 9);
  CHECK(rig.network->direction(back).reader == 7);
  rig.network->detach(forth);
  CHECK(rig.network->direction(forth).owner == Direction::no_owner);
  CHECK(rig.network->direction(forth).reader == 9);
  CHECK(rig.network->direction(back).owner == 9);
  CHECK(rig.network->direction(back).reader == Direction::no_owner);
}

TEST_CASE("nothing arrives in the instant in which it was sent", "[net]") {
  const TcpKind tcp = GENERATE(TcpKind::none, TcpKind::aimd);
  NetworkSpec spec = ideal_network();
  spec.tcp = tcp;
  NetRig rig{spec};
  const PeerId a = rig.add_peer(Rate::unlimited(), Rate::unlimited());
  const PeerId b = rig.add_peer(Rate::unlimited(), Rate::unlimited());
  const EndId end = rig.connect(a, b);
  rig.send(end, MessageKind::have);
  rig.send_greedily(end, 100);
  rig.run();
  REQUIRE(rig.arrivals.size() == 101);
  for (const NetRig::Arrival& arrival : rig.arrivals) REQUIRE(arrival.at >= arrival.sent + 1ns);
  CHECK(rig.arrivals.front().at == sim_start + 1ns);
  if (tcp == TcpKind::none) CHECK(rig.now == sim_start + 1ns);
  if (tcp == TcpKind::aimd) CHECK(rig.now > sim_start + 3ns);  // acknowledgements take 1 ns too
  CHECK(rig.network->send_packet(a, 60, 0ms, rig.now) == rig.now + 1ns);
}

TEST_CASE("a copy of the network and its queue runs on to the same end", "[net]") {
  const auto mix = GENERATE(from_range(mixes()));
  CAPTURE(mix.quantum);
  RandomTraffic whole(mix, 11);
  for (std::size_t i = 0; i < whole.open.size(); i += 3) whole.rig.send_greedily(whole.open[i], 300);
  whole.run(30);
  RandomTraffic copy = whole;
  whole.run(30);
  whole.rig.run();
  const RandomTraffic late = copy;
  CHECK(copy.rig.arrivals.size() < whole.rig.arrivals.size());
  copy.run(30);
  copy.rig.run();
  CHECK(copy.rig.chunks == whole.rig.chunks);
  CHECK(copy.rig.arrivals == whole.rig.arrivals);
  CHECK(copy.rig.network->totals().resent_bytes == whole.rig.network->totals().resent_bytes);
  CHECK(copy.rig.network->totals().losses == whole.rig.network->totals().losses);
  CHECK(copy.rig.network->totals().overhead_bytes == whole.rig.network->totals().overhead_bytes);
  CHECK(late.rig.arrivals.size() < whole.rig.arrivals.size());  // nobody else's run moved it
}

}  // namespace
}  // namespace swarmsim::laws_test
