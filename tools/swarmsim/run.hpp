#pragma once
// What a single run and a run of many seeds have in common; commands.hpp has the way in.
//
// run.cpp reads the request, loads the scenario and runs it once; seeds.cpp runs it under every seed of a
// range, on all cores.

#include <chrono>
#include <utility>

#include "core/base/time.hpp"
#include "sim/report/summary.hpp"
#include "tools/swarmsim/run_request.hpp"
#include "tools/swarmsim/scenario_file.hpp"

namespace swarmsim {

/// Wall time in laps.
class Stopwatch {
 public:
  /// Since the lap before, or since the start.
  Duration lap() {
    const auto before = std::exchange(lap_, std::chrono::steady_clock::now());
    return lap_ - before;
  }
  Duration total() const { return std::chrono::steady_clock::now() - began_; }

 private:
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point lap_ = began_;
};

/// What the program has measured of itself so far; the loop's share is the caller's to know.
RunStats stats_of_process(const Stopwatch& watch);

/// Runs `file`, which has no problems, under request.seeds and reports; the exit code.
int run_seeds(const RunRequest& request, const ScenarioFile& file, const Stopwatch& watch);

}  // namespace swarmsim
