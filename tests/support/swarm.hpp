#pragma once
// Worlds for tests, from scenario text as users write it.
//
// A scenario that does not load throws std::runtime_error with every problem in it: a test that is wrong
// about the format says so. Strategies and profiles are those of Registry::standard().

#include <cstdint>
#include <string_view>

#include "sim/model/scenario.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

Scenario load_swarm(std::string_view json);

/// The world of `json` before its first event.
World make_world(std::string_view json, std::uint64_t seed = 1);

/// The world of `json` after its end.
World run_world(std::string_view json, std::uint64_t seed = 1);

}  // namespace swarmsim
