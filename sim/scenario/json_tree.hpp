#pragma once
// JSON text to a tree of values that remember where they stand.
//
// Every value and every key has its line and column, so that whoever reads the tree can point at it.
// `//` comments are tolerated; repeated keys, deep nesting, bad UTF-8 and bad syntax are problems, not
// exceptions. Numbers keep their source text: nobody here turns one into a float. Knows no scenario.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/source_text.hpp"

namespace swarmsim {

enum class JsonKind { null, boolean, integer, real, text, list, object };

struct JsonNode {
  JsonKind kind = JsonKind::null;
  TextPlace at;                    ///< the value's first byte
  std::string text;                ///< a text's value, or a number's or word's source
  std::string key;                 ///< what it is called in its object; empty in a list
  TextPlace key_at;                ///< the key's opening quote
  std::vector<JsonNode> children;  ///< of a list or an object, in the order of the file

  /// The child called `name`, or nullptr.
  const JsonNode* find(std::string_view name) const;
};

struct JsonTree {
  std::optional<JsonNode> root;  ///< absent if the text cannot be read to its end
  std::vector<Diagnostic> problems;
};

/// Nesting beyond this is refused: the format needs 8 levels.
inline constexpr std::size_t deepest_nesting = 64;

JsonTree parse_json_tree(const SourceText& source);

}  // namespace swarmsim
