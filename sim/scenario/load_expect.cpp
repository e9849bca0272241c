#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/scenario/load_parts.hpp"
#include "sim/scenario/parse_expression.hpp"
#include "sim/scenario/read_tolerance.hpp"

namespace swarmsim {

namespace {

struct Operator {
  std::string_view sign;
  CompareOp op;
};

// Longer signs first: "<=" begins with "<".
constexpr std::array<Operator, 7> operators{{
    {"==", CompareOp::equal},
    {"!=", CompareOp::not_equal},
    {"<=", CompareOp::less_equal},
    {">=", CompareOp::greater_equal},
    {"~=", CompareOp::about},
    {"<", CompareOp::less},
    {">", CompareOp::greater},
}};

struct Comparison {
  CompareOp op{};
  Expression right;
  std::string constant;
};

using Parsed = std::variant<Comparison, std::string>;

bool is_quoted(std::string_view text) {
  return text.size() >= 2 && text.front() == '"' && text.find('"', 1) == text.size() - 1;
}

Parsed parse_right(CompareOp op, std::string_view sign, std::string_view text) {
  const bool is_equality = op == CompareOp::equal || op == CompareOp::not_equal;
  if (text.empty()) return fmt::format("\"{}\" needs a constant behind it, such as \"{} 2\"", sign, sign);
  const bool is_word = text == "true" || text == "false" || text == "null";
  if (is_word || is_quoted(text)) {
    if (!is_equality) return fmt::format("\"{}\" compares numbers, and {} is none", sign, in_quotes(text));
    return Comparison{op, {}, std::string(is_word ? text : text.substr(1, text.size() - 2))};
  }
  auto parsed = parse_expression(text);
  if (auto* problem = std::get_if<std::string>(&parsed)) return std::move(*problem);
  return Comparison{op, std::get<Expression>(std::move(parsed)), std::string(text)};
}

Parsed parse_comparison(std::string_view text) {
  text = trimmed(text);
  for (const Operator& each : operators) {
    if (!text.starts_with(each.sign)) continue;
    return parse_right(each.op, each.sign, trimmed(text.substr(each.sign.size())));
  }
  return fmt::format("{} must begin with one of == != < <= > >= ~=", in_quotes(text));
}

/// A path as it is, blanks and all, unless something in it can only be arithmetic.
std::variant<Expression, std::string> parse_left(const std::string& that) {
  const bool is_arithmetic =
      that.find_first_of("+*/()`") != std::string::npos || that.find(" - ") != std::string::npos;
  if (is_arithmetic) return parse_expression(that);
  return Expression{{StepKind::metric, 0, that}};
}

void load_within(Reader& in, const JsonNode* node, ExpectSpec& spec) {
  if (node == nullptr) return;
  if (spec.op != CompareOp::about) {
    return in.problem(node->key_at, fmt::format("{} belongs to \"~=\" alone", in_quotes(node->key)));
  }
  if (const auto within = read_tolerance(in, *node)) spec.within = *within;
}

void load_over(Reader& in, const JsonNode* node, ExpectSpec& spec) {
  constexpr double parts_per_percent = 10'000;
  if (node == nullptr) return;
  if (node->kind == JsonKind::object) {
    const JsonNode* share = in.object(node, schema::over)->find("share");
    if (!in.text(share)) return;
    const auto percent = read_percent(in, *share, 0, 100);
    if (percent) spec.over = {OverRule::share, std::llround(*percent * parts_per_percent)};
    return;
  }
  const auto rule = in.choice(node, {"all", "mean"}, {});
  if (rule) spec.over.rule = *rule == 0 ? OverRule::all : OverRule::mean;
}

std::optional<std::string> comparison_text(Reader& in, const JsonNode* node) {
  if (node == nullptr || node->kind == JsonKind::text) return in.text(node);
  const bool is_scalar = node->kind != JsonKind::list && node->kind != JsonKind::object;
  in.wrong_type(*node, fmt::format("a comparison such as \"== {}\"", is_scalar ? node->text : "2"));
  return std::nullopt;
}

void load_expectation(Reader& in, const JsonNode& item, std::vector<ExpectSpec>& expect) {
  const JsonNode* that_node = item.find("that");
  const JsonNode* is_node = item.find("is");
  const auto that = in.name(that_node);
  const auto is = comparison_text(in, is_node);
  ExpectSpec spec;
  if (is) {
    Parsed parsed = parse_comparison(*is);
    if (const auto* problem = std::get_if<std::string>(&parsed)) {
      return in.problem(is_node->at, fmt::format("{}: {}", subject(*is_node), *problem));
    }
    auto& comparison = std::get<Comparison>(parsed);
    spec.op = comparison.op;
    spec.right = std::move(comparison.right);
    spec.constant = std::move(comparison.constant);
    load_within(in, item.find("within"), spec);
  }
  load_over(in, item.find("over"), spec);
  if (!that || !is) return;
  auto left = parse_left(*that);
  if (const auto* problem = std::get_if<std::string>(&left)) {
    return in.problem(that_node->at, fmt::format("{}: {}", subject(*that_node), *problem));
  }
  spec.that = *that;
  spec.is = *is;
  spec.left = std::get<Expression>(std::move(left));
  spec.line = that_node->at.line;
  spec.source = that_node->at.file;
  spec.is_source = is_node->at.file;
  spec.column = that_node->at.column;
  spec.is_line = is_node->at.line;
  spec.is_column = is_node->at.column;
  expect.push_back(std::move(spec));
}

}  // namespace

std::vector<ExpectSpec> load_expect(Reader& in, const JsonNode* node) {
  std::vector<ExpectSpec> expect;
  node = in.list(node, "expectations");
  if (node == nullptr) return expect;
  for (const JsonNode& item : node->children) {
    if (in.object(&item, schema::expect) != nullptr) load_expectation(in, item, expect);
  }
  return expect;
}

}  // namespace swarmsim
