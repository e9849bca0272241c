#include "tools/swarmsim/drive.hpp"

#include <optional>

#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

namespace {

void step_until(World& world, SimTime limit, Progress& progress, RecordSink* records) {
  while (!is_interrupted() && world.step(limit, records)) progress.tick(world);
}

void sample(const World& world, Sampler& sampler, std::span<SampleSink* const> sinks) {
  const std::optional<Sample> taken = sampler.take(world);
  if (!taken) return;
  for (SampleSink* sink : sinks) sink->on_sample(*taken);
}

}  // namespace

void drive(World& world, Progress& progress, const Watchers& watchers) {
  Sampler sampler(sample_interval(world.scenario()));
  const bool samples = !watchers.samples.empty();
  while (!world.ended() && !is_interrupted()) {
    step_until(world, samples ? sampler.due() : sim_never, progress, watchers.records);
    if (samples && !is_interrupted()) sample(world, sampler, watchers.samples);
  }
  if (!is_interrupted()) return;
  world.interrupt(watchers.records);
  if (samples) sample(world, sampler, watchers.samples);
}

}  // namespace swarmsim
