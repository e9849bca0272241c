#pragma once
// A random scenario that is valid, out of one number.
//
// A function of the seed alone, on every machine. Its swarms are small (2 to 40 peers, a few hundred
// blocks) because what they are for is to be many. The scenario's own seed is the number it was made of,
// so that its file is all one needs to see the run again.

#include <cstdint>
#include <string>

#include "sim/fuzz/features.hpp"
#include "sim/model/scenario.hpp"

namespace swarmsim {

struct RandomScenario {
  Scenario scenario;
  FeatureSet features;
};

/// With a `profile`, which the registry knows by this very name, everybody runs that client.
RandomScenario random_scenario(std::uint64_t seed, const std::string& profile = "");
/// One that has exactly `features`, but for those that would name other clients.
RandomScenario random_scenario(std::uint64_t seed, const FeatureSet& features,
                               const std::string& profile = "");

}  // namespace swarmsim
