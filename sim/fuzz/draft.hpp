#pragma once
// A scenario in the making, and what its parts are told by the ones before.
//
// Made in this order: network and tracker, how many peers, contents, groups, what they do, the timeline,
// the stop. Each part reads the features and asks dice of its own. Private to sim/fuzz/random_*.cpp.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/fuzz/dice.hpp"
#include "sim/fuzz/features.hpp"
#include "sim/model/scenario.hpp"

namespace swarmsim {

struct Draft {
  Scenario scenario;
  FeatureSet features;
  std::string profile;          ///< of everybody; empty: as the features say
  std::int64_t base_rate = 0;   ///< bytes per second: an ordinary link
  std::int64_t block_size = 0;  ///< bytes, of every content
  std::uint32_t peers = 0;      ///< so many in all
  Duration scale{};             ///< about how long the swarm is busy

  bool has(Feature feature) const { return features.test(bit_of(feature)); }
  /// Whether blocks may arrive changed: only where somebody checks them.
  bool corrupts() const {
    return has(Feature::corruption) && !has(Feature::vbittorrent) && !has(Feature::no_data);
  }
  Dice dice(std::string_view concern) const { return {scenario.seed, concern}; }
};

// random_network.cpp
void make_network(Draft& draft);
void make_tracker(Draft& draft);
/// The link of one group, by the features about links.
LinkPlan make_link(const Draft& draft, Dice& dice);

// random_contents.cpp
void make_contents(Draft& draft);

// random_groups.cpp
void make_groups(Draft& draft);

// random_life.cpp
ArrivalSpec make_arrival(const Draft& draft, std::uint32_t members, Dice& dice);
LeaveSpec make_leave(const Draft& draft, Dice& dice);
ClientSpec make_client(const Draft& draft, bool ranges, Dice& dice);

// random_timeline.cpp
void make_timeline(Draft& draft);
void make_stop(Draft& draft);

}  // namespace swarmsim
