#include "sim/report/fidelity.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/check.hpp"
#include "sim/report/distributions.hpp"
#include "sim/report/measures.hpp"
#include "sim/report/rounding.hpp"

namespace swarmsim {

namespace {

/// The finished downloads of one repetition or run.
using Durations = std::vector<double>;

std::vector<Durations> finished_of(const Measured& measured) {
  std::vector<Durations> repetitions;
  for (const auto& repetition : measured.durations_s) {
    Durations& finished = repetitions.emplace_back();
    for (const std::optional<double>& duration : repetition) {
      if (duration) finished.push_back(*duration);
    }
  }
  return repetitions;
}

Durations pooled(const std::vector<Durations>& parts) {
  Durations all;
  for (const Durations& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

/// Parts in which nothing finished have no shape.
std::vector<Durations> scaled(const std::vector<Durations>& parts) {
  std::vector<Durations> shapes;
  for (const Durations& part : parts) {
    if (!part.empty()) shapes.push_back(scaled_to_mean_one(part));
  }
  return shapes;
}

PooledDurations summary_of(Durations finished, std::uint64_t started) {
  PooledDurations summary;
  summary.started = started;
  summary.unfinished = started - finished.size();
  if (finished.empty()) return summary;
  std::sort(finished.begin(), finished.end());
  summary.mean_s = mean_of(finished);
  summary.p50_s = nearest_rank(finished, 50);
  summary.p95_s = nearest_rank(finished, 95);
  summary.max_s = finished.back();
  return summary;
}

double standard_error_of_means(const std::vector<Durations>& repetitions) {
  std::vector<double> means;
  for (const Durations& repetition : repetitions) means.push_back(mean_of(repetition));
  return standard_error_of(means);
}

double largest_distance(const std::vector<Durations>& shapes) {
  double largest = 0;
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) largest = std::max(largest, wasserstein_1(shapes[i], shapes[j]));
  }
  return largest;
}

std::optional<double> mean_if_any(const std::vector<double>& values) {
  if (values.empty()) return std::nullopt;
  return mean_of(values);
}

FirstTimes first_times(const std::vector<FidelityRun>& runs, std::vector<double> FidelityRun::*which) {
  FirstTimes times;
  Durations all;
  std::uint64_t leechers = 0;
  for (const FidelityRun& run : runs) {
    all.insert(all.end(), (run.*which).begin(), (run.*which).end());
    leechers += run.started;
  }
  times.mean_s = mean_if_any(all);
  times.without = leechers - all.size();
  return times;
}

bool is_within(const std::optional<double>& error, double most) { return error && std::abs(*error) <= most; }

void compare_durations(const Measured& truth, const std::vector<FidelityRun>& runs, CaseFidelity& result) {
  const std::vector<Durations> repetitions = finished_of(truth);
  std::vector<Durations> simulated;
  std::uint64_t started = 0;
  for (const FidelityRun& run : runs) {
    simulated.push_back(run.durations_s);
    started += run.started;
  }
  result.measured = summary_of(pooled(repetitions), result.repetitions * result.leechers);
  result.simulated = summary_of(pooled(simulated), started);
  result.mean = {result.measured.mean_s, result.simulated.mean_s};
  result.p95 = {result.measured.p95_s, result.simulated.p95_s};
  result.two_standard_errors = 2 * standard_error_of_means(repetitions) / *result.measured.mean_s;
  const std::vector<Durations> shapes = scaled(repetitions);
  result.repetition_distance = largest_distance(shapes);
  if (result.simulated.mean_s) result.distance = wasserstein_1(pooled(shapes), pooled(scaled(simulated)));
}

}  // namespace

FidelityRun fidelity_run(const World& ended, const FirstContacts& seen) {
  FidelityRun run;
  for (std::size_t i = 0; i < ended.participants().size(); ++i) {
    const Participant& peer = ended.participants()[i];
    for (const Participation& part : peer.torrents) {
      if (!part.download_started) continue;
      ++run.started;
      if (part.completed)
        run.durations_s.push_back(rounded_seconds(*part.completed - *part.download_started));
      const FirstContacts::Firsts& firsts = seen.by_peer()[i];
      if (firsts.unchoke) run.first_unchoke_s.push_back(rounded_seconds(*firsts.unchoke - peer.arrives));
      if (firsts.upload) run.first_upload_s.push_back(rounded_seconds(*firsts.upload - peer.arrives));
    }
  }
  const Measures measures = measure(ended);
  check(measures.contents.size() == 1, "fidelity: a case has one content");
  run.seed_upload_copies = measures.contents.front().seed_upload_copies;
  run.duplicate_share = measures.contents.front().duplicate_share.value_or(0);
  return run;
}

std::optional<double> BothSides::error() const {
  if (!measured || !simulated || *measured == 0) return std::nullopt;
  return *simulated / *measured - 1;
}

bool CaseFidelity::mean_holds() const {
  return is_within(mean.error(), std::max(mean_error_max, two_standard_errors));
}
bool CaseFidelity::p95_holds() const { return is_within(p95.error(), p95_error_max); }
bool CaseFidelity::distance_holds() const {
  return distance && *distance <= distance_max + repetition_distance;
}
bool CaseFidelity::copies_hold() const {
  return !seed_upload_copies.measured || is_within(seed_upload_copies.error(), copies_error_max);
}
bool CaseFidelity::unfinished_hold() const {
  // Shares of different numbers, crosswise.
  return simulated.unfinished * measured.started <= measured.unfinished * simulated.started;
}
bool CaseFidelity::holds() const {
  return mean_holds() && p95_holds() && distance_holds() && copies_hold() && unfinished_hold();
}

CaseFidelity compare(const LoadedCase& truth, const std::vector<FidelityRun>& runs) {
  check(!runs.empty(), "fidelity: a case is compared by its runs");
  CaseFidelity result;
  result.name = truth.scenario.name;
  result.file = truth.scenario.path;
  result.repetitions = truth.measured.durations_s.size();
  result.leechers = truth.measured.durations_s.front().size();
  result.runs = runs.size();
  compare_durations(truth.measured, runs, result);
  std::vector<double> copies;
  std::vector<double> duplicates;
  for (const FidelityRun& run : runs) {
    copies.push_back(run.seed_upload_copies);
    duplicates.push_back(run.duplicate_share);
  }
  result.seed_upload_copies = {mean_if_any(truth.measured.seed_upload_copies), mean_of(copies)};
  result.duplicate_share = {mean_if_any(truth.measured.duplicate_share), mean_of(duplicates)};
  result.first_unchoke = first_times(runs, &FidelityRun::first_unchoke_s);
  result.first_upload = first_times(runs, &FidelityRun::first_upload_s);
  return result;
}

std::optional<double> mean_absolute_error(const std::vector<std::optional<double>>& errors) {
  std::vector<double> sizes;
  for (const std::optional<double>& error : errors) {
    if (!error) return std::nullopt;
    sizes.push_back(std::abs(*error));
  }
  return mean_if_any(sizes);
}

}  // namespace swarmsim
