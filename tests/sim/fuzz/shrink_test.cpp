// Failures become small: the shrinker, with failures that are nothing but a property of the scenario.

#include <algorithm>
#include <string>

#include "sim/fuzz/random_scenario.hpp"
#include "sim/fuzz/shrink.hpp"
#include "sim/peer/registry.hpp"
#include "sim/scenario/resolved.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::shrink_test {

namespace {

std::uint32_t peers_of(const Scenario& scenario) {
  std::uint32_t peers = 0;
  for (const GroupSpec& group : scenario.groups) peers += group.count.value_or(1);
  return peers;
}

/// Fails while `holds` does, and counts.
class Property final : public FailureTest {
 public:
  explicit Property(bool (*holds)(const Scenario&)) : holds_(holds) {}
  bool still_fails(const Scenario& candidate) override {
    ++asked;
    return holds_(candidate);
  }
  std::size_t asked = 0;

 private:
  bool (*holds_)(const Scenario&);
};

bool more_than_two_peers(const Scenario& scenario) { return peers_of(scenario) > 2; }

bool has_crash(const Scenario& scenario) {
  return std::any_of(scenario.timeline.begin(), scenario.timeline.end(),
                     [](const TimelineEntry& entry) { return entry.command.kind == CommandKind::crash; });
}

bool three_pieces(const Scenario& scenario) { return scenario.contents[0].geometry.pieces() >= 3; }

/// With every feature there is, so that there is much to take away.
Scenario crowded(std::uint64_t seed) { return random_scenario(seed, FeatureSet().set()).scenario; }

constexpr std::size_t plenty = 100'000;

}  // namespace

TEST_CASE("more than two peers shrink to three that do nothing", "[fuzz]") {
  const auto seed = static_cast<std::uint64_t>(GENERATE(1, 2, 3, 4, 5, 6));
  CAPTURE(seed);
  Scenario large = crowded(seed);
  if (!more_than_two_peers(large)) return;
  Property property(more_than_two_peers);
  const Shrunk small = shrink(large, property, plenty);
  CHECK(small.finished);
  CHECK(small.tries == property.asked);
  CHECK(peers_of(small.scenario) == 3);
  CHECK(small.scenario.timeline.empty());
  CHECK(small.scenario.contents.size() == 1);
  CHECK(small.scenario.contents[0].geometry.size == 1);
  CHECK(small.scenario.network.regions.names.empty());
  CHECK(small.scenario.stop_when == StopWhen::idle);
  for (const GroupSpec& group : small.scenario.groups) {
    CHECK((group.has.empty() && group.send.empty() && group.download.empty() && group.leave.never()));
    CHECK((!group.client.unchoke_slots && !group.client.connections && !group.client.retry));
  }
  // What is left is a scenario that one can run.
  load_swarm(resolved_scenario(small.scenario, Registry::standard()));
}

TEST_CASE("an entry keeps what it speaks of", "[fuzz]") {
  const auto seed = static_cast<std::uint64_t>(GENERATE(1, 2, 3, 4, 5, 6));
  CAPTURE(seed);
  Property property(has_crash);
  const Shrunk small = shrink(crowded(seed), property, plenty);
  REQUIRE(has_crash(small.scenario));
  CHECK(small.scenario.timeline.size() == 1);
  CHECK(small.scenario.groups.size() == 1);
  load_swarm(resolved_scenario(small.scenario, Registry::standard()));
}

TEST_CASE("a content keeps the pieces that matter, and lists of pieces follow", "[fuzz]") {
  const auto seed = static_cast<std::uint64_t>(GENERATE(1, 2, 3, 4, 5, 6));
  CAPTURE(seed);
  Scenario large = crowded(seed);
  large.contents[0].geometry.size = std::int64_t{large.contents[0].geometry.piece_size} * 9 - 1;
  for (GroupSpec& group : large.groups) group.has.clear();
  large.groups[0].has.push_back({ContentId{0}, HoldKind::listed, Bitfield(9), 0, {}});
  large.groups[0].has[0].pieces.set(1);
  large.groups[0].has[0].pieces.set(8);
  Property property(three_pieces);
  const Shrunk small = shrink(large, property, plenty);
  CHECK(small.scenario.contents[0].geometry.pieces() == 3);
  load_swarm(resolved_scenario(small.scenario, Registry::standard()));
}

TEST_CASE("the budget of the shrinker is kept", "[fuzz]") {
  Property property(more_than_two_peers);
  const Shrunk small = shrink(crowded(2), property, 7);
  CHECK(property.asked == 7);
  CHECK_FALSE(small.finished);
  CHECK(more_than_two_peers(small.scenario));
}

}  // namespace swarmsim::shrink_test
