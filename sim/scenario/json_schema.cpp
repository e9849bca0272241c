#include "sim/scenario/json_schema.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/check.hpp"
#include "core/base/words.hpp"
#include "sim/model/quantity.hpp"
#include "sim/scenario/json_text.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/type_grammar.hpp"

namespace swarmsim {

namespace {

using Json = nlohmann::ordered_json;

// A text may take a value from `params`, so each pattern lets ${name} pass.
constexpr std::string_view parameter_pattern = R"(\$\{[^}]+\})";
constexpr std::string_view decimal_pattern = R"([0-9]+(\.[0-9]+)?)";

Json reference_to(std::string_view definition) {
  return {{"$ref", fmt::format("#/definitions/{}", definition)}};
}

/// "peers[].link" as the name of a definition; the brackets would have to be escaped in references.
std::string definition_name(std::string_view path) {
  std::string name;
  std::copy_if(path.begin(), path.end(), std::back_inserter(name),
               [](char c) { return c != '[' && c != ']'; });
  return name;
}

std::string atom_name(std::string_view atom) { return atom == "count >= 1" ? "positive" : std::string(atom); }

/// `example` is for people: what editors show when the pattern does not match.
Json text_like(std::string_view pattern, std::string_view example) {
  return {{"type", "string"},
          {"pattern", fmt::format("^({})$|{}", pattern, parameter_pattern)},
          {"patternErrorMessage", fmt::format("expected {}", example)}};
}

std::string quantity_pattern(Dimension dimension) {
  return fmt::format("{} *({})", decimal_pattern, fmt::join(unit_names(dimension), "|"));
}

Json or_parameter(Json schema) {
  return {{"anyOf", Json::array({std::move(schema), reference_to("parameter")})}};
}

void add_numbers(Json& definitions) {
  definitions["count"] = or_parameter({{"type", "integer"}, {"minimum", 0}});
  definitions["positive"] = or_parameter({{"type", "integer"}, {"minimum", 1}});
  definitions["number"] = or_parameter({{"type", "number"}, {"minimum", 0}});
  definitions["boolean"] = or_parameter({{"type", "boolean"}});
  definitions["scalar"] = {{"type", {"string", "number", "boolean"}}};
}

void add_quantities(Json& definitions) {
  const std::string size = quantity_pattern(Dimension::size);
  const std::string rate = quantity_pattern(Dimension::rate);
  const std::string time = quantity_pattern(Dimension::time);
  definitions["size"] = text_like(size, size_example);
  definitions["rate"] = text_like(rate + "|unlimited", rate_example);
  definitions["time"] = text_like(time, duration_example);
  definitions["quantity"] =
      text_like(fmt::format("{}|{}|{}", size, rate, time), R"(a quantity such as "2 Mbit/s" or "20 ms")");
  definitions["share"] = text_like(fmt::format("{0} *%|[0-9]+ in [0-9]+", decimal_pattern),
                                   R"(a share such as "30 %" or "1 in 1000")");
}

void add_texts(Json& definitions) {
  definitions["parameter"] = {
      {"type", "string"}, {"pattern", parameter_pattern}, {"description", "${name}: a value of params"}};
  definitions["text"] = {{"type", "string"}};
  for (const char* const atom : {"name", "path", "command", "metric"}) {
    definitions[atom] = {{"type", "string"}, {"minLength", 1}};
  }
  definitions["id"] = text_like("[A-Za-z0-9_.-]{1,64}", "letters, digits, _ . - and at most 64 of them");
  definitions["address"] =
      text_like(R"([0-9]{1,3}(\.[0-9]{1,3}){3})", R"(an IPv4 address such as "20.0.0.1")");
  definitions["comparison"] = text_like(" *(==|!=|<=|>=|~=|<|>).+", R"(a comparison such as "<= 90")");
}

Json schema_of(const Type& type) {
  Json any = Json::array();
  Json words = Json::array();
  bool has_atom = false;
  for (const Type& one : alternatives(type)) {
    if (one.kind == TypeKind::word) words.push_back(one.text);
    if (one.kind == TypeKind::atom) any.push_back(reference_to(atom_name(one.text)));
    if (one.kind == TypeKind::object) any.push_back(reference_to(definition_name(one.text)));
    if (one.kind == TypeKind::list) any.push_back({{"type", "array"}, {"items", schema_of(one.parts[0])}});
    if (one.kind == TypeKind::map) {
      any.push_back({{"type", "object"}, {"additionalProperties", schema_of(one.parts[0])}});
    }
    has_atom = has_atom || one.kind == TypeKind::atom;
  }
  if (!words.empty()) {
    any.insert(any.begin(), Json{{"enum", words}});
    if (!has_atom) any.push_back(reference_to("parameter"));
  }
  if (any.size() > 1) return {{"anyOf", any}};
  return any[0];
}

Type type_of(const KeySpec& key) {
  std::optional<Type> type = parse_type(key.type);
  check(type.has_value(), "json schema: every type of the table follows its grammar");
  return std::move(*type);
}

Json property_of(const KeySpec& key) {
  Json schema = schema_of(type_of(key));
  // Beside "$ref", draft 7 ignores everything.
  if (schema.contains("$ref")) schema = {{"allOf", Json::array({schema})}};
  std::string description(key.meaning);
  Json standard = Json::parse(key.standard, nullptr, false);
  if (!standard.is_discarded()) {
    schema["default"] = std::move(standard);
  } else if (!key.standard.empty()) {
    description += fmt::format("{}default: {}", description.empty() ? "" : "; ", key.standard);
  }
  if (!description.empty()) schema["description"] = description;
  return schema;
}

Json object_schema(const ObjectSpec& object) {
  Json schema{{"type", "object"}, {"additionalProperties", false}};
  if (object.one_key) schema.update({{"minProperties", 1}, {"maxProperties", 1}});
  for (const KeySpec& key : object.keys) {
    if (key.state != KeyState::later) schema["properties"][std::string(key.key)] = property_of(key);
  }
  return schema;
}

std::string complete_name(std::string_view path) {
  return path.empty() ? "complete" : "complete." + definition_name(path);
}

Json demands_of(const ObjectSpec& object);

/// What a value of `type` must hold in a scenario that is complete; null if nothing.
Json demands_of(const Type& type) {
  Json demands;
  for (const Type& one : alternatives(type)) {
    if (one.kind == TypeKind::object && !demands_of(*find_object(one.text)).is_null()) {
      demands["allOf"].push_back(reference_to(complete_name(one.text)));
    } else if (one.kind == TypeKind::list) {
      const Json of_items = demands_of(one.parts[0]);
      if (!of_items.is_null()) demands["items"] = of_items;
    }
  }
  return demands;
}

Json demands_of(const ObjectSpec& object) {
  Json demands;
  for (const KeySpec& key : object.keys) {
    if (key.state == KeyState::required && !key.unless.empty()) {
      Json any = Json::array({{{"required", {key.key}}}});
      for (const std::string& other : split_words(key.unless)) any.push_back({{"required", {other}}});
      demands["allOf"].push_back({{"anyOf", any}});
    } else if (key.state == KeyState::required) {
      demands["required"].push_back(key.key);
    }
    if (key.state == KeyState::later) continue;
    const Json of_value = demands_of(type_of(key));
    if (!of_value.is_null()) demands["properties"][std::string(key.key)] = of_value;
  }
  return demands;
}

}  // namespace

std::string scenario_json_schema() {
  Json root{{"$schema", "http://json-schema.org/draft-07/schema#"},
            {"title", "swarmsim/scenario/1"},
            {"description", "A scenario of swarmsim; docs/scenario-format.md explains it."}};
  root.update(object_schema(schema::scenario));
  // A file that includes others only changes them: what is required is required of the whole.
  root["if"] = {{"required", {"include"}}};
  root["then"] = true;
  root["else"] = reference_to(complete_name(schema::scenario.path));
  Json& definitions = root["definitions"];
  for (const ObjectSpec* object : all_objects()) {
    if (!object->path.empty()) definitions[definition_name(object->path)] = object_schema(*object);
  }
  add_quantities(definitions);
  add_numbers(definitions);
  add_texts(definitions);
  for (const ObjectSpec* object : all_objects()) {
    Json demands = demands_of(*object);
    if (!demands.is_null()) definitions[complete_name(object->path)] = std::move(demands);
  }
  return json_text(root);
}

}  // namespace swarmsim
