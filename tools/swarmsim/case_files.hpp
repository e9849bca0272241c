#pragma once
// The cases that `swarmsim fidelity` is given: files, and folders of them, read with all their problems.
//
// Of a folder the files *.json directly in it, by name. A file that is named twice counts once.

#include <string>
#include <variant>
#include <vector>

#include "tools/swarmsim/ablation.hpp"
#include "tools/swarmsim/options.hpp"

namespace swarmsim {

struct CaseFile {
  CaseSource source;
  LoadedCase loaded;  ///< meaningful only if it has no problems
};

/// The files behind `paths`, or why a folder has none.
std::variant<std::vector<std::string>, UsageProblem> find_cases(const std::vector<std::string>& paths);

/// `sets` are PATH=VALUE inside of the scenario.
CaseFile read_case(const std::string& path, const std::vector<std::string>& sets);

}  // namespace swarmsim
