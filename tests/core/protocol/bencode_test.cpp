#include "core/protocol/bencode.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <variant>

#include "tests/support/catch.hpp"

namespace swarmsim::bencode_test {

namespace {

struct Row {
  std::string bytes;
  std::size_t offset = 0;
  std::string says;
};

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

void write(BencodeWriter& out, const BencodeItem& item) {
  switch (item.kind()) {
    case BencodeKind::integer: return out.integer(item.integer());
    case BencodeKind::text: return out.text(item.text());
    case BencodeKind::dictionary: return out.raw(item.raw());
    case BencodeKind::list: break;
  }
  out.begin_list();
  for (const BencodeItem& one : item.items()) write(out, one);
  out.end();
}

}  // namespace

TEST_CASE("bencoded values are read as they were meant", "[bencode]") {
  const std::string bytes = "d4:listli-42e4:spame5:minusi-9223372036854775808e4:zzzzd1:ai0eee";
  const auto read = Bencode::read(bytes);
  REQUIRE(std::holds_alternative<Bencode>(read));
  const BencodeItem root = std::get<Bencode>(read).root();
  REQUIRE(root.is(BencodeKind::dictionary));
  const auto items = root.find("list")->items();
  REQUIRE(items.size() == 2);
  CHECK(items[0].integer() == -42);
  CHECK(items[1].text() == "spam");
  CHECK(items[1].offset() == 13);
  CHECK(root.find("minus")->integer() == std::numeric_limits<std::int64_t>::min());
  CHECK(root.find("zzzz")->raw() == "d1:ai0ee");
  CHECK(root.find("zzzz")->find("a")->integer() == 0);
  CHECK_FALSE(root.find("z"));
  CHECK(root.raw() == bytes);
}

TEST_CASE("what was read is written back byte by byte", "[bencode]") {
  const auto bytes = GENERATE(as<std::string>{}, "i0e", "0:", "le", "de", "l0:i-1elleee", "3:a:b", "llleee");
  CAPTURE(bytes);
  const auto read = Bencode::read(bytes);
  REQUIRE(std::holds_alternative<Bencode>(read));
  BencodeWriter out;
  write(out, std::get<Bencode>(read).root());
  CHECK(out.take() == bytes);
}

TEST_CASE("what is not strictly bencoded is refused, with the byte at which it shows", "[bencode]") {
  const auto row = GENERATE(values<Row>({
      {"", 0, "is empty"},
      {"x", 0, "expected `i`"},
      {"e", 0, "expected `i`"},
      {"i e", 1, "expected a digit"},
      {"ie", 1, "expected a digit"},
      {"i-e", 2, "expected a digit"},
      {"i-0e", 1, "leading zero, or minus zero"},
      {"i03e", 1, "leading zero"},
      {"i+3e", 1, "expected a digit"},
      {"i3", 2, "expected a digit or `e`"},
      {"i9223372036854775808e", 1, "more than 64 bits"},
      {"01:a", 0, "leading zero"},
      {"-1:a", 0, "expected `i`"},
      {"5:spam", 2, "a string of 5 bytes, and 4 are left"},
      {"9223372036854775807:", 20, "and 0 are left"},
      {"99999999999999999999:", 0, "more than 64 bits"},
      {"l", 1, "ends inside"},
      {"li1e", 4, "ends inside"},
      {"d1:a", 4, "ends inside"},
      {"d1:ae", 4, "a key without a value"},
      {"di1ei2ee", 1, "expected a key"},
      {"d1:bi1e1:ai2ee", 7, R"(the key "a" is out of order)"},
      {"d1:ai1e1:ai2ee", 7, R"(the key "a" comes twice)"},
      {"d2:aai1e1:bi2e2:abi3ee", 14, "out of order"},
      {"i1ei2e", 3, "bytes follow"},
      {"i1e\n", 3, "bytes follow"},
  }));
  CAPTURE(row.bytes);
  const auto read = Bencode::read(row.bytes);
  REQUIRE(std::holds_alternative<BencodeProblem>(read));
  const auto& problem = std::get<BencodeProblem>(read);
  CHECK(problem.offset == row.offset);
  CAPTURE(problem.message);
  CHECK(problem.message.find(row.says) != std::string::npos);
}

TEST_CASE("depth and number of values are bounded", "[bencode]") {
  const auto problem_of = [](const std::string& bytes, BencodeLimits limits) {
    const auto read = Bencode::read(bytes, limits);
    return std::holds_alternative<BencodeProblem>(read) ? std::get<BencodeProblem>(read).message : "";
  };
  CHECK(problem_of(repeated("l", 100) + repeated("e", 100), {}) == "");
  CHECK(problem_of(repeated("l", 101) + repeated("e", 101), {}) == "nested deeper than 100");
  CHECK(problem_of(repeated("l", 10'000), {}) == "nested deeper than 100");
  CHECK(problem_of("l" + repeated("le", 9) + "e", {100, 10}) == "");
  CHECK(problem_of("l" + repeated("le", 10) + "e", {100, 10}) == "more than 10 values");
}

}  // namespace swarmsim::bencode_test
