#include "sim/scenario/schema_text.hpp"

#include <iterator>

#include <fmt/format.h>

#include "core/base/check.hpp"
#include "core/base/words.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/type_grammar.hpp"

namespace swarmsim {

namespace {

std::string heading_of(const ObjectSpec& object) {
  return object.path.empty() ? "The whole file" : fmt::format("`{}`", object.path);
}

/// The heading as GitHub and most others name it in links: lower case, no punctuation.
std::string anchor_of(std::string_view path) {
  std::string anchor;
  for (const char c : path) {
    if ((c >= 'a' && c <= 'z') || c == '_') anchor += c;
  }
  return anchor;
}

std::string link_to(std::string_view path) { return fmt::format("[`{}`](#{})", path, anchor_of(path)); }

std::string describe(const Type& type) {
  std::string text;
  const std::vector<Type> parts = alternatives(type);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? " or " : ", ";
    const Type& part = parts[i];
    switch (part.kind) {
      case TypeKind::word: text += fmt::format("`\"{}\"`", part.text); break;
      case TypeKind::object: text += link_to(part.text); break;
      case TypeKind::list: text += "list of " + describe(part.parts[0]); break;
      case TypeKind::map: text += fmt::format("object, each value a {}", describe(part.parts[0])); break;
      case TypeKind::atom:
      case TypeKind::either: text += part.text; break;
    }
  }
  return text;
}

std::string type_text(const KeySpec& key) {
  const std::optional<Type> type = parse_type(key.type);
  check(type.has_value(), "schema text: every type of the table follows its grammar");
  return describe(*type);
}

std::string standard_text(const KeySpec& key) {
  if (key.state == KeyState::required && !key.unless.empty()) {
    return fmt::format("**required**, or `{}`", fmt::join(split_words(key.unless), "` or `"));
  }
  if (key.state == KeyState::required) return "**required**";
  return key.standard.empty() ? "" : fmt::format("`{}`", key.standard);
}

void add_object(std::string& page, const ObjectSpec& object) {
  auto out = std::back_inserter(page);
  fmt::format_to(out, "\n### {}\n", heading_of(object));
  if (object.one_key) fmt::format_to(out, "Exactly one of these keys.\n\n");
  fmt::format_to(out, "| key | type | default | meaning |\n|---|---|---|---|\n");
  std::string later_keys;
  for (const KeySpec& key : object.keys) {
    if (key.state == KeyState::later) {
      later_keys += fmt::format("{}`{}`", later_keys.empty() ? "" : ", ", key.key);
    } else {
      fmt::format_to(out, "| `{}` | {} | {} | {} |\n", key.key, type_text(key), standard_text(key),
                     key.meaning);
    }
  }
  if (!later_keys.empty()) fmt::format_to(out, "\nNot in this version: {}.\n", later_keys);
}

}  // namespace

std::string scenario_format_markdown() {
  std::string page;
  for (const ObjectSpec* object : all_objects()) add_object(page, *object);
  return page;
}

}  // namespace swarmsim
