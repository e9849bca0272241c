#include "core/base/words.hpp"

#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace swarmsim::words_test {

namespace {

struct Near {
  const char* found;
  const char* answer;
};

}  // namespace

TEST_CASE("quoted text shows its quotes, backslashes and control characters", "[base]") {
  CHECK(in_quotes("a\x1B\n\"\\") == R"("a\u001b\u000a\"\\")");
  CHECK(in_quotes("") == R"("")");
}

TEST_CASE("a list of words has commas between them", "[base]") {
  CHECK(comma_list({"a", "b", "c"}) == "a, b, c");
  CHECK(comma_list({}).empty());
}

TEST_CASE("long names are cut between characters", "[base]") {
  CHECK(in_quotes(std::string(80, 'x')) == '"' + std::string(80, 'x') + '"');
  CHECK(in_quotes(std::string(81, 'x')) == '"' + std::string(80, 'x') + "...\"");
  CHECK(in_quotes(std::string(79, 'x') + "\xC3\xA4") == '"' + std::string(79, 'x') + "...\"");
}

TEST_CASE("a near miss is named, a far one is not", "[base]") {
  const std::vector<std::string> words{"latency", "down", "up", "size", "a"};
  const auto row = GENERATE(values<Near>({
      {"latencyes", R"(; did you mean "latency"?)"},
      {"latenciesx", ""},
      {"doen", R"(; did you mean "down"?)"},
      {"DOWN", R"(; did you mean "down"?)"},
      {"u", ""},               // one letter is near to everything
      {"ip", R"(; did you mean "up"?)"},
      {"xy", ""},
      {"sjze", R"(; did you mean "size"?)"},
      {"A", R"(; did you mean "a"?)"},
      {"", ""},
  }));
  CAPTURE(row.found);
  CHECK(did_you_mean(row.found, words) == row.answer);
}

TEST_CASE("of two near words the first is meant, of a nearer one that", "[base]") {
  CHECK(did_you_mean("cart", {"card", "care"}) == R"(; did you mean "card"?)");
  CHECK(did_you_mean("cares", {"cards", "care", "dares"}) == R"(; did you mean "cards"?)");
  CHECK(did_you_mean("sends", {"spend", "send"}) == R"(; did you mean "send"?)");
}

}  // namespace swarmsim::words_test
