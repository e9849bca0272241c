#pragma once
// The ways in which a scenario can become smaller or more ordinary, one list for the shrinker.
//
// A pass works on one kind of thing, of which a scenario has a number. Each changes one of them and says
// whether it changed anything, so that nobody runs the same scenario again. What refers to a thing that is
// taken away goes with it.

#include <cstddef>
#include <span>

#include "sim/model/scenario.hpp"

namespace swarmsim {

struct ShrinkPass {
  std::size_t (*count)(const Scenario&);
  /// Simplifies the thing at `index`; false if there was nothing to simplify.
  bool (*apply)(Scenario&, std::size_t index);
};

std::span<const ShrinkPass> timeline_passes();
std::span<const ShrinkPass> group_passes();
std::span<const ShrinkPass> content_passes();
std::span<const ShrinkPass> world_passes();

}  // namespace swarmsim
