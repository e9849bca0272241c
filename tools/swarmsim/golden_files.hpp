#pragma once
// Where goldens are: beside their scenarios, in a folder of that name.
//
//   scenarios/basic.json
//   scenarios/golden/basic.trace           the run, record by record
//   scenarios/golden/basic.metrics.json    what it is to come to
//
// A folder stands for the scenarios directly in it, in the order of their names. Finds files and opens
// none of them.

#include <string>
#include <variant>
#include <vector>

#include "tools/swarmsim/options.hpp"

namespace swarmsim {

/// One scenario and the places of its goldens.
struct GoldenPlace {
  std::string scenario;
  std::string trace;
  std::string metrics;
  bool has_trace = false;
  bool has_metrics = false;
};

struct GoldenPlaces {
  std::vector<GoldenPlace> scenarios;  ///< each once, in the order in which they were named
  std::vector<std::string> stale;      ///< goldens in those folders that no scenario is beside
};

/// Of scenarios and folders of scenarios; of `scenarios` if there are none.
std::variant<GoldenPlaces, UsageProblem> find_goldens(std::vector<std::string> paths);

/// Makes the folder of the goldens of `place`, if need be; what hindered it is found when they are written.
void make_golden_folder(const GoldenPlace& place);

}  // namespace swarmsim
