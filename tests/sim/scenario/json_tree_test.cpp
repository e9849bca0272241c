#include "sim/scenario/json_tree.hpp"

#include <string>

#include "tests/support/catch.hpp"

namespace swarmsim::json_tree_test {

namespace {

struct Bad {
  const char* text;
  int line;
  int column;
  const char* message;
};

JsonTree parse(const std::string& text) { return parse_json_tree(SourceText(text, "a.json")); }

void check_bad(const Bad& row) {
  CAPTURE(row.text);
  const JsonTree tree = parse(row.text);
  CHECK_FALSE(tree.root);
  REQUIRE(tree.problems.size() == 1);
  CHECK(tree.problems[0].message == row.message);
  CHECK(tree.problems[0].line == row.line);
  CHECK(tree.problems[0].column == row.column);
}

}  // namespace

TEST_CASE("every value and key knows its line and column", "[scenario]") {
  const JsonTree tree = parse("{\n  \"a\": [1, -2.5],  // \"no\": key\n  \"\\u0062\":\n    {\"c\": true}\n}");
  REQUIRE(tree.problems.empty());
  REQUIRE(tree.root);
  CHECK(tree.root->at == TextPlace{1, 1});
  const JsonNode* a = tree.root->find("a");
  REQUIRE(a != nullptr);
  CHECK(a->key_at == TextPlace{2, 3});
  CHECK(a->at == TextPlace{2, 8});
  REQUIRE(a->children.size() == 2);
  CHECK(a->children[0].at == TextPlace{2, 9});
  CHECK(a->children[1].at == TextPlace{2, 12});
  const JsonNode* b = tree.root->find("b");
  REQUIRE(b != nullptr);
  CHECK(b->key_at == TextPlace{3, 3});
  CHECK(b->at == TextPlace{4, 5});
  REQUIRE(b->find("c") != nullptr);
  CHECK(b->find("c")->at == TextPlace{4, 11});
  CHECK(tree.root->find("missing") == nullptr);
}

TEST_CASE("numbers keep their kind and their source text", "[scenario]") {
  const JsonTree tree = parse("[0, -7, 1.50, 1e3, 99999999999999999999, true, null, \"t\\n\"]");
  REQUIRE(tree.root);
  const auto& items = tree.root->children;
  REQUIRE(items.size() == 8);
  CHECK(items[0].kind == JsonKind::integer);
  CHECK(items[1].text == "-7");
  CHECK(items[2].kind == JsonKind::real);
  CHECK(items[2].text == "1.50");
  CHECK(items[3].kind == JsonKind::real);
  CHECK(items[4].kind == JsonKind::integer);
  CHECK(items[4].text == "99999999999999999999");
  CHECK(items[5].kind == JsonKind::boolean);
  CHECK(items[6].kind == JsonKind::null);
  CHECK(items[7].text == "t\n");
}

TEST_CASE("comments stand wherever blanks may", "[scenario]") {
  const JsonTree tree = parse("// first\n{// a\r\"a\"// b\n:// c\n1// d\n,// e\n\"b\":[// f\n]}// last");
  CHECK(tree.problems.empty());
  REQUIRE(tree.root);
  CHECK(tree.root->children.size() == 2);
  CHECK(tree.root->children[1].at == TextPlace{6, 5});
}

TEST_CASE("each repeated key is reported where it stands, and the first one counts", "[scenario]") {
  const JsonTree tree = parse("{\"a\": 1,\n \"b\": {\"x\": 1, \"x\": 2},\n \"a\": 2,\n \"a\": 3}");
  REQUIRE(tree.root);
  REQUIRE(tree.problems.size() == 3);
  CHECK(tree.problems[0].message == "repeated key \"x\": it stands in line 2 already");
  CHECK(tree.problems[0].column == 16);
  CHECK(tree.problems[1].line == 3);
  CHECK(tree.problems[2].line == 4);
  CHECK(tree.problems[2].message == "repeated key \"a\": it stands in line 1 already");
  REQUIRE(tree.root->children.size() == 2);
  CHECK(tree.root->find("a")->text == "1");
}

TEST_CASE("bad syntax is reported in our words, at its place", "[scenario]") {
  const auto row = GENERATE(values<Bad>({
      {"", 1, 1, "expected a value, found the end of the file"},
      {"// only\n", 2, 1, "expected a value, found the end of the file"},
      {"{\"a\": 1,\n}", 1, 8, "a comma before '}': remove it"},
      {"[1, 2,\n]", 1, 6, "a comma before ']': remove it"},
      {"{\"a\": 1\n \"b\": 2}", 1, 8, "expected ',' or '}', found \"b\""},
      {"[1 2]", 1, 4, "expected ',' or ']', found '2'"},
      {"{\"a\" 1}", 1, 6, "expected ':' behind the key, found '1'"},
      {"{\"a\":}", 1, 6, "expected a value, found '}'"},
      {"{\"a\": tru}", 1, 7, "'tru' is not a JSON value; did you mean \"true\"?"},
      {"{\"a\": truex}", 1, 7, "'truex' is not a JSON value; did you mean \"true\"?"},
      {"{a: 1}", 1, 2, "expected a key in double quotes, found 'a'"},
      {"{\"a\": 1, b: 2}", 1, 10, "expected a key in double quotes, found 'b'"},
      {"{'a': 1}", 1, 2, "keys stand in double quotes, not in single ones"},
      {"{\"a\": 'x'}", 1, 7, "texts stand in double quotes, not in single ones"},
      {"{\"a\": \"x\n\"}", 1, 7, "this text is not closed before its line ends"},
      {"{\"a\": \"x", 1, 7, "this text is never closed"},
      {"{\"a\": \"x\\\"", 1, 7, "this text is never closed"},
      {"{\"a\": \"x\\", 1, 7, "this text is never closed"},
      {"[\"a\tb\"]", 1, 4, "a text holds control character 0x09: write it as an escape"},
      {"[\"a\\qb\"]", 1, 4, "unknown escape in a text: after \\ comes one of \" \\ / b f n r t u"},
      {"[\"\\u12g4\"]", 1, 3, "\\u needs four hexadecimal digits"},
      {"[\"\\ud800\"]", 1, 2, "this text holds half a surrogate pair: \\ud800 to \\udfff come in pairs"},
      {"[01]", 1, 2, "'01' is not a JSON value"},
      {"[.5]", 1, 2, "'.5' is not a JSON value"},
      {"[1.]", 1, 2, "'1.' is not a JSON value"},
      {"{\"a\": 01}", 1, 7, "'01' is not a JSON value"},
      {"[1, nullx]", 1, 5, "'nullx' is not a JSON value; did you mean \"null\"?"},
      {"[a\x1B" "b\x7F\xC3\xA4]", 1, 2,
       "'a\\u001bb\\u007f\xC3\xA4' is not a JSON value: texts stand in double quotes"},
      {"[+1]", 1, 2, "'+1' is not a JSON value"},
      {"[1e999]", 1, 2, "'1e999' is too large a number"},
      {"{\"a\": [1, 2}", 1, 12, "expected ',' or ']', found '}'"},
      {"{\"a\": 1", 1, 8, "expected ',' or '}', found the end of the file"},
      {"{} {}", 1, 4, "expected the end of the file, found '{'"},
      {"{}}", 1, 3, "expected the end of the file, found '}'"},
      {"/* a */ {}", 1, 1, "a comment begins with // and ends with its line: /* is not part of the format"},
      {"{ /* a */ }", 1, 3, "a comment begins with // and ends with its line: /* is not part of the format"},
      {"{} /* a */", 1, 4, "a comment begins with // and ends with its line: /* is not part of the format"},
      {"[1, /* a */ 2]", 1, 5,
       "a comment begins with // and ends with its line: /* is not part of the format"},
      {"{\"a\"/**/:1}", 1, 5,
       "a comment begins with // and ends with its line: /* is not part of the format"},
      {"[\xFF]", 1, 2, "byte 0xff is not valid UTF-8: save the file as UTF-8"},
      {"[\"\xC3(\"]", 1, 3, "byte 0xc3 is not valid UTF-8: save the file as UTF-8"},
      {"[\"\xED\xA0\x80\"]", 1, 3, "byte 0xed is not valid UTF-8: save the file as UTF-8"},
      {"[\"\xE2\x82", 1, 3, "byte 0xe2 is not valid UTF-8: save the file as UTF-8"},
      {"[\"\xC0\x80\"]", 1, 3, "byte 0xc0 is not valid UTF-8: save the file as UTF-8"},
  }));
  check_bad(row);
}

TEST_CASE("what is missing is reported where it is missing", "[scenario]") {
  check_bad(GENERATE(values<Bad>({
      {"{\"a\": 1\n 2}", 2, 2, "expected ',' or '}', found '2'"},
      {"{\"a\": [1\n}", 1, 9, "expected ',' or ']', found '}'"},
      {"[\n[1],\n[2]\n", 4, 1,
       "expected ',' or ']', found the end of the file; '[' of line 1 is open"},
      {"[{\"a\": 1,\n{\"a\": 2}]", 1, 9,
       "expected '}' in front of this comma, because '{' follows it, and not a key"},
      {"{\"a\": [1\n, \"b\": 2}", 2, 1,
       "expected ']' in front of this comma, because a key follows it"},
      {"[1,\n\"b\": 2}]", 2, 1, "a key stands in a list: is there a '{' missing?"},
      {"[\"b\": 2}]", 1, 2, "a key stands in a list: is there a '{' missing?"},
      {"{\"a\": 1, # one\n}", 1, 10, "a comment begins with //: # is not part of the format"},
  })));
}

TEST_CASE("a zero is no text, in a comment either", "[scenario]") {
  // Found by scenario_fuzz: the library ends a comment there, and what came behind was looked for outside.
  const JsonTree tree = parse(std::string("// a\0 3, \"b", 11));
  CHECK_FALSE(tree.root);
  REQUIRE(tree.problems.size() == 1);
  CHECK(tree.problems[0].message == "byte 0x00 is no text: save the file as UTF-8");
  CHECK(tree.problems[0].column == 5);
}

TEST_CASE("a byte order mark is a problem, and the rest is read all the same", "[scenario]") {
  const JsonTree tree = parse("\xEF\xBB\xBF{\"a\": 1}");
  REQUIRE(tree.root);
  CHECK(tree.root->find("a")->at == TextPlace{1, 10});
  REQUIRE(tree.problems.size() == 1);
  CHECK(tree.problems[0].message == "the file begins with a byte order mark: save it as UTF-8 without one");
  CHECK(tree.problems[0].column == 1);
}

TEST_CASE("characters of two to four bytes are valid, and columns count bytes", "[scenario]") {
  const JsonTree tree = parse("[\"\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\", 1]");
  REQUIRE(tree.root);
  CHECK(tree.root->children[1].at == TextPlace{1, 15});
}

TEST_CASE("nesting is limited, so that no file exhausts the stack", "[scenario]") {
  CHECK(parse(std::string(64, '[') + std::string(64, ']')).problems.empty());
  const JsonTree tree = parse(std::string(100'000, '['));
  CHECK_FALSE(tree.root);
  REQUIRE(tree.problems.size() == 1);
  CHECK(tree.problems[0].message == "nested more than 64 deep");
  CHECK(tree.problems[0].column == 65);
}

TEST_CASE("a problem shows its line without the carriage return, unless the line is too long", "[scenario]") {
  CHECK(parse("[1,\r\n x]\r\n").problems.at(0).source_line == " x]");
  CHECK(parse("[x" + std::string(600, ' ')).problems.at(0).source_line.empty());
}

}  // namespace swarmsim::json_tree_test
