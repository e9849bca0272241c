#pragma once
// The peer that a `peer` command brings, as the group of one that it is from the start.
//
// One make for the loader, which reads the command in a timeline, and for a session, in which it is typed:
// so a recording is the same swarm. It is there from the beginning and comes when it is told, which changes
// nobody else's records. Knows no world.

#include "sim/model/command.hpp"
#include "sim/model/scenario.hpp"

namespace swarmsim {

/// `command` is a `peer` whose names exist in `scenario`.
GroupSpec newcomer_group(const Scenario& scenario, const Command& command);

}  // namespace swarmsim
