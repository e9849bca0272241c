#pragma once
// The trace file of one run: `run --trace FILE`, from the world's records to a file that is whole or absent.
//
// Written beside the target under a temporary name and renamed by finish(); whoever goes without finish()
// leaves nothing. A name that ends in ".zst" is compressed. Without a path it does nothing and costs
// nothing: sink() is null. What goes wrong is kept until asked for; nothing more is written after it.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "sim/report/sampler.hpp"
#include "sim/trace/trace_writer.hpp"
#include "sim/trace/zstd_stream.hpp"
#include "sim/world/world.hpp"
#include "tools/swarmsim/options.hpp"
#include "tools/swarmsim/output_file.hpp"
#include "tools/swarmsim/world_trace.hpp"

namespace swarmsim {

struct TraceRequest {
  std::string path;  ///< empty: no trace
  TraceLevel level = TraceLevel::app;
};

/// From --trace and --trace-level.
std::variant<TraceRequest, UsageProblem> read_trace_request(const cxxopts::ParseResult& given);

/// The bytes of a trace on their way to a file, compressed if its name ends in ".zst".
class TraceFileSink final : public ByteSink {
 public:
  explicit TraceFileSink(const std::string& path);
  void write(std::string_view bytes) override;
  /// Gives the file its name; the first thing that went wrong, or nothing.
  std::optional<FileProblem> commit();
  const std::optional<FileProblem>& problem() const { return file_.problem(); }

 private:
  OutputFile file_;
  std::unique_ptr<ZstdCompressor> zstd_;
  std::string compressed_;
};

class TraceOutput final : public SampleSink {
 public:
  /// `world` is fresh and outlives this; `scenario_text` is the file it was loaded from.
  TraceOutput(const TraceRequest& request, const World& world, std::string_view scenario_text);

  /// For World::step(); null without a trace.
  RecordSink* sink() { return trace_ == nullptr ? nullptr : &trace_->sink(); }
  void on_sample(const Sample& sample) override;
  /// What has gone wrong so far.
  std::optional<FileProblem> problem() const { return file_ == nullptr ? std::nullopt : file_->problem(); }
  /// After the end of the run: the last line, and the file gets its name. Or what went wrong.
  std::optional<FileProblem> finish();

 private:
  std::unique_ptr<TraceFileSink> file_;
  std::unique_ptr<WorldTrace> trace_;
};

}  // namespace swarmsim
