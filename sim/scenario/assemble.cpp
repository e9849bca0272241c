#include "sim/scenario/assemble.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "core/base/words.hpp"

namespace swarmsim {

namespace {

/// Files that include files: deeper than this is a mistake even without a cycle.
constexpr std::size_t deepest_include = 16;
/// Two files a level would be 2^16 in all.
constexpr std::size_t most_included = 1'000;

/// What an element of a list is called, or nullptr.
const std::string* name_of(const JsonNode& element) {
  for (const char* key : {"id", "name"}) {
    const JsonNode* name = element.find(key);
    if (name != nullptr && name->kind == JsonKind::text) return &name->text;
  }
  return nullptr;
}

bool is_named_list(const JsonNode& node) {
  return node.kind == JsonKind::list && !node.children.empty() &&
         std::all_of(node.children.begin(), node.children.end(),
                     [](const JsonNode& element) { return name_of(element) != nullptr; });
}

void merge_elements(JsonNode& base, JsonNode over) {
  // Names that are twice in `over` stay twice, for the reader to find.
  const auto there = static_cast<std::ptrdiff_t>(base.children.size());
  std::vector<std::string> laid;
  for (JsonNode& element : over.children) {
    const std::string name = *name_of(element);
    const auto end = base.children.begin() + there;
    const auto same = std::find_if(base.children.begin(), end,
                                   [&name](const JsonNode& other) { return *name_of(other) == name; });
    const bool is_second = std::find(laid.begin(), laid.end(), name) != laid.end();
    laid.push_back(name);
    if (same == end || is_second) {
      base.children.push_back(std::move(element));
    } else {
      merge(*same, std::move(element));
    }
  }
}

void merge_keys(JsonNode& base, JsonNode over) {
  for (JsonNode& child : over.children) {
    const auto same = std::find_if(base.children.begin(), base.children.end(),
                                   [&child](const JsonNode& other) { return other.key == child.key; });
    if (same == base.children.end()) {
      if (child.kind != JsonKind::null) base.children.push_back(std::move(child));
    } else if (child.kind == JsonKind::null) {
      base.children.erase(same);
    } else {
      merge(*same, std::move(child));
    }
  }
}

/// Reads a text with everything it includes.
class Includer {
 public:
  Includer(Sources& sources, std::vector<Diagnostic>& problems) : sources_(sources), problems_(problems) {}

  std::optional<JsonNode> read(const SourceText& source) {
    return read(parse_json_tree(source), source.path());
  }
  std::optional<JsonNode> read(JsonTree tree, const std::string& path) {
    std::move(tree.problems.begin(), tree.problems.end(), std::back_inserter(problems_));
    if (!tree.root || tree.root->kind != JsonKind::object) return std::move(tree.root);
    const auto include = std::find_if(tree.root->children.begin(), tree.root->children.end(),
                                      [](const JsonNode& child) { return child.key == "include"; });
    if (include == tree.root->children.end()) return std::move(tree.root);
    const JsonNode paths = std::move(*include);
    tree.root->children.erase(include);
    open_.push_back(path);
    std::optional<JsonNode> whole;
    for (const JsonNode* each : listed(paths)) {
      std::optional<JsonNode> part = read_included(*each);
      is_whole_ = is_whole_ && part.has_value();
      if (part && whole)
        merge(*whole, std::move(*part));
      else if (part)
        whole = std::move(part);
    }
    open_.pop_back();
    if (!whole) return std::move(tree.root);
    whole->at = tree.root->at;
    merge(*whole, std::move(*tree.root));
    return whole;
  }

  /// Whether every file that is included could be.
  bool is_whole() const { return is_whole_; }

 private:
  void report(const JsonNode& node, std::string message) {
    problems_.push_back(sources_.diagnose(node.at, std::move(message)));
  }

  std::vector<const JsonNode*> listed(const JsonNode& paths) {
    std::vector<const JsonNode*> list;
    if (paths.kind == JsonKind::list) {
      for (const JsonNode& path : paths.children) list.push_back(&path);
    } else {
      list.push_back(&paths);
    }
    const auto not_text = [&](const JsonNode* path) {
      if (path->kind == JsonKind::text && !path->text.empty()) return false;
      is_whole_ = false;
      report(*path, "\"include\" takes the path of a file, or a list of paths");
      return true;
    };
    std::erase_if(list, not_text);
    return list;
  }

  std::optional<JsonNode> read_included(const JsonNode& path) {
    const std::string full = sources_.resolved(path.text, path.at.file);
    if (std::find(open_.begin(), open_.end(), full) != open_.end()) {
      report(path, fmt::format("{} includes itself: {}", in_quotes(full), chain_to(full)));
      return std::nullopt;
    }
    if (open_.size() >= deepest_include) {
      report(path, fmt::format("files include files more than {} deep", deepest_include));
      return std::nullopt;
    }
    if (++included_ > most_included) {
      // Said once: behind it everything is too many.
      if (included_ == most_included + 1) {
        report(path, fmt::format("more than {} files are included", most_included));
      }
      return std::nullopt;
    }
    const auto opened = sources_.open(path.text, path.at.file);
    if (const auto* problem = std::get_if<FileProblem>(&opened)) {
      report(path, problem->message);
      return std::nullopt;
    }
    std::optional<JsonNode> part = read(*std::get<const SourceText*>(opened));
    if (part && part->kind != JsonKind::object) {
      report(path, fmt::format("{} is not a scenario: an object in braces", in_quotes(full)));
      return std::nullopt;
    }
    return part;
  }

  std::string chain_to(const std::string& last) const {
    std::string chain;
    const auto first = std::find(open_.begin(), open_.end(), last);
    for (auto path = first; path != open_.end(); ++path) chain += *path + " includes ";
    return chain + last;
  }

  Sources& sources_;
  std::vector<Diagnostic>& problems_;
  bool is_whole_ = true;
  std::size_t included_ = 0;
  std::vector<std::string> open_;  ///< the files being read, outermost first
};

}  // namespace

void merge(JsonNode& base, JsonNode over) {
  if (base.kind == JsonKind::object && over.kind == JsonKind::object) {
    merge_keys(base, std::move(over));
  } else if (is_named_list(base) && is_named_list(over)) {
    merge_elements(base, std::move(over));
  } else {
    base = std::move(over);
  }
}

Assembled assemble(Sources& sources, const SourceText& main, const std::vector<std::string>& sets) {
  return assemble(sources, parse_json_tree(main), main.path(), sets);
}

Assembled assemble(Sources& sources, JsonTree main, const std::string& path,
                   const std::vector<std::string>& sets) {
  Assembled result;
  Includer includer(sources, result.problems);
  result.root = includer.read(std::move(main), path);
  // What a part holds that could not be read is missed everywhere: that is not said as well.
  if (!includer.is_whole()) result.root.reset();
  if (!result.root || result.root->kind != JsonKind::object) return result;
  for (const std::string& set : sets) apply_set(*result.root, sources, set, result.problems);
  apply_params(result, sources);
  return result;
}

}  // namespace swarmsim
