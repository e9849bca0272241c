#pragma once
// From groups to single peers: counts, classes and arrivals, under the run's seed.
//
// Classes are apportioned by largest remainder (ties to the class written first) and dealt by one
// shuffle of the group's own stream, so that one group's size changes nobody else's links.

#include <cstdint>
#include <vector>

#include "sim/model/scenario.hpp"

namespace swarmsim {

/// The peers of `scenario` in order. Seeds change who gets which class, nothing else.
std::vector<PeerSpec> expand_peers(const Scenario& scenario, std::uint64_t seed);

/// The members of group `group` alone.
std::vector<PeerSpec> expand_group(const Scenario& scenario, std::uint32_t group, std::uint64_t seed);

}  // namespace swarmsim
