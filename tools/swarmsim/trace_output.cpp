#include "tools/swarmsim/trace_output.hpp"

#include <span>
#include <utility>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/report/measures.hpp"

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

class TraceOutput::Names final : public NameSource {
 public:
  explicit Names(const World& world) : world_(world) {}
  std::string_view name_of(PeerId peer) const override { return world_.participants()[index_of(peer)].name; }

 private:
  const World& world_;
};

TraceOutput::TraceOutput(const TraceRequest& request, const World& world, std::string_view scenario_text)
    : world_(world) {
  if (request.path.empty()) return;
  file_ = std::make_unique<TraceFileSink>(request.path);
  if (file_->problem()) return;
  names_ = std::make_unique<Names>(world);
  TraceHead head{world.scenario().name,
                 hash128(std::as_bytes(std::span(scenario_text))),
                 world.seed(),
                 request.level,
                 {},
                 world.participants().size()};
  for (const ContentInfo& content : world.contents())
    head.contents.push_back({content.name, content.geometry});
  writer_ = std::make_unique<TraceWriter>(head, *names_, *file_);
}

TraceOutput::~TraceOutput() = default;

void TraceOutput::on_sample(const Sample& sample) {
  std::vector<std::uint32_t> copies;
  for (const ContentSample& content : sample.contents) copies.push_back(content.copies_min);
  writer_->write_sample({sample.at, static_cast<std::int64_t>(sample.leechers),
                         static_cast<std::int64_t>(sample.seeds), sample.up_bytes_per_s,
                         sample.down_bytes_per_s, copies});
}

std::optional<FileProblem> TraceOutput::finish() {
  if (file_ == nullptr) return std::nullopt;
  if (file_->problem()) return file_->problem();
  const EndReason reason = world_.end_reason();
  writer_->finish({world_.now(), name_of(reason), reason == EndReason::interrupted, world_.records(),
                   world_.fingerprint()});
  return file_->commit();
}

}  // namespace swarmsim
