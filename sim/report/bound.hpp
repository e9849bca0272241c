#pragma once
// The least time in which a swarm could have distributed its content: bound-time of Kumar and Ross,
// "Peer-Assisted File Distribution: The Minimum Distribution Time" (HOTWEB 2006).
//
// A fluid bound over raw link rates, so it holds for every protocol: where a run beats it, the simulator
// is wrong. It speaks of leechers that begin together with nothing, and of no data that arrives later.

#include <optional>
#include <string>

#include "core/base/time.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

struct CompletionBound {
  Duration at_least{};  ///< from the download command to the last completion, rounded down
  std::string by;       ///< what binds: "the seed's uplink", "the downlink of 3", "all uplinks together"
};

/// The bound on the last completion so far. Absent if nobody has completed, if no link limits, or if
/// the bound does not apply: several contents, downloads that began at different times, no seed at
/// that time, or a holder of data that arrived later.
std::optional<CompletionBound> completion_bound(const World& world);

}  // namespace swarmsim
