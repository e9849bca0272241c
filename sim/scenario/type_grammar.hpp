#pragma once
// The types of the table of keys (sim/scenario/schema.hpp has their grammar) as small trees.
//
// What is written about a key, the page as much as the JSON Schema, is made from these trees, so that
// both say the same. Knows the grammar and the names of the atoms, and neither Markdown nor JSON.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/schema.hpp"

namespace swarmsim {

enum class TypeKind : std::uint8_t {
  either,  ///< one of `parts`, at least two
  word,    ///< exactly the text `text`
  atom,    ///< `text` names it: "count >= 1"
  object,  ///< `text` is the path of its ObjectSpec
  list,    ///< of parts[0]
  map,     ///< any keys, each of parts[0]
};

struct Type {
  TypeKind kind{};
  std::string text;
  std::vector<Type> parts;
};

/// nullopt if `text` does not follow the grammar, or names an atom or an object that does not exist.
std::optional<Type> parse_type(std::string_view text);

/// The object whose path is `path`, or nullptr.
const ObjectSpec* find_object(std::string_view path);

/// The alternatives of `type`: its parts, or itself.
std::vector<Type> alternatives(const Type& type);

}  // namespace swarmsim
