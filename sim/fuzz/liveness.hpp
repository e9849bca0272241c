#pragma once
// Which swarms must finish, and by when: a promise that holds for certain, or none.
//
// Promised where a peer that owns the whole content sends it from its arrival on and never goes, everybody
// of the peer wire can hear of it and reach it (no small numwant, connections or expire, a tracker that
// comes back and answers in time), and it serves somebody at any time (slots). Then who downloads and is
// not made to leave completes within 20 times what that one peer would need to serve everybody in turn
// over the slowest link, plus two tracker intervals, 10 min, the rotations of all slots, and as long again
// as outages were, because a peer that failed for long asks again after long. It counts from the later of
// the download's start and the last disturbance. `vbittorrent` promises nothing: an owner that crashes is
// never noticed (docs/limitations.md).

#include <optional>
#include <string>

#include "core/base/time.hpp"
#include "sim/model/scenario.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

/// By when, since the start, everybody is done whose download the scenario's keys ask for; zero if that is
/// not certain.
Duration liveness_horizon(const Scenario& scenario);

/// Who broke the promise in a world that has ended; nothing if nobody did or nothing was promised.
std::optional<std::string> broken_liveness(const World& ended);

}  // namespace swarmsim
