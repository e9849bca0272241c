#include "sim/console/recent.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/report/columns.hpp"
#include "sim/trace/kinds.hpp"
#include "sim/trace/seconds.hpp"

namespace swarmsim {

namespace {

/// Fields that say how something was told, not what: a trace file has them.
bool is_for_people(const FieldSpec& field) {
  switch (field.source) {
    case FieldSource::ordinal:
    case FieldSource::sent:
    case FieldSource::senders:
    case FieldSource::copies: return false;
    default: return true;
  }
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : " / ") + printable(line);
  return text;
}

std::string amount(const FieldSpec& field, std::int64_t value) {
  std::string name(field.name);
  std::replace(name.begin(), name.end(), '_', ' ');
  if (field.type == FieldType::bytes) {
    return field.name == "bytes" ? format_bytes(value) : fmt::format("{} {}", name, format_bytes(value));
  }
  if (field.type == FieldType::duration || field.type == FieldType::time) {
    return fmt::format("{} {} s", name, seconds_of(value));
  }
  return fmt::format("{} {}", name, value);
}

/// What a field says, "" where it says nothing.
std::string field_text(const FieldSpec& field, const KeptRecord& kept, std::uint32_t blocks_per_piece) {
  const Record& record = kept.record;
  const auto number = [&](std::size_t i) { return amount(field, kept.numbers[i]); };
  switch (field.source) {
    case FieldSource::a: return amount(field, static_cast<std::int64_t>(record.a));
    case FieldSource::b: return amount(field, static_cast<std::int64_t>(record.b));
    case FieldSource::piece_of_a:
      return amount(field, static_cast<std::int64_t>(record.a / blocks_per_piece));
    case FieldSource::cut: return (record.flags & record_cut) != 0 ? "cut" : "";
    case FieldSource::unread: return (record.flags & record_unread) != 0 ? "unread" : "";
    case FieldSource::word: return kept.word;
    case FieldSource::text: return printable(kept.text);
    case FieldSource::lines: return joined(kept.lines);
    case FieldSource::ok: return kept.ok ? "" : "refused";
    case FieldSource::number_0: return number(0);
    case FieldSource::number_1: return number(1);
    case FieldSource::number_2: return number(2);
    case FieldSource::number_3: return number(3);
    case FieldSource::ordinal:
    case FieldSource::sent:
    case FieldSource::senders:
    case FieldSource::copies: break;
  }
  return "";
}

}  // namespace

std::vector<const KeptRecord*> Recent::last(std::size_t most, bool messages) const {
  std::vector<const KeptRecord*> found;
  for (const KeptRecord& kept : facts_.kept) found.push_back(&kept);
  if (messages) {
    for (const KeptRecord& kept : messages_.kept) found.push_back(&kept);
  }
  std::sort(found.begin(), found.end(),
            [](const KeptRecord* a, const KeptRecord* b) { return a->number < b->number; });
  if (found.size() > most) found.erase(found.begin(), found.end() - static_cast<std::ptrdiff_t>(most));
  return found;
}

void Recent::keep(const Record& record, const Detail& detail) {
  Ring& ring = is_message(record.kind) ? messages_ : facts_;
  if (ring.kept.size() < kept_max) ring.kept.emplace_back();
  KeptRecord& kept = ring.kept[ring.next];
  ring.next = (ring.next + 1) % kept_max;
  kept.record = record;
  kept.number = count_++;
  kept.word = detail.word;
  kept.text = detail.text;
  kept.lines.assign(detail.lines.begin(), detail.lines.end());
  kept.ok = detail.ok;
  kept.numbers = detail.numbers;
}

std::string trace_line(const KeptRecord& kept, const PeerNaming& names) {
  const Record& record = kept.record;
  const std::string from = names.name_of(record.from);
  const std::string to = names.name_of(record.to);
  const bool alone = record.from == record.to || record.from == world_peer;
  const std::string who = alone ? to : fmt::format("{} -> {}", from, to);
  const std::uint32_t blocks = record.content == no_content ? 1 : names.blocks_per_piece(record.content);
  const std::string when = seconds_of(nanoseconds_of(record.time));
  if (record.kind == RecordKind::commanded) {
    return fmt::format("{:>12}  {:<12} > {}: {}", when, who, printable(kept.text), joined(kept.lines));
  }
  const KindSpec& kind = spec_of(record.kind);
  std::string fields;
  for (const FieldSpec& field : kind.fields) {
    if (!is_for_people(field)) continue;
    const std::string text = field_text(field, kept, blocks);
    if (!text.empty()) fields += (fields.empty() ? "" : ", ") + text;
  }
  std::string name(kind.name);
  std::replace(name.begin(), name.end(), '_', ' ');
  return fmt::format("{:>12}  {:<12} {}{}{}", when, who, name, fields.empty() ? "" : ": ", fields);
}

}  // namespace swarmsim
