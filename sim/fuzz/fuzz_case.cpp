#include "sim/fuzz/fuzz_case.hpp"

#include <algorithm>
#include <utility>

#include "sim/fuzz/random_scenario.hpp"

namespace swarmsim {

namespace {

/// Whether a candidate breaks the same rule: another rule may be another bug, found by another seed.
class SameViolation final : public FailureTest {
 public:
  SameViolation(const Violation& violation, const Registry& registry, const JudgeOptions& options)
      : violation_(violation), registry_(registry), options_(options) {}

  bool still_fails(const Scenario& candidate) override {
    const std::optional<Violation> found = judge(candidate, registry_, options_).violation;
    return found && found->oracle == violation_.oracle && found->rule == violation_.rule;
  }

 private:
  const Violation& violation_;
  const Registry& registry_;
  const JudgeOptions& options_;
};

}  // namespace

Shrunk shrink_failure(const Scenario& failing, const Violation& violation, const Registry& registry,
                      std::size_t tries_max, const JudgeOptions& options) {
  SameViolation test(violation, registry, options);
  return shrink(failing, test, tries_max);
}

FuzzCase fuzz_seed(std::uint64_t seed, const Registry& registry, const FuzzOptions& options) {
  RandomScenario made = random_scenario(seed, options.profile);
  if (options.until) made.scenario.stop_at = std::min(made.scenario.stop_at, sim_start + *options.until);
  FuzzCase found{made.features, judge(made.scenario, registry), std::nullopt};
  if (const auto& violation = found.judgement.violation) {
    found.shrunk = shrink_failure(made.scenario, *violation, registry, options.shrink_tries_max);
  }
  return found;
}

}  // namespace swarmsim
