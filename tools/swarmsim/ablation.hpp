#pragma once
// The steps of the model that `fidelity --ablate` switches off, and how one is switched off in a case.
//
// A new step is a line in ablation_steps.cpp and nothing else.

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/scenario/load_case.hpp"

namespace swarmsim {

struct AblationStep {
  std::string_view name;
  std::string_view says;  ///< what is switched off
  /// "client.KEY=VALUE" for every client of the case, else PATH=VALUE as --set takes it; parted by newlines.
  std::string_view changes;
};

std::span<const AblationStep> ablation_steps();

/// A case as it stands in a file, with the user's own changes.
struct CaseSource {
  std::string path;
  std::string text;
  std::vector<std::string> sets;
};

LoadedCase load(const CaseSource& source, std::vector<ClientSet> client_sets = {});

/// The case with `step` switched off; or why it means nothing to `whole`, which is the case as it is.
std::variant<LoadedCase, std::string> ablated(const CaseSource& source, const LoadedCase& whole,
                                              const AblationStep& step);

}  // namespace swarmsim
