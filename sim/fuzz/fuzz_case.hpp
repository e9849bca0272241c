#pragma once
// One seed from its scenario to a verdict, and to a small scenario where the verdict is bad.
//
// A function of seed and options but for exceptions of the machine; threads may call it side by side.
// Writes no file and prints nothing: what was found is text for whoever does.

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/time.hpp"
#include "sim/fuzz/features.hpp"
#include "sim/fuzz/oracles.hpp"
#include "sim/fuzz/shrink.hpp"

namespace swarmsim {

struct FuzzOptions {
  std::optional<Duration> until;  ///< no world runs longer, in simulated time
  std::size_t shrink_tries_max = 400;
  std::string profile;  ///< of everybody; empty: as it comes
};

struct FuzzCase {
  FeatureSet features;
  Judgement judgement;
  std::optional<Shrunk> shrunk;  ///< of a failure; it fails by the same rule
};

/// Makes, judges and, where needed, shrinks the swarm of `seed`.
FuzzCase fuzz_seed(std::uint64_t seed, const Registry& registry, const FuzzOptions& options);

/// Something smaller than `failing` that breaks the same rule as `violation` says.
Shrunk shrink_failure(const Scenario& failing, const Violation& violation, const Registry& registry,
                      std::size_t tries_max, const JudgeOptions& options = {});

}  // namespace swarmsim
