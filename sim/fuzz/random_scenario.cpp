#include "sim/fuzz/random_scenario.hpp"

#include <fmt/format.h>

#include "sim/fuzz/draft.hpp"

namespace swarmsim {

namespace {

/// Small swarms mostly: what goes wrong among many goes wrong among a few, sooner and more readably.
std::uint32_t draw_peers(Dice& dice) {
  const std::int64_t size = dice.between(0, 99);
  if (size < 45) return static_cast<std::uint32_t>(dice.between(2, 5));
  if (size < 85) return static_cast<std::uint32_t>(dice.between(6, 12));
  if (size < 96) return static_cast<std::uint32_t>(dice.between(13, 24));
  return static_cast<std::uint32_t>(dice.between(25, 40));
}

/// The features that say who runs which client are those of `profile`.
void choose_clients(FeatureSet& features, const std::string& profile) {
  const bool ranges = profile == "vbittorrent";
  const bool contacts = profile == "random-contact";
  features.set(bit_of(Feature::vbittorrent), ranges);
  features.set(bit_of(Feature::contacts), contacts);
  features.set(bit_of(Feature::real_clients), !ranges && !contacts && profile != "bep3");
}

}  // namespace

RandomScenario random_scenario(std::uint64_t seed, const FeatureSet& features, const std::string& profile) {
  Draft draft;
  draft.features = features;
  draft.profile = profile;
  if (!profile.empty()) choose_clients(draft.features, profile);
  draft.scenario.seed = seed;
  draft.scenario.name = fmt::format("fuzz-{}", seed);
  Dice dice = draft.dice("size");
  draft.peers = draw_peers(dice);
  make_network(draft);
  make_tracker(draft);
  make_contents(draft);
  make_groups(draft);
  make_timeline(draft);
  make_stop(draft);
  // Newcomers of the timeline are given no client of their own.
  for (GroupSpec& group : draft.scenario.groups) {
    if (!profile.empty() && group.client.profile == ClientSpec{}.profile) group.client.profile = profile;
  }
  return {std::move(draft.scenario), draft.features};
}

RandomScenario random_scenario(std::uint64_t seed, const std::string& profile) {
  return random_scenario(seed, choose_features(seed), profile);
}

}  // namespace swarmsim
