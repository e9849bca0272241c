#include "sim/scenario/type_grammar.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace swarmsim {

namespace {

constexpr std::array<std::string_view, 18> atoms{
    "text", "name",  "id",       "boolean", "count",   "count >= 1", "number",     "size", "rate",
    "time", "share", "quantity", "address", "command", "metric",     "comparison", "path", "scalar"};

constexpr std::string_view bar = " | ";
constexpr std::string_view map_opening = "{*: ";

/// Reads one type from the front of `rest_`.
class TypeParser {
 public:
  explicit TypeParser(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }

  std::optional<Type> type() {
    std::vector<Type> parts;
    do {
      std::optional<Type> part = alternative();
      if (!part) return std::nullopt;
      parts.push_back(std::move(*part));
    } while (take(bar));
    if (parts.size() == 1) return std::move(parts.front());
    return Type{TypeKind::either, "", std::move(parts)};
  }

 private:
  bool take(std::string_view token) {
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  /// What stands before `end`, which stays.
  std::string_view until(char end) {
    const std::string_view found = rest_.substr(0, rest_.find(end));
    rest_.remove_prefix(found.size());
    return found;
  }

  std::optional<Type> alternative() {
    if (take("\"")) {
      const std::string_view word = until('"');
      if (word.empty() || !take("\"")) return std::nullopt;
      return Type{TypeKind::word, std::string(word), {}};
    }
    if (take(map_opening)) return inner(TypeKind::map, "}");
    if (take("[")) return inner(TypeKind::list, "]");
    if (take("{")) {
      const std::string_view path = until('}');
      if (find_object(path) == nullptr || !take("}")) return std::nullopt;
      return Type{TypeKind::object, std::string(path), {}};
    }
    const std::string_view atom = rest_.substr(0, std::min(rest_.find_first_of("]}"), rest_.find(bar)));
    rest_.remove_prefix(atom.size());
    if (std::find(atoms.begin(), atoms.end(), atom) == atoms.end()) return std::nullopt;
    return Type{TypeKind::atom, std::string(atom), {}};
  }

  std::optional<Type> inner(TypeKind kind, std::string_view closing) {
    std::optional<Type> part = type();
    if (!part || !take(closing)) return std::nullopt;
    return Type{kind, "", {std::move(*part)}};
  }

  std::string_view rest_;
};

}  // namespace

std::optional<Type> parse_type(std::string_view text) {
  TypeParser parser(text);
  std::optional<Type> type = parser.type();
  if (!parser.at_end()) return std::nullopt;
  return type;
}

const ObjectSpec* find_object(std::string_view path) {
  const auto objects = all_objects();
  const auto found = std::find_if(objects.begin(), objects.end(),
                                  [path](const ObjectSpec* object) { return object->path == path; });
  return found == objects.end() || path.empty() ? nullptr : *found;
}

std::vector<Type> alternatives(const Type& type) {
  return type.kind == TypeKind::either ? type.parts : std::vector<Type>{type};
}

}  // namespace swarmsim
