#include "sim/scenario/schema_text.hpp"

#include <fmt/format.h>

#include <iterator>

#include "sim/scenario/schema.hpp"

namespace swarmsim {

namespace {

/// A bar inside a cell would end it.
std::string cell(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '|') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

void add_object(std::string& page, const ObjectSpec& object) {
  auto out = std::back_inserter(page);
  fmt::format_to(out, "\n### `{}`\n", object.path);
  std::string later;
  bool any = false;
  for (const KeySpec& key : object.keys) {
    if (key.state == KeyState::later) {
      later += fmt::format("{}`{}`", later.empty() ? "" : ", ", key.key);
      continue;
    }
    if (!any) fmt::format_to(out, "| key | type | default | meaning |\n|---|---|---|---|\n");
    any = true;
    const std::string standard = key.state == KeyState::required ? "required"
                                 : key.standard.empty()          ? ""
                                                                 : fmt::format("`{}`", key.standard);
    fmt::format_to(out, "| `{}` | {} | {} | {} |\n", key.key, cell(key.type), cell(standard),
                   cell(key.meaning));
  }
  if (!later.empty()) fmt::format_to(out, "{}Not in this version: {}.\n", any ? "\n" : "", later);
}

}  // namespace

std::string scenario_format_markdown() {
  std::string page;
  for (const ObjectSpec* object : all_objects()) add_object(page, *object);
  return page;
}

}  // namespace swarmsim
