#pragma once
// A run as the bytes of its trace, made while somebody reads: a world behind the face of a file.
//
// read() steps the world until there is something to read, so that a run is compared with a trace in
// constant memory and without a file. The bytes are those that `run --trace` writes at level app. What is
// read may be copied into a file on the way. Ctrl-C ends it in the middle, which a reader takes for
// truncated: ask is_interrupted() first.

#include <string>
#include <string_view>

#include "sim/report/sampler.hpp"
#include "sim/trace/trace_reader.hpp"
#include "sim/trace/trace_writer.hpp"
#include "sim/world/world.hpp"
#include "tools/swarmsim/output_file.hpp"
#include "tools/swarmsim/world_trace.hpp"

namespace swarmsim {

class LiveTrace final : public ByteSource, private ByteSink {
 public:
  /// `world` is fresh; all are borrowed. Null for `copy`: there is none.
  LiveTrace(World& world, std::string_view scenario_text, OutputFile* copy);

  std::string_view read() override;
  /// Runs to the end, whether somebody reads or not.
  void finish();

 private:
  void write(std::string_view bytes) override;
  /// One event, or what is to be done between two.
  void step();

  World& world_;
  OutputFile* copy_;
  Sampler sampler_;
  bool samples_;
  bool done_ = false;
  std::string bytes_;
  WorldTrace trace_;  ///< the last member: it writes as soon as it is made
};

}  // namespace swarmsim
