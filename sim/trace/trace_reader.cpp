#include "sim/trace/trace_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/words.hpp"
#include "sim/trace/field_words.hpp"
#include "sim/trace/zstd_stream.hpp"

namespace swarmsim {

namespace {

using Json = nlohmann::json;

/// Thrown and caught in this file alone: what is wrong with one line.
struct BadLine {
  std::string what;
};

const Json& member(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) throw BadLine{fmt::format("has no {}", in_quotes(key))};
  return *found;
}

std::uint64_t whole_number(const Json& object, const char* key) {
  const Json& value = member(object, key);
  if (!value.is_number_unsigned()) throw BadLine{fmt::format("{} is not a whole number", in_quotes(key))};
  return value.get<std::uint64_t>();
}

/// Of the object; lives as long as it does.
const std::string& text_of(const Json& object, const char* key) {
  const Json& value = member(object, key);
  if (!value.is_string()) throw BadLine{fmt::format("{} is not a text", in_quotes(key))};
  return value.get_ref<const std::string&>();
}

std::string_view text_or_nothing(const Json& object, const char* key) {
  return object.contains(key) ? std::string_view(text_of(object, key)) : std::string_view();
}

bool flag_of(const Json& object, const char* key) {
  const Json& value = member(object, key);
  if (!value.is_boolean()) throw BadLine{fmt::format("{} is neither true nor false", in_quotes(key))};
  return value.get<bool>();
}

SimTime time_of(const Json& object) {
  const auto nanoseconds = static_cast<std::int64_t>(whole_number(object, "t"));
  if (nanoseconds < 0) throw BadLine{"its time is beyond every run"};
  return sim_time_from(nanoseconds);
}

TraceFacts facts_of(const Json& head) {
  TraceFacts facts;
  facts.version = text_of(head, "swarmsim");
  facts.scenario = text_of(head, "scenario");
  facts.scenario_hash = text_of(head, "scenario_hash");
  facts.seed = whole_number(head, "seed");
  facts.peers = whole_number(head, "peers");
  const std::string& level = text_of(head, "level");
  if (level != name_of(TraceLevel::app) && level != name_of(TraceLevel::wire)) {
    throw BadLine{fmt::format("has a level {}", in_quotes(level))};
  }
  facts.level = level == name_of(TraceLevel::app) ? TraceLevel::app : TraceLevel::wire;
  for (const Json& content : member(head, "contents")) facts.contents.push_back(text_of(content, "name"));
  return facts;
}

TraceTotals totals_of(const Json& end) {
  TraceTotals totals;
  totals.time = time_of(end);
  totals.reason = text_of(end, "reason");
  totals.partial = flag_of(end, "partial");
  totals.records = whole_number(end, "records");
  totals.lines = whole_number(end, "lines");
  totals.block_bytes = static_cast<std::int64_t>(whole_number(end, "block_bytes"));
  totals.fingerprint = text_of(end, "fingerprint");
  const Json& by_kind = member(end, "by_kind");
  if (!by_kind.is_object()) throw BadLine{"\"by_kind\" is not an object"};
  for (const auto& [kind, count] : by_kind.items())
    totals.by_kind[kind] = whole_number(by_kind, kind.c_str());
  return totals;
}

TraceLine line_of(const Json& record, std::string_view raw) {
  TraceLine line;
  line.raw = raw;
  line.time = time_of(record);
  const std::string& kind = text_of(record, "kind");
  line.kind = find_kind(kind);
  if (line.kind == nullptr) throw BadLine{fmt::format("has an unknown kind {}", in_quotes(kind))};
  line.from = text_or_nothing(record, record.contains("peer") ? "peer" : "from");
  line.to = text_or_nothing(record, record.contains("peer") ? "peer" : "to");
  line.content = text_or_nothing(record, "content");
  return line;
}

}  // namespace

struct TraceReader::State {
  ByteSource& source;
  std::size_t longest_line;
  std::string buffer{};  ///< decompressed; from `at` on not read
  std::size_t at = 0;
  std::unique_ptr<ZstdDecompressor> zstd{};
  std::string first_packed{};  ///< what was read until the file showed to be compressed
  std::string_view packed{};   ///< not decompressed yet; of the source or of first_packed
  bool begun = false;
  bool ended = false;  ///< the source has no more
  bool done = false;
  std::uint64_t number = 0;  ///< of the line in `line`; the first is 0
  std::string_view line{};
  SimTime last{};
  Json json{};
};

TraceReader::TraceReader(ByteSource& source, std::size_t longest_line)
    : state_(new State{source, longest_line}) {
  read_head();
}
TraceReader::~TraceReader() = default;

void TraceReader::fail(std::string_view what) {
  problem_ = fmt::format("record {}: {}", state_->number, what);
  state_->done = true;
}

/// Decompresses one step of what is there.
bool TraceReader::unpack() {
  State& s = *state_;
  if (const auto what = s.zstd->add(s.packed, s.buffer)) fail("the compressed data is damaged: " + *what);
  return !problem_;
}

/// Puts more bytes behind those of the buffer, or notes that there are none.
bool TraceReader::refill() {
  State& s = *state_;
  s.buffer.erase(0, s.at);
  s.at = 0;
  if (s.zstd != nullptr && (!s.packed.empty() || s.zstd->holds_more())) return unpack();
  const std::string_view bytes = s.source.read();
  if (bytes.empty()) {
    s.ended = true;
    if (s.zstd == nullptr || s.zstd->at_frame_end()) return true;
    fail("the compressed data ends in the middle: the file is truncated");
    return false;
  }
  if (s.zstd != nullptr) {
    s.packed = bytes;
    return unpack();
  }
  s.buffer += bytes;
  // Sources may give a byte at a time: the magic number is looked for when there is enough of it.
  if (s.begun || s.buffer.size() < zstd_magic.size()) return true;
  s.begun = true;
  if (!s.buffer.starts_with(zstd_magic)) return true;
  s.zstd = std::make_unique<ZstdDecompressor>();
  s.first_packed.swap(s.buffer);
  s.packed = s.first_packed;
  return unpack();
}

/// Takes the next line into `line`; false at the end of the file or after a problem.
bool TraceReader::next_line() {
  State& s = *state_;
  std::size_t seen = s.at;
  for (;;) {
    const std::size_t end = s.begun || s.ended ? s.buffer.find('\n', seen) : std::string::npos;
    // However the bytes came: a limit that looked at what has no end yet would depend on that.
    const std::size_t length = std::min(end, s.buffer.size()) - s.at;
    if (length > s.longest_line) {
      fail("the line is longer than any of a trace");
      return false;
    }
    if (end != std::string::npos) {
      s.line = std::string_view(s.buffer).substr(s.at, end - s.at);
      s.at = end + 1;
      return true;
    }
    if (s.ended) {
      if (s.at < s.buffer.size()) fail("the line has no end: the file is truncated");
      return false;
    }
    seen = s.begun ? s.buffer.size() - s.at : 0;  // before that nothing was looked through
    if (!refill()) return false;
  }
}

void TraceReader::read_head() {
  State& s = *state_;
  if (!next_line()) {
    if (!problem_ || !s.buffer.starts_with("{\"format\":\"swarmsim/trace/")) {
      fail(s.buffer.empty() && !s.zstd ? "the file is empty" : "the file is not a swarmsim trace");
    }
    return;
  }
  s.json = Json::parse(s.line, nullptr, false);
  const bool is_ours = s.json.is_object() && s.json.contains("format") && s.json["format"].is_string();
  const std::string format = is_ours ? s.json["format"].get<std::string>() : "";
  if (format != "swarmsim/trace/1") {
    const bool is_later = format.starts_with("swarmsim/trace/");
    return fail(is_later ? fmt::format("this version does not read {}", in_quotes(format))
                         : "the file is not a swarmsim trace");
  }
  try {
    facts_ = facts_of(s.json);
  } catch (const BadLine& bad) {
    fail("the first line " + bad.what);
  }
}

std::optional<TraceLine> TraceReader::next() {
  State& s = *state_;
  if (s.done) return std::nullopt;
  ++s.number;
  if (!next_line()) {
    if (!problem_) fail("the last line is missing: the file is truncated");
    return std::nullopt;
  }
  s.json = Json::parse(s.line, nullptr, false);
  try {
    if (!s.json.is_object()) throw BadLine{"is no JSON object: the file is damaged"};
    if (text_of(s.json, "kind") == "end") {
      read_end();
      return std::nullopt;
    }
    const TraceLine line = line_of(s.json, s.line);
    if (line.time < s.last) throw BadLine{"is earlier than the one before"};
    s.last = line.time;
    return line;
  } catch (const BadLine& bad) {
    fail("the line " + bad.what);
  }
  return std::nullopt;
}

void TraceReader::read_end() {
  State& s = *state_;
  totals_ = totals_of(s.json);
  s.done = true;
  ++s.number;
  if (next_line()) fail("there is something behind the last line");
  if (!problem_) --s.number;
}

std::uint64_t TraceReader::record_number() const { return state_->number; }

std::string TraceReader::words() const { return words_of(state_->json); }

std::string TraceReader::text() const { return line_text_of(state_->json); }

bool TraceReader::says_the_same(const TraceReader& other) const {
  return state_->line == other.state_->line || state_->json == other.state_->json;
}

bool TraceReader::has(std::string_view field) const { return state_->json.contains(field); }

std::int64_t TraceReader::number(std::string_view field) const {
  const auto found = state_->json.find(field);
  return found != state_->json.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

std::string text_of_line(std::string_view raw) { return line_text_of(Json::parse(raw)); }

}  // namespace swarmsim
