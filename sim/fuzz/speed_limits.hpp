#pragma once
// What no run may beat: the least time of a download, by links alone.
//
// bound-any: no download is shorter than what was missing over the downlink, where that never changed.
// bound-time (Kumar and Ross, HOTWEB 2006): the last completion, where its conditions hold
// (sim/report/bound.hpp). That the swarm gains no more than its uplinks carry is an invariant of the world.

#include <optional>
#include <string>

#include "sim/world/world.hpp"

namespace swarmsim {

/// Who was faster than possible in a world that has ended; nothing if nobody was.
std::optional<std::string> broken_bound(const World& ended);

}  // namespace swarmsim
