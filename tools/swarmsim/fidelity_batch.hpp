#pragma once
// Many scenarios, each under the seeds 1 to N, on several threads: what `swarmsim fidelity` runs.
//
// Threads share the scenarios and the registry, which nobody writes; what is left of a run goes to its own
// place, so the result does not depend on scheduling. Knows no case and no truth.

#include <cstddef>
#include <string>
#include <vector>

#include "sim/model/scenario.hpp"
#include "sim/report/fidelity.hpp"

namespace swarmsim {

struct FidelityBatch {
  std::vector<const Scenario*> scenarios;
  std::vector<std::string> commands;  ///< for each, what shows its runs again, up to the number of seeds
  std::size_t seeds = 1;
  bool quiet = false;

  std::size_t size() const { return scenarios.size() * seeds; }
};

/// For each scenario the runs that ended, in the order of their seeds: all of them unless Ctrl-C came. Throws
/// BrokenRun if an invariant broke.
std::vector<std::vector<FidelityRun>> run_fidelity(const FidelityBatch& batch, std::size_t threads);

}  // namespace swarmsim
