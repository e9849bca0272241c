#pragma once
// How large a run will be, before it runs: peers, downloads, blocks, memory.
//
// Counts follow from the scenario and the seed. Memory is an estimate from the sizes of what a world is made
// of and from connection limits; docs/performance.md says how far off it was. Builds no world, so it
// costs nothing but the list of peers.

#include <cstdint>
#include <string>

#include "sim/model/scenario.hpp"
#include "sim/peer/registry.hpp"

namespace swarmsim {

struct ExpectedSize {
  std::uint64_t peers = 0;             ///< that arrive by the end
  std::uint64_t downloads = 0;         ///< that begin, if their peers are there
  std::uint64_t blocks = 0;            ///< that these lack at the start
  std::uint64_t connections_most = 0;  ///< open at once, if everybody is there at once
  std::int64_t memory = 0;             ///< bytes, at the peak
};

ExpectedSize expected_size(const Scenario& scenario, std::uint64_t seed, const Registry& registry);

/// One line each, aligned.
std::string format_expected_size(const ExpectedSize& size);

}  // namespace swarmsim
