#pragma once
// One scenario under many seeds: what is kept of each run, and what they say together.
//
// A world is reduced to a SeedOutcome as soon as it ends, by whatever thread ran it; outcomes are put
// together in the order of their seeds, so the result does not depend on scheduling. Expectations speak of
// all seeds, of a share of them, or of the mean. Knows no thread and no file.

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/hash.hpp"
#include "core/base/time.hpp"
#include "sim/report/expect.hpp"
#include "sim/report/metric.hpp"
#include "sim/report/statistics.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

/// What is left of one run.
struct SeedOutcome {
  std::uint64_t seed = 0;
  Digest128 fingerprint;
  SimTime end{};
  EndReason reason{};
  std::uint64_t completed = 0;
  std::uint64_t events = 0;
  std::vector<double> numbers;        ///< by SeedPlan::numbers(); NaN where there was none
  std::vector<Metric> expected;       ///< by SeedPlan::expected()
  std::vector<ExpectResult> results;  ///< of every expectation
};

/// Which metrics are kept, decided once from a world that has not run.
class SeedPlan {
 public:
  explicit SeedPlan(const World& fresh);

  /// Every metric that is a number, or null so far; not those of single peers.
  const std::vector<std::string>& numbers() const { return numbers_; }
  /// Every metric that an expectation names.
  const std::vector<std::string>& expected() const { return expected_; }

  SeedOutcome outcome_of(const World& ended) const;

 private:
  std::vector<std::string> numbers_;
  std::vector<std::string> expected_;
};

struct MetricStatistics {
  std::string path;
  Statistics statistics;
};

/// An expectation over all seeds that ran.
struct SeedsExpectation {
  ExpectResult result;
  std::string over;           ///< "all", "mean", "90 %"
  std::size_t fulfilled = 0;  ///< seeds that fulfil it alone
};

struct SeedsReport {
  std::string scenario;
  std::uint64_t first = 0;  ///< the range that was asked for
  std::uint64_t last = 0;
  bool partial = false;  ///< interrupted: `outcomes` are the seeds that ended before
  std::vector<SeedOutcome> outcomes;
  std::vector<MetricStatistics> metrics;  ///< of those that were a number at least once
  std::vector<SeedsExpectation> expect;
};

/// Puts `outcomes`, in the order of their seeds, together.
SeedsReport summarise(const Scenario& scenario, const SeedPlan& plan, std::vector<SeedOutcome> outcomes);

}  // namespace swarmsim
