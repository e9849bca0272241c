#include "sim/trace/field_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/words.hpp"
#include "sim/trace/kinds.hpp"
#include "sim/trace/seconds.hpp"
#include "sim/trace/trace_writer.hpp"

namespace swarmsim {

namespace {

using Json = nlohmann::json;

/// However long: somebody asked to see it.
std::string in_full_quotes(std::string_view text) {
  std::string quoted;
  append_json_string(quoted, text);
  return quoted;
}

/// A key as two words where it is made of two.
std::string spoken(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

/// A name as a terminal may have it; nothing if the record has none.
std::string name_in(const Json& record, const char* key) {
  const auto found = record.find(key);
  if (found == record.end() || !found->is_string()) return "";
  const auto& name = found->get_ref<const std::string&>();
  const bool is_plain = std::all_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != '"' && c != '\\' && c != '\x7f';
  });
  return is_plain ? name : in_quotes(name);
}

std::string list_of(const Json& value) {
  std::string text;
  for (const Json& one : value) {
    if (!text.empty()) text += " / ";
    text += one.is_string() ? in_full_quotes(one.get_ref<const std::string&>()) : one.dump();
  }
  return text.empty() ? "none" : text;
}

std::string senders_of(const Json& value) {
  std::string text;
  for (const Json& one : value) {
    if (!one.is_object() || !one.contains("peer") || !one["peer"].is_string() || !one.contains("blocks")) {
      return value.dump();
    }
    text += fmt::format("{}{} blocks from {}", text.empty() ? "" : " + ", one["blocks"].dump(),
                        one["peer"].get_ref<const std::string&>());
  }
  return text.empty() ? "from nobody" : text;
}

std::string value_words(const FieldSpec& field, const Json& value) {
  const std::string name = spoken(field.name);
  const bool is_text = value.is_string();
  const bool is_number = value.is_number_integer();
  switch (field.type) {
    case FieldType::word:
      // Reasons stand for themselves.
      if (is_text) return value.get<std::string>();
      break;
    case FieldType::text:
      if (is_text) return in_full_quotes(value.get_ref<const std::string&>());
      break;
    case FieldType::time:
    case FieldType::duration:
      if (is_number) return fmt::format("{} {} s", name, seconds_of(value.get<std::int64_t>()));
      break;
    case FieldType::bytes:
      if (!is_number) break;
      return field.name == "bytes" ? fmt::format("{} bytes", value.dump())
                                   : fmt::format("{} {} B", name, value.dump());
    case FieldType::rate:
      if (is_number) return fmt::format("{} {} B/s", name, value.dump());
      break;
    case FieldType::texts:
    case FieldType::numbers:
      if (value.is_array()) return fmt::format("{} {}", name, list_of(value));
      break;
    case FieldType::senders:
      if (value.is_array()) return senders_of(value);
      break;
    case FieldType::flag:
      if (value.is_boolean()) return value.get<bool>() ? name : "not " + name;
      break;
    case FieldType::number: break;
  }
  return fmt::format("{} {}", name, value.dump());
}

}  // namespace

std::string words_of(const Json& record) {
  const auto kind = record.find("kind");
  const bool is_named = kind != record.end() && kind->is_string();
  const KindSpec* spec = is_named ? find_kind(kind->get_ref<const std::string&>()) : nullptr;
  if (spec == nullptr) return record.dump();
  std::string text;
  for (const FieldSpec& field : spec->fields) {
    const auto found = record.find(field.name);
    if (found == record.end()) continue;
    if (!text.empty()) text += ", ";
    text += value_words(field, *found);
  }
  return text;
}

std::string line_text_of(const Json& record) {
  const bool one_party = record.contains("peer");
  const std::string from = name_in(record, one_party ? "peer" : "from");
  const std::string to = one_party ? from : name_in(record, "to");
  const std::string content = name_in(record, "content");
  const std::string fields = words_of(record);
  std::string text =
      fmt::format("{:>14}  {:<18}  {:<16}", seconds_of(record["t"].get<std::int64_t>()),
                  record["kind"].get_ref<const std::string&>(), from == to ? from : from + " -> " + to);
  if (!content.empty()) text += "  " + content;
  if (!fields.empty()) text += "  " + fields;
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

}  // namespace swarmsim
