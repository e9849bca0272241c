#pragma once
// What is allowed in a scenario and still looks like a mistake.
//
// Judges whole groups: what one member is told counts for all, so a note is missed rather than wrong.
// Draws (pieces held at random) are those of the given seed. Runs nothing.

#include <cstdint>
#include <string>
#include <vector>

#include "sim/model/scenario.hpp"

namespace swarmsim {

/// One sentence each, in the order of contents and then of groups; at the end where the scenario leaves the
/// range in which its clients were held against real ones.
std::vector<std::string> notes_on(const Scenario& scenario, std::uint64_t seed);

/// Whether `group`, or one of its members, ever downloads `content`: by its key or by the timeline.
bool ever_downloads(const Scenario& scenario, const GroupSpec& group, ContentId content);

}  // namespace swarmsim
