// ${name}: the only templating there is.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/scenario/assemble.hpp"

namespace swarmsim {

namespace {

/// Bytes that parameters may put in place: a long one that is used often would fill the memory.
constexpr std::size_t most_filled = std::size_t{16} << 20;

bool is_single(const JsonNode& param) {
  return param.kind != JsonKind::object && param.kind != JsonKind::list &&
         param.text.find("${") == std::string::npos;
}

class Filler {
 public:
  Filler(const JsonNode* params, const Sources& sources, Assembled& tree)
      : params_(params), sources_(sources), tree_(tree) {
    if (params_ == nullptr) return;
    for (const JsonNode& param : params_->children) names_.push_back(param.key);
  }

  void fill(JsonNode& node) {
    if (&node == params_) return;
    if (node.kind == JsonKind::text && node.text.find("${") != std::string::npos) fill_text(node);
    for (JsonNode& child : node.children) fill(child);
  }

 private:
  void report(const JsonNode& node, std::string message) {
    tree_.problems.push_back(sources_.diagnose(node.at, std::move(message)));
    tree_.blamed.push_back(node.at);
  }

  const JsonNode* find(const JsonNode& node, const std::string& name) {
    const JsonNode* param = params_ == nullptr ? nullptr : params_->find(name);
    if (param == nullptr) {
      report(node, fmt::format("no parameter is called {}{}", in_quotes(name), did_you_mean(name, names_)));
    } else if (!is_single(*param)) {
      tree_.blamed.push_back(node.at);
      return nullptr;
    }
    return param;
  }

  void fill_text(JsonNode& node) {
    std::string filled;
    std::string_view rest = node.text;
    for (std::size_t open = rest.find("${"); open != std::string_view::npos; open = rest.find("${")) {
      const std::size_t close = rest.find('}', open);
      if (close == std::string_view::npos) return report(node, "a \"${\" is never closed by \"}\"");
      const std::string name(rest.substr(open + 2, close - open - 2));
      const JsonNode* param = find(node, name);
      if (param == nullptr) return;
      if (param->text.size() > left_) return exhaust(node);
      left_ -= param->text.size();
      if (rest.size() == node.text.size() && open == 0 && close + 1 == rest.size()) {
        node.kind = param->kind;  // all of the text: it becomes the value, number or not
        node.text = param->text;
        return;
      }
      filled += rest.substr(0, open);
      filled += param->text;
      rest.remove_prefix(close + 1);
    }
    filled += rest;
    if (filled.find("${") != std::string::npos) return report(node, "parameters make a new \"${\" here");
    node.text = std::move(filled);
  }

  /// There is no room for more: said once.
  void exhaust(const JsonNode& node) {
    if (left_ > 0) {
      report(node, fmt::format("parameters fill in more than {} MiB in all", most_filled >> 20));
    }
    left_ = 0;
    tree_.blamed.push_back(node.at);
  }

  const JsonNode* params_;
  const Sources& sources_;
  Assembled& tree_;
  std::vector<std::string> names_;
  std::size_t left_ = most_filled;
};

}  // namespace

void apply_params(Assembled& tree, const Sources& sources) {
  const JsonNode* params = tree.root->find("params");
  if (params != nullptr && params->kind != JsonKind::object) {
    tree.problems.push_back(sources.diagnose(params->at, "\"params\" must be an object of single values"));
    params = nullptr;
  }
  for (const JsonNode& param : params == nullptr ? std::vector<JsonNode>{} : params->children) {
    if (is_single(param)) continue;
    std::string message = in_quotes(param.key) + " must be a single value, without another parameter in it";
    tree.problems.push_back(sources.diagnose(param.at, std::move(message)));
  }
  Filler(params, sources, tree).fill(*tree.root);
}

}  // namespace swarmsim
