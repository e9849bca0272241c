#pragma once
// The loop of a driver: steps a world to its end, and stops between events for whoever looks.
//
// Looking changes nothing: samples and progress leave every event and the fingerprint as they were. Ctrl-C
// ends the world at the event it is at, as interrupted.

#include <span>

#include "sim/report/sampler.hpp"
#include "sim/trace/record.hpp"
#include "sim/world/world.hpp"
#include "tools/swarmsim/progress.hpp"

namespace swarmsim {

/// Who is told what during a run. Nothing is owned.
struct Watchers {
  RecordSink* records = nullptr;
  std::span<SampleSink* const> samples;  ///< nobody: no samples are taken
};

void drive(World& world, Progress& progress, const Watchers& watchers);

}  // namespace swarmsim
