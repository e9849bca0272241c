#include "tests/support/traces.hpp"

#include <algorithm>

#include "sim/report/measures.hpp"
#include "sim/trace/zstd_stream.hpp"

namespace swarmsim {

namespace {

class TextSink final : public ByteSink {
 public:
  void write(std::string_view bytes) override { text += bytes; }
  std::string text;
};

class WorldNames final : public NameSource {
 public:
  explicit WorldNames(const World& world) : world_(world) {}
  std::string_view name_of(PeerId peer) const override { return world_.participants()[index_of(peer)].name; }

 private:
  const World& world_;
};

}  // namespace

std::string_view TextSource::read() {
  const std::string_view slice = text_.substr(0, slice_);
  text_.remove_prefix(slice.size());
  return slice;
}

std::string trace_rest(World& world, TraceLevel level) {
  TraceHead head{world.scenario().name, {1, 2}, world.seed(), level, {}, world.participants().size()};
  for (const ContentInfo& content : world.contents()) {
    head.contents.push_back({content.name, content.geometry});
  }
  const WorldNames names(world);
  TextSink out;
  TraceWriter writer(head, names, out);
  world.run(&writer);
  writer.finish({world.now(), name_of(world.end_reason()), false, world.records(), world.fingerprint()});
  return out.text;
}

std::vector<std::string> lines_of_text(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

ReadTrace read_trace(std::string_view text, std::size_t slice) {
  TextSource source(text, slice);
  TraceReader reader(source);
  ReadTrace read;
  while (const auto line = reader.next()) {
    read.lines.emplace_back(line->raw);
    read.words.push_back(reader.words());
  }
  read.facts = reader.facts();
  read.totals = reader.totals();
  read.problem = reader.problem().value_or("");
  return read;
}

std::string compressed(std::string_view text) {
  ZstdCompressor zstd;
  std::string out;
  zstd.add(text, true, out);
  return out;
}

}  // namespace swarmsim
