// Lines are put together by hand: a general JSON library takes several times as long.

#include "sim/trace/trace_writer.hpp"

#include <iterator>

#include <fmt/compile.h>
#include <fmt/format.h>

namespace swarmsim {

namespace {

constexpr std::size_t flush_at = 65'536;
const std::vector<SenderShare> nobody;

std::vector<std::uint32_t> blocks_per_piece(const TraceHead& head) {
  std::vector<std::uint32_t> blocks;
  for (const TraceContent& content : head.contents) blocks.push_back(content.geometry.blocks_per_piece());
  return blocks;
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (code < 0x20 || code == 0x7F) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(code));
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  out += '"';
}

TraceWriter::TraceWriter(const TraceHead& head, const NameSource& names, ByteSink& out)
    : names_(names),
      out_(out),
      level_(head.level),
      blocks_per_piece_(blocks_per_piece(head)),
      senders_(blocks_per_piece_) {
  buffer_.reserve(flush_at * 2);
  buffer_ += R"({"format":"swarmsim/trace/1")";
  add_string("swarmsim", SWARMSIM_VERSION);
  add_string("scenario", head.scenario);
  add_string("scenario_hash", to_hex(head.scenario_hash));
  add_number("seed", head.seed);
  add_string("level", swarmsim::name_of(head.level));
  add_number("peers", std::uint64_t{head.peers});
  add_key("contents");
  buffer_ += '[';
  for (const TraceContent& content : head.contents) {
    contents_.emplace_back();
    append_json_string(contents_.back(), content.name);
    if (contents_.size() > 1) buffer_ += ',';
    buffer_ += R"({"name":)" + contents_.back();
    add_number("size", std::int64_t{content.geometry.size});
    add_number("piece", std::uint64_t{content.geometry.piece_size});
    add_number("block", std::uint64_t{content.geometry.block_size});
    buffer_ += '}';
  }
  buffer_ += ']';
  end_line();
}

void TraceWriter::on_record(const Record& record, const Detail& detail) {
  if (record.kind == record_kind(MessageKind::block) && record.flags == 0) {
    senders_.add_block(record);
    block_bytes_ += static_cast<std::int64_t>(record.b);
  }
  switch (record.kind) {
    case RecordKind::piece_completed:
    case RecordKind::piece_failed:
      return write(record, detail,
                   senders_.take_piece(record.to, record.content, static_cast<std::uint32_t>(record.b)));
    case RecordKind::download_completed: senders_.close(record.to, record.content); break;
    case RecordKind::left: senders_.forget(record.to); break;
    default: break;
  }
  write(record, detail, nobody);
}

void TraceWriter::write_sample(const TraceSample& sample) {
  Record record;
  record.time = sample.time;
  record.kind = RecordKind::sample;
  record.from = record.to = no_peer;
  const Detail detail{.numbers = {sample.leechers, sample.seeds, sample.up, sample.down}};
  write(record, detail, nobody, sample.copies_min);
}

void TraceWriter::write(const Record& record, const Detail& detail, const Shares& shares, Copies copies) {
  ++counts_[static_cast<std::size_t>(record.kind)];
  const KindSpec& spec = spec_of(record.kind);
  if (spec.level() > level_) return;
  ++lines_;
  fmt::format_to(std::back_inserter(buffer_), FMT_COMPILE("{{\"t\":{},\"kind\":\"{}\""),
                 nanoseconds_of(record.time), spec.name);
  add_parties(record);
  if (record.content != no_content) {
    add_key("content");
    buffer_ += contents_[record.content];
  }
  for (const FieldSpec& field : spec.fields) add_field(field, record, detail, shares, copies);
  end_line();
}

void TraceWriter::add_parties(const Record& record) {
  if (record.from == no_peer) return;
  if (record.from == record.to) return add_peer("peer", record.to);
  add_peer("from", record.from);
  add_peer("to", record.to);
}

void TraceWriter::add_field(const FieldSpec& field, const Record& record, const Detail& detail,
                            const Shares& shares, Copies copies) {
  switch (field.source) {
    case FieldSource::a: return add_number(field.name, record.a);
    case FieldSource::b: return add_number(field.name, record.b);
    case FieldSource::piece_of_a: return add_number(field.name, record.a / blocks_per_piece_[record.content]);
    case FieldSource::ordinal: return add_number(field.name, std::uint64_t{record.ordinal});
    case FieldSource::sent: return add_number(field.name, nanoseconds_of(record.sent));
    case FieldSource::cut:
      if ((record.flags & record_cut) != 0) add_flag(field.name, true);
      return;
    case FieldSource::unread:
      if ((record.flags & record_unread) != 0) add_flag(field.name, true);
      return;
    case FieldSource::word: return add_string(field.name, detail.word);
    case FieldSource::text: return add_string(field.name, detail.text);
    case FieldSource::lines: return add_lines(field.name, detail.lines);
    case FieldSource::ok: return add_flag(field.name, detail.ok);
    case FieldSource::number_0: return add_number(field.name, detail.numbers[0]);
    case FieldSource::number_1: return add_number(field.name, detail.numbers[1]);
    case FieldSource::number_2: return add_number(field.name, detail.numbers[2]);
    case FieldSource::number_3: return add_number(field.name, detail.numbers[3]);
    case FieldSource::senders: return add_senders(field.name, shares);
    case FieldSource::copies:
      add_key(field.name);
      fmt::format_to(std::back_inserter(buffer_), "[{}]", fmt::join(copies, ","));
      return;
  }
}

void TraceWriter::add_key(std::string_view key) {
  buffer_ += ",\"";
  buffer_ += key;
  buffer_ += "\":";
}

void TraceWriter::add_number(std::string_view key, std::uint64_t value) {
  add_key(key);
  fmt::format_to(std::back_inserter(buffer_), FMT_COMPILE("{}"), value);
}

void TraceWriter::add_number(std::string_view key, std::int64_t value) {
  add_key(key);
  fmt::format_to(std::back_inserter(buffer_), FMT_COMPILE("{}"), value);
}

void TraceWriter::add_flag(std::string_view key, bool value) {
  add_key(key);
  buffer_ += value ? "true" : "false";
}

void TraceWriter::add_string(std::string_view key, std::string_view text) {
  add_key(key);
  append_json_string(buffer_, text);
}

void TraceWriter::add_peer(std::string_view key, PeerId peer) {
  const bool is_peer = peer != tracker_peer && peer != world_peer;
  add_string(key, is_peer ? names_.name_of(peer) : peer == tracker_peer ? "tracker" : "world");
}

void TraceWriter::add_lines(std::string_view key, std::span<const std::string> lines) {
  add_key(key);
  buffer_ += '[';
  for (const std::string& line : lines) {
    if (&line != lines.data()) buffer_ += ',';
    append_json_string(buffer_, line);
  }
  buffer_ += ']';
}

void TraceWriter::add_senders(std::string_view key, const Shares& shares) {
  add_key(key);
  buffer_ += '[';
  for (const SenderShare& share : shares) {
    if (&share != shares.data()) buffer_ += ',';
    buffer_ += R"({"peer":)";
    append_json_string(buffer_, names_.name_of(share.peer));
    add_number("blocks", std::uint64_t{share.blocks});
    buffer_ += '}';
  }
  buffer_ += ']';
}

void TraceWriter::end_line() {
  buffer_ += "}\n";
  if (buffer_.size() >= flush_at) flush();
}

void TraceWriter::flush() {
  out_.write(buffer_);
  buffer_.clear();
}

void TraceWriter::finish(const TraceEnd& end) {
  fmt::format_to(std::back_inserter(buffer_), "{{\"t\":{},\"kind\":\"end\"", nanoseconds_of(end.time));
  add_string("reason", end.reason);
  add_flag("partial", end.partial);
  add_number("records", end.records);
  add_number("lines", lines_);
  add_key("by_kind");
  buffer_ += '{';
  for (const KindSpec& one : all_kinds()) {
    const std::uint64_t count = counts_[static_cast<std::size_t>(one.kind)];
    if (count == 0) continue;
    fmt::format_to(std::back_inserter(buffer_), "{}\"{}\":{}", buffer_.back() == '{' ? "" : ",", one.name,
                   count);
  }
  buffer_ += '}';
  add_number("block_bytes", block_bytes_);
  add_string("fingerprint", to_hex(end.fingerprint));
  end_line();
  flush();
}

}  // namespace swarmsim
