#pragma once
// A world's trace: the first line, the names and the last line are taken from the world itself.
//
// Joins a TraceWriter to the world it listens to, so that every driver writes the same bytes of the same
// run. Knows not where the bytes go.

#include <string_view>

#include "sim/report/sampler.hpp"
#include "sim/trace/trace_writer.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

class WorldTrace final : public SampleSink {
 public:
  /// Writes the header. `world` is fresh and outlives this, as `out` does; `scenario_text` is what it was
  /// loaded from.
  WorldTrace(const World& world, TraceLevel level, std::string_view scenario_text, ByteSink& out);

  /// For World::step().
  RecordSink& sink() { return writer_; }
  void on_sample(const Sample& sample) override;
  /// After the end of the run: the last line.
  void finish();

 private:
  class Names final : public NameSource {
   public:
    explicit Names(const World& world) : world_(world) {}
    std::string_view name_of(PeerId peer) const override {
      return world_.participants()[index_of(peer)].name;
    }

   private:
    const World& world_;
  };

  const World& world_;
  Names names_;
  TraceWriter writer_;
};

}  // namespace swarmsim
