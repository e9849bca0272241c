// Random swarms: a function of the seed, valid every one, with every feature now and then, alone too.

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "sim/fuzz/made_files.hpp"
#include "sim/fuzz/random_scenario.hpp"
#include "sim/peer/registry.hpp"
#include "sim/scenario/known_names.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/resolved.hpp"
#include "tests/support/catch.hpp"

namespace swarmsim::random_scenario_test {

namespace {

std::string text_of(std::uint64_t seed) {
  return resolved_scenario(random_scenario(seed).scenario, Registry::standard());
}

/// The scenario of `seed` with these features and no others.
Scenario with(std::uint64_t seed, std::initializer_list<Feature> features) {
  FeatureSet set;
  for (const Feature feature : features) set.set(bit_of(feature));
  return random_scenario(seed, set).scenario;
}

bool says(const Scenario& scenario, CommandKind kind) {
  return std::any_of(scenario.timeline.begin(), scenario.timeline.end(),
                     [kind](const TimelineEntry& entry) { return entry.command.kind == kind; });
}

}  // namespace

TEST_CASE("a random scenario is a function of its seed", "[fuzz]") {
  std::set<std::string> seen;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const std::string text = text_of(seed);
    CHECK(text_of(seed) == text);
    seen.insert(text);
  }
  CHECK(seen.size() == 50);
}

TEST_CASE("every random scenario loads, and has peers and a seed of its own", "[fuzz]") {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    CAPTURE(seed);
    const LoadResult result = load_scenario(text_of(seed), "fuzz.json", known_names(Registry::standard()),
                                            {read_made_file, {}, list_made_files});
    for (const Diagnostic& problem : result.problems) FAIL(format_diagnostic(problem));
    const Scenario& loaded = result.scenario;
    CHECK(loaded.seed == seed);
    std::uint32_t peers = 0;
    for (const GroupSpec& group : loaded.groups) peers += group.count.value_or(1);
    CHECK((peers >= 2 && peers <= 40));
    CHECK(loaded.stop_at > sim_start);
  }
}

TEST_CASE("told of a profile, everybody runs it, and what is drawn still loads", "[fuzz]") {
  const Registry& registry = Registry::standard();
  const std::string profile = GENERATE(from_range(Registry::standard().profile_names()));
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    CAPTURE(seed, profile);
    const Scenario drawn = random_scenario(seed, registry.find_profile(profile)->name).scenario;
    for (const GroupSpec& group : drawn.groups) {
      CHECK(registry.profile_for(group.client).name == registry.find_profile(profile)->name);
    }
    const LoadResult result = load_scenario(resolved_scenario(drawn, registry), "fuzz.json",
                                            known_names(registry), {read_made_file, {}, list_made_files});
    for (const Diagnostic& problem : result.problems) FAIL(format_diagnostic(problem));
  }
}

TEST_CASE("each feature is on in some swarms, off in others, and alone in a few", "[fuzz]") {
  constexpr int seeds = 4'000;
  std::array<int, feature_count> on{};
  std::array<int, feature_count> alone{};
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const FeatureSet chosen = choose_features(seed);
    for (std::size_t i = 0; i < feature_count; ++i) {
      on[i] += chosen.test(i) ? 1 : 0;
      alone[i] += chosen.test(i) && chosen.count() == 1 ? 1 : 0;
    }
  }
  for (std::size_t i = 0; i < feature_count; ++i) {
    CAPTURE(name_of(static_cast<Feature>(i)));
    CHECK(on[i] > seeds * 5 / 100);
    CHECK(on[i] < seeds * 95 / 100);
    CHECK(alone[i] > 0);
  }
}

TEST_CASE("no feature, an ordinary swarm; one feature, what it says", "[fuzz]") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    CAPTURE(seed);
    const Scenario plain = with(seed, {});
    CHECK(plain.timeline.empty());
    CHECK(plain.contents.size() == 1);
    CHECK(plain.network.tcp == TcpKind::aimd);
    for (const GroupSpec& group : plain.groups) {
      CHECK(group.leave.never());
      CHECK(group.client.profile == "bep3");
      CHECK((group.link == plain.network.link && group.arrive.at == Duration{}));
    }
    CHECK(with(seed, {Feature::ties}).network.link.latency == Distribution::constant(0));
    CHECK(says(with(seed, {Feature::crashes}), CommandKind::crash));
    CHECK(says(with(seed, {Feature::exits}), CommandKind::exit));
    CHECK(says(with(seed, {Feature::link_changes}), CommandKind::link));
    CHECK(says(with(seed, {Feature::tracker_outages}), CommandKind::tracker_fail));
    CHECK(with(seed, {Feature::many_contents}).contents.size() >= 2);
    CHECK(with(seed, {Feature::no_data}).contents[0].data == DataKind::none);
    const ContentSpec described = with(seed, {Feature::torrents, Feature::no_data}).contents[0];
    CHECK((described.path.empty() && described.data == DataKind::none));
    CHECK(with(seed, {Feature::stop_never}).stop_when == StopWhen::never);
    for (const GroupSpec& group : with(seed, {Feature::seedless}).groups) {
      for (const HoldSpec& hold : group.has) CHECK(hold.kind != HoldKind::everything);
    }
  }
}

}  // namespace swarmsim::random_scenario_test
