#include "tools/swarmsim/live_trace.hpp"

#include <optional>

#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

LiveTrace::LiveTrace(World& world, std::string_view scenario_text, OutputFile* copy)
    : world_(world),
      copy_(copy),
      sampler_(sample_interval(world.scenario())),
      samples_(world.scenario().sample.has_value()),
      trace_(world, TraceLevel::app, scenario_text, *this) {}

void LiveTrace::write(std::string_view bytes) {
  bytes_ += bytes;
  if (copy_ != nullptr) copy_->write(bytes);
}

std::string_view LiveTrace::read() {
  bytes_.clear();
  while (bytes_.empty() && !done_) step();
  return bytes_;
}

void LiveTrace::finish() {
  while (!read().empty()) {}
}

void LiveTrace::step() {
  if (is_interrupted()) {
    done_ = true;
    return;
  }
  if (world_.step(samples_ ? sampler_.due() : sim_never, &trace_.sink())) return;
  if (samples_) {
    if (const std::optional<Sample> taken = sampler_.take(world_)) trace_.on_sample(*taken);
  }
  if (!world_.ended()) return;
  trace_.finish();
  done_ = true;
}

}  // namespace swarmsim
