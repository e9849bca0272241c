#include "tools/swarmsim/trace_output.hpp"

#include <fmt/format.h>

#include "core/base/words.hpp"

namespace swarmsim {

std::variant<TraceRequest, UsageProblem> read_trace_request(const cxxopts::ParseResult& given) {
  TraceRequest request;
  if (given.count("trace") > 0) request.path = given["trace"].as<std::string>();
  if (given.count("trace") > 0 && request.path.empty()) return UsageProblem{"--trace \"\": expected a file"};
  if (given.count("trace-level") == 0) return request;
  if (request.path.empty()) return UsageProblem{"--trace-level needs --trace FILE"};
  const std::string level = given["trace-level"].as<std::string>();
  if (level != "app" && level != "wire") {
    return UsageProblem{fmt::format("--trace-level {}: expected app or wire{}", in_quotes(level),
                                    did_you_mean(level, {"app", "wire"}))};
  }
  request.level = level == "app" ? TraceLevel::app : TraceLevel::wire;
  return request;
}

TraceFileSink::TraceFileSink(const std::string& path) : file_(path) {
  if (path.ends_with(".zst")) zstd_ = std::make_unique<ZstdCompressor>();
}

void TraceFileSink::write(std::string_view bytes) {
  if (zstd_ == nullptr) return file_.write(bytes);
  zstd_->add(bytes, false, compressed_);
  file_.write(compressed_);
  compressed_.clear();
}

std::optional<FileProblem> TraceFileSink::commit() {
  if (zstd_ != nullptr) {
    zstd_->add({}, true, compressed_);
    file_.write(compressed_);
  }
  return file_.commit();
}

TraceOutput::TraceOutput(const TraceRequest& request, const World& world, std::string_view scenario_text) {
  if (request.path.empty()) return;
  file_ = std::make_unique<TraceFileSink>(request.path);
  if (!file_->problem()) {
    trace_ = std::make_unique<WorldTrace>(world, request.level, scenario_text, *file_);
  }
}

void TraceOutput::on_sample(const Sample& sample) { trace_->on_sample(sample); }

std::optional<FileProblem> TraceOutput::finish() {
  if (file_ == nullptr) return std::nullopt;
  if (file_->problem()) return file_->problem();
  trace_->finish();
  return file_->commit();
}

}  // namespace swarmsim
