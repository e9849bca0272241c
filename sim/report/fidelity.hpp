#pragma once
// Virtual swarms held against measured ones: what is kept of a run, and what a case comes to.
//
// Durations are those of finished downloads, pooled: all of all repetitions, and all of all seeds. Each
// repetition and each run is scaled by its own mean before shapes are compared. What did not finish is
// counted beside it; a case in which a larger share stays unfinished than in truth misses. The rule of the
// verdict is in docs/fidelity.md. Knows no thread and no file.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/report/first_contacts.hpp"
#include "sim/scenario/load_case.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

// The rule. Shares of what was measured, but for distances.
inline constexpr double mean_error_max = 0.05;  ///< or two standard errors of the truth, if they are more
inline constexpr double p95_error_max = 0.08;
inline constexpr double distance_max = 0.04;  ///< beyond the largest between two repetitions
inline constexpr double copies_error_max = 0.10;
inline constexpr double all_cases_error_max = 0.025;  ///< the mean of all cases' absolute errors of the mean

/// What is left of one run.
struct FidelityRun {
  std::vector<double> durations_s;  ///< of finished downloads, in the order of the peers
  std::uint64_t started = 0;        ///< downloads
  double seed_upload_copies = 0;
  double duplicate_share = 0;
  /// Of leechers that saw it: seconds from their arrival to the first unchoke and to the first block
  /// uploaded.
  std::vector<double> first_unchoke_s;
  std::vector<double> first_upload_s;
};

/// `seen` was the sink of the whole run.
FidelityRun fidelity_run(const World& ended, const FirstContacts& seen);

/// Durations of one side, pooled.
struct PooledDurations {
  std::uint64_t started = 0;
  std::uint64_t unfinished = 0;
  /// Nothing where no download finished.
  std::optional<double> mean_s;
  std::optional<double> p50_s;
  std::optional<double> p95_s;
  std::optional<double> max_s;
};

/// A number on both sides. Nothing where it was not measured, or did not come to be.
struct BothSides {
  std::optional<double> measured;
  std::optional<double> simulated;

  /// simulated / measured - 1; nothing where one is missing or nothing was measured to be 0.
  std::optional<double> error() const;
};

/// Seconds after their arrival, in the mean over the leechers that saw it in all runs.
struct FirstTimes {
  std::optional<double> mean_s;
  std::uint64_t without = 0;  ///< leechers that never did
};

struct CaseFidelity {
  std::string name;
  std::string file;
  std::uint64_t leechers = 0;     ///< downloads of one repetition
  std::uint64_t repetitions = 0;  ///< of the truth
  std::uint64_t runs = 0;         ///< seeds that ended
  PooledDurations measured;
  PooledDurations simulated;
  BothSides mean;  ///< of pooled durations
  BothSides p95;
  double two_standard_errors = 0;  ///< of the means of the repetitions, as a share of the measured mean
  std::optional<double> distance;  ///< Wasserstein-1 of the pooled, scaled durations
  double repetition_distance = 0;  ///< the largest between two repetitions
  BothSides seed_upload_copies;
  BothSides duplicate_share;
  FirstTimes first_unchoke;
  FirstTimes first_upload;

  bool mean_holds() const;
  bool p95_holds() const;
  bool distance_holds() const;
  bool copies_hold() const;      ///< also where they were not measured
  bool unfinished_hold() const;  ///< no larger share than in truth
  bool holds() const;
};

/// `runs` are those of the case, in the order of their seeds; at least one.
CaseFidelity compare(const LoadedCase& truth, const std::vector<FidelityRun>& runs);

/// The mean of the absolute errors of the mean; nothing if a case has none.
std::optional<double> mean_absolute_error(const std::vector<std::optional<double>>& errors);

}  // namespace swarmsim
