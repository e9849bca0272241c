#include "sim/scenario/expand.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace swarmsim::expand_test {

namespace {

/// Class k has an uplink of k + 1 bytes per second, so a peer's link tells its class.
Scenario scenario_with_classes(std::uint32_t classes) {
  Scenario scenario;
  for (std::uint32_t i = 0; i < classes; ++i) {
    ClassSpec spec;
    spec.name = std::string(1, static_cast<char>('a' + i));
    spec.link.up = Distribution::constant(i + 1);
    scenario.classes.push_back(spec);
  }
  return scenario;
}

GroupSpec group_of(const std::string& id, std::uint32_t count, const std::vector<std::int64_t>& weights) {
  GroupSpec group;
  group.id = id;
  group.count = count;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    group.classes.push_back({static_cast<std::uint32_t>(i), weights[i]});
  }
  return group;
}

/// "aab": the class of each peer of group `index`, in order.
std::string picture(const Scenario& scenario, std::uint64_t seed, std::uint32_t index = 0) {
  std::string classes;
  for (const PeerSpec& peer : expand_peers(scenario, seed)) {
    if (peer.group == index) classes += static_cast<char>('a' + peer.link.up.bytes_per_second - 1);
  }
  return classes;
}

struct Shares {
  std::uint32_t count;
  std::vector<std::int64_t> weights;
  const char* sorted;
};

}  // namespace

TEST_CASE("a peer keeps its id, a group with a count numbers its members from 1", "[scenario]") {
  Scenario scenario;
  GroupSpec single;
  single.id = "seed";
  scenario.groups = {single, group_of("crowd", 3, {}), group_of("one", 1, {})};
  std::vector<std::string> ids;
  std::vector<std::uint32_t> groups;
  for (const PeerSpec& peer : expand_peers(scenario, 1)) {
    ids.push_back(peer.id);
    groups.push_back(peer.group);
  }
  CHECK(ids == std::vector<std::string>{"seed", "crowd-1", "crowd-2", "crowd-3", "one-1"});
  CHECK(groups == std::vector<std::uint32_t>{0, 1, 1, 1, 2});
}

TEST_CASE("members arrive one gap apart, in order", "[scenario]") {
  Scenario scenario;
  scenario.groups = {group_of("g", 3, {})};
  scenario.groups[0].arrive.at = Duration{100};
  scenario.groups[0].arrive.gap = Duration{7};
  const std::vector<PeerSpec> peers = expand_peers(scenario, 1);
  REQUIRE(peers.size() == 3);
  CHECK(nanoseconds_of(peers[0].arrive) == 100);
  CHECK(nanoseconds_of(peers[1].arrive) == 107);
  CHECK(nanoseconds_of(peers[2].arrive) == 114);
}

TEST_CASE("a group without classes has its own link", "[scenario]") {
  Scenario scenario = scenario_with_classes(1);
  scenario.groups = {group_of("g", 2, {})};
  scenario.groups[0].link.up = Distribution::constant(77);
  for (const PeerSpec& peer : expand_peers(scenario, 1)) CHECK(peer.link.up == Rate{77});
}

TEST_CASE("classes are apportioned by largest remainder, ties to the first written", "[scenario]") {
  const auto row = GENERATE(values<Shares>({
      {4, {3, 1}, "aaab"},
      {10, {50, 30, 20}, "aaaaabbbcc"},
      {10, {1, 1, 1}, "aaaabbbccc"},  // remainders are equal
      {2, {1, 1, 1}, "ab"},
      {7, {0, 1}, "bbbbbbb"},
      {3, {2, 3, 5}, "abc"},          // 0.6 0.9 1.5
      {1, {1, 2}, "b"},
      {5, {1'000'000'000, 1'000'000'000}, "aaabb"},
  }));
  Scenario scenario = scenario_with_classes(3);
  scenario.groups = {group_of("g", row.count, row.weights)};
  std::string dealt = picture(scenario, 42);
  std::sort(dealt.begin(), dealt.end());
  CHECK(dealt == row.sorted);
}

TEST_CASE("the seed decides who gets which class, and nothing else does", "[scenario]") {
  Scenario scenario = scenario_with_classes(2);
  scenario.groups = {group_of("g", 20, {1, 1})};
  const std::string alone = picture(scenario, 7);
  CHECK(alone == picture(scenario, 7));
  CHECK(alone != picture(scenario, 8));
  CHECK(alone != "aaaaaaaaaabbbbbbbbbb");

  scenario.groups.insert(scenario.groups.begin(), group_of("other", 5, {1, 3}));
  CHECK(picture(scenario, 7, 1) == alone);
}

TEST_CASE("two groups of the same shape are dealt from streams of their own", "[scenario]") {
  Scenario scenario = scenario_with_classes(2);
  scenario.groups = {group_of("g", 20, {1, 1}), group_of("h", 20, {1, 1})};
  CHECK(picture(scenario, 7, 0) != picture(scenario, 7, 1));
}

TEST_CASE("every order of a small group is dealt about equally often", "[scenario]") {
  Scenario scenario = scenario_with_classes(3);
  scenario.groups = {group_of("g", 3, {1, 1, 1})};
  std::map<std::string, int> seen;
  for (std::uint64_t seed = 0; seed < 600; ++seed) ++seen[picture(scenario, seed)];
  REQUIRE(seen.size() == 6);
  // 100 expected, standard deviation 9: five of them either way.
  for (const auto& entry : seen) {
    CHECK(entry.second > 55);
    CHECK(entry.second < 145);
  }
}

}  // namespace swarmsim::expand_test
