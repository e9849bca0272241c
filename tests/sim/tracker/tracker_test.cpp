#include "sim/tracker/tracker.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace swarmsim::tracker_test {
namespace {

using namespace std::chrono_literals;

constexpr ContentId film{0};
constexpr ContentId song{1};

Announce announce_of(std::uint32_t peer, ContentId content = film) {
  Announce announce;
  announce.peer = PeerId{peer};
  announce.content = content;
  announce.numwant = 50;
  return announce;
}

/// A tracker, and how it is asked.
struct Bench {
  Tracker tracker;
  SimTime now{};
  std::uint64_t asked = 0;

  explicit Bench(const TrackerSpec& spec = {}) : tracker(spec, 2) {}

  std::vector<std::uint32_t> ask(const Announce& announce) {
    return ask(announce, Rng(1, "tracker", "test").fork(asked++));
  }
  std::vector<std::uint32_t> ask(const Announce& announce, const Rng& luck) {
    std::vector<PeerId> peers{PeerId{999}};  // what was there before is gone
    tracker.announce(announce, now, luck, peers);
    std::vector<std::uint32_t> ids;
    for (const PeerId peer : peers) ids.push_back(index_of(peer));
    return ids;
  }
  /// "peer@seconds" for everyone who ran out by `at`, in the order in which they did.
  std::string sweep(SimTime at) {
    std::vector<Expired> expired;
    tracker.sweep(at, expired);
    std::string text;
    for (const Expired& one : expired) {
      text += std::to_string(index_of(one.peer)) + "@" +
              std::to_string(std::chrono::floor<std::chrono::seconds>(one.at - sim_start).count()) + " ";
    }
    return text;
  }
  std::string scrape(ContentId content = film) const {
    const ScrapeCounts counts = tracker.scrape(content);
    return std::to_string(counts.seeders) + " seeders, " + std::to_string(counts.leechers) + " leechers, " +
           std::to_string(counts.completed) + " completed";
  }
  std::string holders(ContentId content = film) const {
    std::string text;
    for (const Registration& one : tracker.holders(content)) {
      text += std::to_string(index_of(one.peer)) + (one.complete ? "s " : "l ");
    }
    return text;
  }
};

TEST_CASE("who asks is told of the others, never of itself", "[tracker]") {
  Bench bench;
  CHECK(bench.ask(announce_of(3)).empty());
  CHECK(bench.ask(announce_of(7)) == std::vector<std::uint32_t>{3});
  CHECK(bench.ask(announce_of(3)) == std::vector<std::uint32_t>{7});
  CHECK(bench.ask(announce_of(5, song)).empty());  // another swarm
  for (std::uint32_t peer = 10; peer < 30; ++peer) bench.ask(announce_of(peer));
  for (std::uint32_t peer = 10; peer < 30; ++peer) {
    std::vector<std::uint32_t> told = bench.ask(announce_of(peer));
    CHECK(told.size() == 21);
    CHECK(std::ranges::count(told, peer) == 0);
    std::ranges::sort(told);
    CHECK(std::ranges::adjacent_find(told) == told.end());
  }
}

TEST_CASE("an answer holds no more than the asker wants and the tracker gives", "[tracker]") {
  struct Row {
    std::uint32_t wanted;
    std::uint32_t given;
    std::size_t told;
  };
  const auto row = GENERATE(values<Row>({{50, 50, 19}, {5, 50, 5}, {50, 7, 7}, {0, 50, 0}, {50, 0, 0}}));
  Bench bench({.numwant = row.given, .expire = {}});
  for (std::uint32_t peer = 0; peer < 20; ++peer) bench.ask(announce_of(peer));
  Announce announce = announce_of(4);
  announce.numwant = row.wanted;
  CHECK(bench.ask(announce).size() == row.told);
}

TEST_CASE("the sample is uniform over the others", "[tracker]") {
  const auto wanted = GENERATE(3U, 15U);  // few of many, most of them
  Bench bench;
  for (std::uint32_t peer = 0; peer < 20; ++peer) bench.ask(announce_of(peer));
  constexpr int asks = 20'000;
  std::vector<int> counts(20);
  std::vector<int> first(20);
  for (int i = 0; i < asks; ++i) {
    Announce announce = announce_of(8);
    announce.numwant = wanted;
    const std::vector<std::uint32_t> told = bench.ask(announce);
    for (const std::uint32_t peer : told) ++counts[peer];
    ++first[told.front()];
  }
  CHECK(counts[8] == 0);
  double chi_square = 0;
  double chi_square_first = 0;
  for (std::size_t peer = 0; peer < 20; ++peer) {
    if (peer == 8) continue;
    const double expected = asks * wanted / 19.0;
    // Without replacement: the variance of a count is smaller by the factor 1 - wanted / 19.
    const double off = counts[peer] - expected;
    chi_square += off * off / (expected * (1 - wanted / 19.0)) * 18 / 19;
    const double off_first = first[peer] - asks / 19.0;
    chi_square_first += off_first * off_first / (asks / 19.0);
  }
  CHECK(chi_square < 48);  // 18 degrees of freedom, p = 0.0001
  CHECK(chi_square_first < 48);
}

TEST_CASE("the sample depends on the stream alone", "[tracker]") {
  Bench bench;
  for (std::uint32_t peer = 0; peer < 40; ++peer) bench.ask(announce_of(peer));
  Announce announce = announce_of(6);
  announce.numwant = 5;
  const Rng luck(7, "tracker", "6");
  const std::vector<std::uint32_t> told = bench.ask(announce, luck);
  CHECK(told.size() == 5);
  CHECK(bench.ask(announce, luck.fork(1)) != told);
  bench.now += 50s;
  CHECK(bench.ask(announce, luck) == told);
}

TEST_CASE("a scrape counts seeders, leechers and completed downloads", "[tracker]") {
  Bench bench;
  Announce seed = announce_of(1);
  seed.started = seed.nothing_left = true;
  bench.ask(seed);
  Announce leecher = announce_of(2);
  leecher.started = true;
  bench.ask(leecher);
  bench.ask(announce_of(3));
  CHECK(bench.scrape() == "1 seeders, 2 leechers, 0 completed");  // a seed from the start completed nothing
  leecher = announce_of(2);
  leecher.completed = leecher.nothing_left = true;
  bench.ask(leecher);
  leecher.completed = false;
  bench.ask(leecher);
  CHECK(bench.scrape() == "2 seeders, 1 leechers, 1 completed");
  CHECK(bench.holders() == "1s 2s 3l ");
  leecher.stopped = true;
  CHECK(bench.ask(leecher).empty());
  CHECK(bench.ask(leecher).empty());  // twice is no harm
  CHECK(bench.scrape() == "1 seeders, 1 leechers, 1 completed");
  CHECK(bench.scrape(song) == "0 seeders, 0 leechers, 0 completed");
  CHECK(bench.tracker.knows(film));
  CHECK_FALSE(bench.tracker.knows(song));
}

TEST_CASE("who is silent expires exactly when its time is over", "[tracker]") {
  Bench bench({.interval = 100s, .expire = 130s});
  CHECK(bench.tracker.interval() == 100s);
  bench.now += 5s;
  bench.ask(announce_of(1));
  bench.ask(announce_of(2));
  bench.now += 100s;
  bench.ask(announce_of(2));
  CHECK(bench.sweep(sim_start + 135s - 1ns).empty());
  CHECK(bench.holders() == "1l 2l ");
  CHECK(bench.sweep(sim_start + 135s) == "1@135 ");
  CHECK(bench.holders() == "2l ");  // announced again: 130 s more
  CHECK(bench.sweep(sim_start + 235s - 1ns).empty());
  CHECK(bench.sweep(sim_start + 500s) == "2@235 ");  // however late somebody looks
  CHECK_FALSE(bench.tracker.knows(film));
}

TEST_CASE("a tracker that is told nothing else waits for the interval and 60 s", "[tracker]") {
  Bench bench({.interval = 100s, .expire = {}});
  bench.ask(announce_of(1));
  CHECK(bench.sweep(sim_start + 160s - 1ns).empty());
  CHECK(bench.sweep(sim_start + 160s) == "1@160 ");
}

TEST_CASE("who stopped or expired may come back", "[tracker]") {
  Bench bench({.expire = 100s});
  Announce announce = announce_of(1);
  bench.ask(announce);
  announce.stopped = true;
  bench.ask(announce);
  bench.now += 10s;
  bench.ask(announce_of(1));
  CHECK(bench.sweep(sim_start + 100s).empty());  // the first stay is forgotten
  CHECK(bench.sweep(sim_start + 110s) == "1@110 ");
  bench.now += 110s;
  bench.ask(announce_of(1));
  CHECK(bench.holders() == "1l ");
}

TEST_CASE("peers are listed by id, with what they uploaded everywhere", "[tracker]") {
  Bench bench;
  const auto say = [&](std::uint32_t peer, ContentId content, std::int64_t uploaded) {
    Announce announce = announce_of(peer, content);
    announce.uploaded = uploaded;
    bench.ask(announce);
  };
  say(9, film, 100);
  say(2, song, 7);
  say(9, song, 20);
  say(2, film, 1);
  say(5, song, 3);
  say(9, film, 150);  // so far, not once more
  std::string text;
  for (const Registration& one : bench.tracker.peers()) {
    text += std::to_string(index_of(one.peer)) + ":" + std::to_string(one.uploaded) + " ";
  }
  CHECK(text == "2:8 5:3 9:170 ");
  CHECK(bench.holders(song) == "2l 5l 9l ");
}

/// The same tracker, said as simply as can be.
Announce wants_owners(std::uint32_t peer, std::uint32_t numwant = 3) {
  Announce announce = announce_of(peer);
  announce.owners_only = true;
  announce.numwant = numwant;
  return announce;
}

Announce owner_of(std::uint32_t peer, std::int64_t uploaded, ContentId content = film) {
  Announce announce = announce_of(peer, content);
  announce.nothing_left = true;
  announce.uploaded = uploaded;
  return announce;
}

TEST_CASE("who wants owners is told complete holders, the best score first", "[tracker]") {
  using Ids = std::vector<std::uint32_t>;
  Bench bench({.numwant = 3, .expire = {}});
  bench.ask(announce_of(1));
  bench.ask(owner_of(2, 100));
  bench.ask(owner_of(3, 50));
  bench.ask(owner_of(4, 300));
  bench.ask(owner_of(5, 20));
  CHECK(bench.ask(wants_owners(9)) == Ids{4, 2, 3});
  CHECK(bench.ask(wants_owners(9, 1)) == Ids{4});
  CHECK(bench.ask(wants_owners(9, 50)) == Ids{4, 2, 3});  // the tracker gives three
  Announce own = owner_of(4, 300);
  own.owners_only = true;
  CHECK(bench.ask(own) == Ids{2, 3, 5});  // never itself
  bench.ask(owner_of(3, 60, song));  // a score is what was uploaded in all swarms
  CHECK(bench.ask(wants_owners(9)) == Ids{4, 3, 2});
  bench.ask(owner_of(5, 1'000));
  CHECK(bench.ask(wants_owners(9)) == Ids{5, 4, 3});
}

TEST_CASE("owners of one score come in random order", "[tracker]") {
  Bench bench;
  for (std::uint32_t peer = 0; peer < 4; ++peer) bench.ask(owner_of(peer, peer == 3 ? 7 : 5));
  std::map<std::vector<std::uint32_t>, int> orders;
  for (int i = 0; i < 6'000; ++i) ++orders[bench.ask(wants_owners(9))];
  CHECK(orders.size() == 6);  // 3 first, then two of the others in any order
  for (const auto& [order, times] : orders) {
    CHECK(order.front() == 3);
    CHECK(times > 880);
    CHECK(times < 1'120);
  }
}

TEST_CASE("who finds no owner is noted only if it was before", "[tracker]") {
  Bench bench;
  bench.ask(announce_of(1));
  CHECK(bench.ask(wants_owners(9)).empty());
  CHECK(bench.holders() == "1l ");
  bench.ask(owner_of(2, 0));
  CHECK(bench.ask(wants_owners(9)) == std::vector<std::uint32_t>{2});
  CHECK(bench.holders() == "1l 2s 9l ");
  Announce gone = announce_of(2);
  gone.stopped = true;
  bench.ask(gone);
  bench.now += 100s;
  CHECK(bench.ask(wants_owners(9)).empty());
  bench.sweep(bench.now + 100s);
  CHECK(bench.holders() == "9l ");  // and its question was a sign of life
}

class Model {
 public:
  struct Entry {
    bool complete = false;
    std::int64_t uploaded = 0;
    SimTime last{};
    std::uint64_t order = 0;
  };

  void announce(const Announce& announce, SimTime now) {
    const auto key = std::pair(announce.content, announce.peer);
    if (announce.stopped) {
      entries_.erase(key);
      return;
    }
    // Who announces twice in one instant runs out in its first place.
    const std::uint64_t order = said_.try_emplace({key, now}, said_.size()).first->second;
    entries_[key] = {announce.nothing_left, announce.uploaded, now, order};
    completed_[announce.content] += announce.completed ? 1 : 0;
  }

  std::string sweep(SimTime now, Duration expire) {
    std::map<std::uint64_t, std::pair<ContentId, PeerId>> due;
    for (const auto& [key, entry] : entries_) {
      if (entry.last + expire <= now) due[entry.order] = key;
    }
    std::string text;
    for (const auto& [order, key] : due) {
      const auto at = std::chrono::floor<std::chrono::seconds>(entries_[key].last + expire - sim_start);
      text += std::to_string(index_of(key.second)) + "@" + std::to_string(at.count()) + " ";
      entries_.erase(key);
    }
    return text;
  }

  void expect_equal(const Bench& bench) {
    std::map<PeerId, std::int64_t> uploaded;
    for (const ContentId content : {film, song}) {
      std::string holders;
      ScrapeCounts counts{0, 0, completed_[content]};
      for (const auto& [key, entry] : entries_) {
        if (key.first != content) continue;
        uploaded[key.second] += entry.uploaded;
        ++(entry.complete ? counts.seeders : counts.leechers);
        holders += std::to_string(index_of(key.second)) + (entry.complete ? "s " : "l ");
      }
      REQUIRE(bench.holders(content) == holders);
      const ScrapeCounts found = bench.tracker.scrape(content);
      REQUIRE(found.seeders == counts.seeders);
      REQUIRE(found.leechers == counts.leechers);
      REQUIRE(found.completed == counts.completed);
      REQUIRE(bench.tracker.knows(content) == !holders.empty());
    }
    std::map<PeerId, std::int64_t> found;
    for (const Registration& one : bench.tracker.peers()) found[one.peer] = one.uploaded;
    REQUIRE(found == uploaded);
  }

  std::size_t members(ContentId content) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(entries_, [&](const auto& one) { return one.first.first == content; }));
  }

 private:
  using Key = std::pair<ContentId, PeerId>;

  std::map<Key, Entry> entries_;
  std::map<std::pair<Key, SimTime>, std::uint64_t> said_;
  std::map<ContentId, std::uint32_t> completed_;
};

TEST_CASE("random announces agree with a naive tracker", "[tracker]") {
  Rng luck(2, "tracker-test", "random");
  Bench bench({.interval = 20s, .numwant = 12, .expire = 30s});
  Model model;
  for (int step = 0; step < 20'000; ++step) {  // enough for the list of announces to be cut off
    CAPTURE(step);
    bench.now += std::chrono::seconds(luck.below(3));
    REQUIRE(bench.sweep(bench.now) == model.sweep(bench.now, 30s));
    const auto peer = static_cast<std::uint32_t>(luck.below(25));
    const auto content = ContentId{static_cast<std::uint32_t>(luck.below(2))};
    Announce announce = announce_of(peer, content);
    announce.stopped = luck.below(8) == 0;
    announce.completed = luck.below(8) == 0;
    announce.nothing_left = luck.below(2) == 0;
    announce.uploaded = static_cast<std::int64_t>(luck.below(1'000));
    announce.numwant = static_cast<std::uint32_t>(luck.below(20));
    std::vector<std::uint32_t> told = bench.ask(announce);
    model.announce(announce, bench.now);
    const std::size_t others = announce.stopped ? 0 : model.members(content) - 1;
    REQUIRE(told.size() == std::min({others, std::size_t{announce.numwant}, std::size_t{12}}));
    std::ranges::sort(told);
    REQUIRE(std::ranges::adjacent_find(told) == told.end());
    const std::string holders = " " + bench.holders(content);
    for (const std::uint32_t one : told) {
      REQUIRE(one != peer);
      REQUIRE(holders.find(" " + std::to_string(one)) != std::string::npos);
    }
    model.expect_equal(bench);
  }
}

}  // namespace
}  // namespace swarmsim::tracker_test
