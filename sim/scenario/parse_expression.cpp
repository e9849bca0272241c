#include "sim/scenario/parse_expression.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "core/base/words.hpp"

namespace swarmsim {

namespace {

/// Parentheses and signs inside each other; nobody needs more, and the parser recurses.
constexpr int deepest_nesting_of_terms = 64;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
/// What a name begins with; bytes above 127 are letters of UTF-8.
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}
bool is_of_name(char c) { return is_letter(c) || is_digit(c) || c == '.' || c == '-'; }

/// Recursive descent; after the first problem nothing more is read.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::variant<Expression, std::string> parse() {
    sum();
    skip_blanks();
    if (at_ < text_.size()) {
      fail(
          fmt::format("expected an operator, found {} (text stands in double quotes, a metric with blanks in "
                      "its name in backquotes)",
                      in_quotes(text_.substr(at_))));
    }
    if (!problem_.empty()) return problem_;
    return std::move(steps_);
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool failed() const { return !problem_.empty(); }
  void fail(std::string problem) {
    if (!failed()) problem_ = std::move(problem);
  }
  void skip_blanks() { at_ = std::min(text_.find_first_not_of(' ', at_), text_.size()); }
  void push(StepKind kind) { steps_.push_back({kind, 0, {}}); }

  void sum() {
    product();
    while (!failed()) {
      skip_blanks();
      const char sign = peek();
      if (sign != '+' && sign != '-') return;
      if (sign == '-' && (is_letter(peek(1)) || peek(1) == '`')) {
        return fail("a minus in front of a name needs blanks on both sides, because names may hold dashes");
      }
      ++at_;
      product();
      push(sign == '+' ? StepKind::add : StepKind::subtract);
    }
  }

  void product() {
    term();
    while (!failed()) {
      skip_blanks();
      const char sign = peek();
      if (sign != '*' && sign != '/') return;
      ++at_;
      term();
      push(sign == '*' ? StepKind::multiply : StepKind::divide);
    }
  }

  void term() {
    if (failed()) return;
    if (++depth_ > deepest_nesting_of_terms) {
      return fail(fmt::format("nested deeper than {} levels", deepest_nesting_of_terms));
    }
    skip_blanks();
    const char first = peek();
    if (first == '-') {
      ++at_;
      term();
      push(StepKind::negate);
    } else if (first == '(') {
      parenthesis();
    } else if (is_digit(first) || first == '.') {
      number();
    } else if (first == '`') {
      quoted_name();
    } else if (is_letter(first)) {
      name();
    } else {
      fail(fmt::format("expected a number, a metric or a parenthesis, found {}",
                       at_ < text_.size() ? in_quotes(text_.substr(at_)) : "the end"));
    }
    --depth_;
  }

  void parenthesis() {
    ++at_;
    sum();
    skip_blanks();
    if (peek() != ')') return fail("a parenthesis is not closed");
    ++at_;
  }

  void number() {
    const char* const begin = text_.data() + at_;
    ExpressionStep step{StepKind::number, 0, {}};
    const auto [end, problem] = std::from_chars(begin, text_.data() + text_.size(), step.number);
    const auto size = static_cast<std::size_t>(end - begin);
    if (problem != std::errc{}) {
      return fail(fmt::format("{} is no number that can be used", in_quotes(text_.substr(at_, size))));
    }
    const std::size_t start = std::exchange(at_, at_ + size);
    steps_.push_back(std::move(step));
    const std::size_t blanks = std::min(text_.find_first_not_of(' ', at_), text_.size()) - at_;
    if (!is_letter(peek(blanks)) && peek(blanks) != '%') return;
    std::size_t unit_end = at_ + blanks;
    while (unit_end < text_.size() && (is_letter(text_[unit_end]) || text_[unit_end] == '%')) ++unit_end;
    fail(fmt::format("{} has a unit: write the number alone, in the unit of the metric's name",
                     in_quotes(text_.substr(start, unit_end - start))));
  }

  void name() {
    const std::size_t start = at_;
    while (is_of_name(peek()) && (peek() != '-' || is_of_name(peek(1)))) ++at_;
    steps_.push_back({StepKind::metric, 0, std::string(text_.substr(start, at_ - start))});
  }

  void quoted_name() {
    const std::size_t end = text_.find('`', at_ + 1);
    if (end == std::string_view::npos) return fail("a backquote is not closed");
    steps_.push_back({StepKind::metric, 0, std::string(text_.substr(at_ + 1, end - at_ - 1))});
    at_ = end + 1;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  Expression steps_;
  std::string problem_;
};

}  // namespace

std::variant<Expression, std::string> parse_expression(std::string_view text) { return Parser(text).parse(); }

}  // namespace swarmsim
