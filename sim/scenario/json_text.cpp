#include "sim/scenario/json_text.hpp"

#include <cstddef>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace swarmsim {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t widest_line = 100;

std::string key_of(const Json::const_iterator& item, bool is_object) {
  return is_object ? Json(item.key()).dump() + ": " : "";
}

/// The shortest text that reads as the same number, without an exponent where nine digits do.
std::string number_text(const Json& value) {
  const std::string shortest = value.dump();
  if (!value.is_number_float() || shortest.find('e') == std::string::npos) return shortest;
  std::string plain = fmt::format("{:.9f}", value.get<double>());
  plain.erase(plain.find_last_not_of('0') + 1);
  return Json::parse(plain, nullptr, false) == value ? plain : shortest;
}

std::string on_one_line(const Json& value) {
  if (value.is_number()) return number_text(value);
  if (!value.is_structured() || value.empty()) return value.dump();
  const bool is_object = value.is_object();
  std::string line;
  for (auto item = value.begin(); item != value.end(); ++item) {
    if (!line.empty()) line += ", ";
    line += key_of(item, is_object) + on_one_line(*item);
  }
  return is_object ? "{ " + line + " }" : "[" + line + "]";
}

/// `column`: where the value begins in its line.
void add(std::string& text, const Json& value, std::size_t indent, std::size_t column) {
  const std::string line = on_one_line(value);
  if (!value.is_structured() || value.empty() || column + line.size() <= widest_line) {
    text += line;
    return;
  }
  const bool is_object = value.is_object();
  text += is_object ? "{" : "[";
  const std::string blanks(indent + 2, ' ');
  for (auto item = value.begin(); item != value.end(); ++item) {
    if (item != value.begin()) text += ",";
    const std::string key = key_of(item, is_object);
    text += "\n" + blanks + key;
    add(text, *item, indent + 2, blanks.size() + key.size());
  }
  text += "\n" + std::string(indent, ' ') + (is_object ? "}" : "]");
}

}  // namespace

std::string json_text(const Json& value) {
  std::string text;
  add(text, value, 0, 0);
  return text + "\n";
}

}  // namespace swarmsim
