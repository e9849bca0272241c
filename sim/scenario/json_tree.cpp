#include "sim/scenario/json_tree.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/words.hpp"
#include "sim/scenario/json_syntax.hpp"

namespace swarmsim {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Receives nlohmann's events and walks the text beside them, token by token: the parser says what a
/// token means, the walk says where it stands.
class TreeBuilder {
 public:
  explicit TreeBuilder(const SourceText& source) : source_(source), text_(source.text()) {
    if (!text_.starts_with(byte_order_mark)) return;
    report({0, "the file begins with a byte order mark: save it as UTF-8 without one"});
    // The parser skips one without a word: none is left to it.
    while (text_.substr(cursor_).starts_with(byte_order_mark)) cursor_ += byte_order_mark.size();
  }

  std::size_t begin() const { return cursor_; }
  void report(const TextProblem& problem) {
    problems_.push_back(source_.diagnose(source_.place_of(problem.offset), problem.message));
  }
  void explain() {
    const char closer = open_.empty() ? '\0' : open_.back()->kind == JsonKind::object ? '}' : ']';
    const std::size_t next = skip_blanks(text_, cursor_);
    const bool is_behind_value = awaited_ == Awaited::comma_or_close;
    if (is_behind_value && closer == ']' && next < text_.size() && text_[next] == ':') return explain_key();
    TextProblem problem = explain_syntax(text_, cursor_, awaited_, closer);
    const int line = source_.place_of(problem.offset).line;
    const bool is_at_close = next >= text_.size() || text_[next] == '}' || text_[next] == ']';
    if (is_behind_value && is_at_close && open_.back()->at.line < line) {
      problem.message += fmt::format("; '{}' of line {} is open", closer == '}' ? '{' : '[',
                                     open_.back()->at.line);
    }
    report(problem);
  }

  /// The tree after parsing; `complete` says whether the parser was content.
  JsonTree finish(bool complete) {
    // The parser knows block comments, the format does not: one may hide behind the last brace.
    if (complete && skip_blanks(text_, cursor_) < text_.size()) {
      explain();
      complete = false;
    }
    JsonTree tree;
    if (complete) tree.root = std::move(root_);
    tree.problems = std::move(problems_);
    return tree;
  }

  // The events, as nlohmann's SAX interface names them; false ends the parsing.
  bool null() { return scalar(JsonKind::null, token()); }
  bool boolean(bool /*value*/) { return scalar(JsonKind::boolean, token()); }
  bool number_integer(std::int64_t /*value*/) { return number(JsonKind::integer); }
  bool number_unsigned(std::uint64_t /*value*/) { return number(JsonKind::integer); }
  bool number_float(double /*value*/, const std::string& source) {
    const bool is_integer = source.find_first_of(".eE") == std::string::npos;
    return number(is_integer ? JsonKind::integer : JsonKind::real);
  }
  bool string(std::string& value) { return scalar(JsonKind::text, std::move(value)); }
  bool binary(const nlohmann::json::binary_t& /*value*/) { return false; }
  bool start_object(std::size_t /*size*/) { return open(JsonKind::object); }
  bool start_array(std::size_t /*size*/) { return open(JsonKind::list); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& name) {
    if (!advance()) return false;
    key_ = std::move(name);
    key_at_ = source_.place_of(cursor_);
    cursor_ = token_end(text_, cursor_);
    awaited_ = Awaited::colon;
    return true;
  }
  template <typename Exception>
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/, const Exception& /*why*/) {
    explain();
    return false;
  }

 private:
  /// A key in a list. Where its comma begins a line, that line has lost its ']'; else the key its '{'.
  void explain_key() {
    const std::size_t comma = skip_blanks(text_, before_last_);
    const bool is_first = text_[comma] != ',';
    const std::size_t line_end = text_.find_last_not_of(" \t", comma - 1);
    if (!is_first && line_end != std::string_view::npos && text_[line_end] == '\n') {
      return report({comma, "expected ']' in front of this comma, because a key follows it"});
    }
    const std::size_t key = is_first ? comma : skip_blanks(text_, comma + 1);
    report({key, "a key stands in a list: is there a '{' missing?"});
  }

  /// Moves the cursor to the token the parser has just read; false (and a problem) for /* comments.
  bool advance() {
    std::size_t at = skip_blanks(text_, cursor_);
    if (at < text_.size() && (text_[at] == ',' || text_[at] == ':')) at = skip_blanks(text_, at + 1);
    if (text_.substr(at).starts_with("/*")) {
      explain();
      return false;
    }
    cursor_ = at;
    return true;
  }

  /// The source of the scalar about to be taken.
  std::string token() const {
    std::size_t at = skip_blanks(text_, cursor_);
    if (at < text_.size() && (text_[at] == ',' || text_[at] == ':')) at = skip_blanks(text_, at + 1);
    return std::string(text_.substr(at, token_end(text_, at) - at));
  }

  bool number(JsonKind kind) { return scalar(kind, token()); }

  JsonNode& add(JsonKind kind) {
    JsonNode& node = open_.empty() ? root_.emplace() : open_.back()->children.emplace_back();
    node.kind = kind;
    node.at = source_.place_of(cursor_);
    if (!open_.empty() && open_.back()->kind == JsonKind::object) {
      node.key = std::move(key_);
      node.key_at = key_at_;
    }
    return node;
  }

  void after_value() { awaited_ = open_.empty() ? Awaited::end : Awaited::comma_or_close; }

  bool scalar(JsonKind kind, std::string text) {
    const bool is_number_kind = kind == JsonKind::integer || kind == JsonKind::real;
    const bool is_word = kind == JsonKind::null || kind == JsonKind::boolean;
    // The parser stops early in 01 or truex and would blame what follows.
    const bool is_known_word = text == "true" || text == "false" || text == "null";
    if ((is_number_kind && !is_number(text)) || (is_word && !is_known_word)) {
      explain();
      return false;
    }
    before_last_ = cursor_;
    if (!advance()) return false;
    add(kind).text = std::move(text);
    cursor_ = token_end(text_, cursor_);
    after_value();
    return true;
  }

  bool open(JsonKind kind) {
    if (!advance()) return false;
    if (open_.size() >= deepest_nesting) {
      report({cursor_, fmt::format("nested more than {} deep", deepest_nesting)});
      return false;
    }
    open_.push_back(&add(kind));
    ++cursor_;
    awaited_ = kind == JsonKind::object ? Awaited::key_or_close : Awaited::value_or_close;
    return true;
  }

  bool close() {
    if (!advance()) return false;
    JsonNode& node = *open_.back();
    if (node.kind == JsonKind::object) drop_repeated_keys(node);
    open_.pop_back();
    ++cursor_;
    after_value();
    return true;
  }

  /// Reports every key that was there before, and keeps the first.
  void drop_repeated_keys(JsonNode& object) {
    std::vector<const JsonNode*> by_key;
    for (const JsonNode& child : object.children) by_key.push_back(&child);
    std::stable_sort(by_key.begin(), by_key.end(),
                     [](const JsonNode* a, const JsonNode* b) { return a->key < b->key; });
    const JsonNode* first = nullptr;
    std::vector<TextPlace> repeated;
    for (const JsonNode* child : by_key) {
      if (first == nullptr || first->key != child->key) {
        first = child;
        continue;
      }
      problems_.push_back(source_.diagnose(
          child->key_at, fmt::format("repeated key {}: it stands in line {} already",
                                     in_quotes(child->key), first->key_at.line)));
      repeated.push_back(child->key_at);
    }
    if (repeated.empty()) return;
    std::sort(repeated.begin(), repeated.end());
    std::erase_if(object.children, [&repeated](const JsonNode& child) {
      return std::binary_search(repeated.begin(), repeated.end(), child.key_at);
    });
  }

  const SourceText& source_;
  std::string_view text_;
  std::size_t cursor_ = 0;  ///< the end of the last good token
  std::size_t before_last_ = 0;  ///< the end of the token before the last scalar
  Awaited awaited_ = Awaited::value;
  std::optional<JsonNode> root_;
  /// The path to the node being filled. Only the last one's children grow, so none of them moves.
  std::vector<JsonNode*> open_;
  std::string key_;
  TextPlace key_at_;
  std::vector<Diagnostic> problems_;
};

}  // namespace

const JsonNode* JsonNode::find(std::string_view name) const {
  const auto found = std::find_if(children.begin(), children.end(),
                                  [name](const JsonNode& child) { return child.key == name; });
  return found == children.end() ? nullptr : &*found;
}

JsonTree parse_json_tree(const SourceText& source) {
  TreeBuilder builder(source);
  if (const auto problem = find_bad_utf8(source.text())) {
    builder.report(*problem);
    return builder.finish(false);
  }
  const std::string_view text = source.text().substr(builder.begin());
  const bool complete = nlohmann::json::sax_parse(text.begin(), text.end(), &builder,
                                                  nlohmann::json::input_format_t::json, true, true);
  return builder.finish(complete);
}

}  // namespace swarmsim
