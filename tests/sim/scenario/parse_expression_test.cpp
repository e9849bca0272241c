#include "sim/scenario/parse_expression.hpp"

#include <string>

#include <fmt/format.h>

#include "tests/support/catch.hpp"

namespace swarmsim::parse_expression_test {

namespace {

/// The steps in their order, a negation as "~": "1.3 a b + *".
std::string picture(const Expression& expression) {
  std::string text;
  for (const ExpressionStep& step : expression) {
    if (!text.empty()) text += ' ';
    switch (step.kind) {
      case StepKind::number: text += fmt::format("{}", step.number); break;
      case StepKind::metric: text += step.metric; break;
      case StepKind::add: text += '+'; break;
      case StepKind::subtract: text += '-'; break;
      case StepKind::multiply: text += '*'; break;
      case StepKind::divide: text += '/'; break;
      case StepKind::negate: text += '~'; break;
    }
  }
  return text;
}

std::string parsed(const std::string& text) {
  const auto result = parse_expression(text);
  if (const auto* problem = std::get_if<std::string>(&result)) return "problem: " + *problem;
  return picture(std::get<Expression>(result));
}

struct Row {
  std::string text;
  std::string steps;
};

}  // namespace

TEST_CASE("an expression is numbers and metrics in the order of arithmetic", "[scenario]") {
  const auto row = GENERATE(values<Row>({
      {"2", "2"},
      {" 1.5e3 ", "1500"},
      {"-2", "2 ~"},
      {"--2", "2 ~ ~"},
      {"completion.bound_s", "completion.bound_s"},
      {"1.3 * completion.bound_s", "1.3 completion.bound_s *"},
      {"1 + 2 * 3", "1 2 3 * +"},
      {"1 * 2 + 3", "1 2 * 3 +"},
      {"(1 + 2) * 3", "1 2 + 3 *"},
      {"8 - 2 - 1", "8 2 - 1 -"},
      {"8 / 2 / 2 * 3", "8 2 / 2 / 3 *"},
      {"a / -b", "a b ~ /"},
      {"-(a + b)", "a b + ~"},
  }));
  CAPTURE(row.text);
  CHECK(parsed(row.text) == row.steps);
}

TEST_CASE("a minus directly behind a name belongs to it", "[scenario]") {
  const auto row = GENERATE(values<Row>({
      {"peers.crowd-1.uploaded_bytes", "peers.crowd-1.uploaded_bytes"},
      {"a-1", "a-1"},
      {"a - 1", "a 1 -"},
      {"a -1", "a 1 -"},
      {"a -(b)", "a b -"},
      {"a-(b)", "a b -"},
      {"a- b", "a b -"},
      {"3-1", "3 1 -"},
      {"(a)-1", "a 1 -"},
      {"contents.ubuntu-22.04.iso.copies_min", "contents.ubuntu-22.04.iso.copies_min"},
      {"contents.caf\xC3\xA9.copies_min", "contents.caf\xC3\xA9.copies_min"},
      {"a -b",
       "problem: a minus in front of a name needs blanks on both sides, because names may hold dashes"},
  }));
  CAPTURE(row.text);
  CHECK(parsed(row.text) == row.steps);
}

TEST_CASE("backquotes hold a name with any character but their own", "[scenario]") {
  CHECK(parsed("2 * `contents.my file (1).copies_min`") == "2 contents.my file (1).copies_min *");
  CHECK(parsed("`a+b`-1") == "a+b 1 -");
  CHECK(parsed("`a") == "problem: a backquote is not closed");
}

TEST_CASE("what is no expression is explained", "[scenario]") {
  const auto row = GENERATE(values<Row>({
      {"", "expected a number, a metric or a parenthesis, found the end"},
      {"1 +", "expected a number, a metric or a parenthesis, found the end"},
      {"1 + * 2", R"(expected a number, a metric or a parenthesis, found "* 2")"},
      {"(1 + 2", "a parenthesis is not closed"},
      {"1 + 2)",
       "expected an operator, found \")\" (text stands in double quotes, a metric with blanks in its name in "
       "backquotes)"},
      {"the seed",
       "expected an operator, found \"seed\" (text stands in double quotes, a metric with blanks in its name "
       "in "
       "backquotes)"},
      {"2 * 90 s", R"("90 s" has a unit: write the number alone, in the unit of the metric's name)"},
      {"5 %", R"("5 %" has a unit: write the number alone, in the unit of the metric's name)"},
      {"1e999", R"("1e999" is no number that can be used)"},
      {std::string(65, '(') + "1" + std::string(65, ')'), "nested deeper than 64 levels"},
      {std::string(100'000, '-') + "1", "nested deeper than 64 levels"},
  }));
  CAPTURE(row.text.substr(0, 80));
  CHECK(parsed(row.text) == "problem: " + row.steps);
}

TEST_CASE("nesting is measured, not length", "[scenario]") {
  std::string sum = "1";
  for (int i = 0; i < 1'000; ++i) sum += " + (1)";
  CHECK(parsed(sum).substr(0, 8) == "1 1 + 1 ");
}

}  // namespace swarmsim::parse_expression_test
