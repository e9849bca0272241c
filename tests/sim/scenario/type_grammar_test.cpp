// The types of the table of keys: what the grammar takes, what it refuses, and that the table follows it.

#include "sim/scenario/type_grammar.hpp"

#include <string>

#include "tests/support/catch.hpp"

namespace swarmsim::type_grammar_test {

namespace {

/// A type as nested calls, unmistakably.
std::string picture(const Type& type) {
  std::string parts;
  for (const Type& part : type.parts) parts += (parts.empty() ? "" : ", ") + picture(part);
  switch (type.kind) {
    case TypeKind::either: return "either(" + parts + ")";
    case TypeKind::word: return "word(" + type.text + ")";
    case TypeKind::atom: return type.text;
    case TypeKind::object: return "object(" + type.text + ")";
    case TypeKind::list: return "list(" + parts + ")";
    case TypeKind::map: return "map(" + parts + ")";
  }
  return "";
}

struct Row {
  std::string text;
  std::string picture;  ///< empty: refused
};

}  // namespace

TEST_CASE("types parse to trees", "[scenario]") {
  const auto row = GENERATE(values<Row>({
      {"time", "time"},
      {"count >= 1", "count >= 1"},
      {"\"idle\"", "word(idle)"},
      {"\"swarmsim/scenario/1\"", "word(swarmsim/scenario/1)"},
      {"{stop}", "object(stop)"},
      {"{peers[].has[].pieces}", "object(peers[].has[].pieces)"},
      {"[[time]]", "list(list(time))"},
      {"[name | {peers[].has[]}]", "list(either(name, object(peers[].has[])))"},
      {"{*: count}", "map(count)"},
      {"path | [path]", "either(path, list(path))"},
      {"\"a\" | \"b\" | time", "either(word(a), word(b), time)"},
      {"count >= 1 | {client}", "either(count >= 1, object(client))"},
      {"", ""},
      {"duration", ""},
      {"{nowhere}", ""},
      {"{}", ""},
      {"{stop", ""},
      {"[time", ""},
      {"[]", ""},
      {"time |", ""},
      {"time|rate", ""},
      {"time ", ""},
      {"time]", ""},
      {"\"idle", ""},
      {"\"\"", ""},
      {"{*: }", ""},
  }));
  CAPTURE(row.text);
  const std::optional<Type> type = parse_type(row.text);
  CHECK((type ? picture(*type) : "") == row.picture);
}

TEST_CASE("every key of the table has a type, and one of a later version has none", "[scenario]") {
  for (const ObjectSpec* object : all_objects()) {
    for (const KeySpec& key : object->keys) {
      CAPTURE(object->path, key.key, key.type);
      CHECK(parse_type(key.type).has_value() == (key.state != KeyState::later));
    }
  }
}

TEST_CASE("paths of objects are unique, and all but the root are reached from it", "[scenario]") {
  std::string reached;
  for (const ObjectSpec* object : all_objects()) {
    for (const KeySpec& key : object->keys) reached += key.type;
  }
  for (const ObjectSpec* object : all_objects()) {
    if (object->path.empty()) continue;
    CAPTURE(object->path);
    CHECK(find_object(object->path) == object);
    CHECK(reached.find("{" + std::string(object->path) + "}") != std::string::npos);
  }
  CHECK(find_object("") == nullptr);
}

}  // namespace swarmsim::type_grammar_test
