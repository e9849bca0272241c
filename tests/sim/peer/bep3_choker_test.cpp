#include "sim/peer/bep3_choker.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace swarmsim::bep3_choker_test {
namespace {

using namespace std::chrono_literals;

/// A choker and its neighbours, who keep what the last decision gave them.
class Bench {
 public:
  explicit Bench(std::uint64_t seed = 1) : rng_(seed, "choker", "bench") {}

  /// 'I' is interested, 'u' is not, 'S' is interested and snubs us. One rate for each.
  Bench(std::string_view picture, const std::vector<std::int64_t>& rates, std::uint64_t seed = 1)
      : Bench(seed) {
    for (std::size_t i = 0; i < picture.size(); ++i) {
      Candidate& neighbour = join(static_cast<std::uint32_t>(i));
      neighbour.interested = picture[i] != 'u';
      neighbour.snubbed = picture[i] == 'S';
      neighbour.received_recently = rates[i];
    }
  }

  Candidate& join(std::uint32_t id) {
    choker.joined(PeerId{id}, rng_);
    neighbours.emplace_back().id = PeerId{id};
    return neighbours.back();
  }

  void leave(std::size_t at) {
    choker.left(neighbours[at].id);
    neighbours.erase(neighbours.begin() + static_cast<std::ptrdiff_t>(at));
  }

  /// One character per neighbour: regular, optimistic, preemptive, or '.' for choked.
  std::string decide(const Round& round) {
    decisions.assign(neighbours.size(), Decision{});
    choker.decide(round, neighbours, rng_, decisions);
    std::string picture;
    for (std::size_t i = 0; i < neighbours.size(); ++i) {
      const Decision& decision = decisions[i];
      neighbours[i].unchoked = decision.unchoke;
      picture += decision.reason == ChokeReason::regular      ? 'r'
                 : decision.reason == ChokeReason::optimistic ? 'o'
                 : decision.reason == ChokeReason::preemptive ? 'p'
                                                              : '.';
      CHECK(decision.unchoke == (picture.back() != '.'));
    }
    return picture;
  }

  /// The ring, found out from outside: while everybody snubs us, slots are given in its order.
  std::vector<std::uint32_t> ring() const {
    Bench probe(*this);
    for (Candidate& neighbour : probe.neighbours) neighbour.interested = neighbour.snubbed = true;
    std::vector<std::uint32_t> order;
    for (std::uint32_t slots = 1; slots <= neighbours.size(); ++slots) {
      const std::string picture = probe.decide({false, 0, slots, false});
      for (const Candidate& neighbour : probe.neighbours) {
        if (neighbour.unchoked && std::ranges::count(order, index_of(neighbour.id)) == 0)
          order.push_back(index_of(neighbour.id));
      }
    }
    return order;
  }

  Bep3Choker choker;
  std::vector<Candidate> neighbours;
  std::vector<Decision> decisions;

 private:
  Rng rng_;
};

/// A round that leaves the ring where it is.
constexpr Round quiet{true, 0, 4, false};

struct Row {
  std::string neighbours;
  std::vector<std::int64_t> rates;
  std::uint32_t slots;
  std::string decisions;  ///< '?' where the ring decides between choked and optimistic
  std::ptrdiff_t optimistic;
};

TEST_CASE("the best of those that do not snub us are regular, the other slots optimistic", "[choker]") {
  const auto row = GENERATE(values<Row>({
      {"IIIIII", {50, 90, 10, 70, 0, 30}, 4, "rr?r??", 1},   // best three and one by luck
      {"SIIIII", {99, 50, 90, 10, 70, 5}, 4, "?rr?r?", 1},   // who snubs is not ranked, however fast
      {"SSSSII", {9, 9, 9, 9, 5, 7}, 4, "????rr", 2},        // a further optimistic slot opens
      {"SSSSSS", {9, 9, 9, 9, 9, 9}, 4, "??????", 4},        // none ranked: all of them optimistic
      {"III", {5, 6, 7}, 4, "rrr", 0},                       // fewer than slots: all
      {"IIII", {5, 6, 7, 4}, 4, "rrro", 1},                  // as many as slots: the worst optimistically
      {"SI", {5, 6}, 4, "or", 1},                            // fewer than slots, one snubs
      {"III", {5, 6, 7}, 1, "???", 1},                       // the one slot is the optimistic one
      {"IIIIII", {50, 90, 10, 70, 0, 30}, 0, "......", 0},   // no slot, nobody
      {"uuII", {0, 0, 0, 0}, 0, "....", 0},                  // no slot, nobody preemptively either
      {"IIIIIu", {50, 40, 30, 20, 10, 31}, 4, "rrr??p", 1},  // better than the worst regular
      {"IIIIuu", {50, 40, 30, 20, 29, 90}, 3, "rr???p", 1},  // 29 is not, against 40
  }));
  CAPTURE(row.neighbours, row.rates, row.slots);
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Bench bench(row.neighbours, row.rates, seed);
    const std::string found = bench.decide({true, 0, row.slots, false});
    CAPTURE(seed, found);
    CHECK(std::ranges::count(found, 'o') == row.optimistic);
    for (std::size_t i = 0; i < found.size(); ++i) {
      const bool by_ring = row.decisions[i] == '?';
      if (by_ring) CHECK(found[i] != 'r');
      if (!by_ring) CHECK(found[i] == row.decisions[i]);
    }
  }
}

TEST_CASE("a complete peer ranks by what it sent", "[choker]") {
  Bench bench("IIIIII", {90, 80, 70, 0, 0, 0});
  for (std::size_t i = 0; i < 6; ++i) bench.neighbours[i].sent_recently = static_cast<std::int64_t>(i);
  CHECK(bench.decide({true, 0, 4, true}).substr(3) == "rrr");
  CHECK(bench.decide({true, 0, 4, false}).substr(0, 3) == "rrr");
}

TEST_CASE("equal rates follow the ring, not the ids", "[choker]") {
  int unlike_ids = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Bench bench("IIIIIIII", std::vector<std::int64_t>(8, 7), seed);
    const std::vector<std::uint32_t> ring = bench.ring();
    REQUIRE(ring.size() == 8);
    std::string expected(8, '.');
    for (std::size_t i = 0; i < 3; ++i) expected[ring[i]] = 'r';
    expected[ring[3]] = 'o';
    CHECK(bench.decide(quiet) == expected);
    unlike_ids += expected == "rrro...." ? 0 : 1;
  }
  CHECK(unlike_ids > 80);
}

TEST_CASE("uninterested neighbours before the optimistic one are unchoked too", "[choker]") {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Bench bench("uuuuI", {0, 0, 0, 0, 0}, seed);
    const std::vector<std::uint32_t> ring = bench.ring();
    const auto place = std::ranges::find(ring, 4U) - ring.begin();
    const std::string found = bench.decide({true, 0, 1, false});
    CAPTURE(seed, found);
    CHECK(found[4] == 'o');
    for (std::ptrdiff_t i = 0; i < 5; ++i) {
      if (i != place) CHECK(found[ring[static_cast<std::size_t>(i)]] == (i < place ? 'p' : '.'));
    }
  }
}

TEST_CASE("the ring turns every third regular round, to the next choked and interested", "[choker]") {
  Bench bench("IIIIII", {0, 0, 0, 0, 0, 0});
  const std::vector<std::uint32_t> ring = bench.ring();
  bench.neighbours[ring[1]].interested = false;
  for (std::uint32_t number = 0; number < 2; ++number) {
    bench.decide({true, number, 1, false});
    CHECK(bench.ring() == ring);
  }
  bench.decide({false, 2, 1, false});  // in between: no turn, whatever the number
  CHECK(bench.ring() == ring);
  bench.decide({true, 2, 1, false});
  CHECK(bench.ring().front() == ring[2]);
  bench.decide({true, 3, 1, false});
  CHECK(bench.ring().front() == ring[2]);
}

TEST_CASE("the optimistic unchoke is fair: 20 idle peers, one slot, 90 s each", "[choker]") {
  Bench bench(std::string(20, 'I'), std::vector<std::int64_t>(20, 0));
  std::array<Duration, 20> held{};
  bench.decide({false, 0, 1, false});
  for (std::uint32_t number = 0; number < 180; ++number) {  // 1,800 s in rounds of 10 s
    for (std::size_t i = 0; i < 20; ++i) held[i] += bench.neighbours[i].unchoked ? 10s : 0s;
    bench.decide({true, number, 1, false});
  }
  for (const Duration time : held) {
    CHECK(time >= 88'500ms);
    CHECK(time <= 91'500ms);
  }
}

TEST_CASE("new neighbours are three times as likely at the start of the ring", "[choker]") {
  constexpr int seeds = 16'000;
  std::array<int, 6> places{};
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    Bench bench("uuuuuu", {0, 0, 0, 0, 0, 0}, seed);
    const std::vector<std::uint32_t> ring = bench.ring();
    ++places[static_cast<std::size_t>(std::ranges::find(ring, 5U) - ring.begin())];
  }
  // Six places with weights 3, 1, 1, 1, 1, 1; within five standard deviations (61 and 42).
  CHECK(std::abs(places[0] - seeds * 3 / 8) < 305);
  for (std::size_t i = 1; i < 6; ++i) CHECK(std::abs(places[i] - seeds / 8) < 210);
}

TEST_CASE("a clone is independent of the original", "[choker]") {
  Bench bench("IIIIII", {0, 0, 0, 0, 0, 0});
  const std::vector<std::uint32_t> ring = bench.ring();
  const std::unique_ptr<Choker> clone = bench.choker.clone();
  std::vector<Decision> first(6);
  Rng rng;
  clone->decide({true, 2, 1, false}, bench.neighbours, rng, first);  // the clone's ring turns
  clone->left(PeerId{3});
  CHECK(bench.ring() == ring);
  CHECK(bench.decide({false, 0, 1, false})[ring[0]] == 'o');
}

/// What must hold of any decision, whatever the ring.
void expect_fair(const Bench& bench, const Round& round, const std::string& found) {
  const auto rate = [&](std::size_t i) {
    return round.complete ? bench.neighbours[i].sent_recently : bench.neighbours[i].received_recently;
  };
  std::uint32_t interested = 0;
  std::uint32_t served = 0;
  std::int64_t worst = -1;
  for (std::size_t i = 0; i < found.size(); ++i) {
    interested += bench.neighbours[i].interested ? 1 : 0;
    served += bench.neighbours[i].interested && found[i] != '.' ? 1 : 0;
    if (found[i] == 'r') worst = worst < 0 ? rate(i) : std::min(worst, rate(i));
  }
  CHECK(served == std::min(interested, round.slots));
  CHECK((round.slots == 0 || std::ranges::count(found, 'r') < round.slots));
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Candidate& neighbour = bench.neighbours[i];
    if (found[i] == 'r' || found[i] == 'o') CHECK(neighbour.interested);
    if (found[i] == 'p') CHECK_FALSE(neighbour.interested);
    if (found[i] == 'r') CHECK_FALSE(neighbour.snubbed);
    if (worst < 0) continue;
    const bool better = rate(i) > worst;
    if (better && neighbour.interested && !neighbour.snubbed) CHECK(found[i] == 'r');
    if (better && !neighbour.interested) CHECK(found[i] == 'p');
  }
}

TEST_CASE("slots are kept to, and used, over random neighbours that come and go", "[choker]") {
  Rng luck(3, "choker-test", "random");
  Bench bench(3);
  std::uint32_t next_id = 0;
  for (std::uint32_t number = 0; number < 3'000; ++number) {
    const std::uint64_t action = luck.below(4);
    if (action == 0 && bench.neighbours.size() < 12) bench.join(next_id++);
    if (action == 1 && !bench.neighbours.empty()) {
      bench.leave(static_cast<std::size_t>(luck.below(bench.neighbours.size())));
    }
    for (Candidate& neighbour : bench.neighbours) {
      neighbour.interested = luck.below(3) != 0;
      neighbour.snubbed = luck.below(4) == 0;
      neighbour.received_recently = static_cast<std::int64_t>(luck.below(5));
      neighbour.sent_recently = static_cast<std::int64_t>(luck.below(5));
    }
    Round round{true, number, 0, false};
    round.regular = luck.below(2) == 0;
    round.slots = static_cast<std::uint32_t>(luck.below(7));
    round.complete = luck.below(3) == 0;
    const std::string found = bench.decide(round);
    CAPTURE(number, round.slots, found);
    expect_fair(bench, round, found);
  }
}

}  // namespace
}  // namespace swarmsim::bep3_choker_test
