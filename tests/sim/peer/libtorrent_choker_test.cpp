#include "sim/peer/libtorrent_choker.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace swarmsim::libtorrent_choker_test {
namespace {

using namespace std::chrono_literals;

/// A choker and its neighbours, whose state follows its decisions.
struct Table {
  explicit Table(std::uint32_t neighbours, std::uint32_t number = 8) : slots(number) {
    for (std::uint32_t i = 0; i < neighbours; ++i) {
      Candidate one;
      one.id = PeerId{i};
      seats.push_back(one);
      choker.joined(one.id, rng);
    }
    reasons.resize(neighbours);
  }

  void decide(bool regular, bool optimistic, bool complete = false) {
    std::vector<Decision> out(seats.size());
    choker.decide({.regular = regular,
                   .slots = slots,
                   .complete = complete,
                   .now = now,
                   .optimistic = optimistic,
                   .piece_bytes = 256 * 1024},
                  seats, rng, out);
    for (std::size_t i = 0; i < seats.size(); ++i) {
      if (out[i].unchoke && !seats[i].unchoked) seats[i].last_unchoke = now;
      if (out[i].unchoke && !seats[i].unchoked) seats[i].sent_since_unchoke = 0;
      seats[i].unchoked = out[i].unchoke;
      seats[i].just_interested = false;
      reasons[i] = out[i].reason;
    }
  }

  Standing standing() const {
    Standing seen;
    for (const Candidate& one : seats) {
      if (one.unchoked) ++seen.unchoked;
      if (one.unchoked && !one.interested) seen.some_idle = true;
      if (!one.unchoked && one.just_interested) seen.newly_interested = true;
    }
    return seen;
  }
  void want(std::uint32_t seat) { seats[seat].interested = seats[seat].just_interested = true; }
  std::string unchoked() const {
    std::string picture;
    for (std::size_t i = 0; i < seats.size(); ++i) {
      picture += !seats[i].unchoked ? '.' : reasons[i] == ChokeReason::optimistic ? 'o' : 'x';
    }
    return picture;
  }

  LibtorrentChoker choker;
  Rng rng{7, "libtorrent-choker-test", "table"};
  std::vector<Candidate> seats;
  std::vector<ChokeReason> reasons;
  SimTime now = sim_start + 1s;
  std::uint32_t slots;
};

}  // namespace

TEST_CASE("who becomes interested is unchoked at once while a slot is free", "[choker]") {
  Table table(4, 2);
  table.want(2);
  table.decide(false, false);
  CHECK(table.unchoked() == "..x.");
  table.want(0);
  table.want(3);
  table.decide(false, false);
  CHECK(table.unchoked() == "x.x.");
  table.decide(false, false);  // nobody is newly interested any more
  CHECK(table.unchoked() == "x.x.");
}

TEST_CASE("a decision that is said to change nothing changes nothing", "[choker]") {
  Rng luck(GENERATE(as<std::uint64_t>{}, 1, 2, 3), "libtorrent-choker-test", "standing");
  int spared = 0;
  int changes = 0;
  Table table(8, 4);
  for (int step = 0; step < 2'000; ++step) {
    table.now += 1s;
    const auto seat = static_cast<std::uint32_t>(luck.below(8));
    if (table.seats[seat].interested) {
      if (luck.below(3) == 0) table.seats[seat].interested = false;
    } else {
      table.want(seat);
    }
    const std::uint64_t whim = luck.below(40);
    if (whim == 0) table.slots = 5;
    if (whim == 1) table.slots = 2;
    if (whim == 2 || whim == 3) table.decide(true, whim == 2);
    const bool would = table.choker.would_change(table.standing(), table.slots);
    const std::string before = table.unchoked();
    table.decide(false, false);
    if (!would) REQUIRE(table.unchoked() == before);
    spared += would ? 0 : 1;
    changes += table.unchoked() == before ? 0 : 1;
  }
  CHECK(spared > 500);
  CHECK(changes > 200);
}

TEST_CASE("who loses interest is choked at once, and nobody takes the place before the round", "[choker]") {
  Table table(3, 2);
  for (std::uint32_t i : {0U, 1U, 2U}) table.want(i);
  table.decide(false, false);
  table.seats[0].interested = false;
  table.decide(false, false);
  CHECK(table.unchoked() == ".x.");
}

TEST_CASE("a round keeps seven of the eight that sent most since the last one", "[choker]") {
  std::set<std::size_t> without;
  for (std::uint32_t neighbours = 12; neighbours < 40; ++neighbours) {
    Table table(neighbours);
    for (std::uint32_t i = 0; i < neighbours; ++i) {
      table.want(i);
      table.seats[i].received_this_round = i * 1'000;
    }
    table.decide(true, false);
    const std::string best = table.unchoked().substr(neighbours - 8);
    CHECK(std::ranges::count(table.unchoked(), 'x') == 7);
    CHECK(std::ranges::count(best, 'x') == 7);
    without.insert(best.find('.'));
  }
  CHECK(without.size() > 4);  // which of them goes without is not said by its rank
}

TEST_CASE("one slot in five is an optimist's, whom the round left out", "[choker]") {
  Table table(12);
  for (std::uint32_t i = 0; i < 12; ++i) table.want(i);
  table.decide(true, false);
  const std::string regular = table.unchoked();
  table.decide(false, true);
  const std::size_t optimist = table.unchoked().find('o');
  REQUIRE(optimist != std::string::npos);
  CHECK(regular[optimist] == '.');
}

TEST_CASE("the optimistic slot goes round by who waited longest", "[choker]") {
  Table table(20, 1);
  for (std::uint32_t i = 0; i < 20; ++i) table.want(i);
  std::vector<int> turns(20);
  for (int round = 0; round < 60; ++round, table.now += 30s) {
    table.decide(true, true);
    const std::size_t holder = table.unchoked().find('o');
    REQUIRE(holder != std::string::npos);
    ++turns[holder];
  }
  CHECK(turns == std::vector<int>(20, 3));  // 90 s each in 1,800 s (docs/clients.md: optimistic-fair)
}

TEST_CASE("an optimist that earns a regular slot leaves the optimistic one vacant", "[choker]") {
  Table table(3, 2);
  for (std::uint32_t i = 0; i < 3; ++i) table.want(i);
  table.decide(true, true);
  const auto holder = static_cast<std::uint32_t>(table.unchoked().find('o'));
  CHECK(!table.choker.optimistic_vacant());
  table.seats[holder].received_this_round = 5'000;
  table.decide(true, false);
  CHECK(table.choker.optimistic_vacant());
  table.decide(false, true);
  CHECK(!table.choker.optimistic_vacant());
}

TEST_CASE("at a seed who was served its quota for a minute goes last", "[choker]") {
  Table table(3, 2);
  for (std::uint32_t i = 0; i < 3; ++i) table.want(i);
  table.decide(true, false, true);
  const auto served = static_cast<std::uint32_t>(table.unchoked().find('x'));
  table.now += 61s;
  table.seats[served].sent_this_round = 1'000;
  table.seats[served].sent_since_unchoke = 20LL * 256 * 1024;
  table.decide(true, false, true);
  CHECK(table.seats[served].unchoked);  // the quota is not exceeded yet
  table.seats[served].sent_since_unchoke = 20LL * 256 * 1024 + 1;
  table.decide(true, false, true);
  CHECK(!table.seats[served].unchoked);
}

TEST_CASE("when slots are taken away the last in rank are choked at once", "[choker]") {
  Table table(12, 10);
  for (std::uint32_t i = 0; i < 12; ++i) {
    table.want(i);
    table.seats[i].received_this_round = i * 1'000;
  }
  table.decide(true, true);
  REQUIRE(std::ranges::count(table.unchoked(), '.') == 2);  // two optimists and eight others
  table.slots = 3;
  table.decide(false, false);
  CHECK(table.unchoked().find('x') >= 9);
  CHECK(std::ranges::count(table.unchoked(), '.') == 9);
  table.slots = 0;
  table.decide(false, false);
  CHECK(table.unchoked() == "............");
}

TEST_CASE("without slots nobody is unchoked", "[choker]") {
  Table table(3, 0);
  for (std::uint32_t i = 0; i < 3; ++i) table.want(i);
  table.decide(true, true);
  CHECK(table.unchoked() == "...");
}

}  // namespace swarmsim::libtorrent_choker_test
