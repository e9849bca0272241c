#pragma once
// A typed scenario back to text, with everything said that a scenario may leave unsaid.
//
// Quantities are exact, in the largest unit in which they are whole; clients are objects with all their
// profile's values; files that the scenario includes or reads are part of it. Loading the text gives the
// same run, and resolving that again the same text. Comments are gone, and so are `params`.

#include <string>

#include "sim/model/scenario.hpp"
#include "sim/peer/registry.hpp"

namespace swarmsim {

/// One JSON document and a newline. The profiles of `scenario` are in `registry`.
std::string resolved_scenario(const Scenario& scenario, const Registry& registry);

}  // namespace swarmsim
