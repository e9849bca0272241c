#pragma once
// When the members of a group arrive, under the run's seed.
//
// Times do not go down. Draws come from a stream of the group's name alone, so that a longer group has the
// same first arrivals (except `flash`, which is sorted). A member that never comes (decay) has sim_never.

#include <cstdint>
#include <vector>

#include "core/base/time.hpp"
#include "sim/model/scenario.hpp"

namespace swarmsim {

std::vector<SimTime> draw_arrivals(const GroupSpec& group, std::uint32_t members, std::uint64_t seed);

}  // namespace swarmsim
