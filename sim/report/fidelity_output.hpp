#pragma once
// What `swarmsim fidelity` prints: tables for people, or one JSON document, `swarmsim/fidelity/1`.
//
// Text of at most about 100 columns; whoever prints it knows whether the reader sees colours. Errors are
// shares of what was measured; what misses its limit is marked and never left out. Decides nothing.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/report/fidelity.hpp"
#include "sim/report/summary.hpp"

namespace swarmsim {

/// What a case comes to with one modelling step switched off.
struct AblatedCase {
  std::optional<double> error;  ///< of the mean; that of the whole model where the step is left out
  std::string left_out;         ///< why the step means nothing to the case; empty: it was switched off
};

struct AblatedStep {
  std::string name;
  std::string says;                ///< what is switched off
  std::vector<AblatedCase> cases;  ///< in the order of the report's
};

struct FidelityReport {
  std::uint64_t seeds = 0;  ///< that were asked for: 1 to so many
  bool partial = false;     ///< interrupted: cases may lack seeds, or be missing
  std::vector<CaseFidelity> cases;
  std::vector<AblatedStep> ablation;

  std::uint64_t holding() const;
  std::optional<double> mean_absolute_error() const;
};

/// Quiet: cases that miss, and the last lines.
std::string format_fidelity(const FidelityReport& report, bool colour, bool quiet);

std::string fidelity_json(const FidelityReport& report, const RunStats& run, std::size_t threads);

}  // namespace swarmsim
