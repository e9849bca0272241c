// --set PATH=VALUE: one value of the assembled tree, changed from the command line.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/scenario/assemble.hpp"
#include "sim/scenario/json_syntax.hpp"

namespace swarmsim {

namespace {

std::string element_name(const JsonNode& element) {
  for (const char* key : {"id", "name"}) {
    const JsonNode* name = element.find(key);
    if (name != nullptr && name->kind == JsonKind::text) return name->text;
  }
  return {};
}

/// What a child of `node` is called in a path: its key, its id or name, else its number from 0.
std::vector<std::string> step_names(const JsonNode& node) {
  std::vector<std::string> names;
  for (const JsonNode& child : node.children) {
    if (node.kind == JsonKind::object) {
      names.push_back(child.key);
    } else {
      const std::string name = element_name(child);
      names.push_back(name.empty() ? fmt::format("{}", names.size()) : name);
    }
  }
  return names;
}

/// Of the children whose name begins `path` and ends it or stands before a dot, the longest.
JsonNode* longest_step(JsonNode& node, std::string_view path, std::size_t& length) {
  JsonNode* best = nullptr;
  length = 0;
  const std::vector<std::string> names = step_names(node);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string& name = names[i];
    const bool fits = path.starts_with(name) && (path.size() == name.size() || path[name.size()] == '.');
    if (!fits || name.size() < length || name.empty()) continue;
    best = &node.children[i];
    length = name.size();
  }
  return best;
}

/// VALUE as JSON if all of it reads as JSON and is not a bare word, else as text.
JsonNode value_of(const SourceText& source, std::size_t begin, std::vector<Diagnostic>& problems) {
  const std::string_view text = source.text().substr(begin);
  const bool looks_like_json =
      is_number(text) || text == "true" || text == "false" || text == "null" ||
      (!text.empty() && (text.front() == '"' || text.front() == '{' || text.front() == '['));
  JsonNode node;
  if (looks_like_json) {
    // Blanks in front leave every byte at its place in the argument.
    const std::string padded = std::string(begin, ' ') + std::string(text);
    if (auto tree = parse_json_tree(SourceText(padded, source.path())); tree.root) {
      node = std::move(*tree.root);
      for (Diagnostic& problem : tree.problems) {
        problems.push_back(source.diagnose({problem.line, problem.column, 0}, std::move(problem.message)));
      }
    }
  }
  if (!looks_like_json || (node.kind == JsonKind::null && text != "null")) {
    node.kind = JsonKind::text;
    node.text = std::string(text);
  }
  return node;
}

/// The whole value stands where the argument's value begins.
void place(JsonNode& node, TextPlace at) {
  node.at = node.key_at = at;
  for (JsonNode& child : node.children) place(child, at);
}

std::string element_hint(const std::string& step, const std::vector<std::string>& names) {
  constexpr std::size_t names_shown_max = 12;
  const std::string near = did_you_mean(step, names);
  if (!near.empty() || names.empty() || names.size() > names_shown_max) return near;
  return fmt::format(" (elements: {})", comma_list(names));
}

/// The node at `path`, made where an object lacks it; nullptr where a list does.
JsonNode* walk(JsonNode& root, std::string_view path, TextPlace at, std::string& problem) {
  JsonNode* node = &root;
  for (;;) {
    std::size_t length = 0;
    JsonNode* next = longest_step(*node, path, length);
    if (next == nullptr && node->kind == JsonKind::object) {
      length = std::min(path.find('.'), path.size());
      node->children.emplace_back();
      next = &node->children.back();
      next->kind = JsonKind::object;
      next->key = std::string(path.substr(0, length));
      next->at = next->key_at = at;
    }
    if (next == nullptr) {
      const std::string step(path.substr(0, path.find('.')));
      const bool is_list = node->kind == JsonKind::list;
      problem = is_list ? fmt::format("no element is called {}{}", in_quotes(step),
                                      element_hint(step, step_names(*node)))
                        : fmt::format("nothing lies below a single value: {}", in_quotes(step));
      return nullptr;
    }
    if (length == path.size()) return next;
    path.remove_prefix(length + 1);
    node = next;
  }
}

}  // namespace

void apply_set(JsonNode& root, Sources& sources, const std::string& set, std::vector<Diagnostic>& problems) {
  const SourceText& source = sources.add(set, "--set");
  const std::size_t equals = set.find('=');
  if (equals == 0 || equals == std::string::npos) {
    problems.push_back(source.diagnose(source.place_of(0), "--set takes PATH=VALUE, such as seed=7"));
    return;
  }
  std::string problem;
  const std::string_view path = source.text().substr(0, equals);
  if (path == "include" || path.starts_with("include.")) {
    const char* const late = "--set changes what has been read: what to include stands in the file alone";
    problems.push_back(source.diagnose(source.place_of(0), late));
    return;
  }
  JsonNode* node = walk(root, path, source.place_of(0), problem);
  if (node == nullptr) {
    problems.push_back(source.diagnose(source.place_of(0), problem));
    return;
  }
  JsonNode value = value_of(source, equals + 1, problems);
  place(value, source.place_of(equals + 1));
  value.key = node->key;
  value.key_at = source.place_of(0);
  *node = std::move(value);
}

}  // namespace swarmsim
