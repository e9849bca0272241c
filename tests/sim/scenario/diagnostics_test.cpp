#include "sim/scenario/diagnostics.hpp"

#include <string>
#include <utility>

#include "tests/support/catch.hpp"

namespace swarmsim::diagnostics_test {

namespace {

Diagnostic problem_at(int line, int column, std::string source_line) {
  return {"a.json", line, column, "it is wrong", std::move(source_line)};
}

}  // namespace

TEST_CASE("a problem prints its place, its line and a caret", "[scenario]") {
  CHECK(format_diagnostic(problem_at(3, 5, "abcdef")) == "a.json:3:5: error: it is wrong\n  abcdef\n      ^");
}

TEST_CASE("the caret stands under the character, behind tabs and multi-byte letters too", "[scenario]") {
  CHECK(format_diagnostic(problem_at(1, 2, "\tx")) == "a.json:1:2: error: it is wrong\n  \tx\n  \t^");
  CHECK(format_diagnostic(problem_at(1, 3, "\xC3\xA4x")) ==
        "a.json:1:3: error: it is wrong\n  \xC3\xA4x\n   ^");
}

TEST_CASE("a caret behind the end of its line is allowed", "[scenario]") {
  CHECK(format_diagnostic(problem_at(1, 9, "ab")) == "a.json:1:9: error: it is wrong\n  ab\n    ^");
}

TEST_CASE("without a line or a source line there is no caret", "[scenario]") {
  CHECK(format_diagnostic(problem_at(0, 0, "abc")) == "a.json: error: it is wrong");
  CHECK(format_diagnostic(problem_at(7, 1, "")) == "a.json:7:1: error: it is wrong");
}

TEST_CASE("control characters of a file do not reach the terminal", "[scenario]") {
  CHECK(format_diagnostic(problem_at(1, 1, "a\x1B[1m")) == "a.json:1:1: error: it is wrong\n  a?[1m\n  ^");
}

}  // namespace swarmsim::diagnostics_test
