#pragma once
// The names that a scenario may use, as a registry of clients and strategies has them.
//
// The loader knows no registry: whoever calls it says what exists. This is what nearly everybody says.

#include "sim/peer/registry.hpp"
#include "sim/scenario/load.hpp"

namespace swarmsim {

KnownNames known_names(const Registry& registry);

}  // namespace swarmsim
