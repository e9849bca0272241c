#include "core/protocol/safe_name.hpp"

#include <string>

#include "tests/support/catch.hpp"

namespace swarmsim::safe_name_test {

TEST_CASE("a plain name of a file is safe, whatever its language", "[torrent]") {
  const auto name = GENERATE(as<std::string>{}, "a", "a b.txt", "...", "..a", ".hidden",
                             "Grüße 日本 🙂.txt", "con.txt", "com0", "com10", "%2e%2e", "..\\x");
  CAPTURE(name);
  CHECK(unsafe_name(name) == "");
  CHECK(unsafe_name(std::string(255, 'a')) == "");
}

TEST_CASE("a name that could lead elsewhere, or nowhere, is not", "[torrent]") {
  struct Row {
    std::string name;
    std::string says;
  };
  const auto row = GENERATE(values<Row>({
      {"", "is empty"},
      {".", "is \".\""},
      {"..", "is \"..\""},
      {"a/b", "has a \"/\""},
      {"/etc", "has a \"/\""},
      {std::string("a\0b", 3), "has a control character"},
      {"a\nb", "has a control character"},
      {"a\x7f", "has a control character"},
      {"\xff", "is not UTF-8"},
      {"\xc0\xaf", "is not UTF-8"},          // an overlong slash
      {"\xe0\x80\xaf", "is not UTF-8"},      // another
      {"\xed\xa0\x80", "is not UTF-8"},      // half of a surrogate pair
      {"\xf4\x90\x80\x80", "is not UTF-8"},  // beyond U+10FFFF
      {"gr\xc3", "is not UTF-8"},            // cut
      {"NUL", "is a device's name on Windows"},
      {"lpt9", "is a device's name on Windows"},
      {std::string(256, 'a'), "is longer than 255 bytes"},
  }));
  CAPTURE(row.name);
  CHECK(unsafe_name(row.name) == row.says);
}

}  // namespace swarmsim::safe_name_test
