#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/scenario/json_syntax.hpp"
#include "sim/scenario/load_parts.hpp"

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
  std::string constant;
};

using Parsed = std::variant<Comparison, std::string>;

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(' '), text.size());
  return text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Arithmetic, or the path of another metric: what a later version computes.
bool is_expression(std::string_view text) {
  if (text.find_first_of("+*/()") != std::string_view::npos) return true;
  if (text.find(" - ") != std::string_view::npos) return true;
  const std::size_t dot = text.find('.');
  return is_letter(text.front()) && dot != std::string_view::npos;
}

/// A number with letters behind it, as in "90 s".
bool has_unit(std::string_view text) {
  const std::size_t end = text.find_first_not_of("-0123456789.");
  if (end == 0 || end == std::string_view::npos) return false;
  const std::string_view unit = trimmed(text.substr(end));
  return is_digit(text[end - 1]) && !unit.empty() && std::all_of(unit.begin(), unit.end(), is_letter);
}

Parsed parse_constant(CompareOp op, std::string_view sign, std::string_view text) {
  const bool is_equality = op == CompareOp::equal || op == CompareOp::not_equal;
  if (text.empty()) return fmt::format("\"{}\" needs a constant behind it, such as \"{} 2\"", sign, sign);
  if (is_number(text)) return Comparison{op, std::string(text)};
  if (is_equality && text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    return Comparison{op, std::string(text.substr(1, text.size() - 2))};
  }
  if (has_unit(text)) {
    return fmt::format("{} has a unit: write the number alone, in the unit of the metric's name",
                       in_quotes(text));
  }
  if (is_expression(text)) return std::string("expressions are not in this version");
  if (!is_equality) return fmt::format("\"{}\" compares numbers, and {} is none", sign, in_quotes(text));
  return Comparison{op, std::string(text)};
}

Parsed parse_comparison(std::string_view text) {
  text = trimmed(text);
  for (const Operator& each : operators) {
    if (!text.starts_with(each.sign)) continue;
    return parse_constant(each.op, each.sign, trimmed(text.substr(each.sign.size())));
  }
  return fmt::format("{} must begin with one of == != < <= > >= ~=", in_quotes(text));
}

}  // namespace

std::vector<ExpectSpec> load_expect(Reader& in, const JsonNode* node) {
  std::vector<ExpectSpec> expect;
  node = in.list(node, "expectations");
  if (node == nullptr) return expect;
  for (const JsonNode& item : node->children) {
    if (in.object(&item, schema::expect) == nullptr) continue;
    const auto that = in.name(item.find("that"));
    const JsonNode* is = item.find("is");
    const auto text = in.text(is);
    if (!text) continue;
    const Parsed parsed = parse_comparison(*text);
    if (const auto* problem = std::get_if<std::string>(&parsed)) {
      in.problem(is->at, fmt::format("{}: {}", subject(*is), *problem));
      continue;
    }
    if (!that) continue;
    const auto& comparison = std::get<Comparison>(parsed);
    ExpectSpec spec;
    spec.that = *that;
    spec.is = *text;
    spec.op = comparison.op;
    spec.constant = comparison.constant;
    spec.line = item.find("that")->at.line;
    spec.column = item.find("that")->at.column;
    expect.push_back(std::move(spec));
  }
  return expect;
}

}  // namespace swarmsim
