// One tree out of a scenario, what it includes, --set and parameters.
//
// Trees are shown as one line of text, {key:value,...}, so that a test reads as the rule it states.

#include "sim/scenario/assemble.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/catch.hpp"

namespace swarmsim::assemble_test {

namespace {

std::string picture(const JsonNode& node) {
  if (node.kind != JsonKind::object && node.kind != JsonKind::list) {
    return node.kind == JsonKind::text ? "'" + node.text + "'" : node.text;
  }
  std::string out;
  for (const JsonNode& child : node.children) {
    if (!out.empty()) out += ',';
    out += (node.kind == JsonKind::object ? child.key + ":" : "") + picture(child);
  }
  return node.kind == JsonKind::object ? "{" + out + "}" : "[" + out + "]";
}

using Files = std::map<std::string, std::string>;

Files present;  ///< the files of the test that runs

FileText read_present(const std::string& path) {
  const auto found = present.find(path);
  if (found == present.end()) return FileProblem{"cannot be read: No such file or directory"};
  return found->second;
}

struct Result {
  std::string tree;  ///< "" without one
  std::vector<std::string> problems;
  Assembled assembled;
};

Result assembled(const std::string& text, const std::vector<std::string>& sets = {},
                 const Files& files = {}) {
  present = files;
  Sources sources(read_present);
  Result result;
  result.assembled = assemble(sources, sources.add(text, "dir/main.json"), sets);
  if (result.assembled.root) result.tree = picture(*result.assembled.root);
  for (const Diagnostic& problem : result.assembled.problems) {
    result.problems.push_back(problem.file + ":" + std::to_string(problem.line) + ":" +
                              std::to_string(problem.column) + ": " + problem.message);
  }
  return result;
}

/// `over` laid over `base`, each a JSON text.
std::string merged(const std::string& base, const std::string& over) {
  const Result result = assembled(R"({"include": "b.json", "x": )" + over + "}", {},
                                  {{"dir/b.json", R"({"x": )" + base + "}"}});
  REQUIRE(result.problems.empty());
  return result.tree;
}

}  // namespace

TEST_CASE("what is laid over merges keys and named elements, and replaces the rest", "[scenario]") {
  struct Row {
    std::string base;
    std::string over;
    std::string tree;
  };
  const auto row = GENERATE(values<Row>({
      {R"({"a": 1, "b": 2})", R"({"b": 3, "c": 4})", "{x:{a:1,b:3,c:4}}"},
      {R"({"a": {"b": 1, "c": 2}})", R"({"a": {"c": 3}})", "{x:{a:{b:1,c:3}}}"},
      {R"({"a": 1, "b": 2})", R"({"a": null})", "{x:{b:2}}"},
      {R"({"a": 1})", R"({"b": null})", "{x:{a:1}}"},
      {R"({"a": 1})", "null", "{}"},
      {R"({"a": 1})", "7", "{x:7}"},
      {"7", R"({"a": 1})", "{x:{a:1}}"},
      {"[1, 2]", "[3]", "{x:[3]}"},
      {R"([{"id": "p", "n": 1}, {"id": "q", "n": 2}])", R"([{"id": "q", "n": 3}, {"id": "r"}])",
       "{x:[{id:'p',n:1},{id:'q',n:3},{id:'r'}]}"},
      {R"([{"name": "f", "size": 1}])", R"([{"name": "f", "piece": 2}])", "{x:[{name:'f',size:1,piece:2}]}"},
      {R"([{"id": "p"}, {"n": 2}])", R"([{"id": "p", "n": 3}])", "{x:[{id:'p',n:3}]}"},
      {R"([{"id": "p"}])", "[]", "{x:[]}"},
      {R"([{"id": "p"}])", R"([{"id": "q"}, {"id": "q"}])", "{x:[{id:'p'},{id:'q'},{id:'q'}]}"},
      {R"([{"id": "p"}])", R"([{"id": "p", "n": 1}, {"id": "p", "n": 2}])",
       "{x:[{id:'p',n:1},{id:'p',n:2}]}"},
  }));
  CAPTURE(row.base, row.over);
  CHECK(merged(row.base, row.over) == row.tree);
}

TEST_CASE("included files come first and in order, and their own includes before them", "[scenario]") {
  const Files files{{"dir/sub/a.json", R"({"include": "c.json", "k": "a", "a": 1})"},
                    {"dir/sub/c.json", R"({"k": "c", "c": 1})"},
                    {"dir/b.json", R"({"k": "b", "l": "b"})"}};
  const Result result = assembled(R"({"include": ["sub/a.json", "b.json"], "l": "main"})", {}, files);
  CHECK(result.problems.empty());
  CHECK(result.tree == "{k:'b',c:1,a:1,l:'main'}");
}

TEST_CASE("every value keeps the file, line and column where it was written", "[scenario]") {
  const Result result =
      assembled("{\"include\": \"b.json\",\n \"l\": 2}", {"m=3"}, {{"dir/b.json", "{\n\"k\": 1}"}});
  const JsonNode& root = *result.assembled.root;
  CHECK(root.find("k")->at == TextPlace{2, 6, 1});
  CHECK(root.find("l")->at == TextPlace{2, 7, 0});
  CHECK(root.find("m")->at == TextPlace{1, 3, 2});
  CHECK(root.find("m")->key_at == TextPlace{1, 1, 2});
}

TEST_CASE("without a part that is included there is no tree, and one problem", "[scenario]") {
  const Files files{{"dir/loop.json", R"({"include": "main.json"})"},
                    {"dir/main.json", R"({"include": "loop.json"})"},
                    {"dir/bad.json", "{"},
                    {"dir/list.json", "[]"}};
  const std::string path = GENERATE(as<std::string>{}, "loop.json", "bad.json", "list.json", "none.json", "");
  CAPTURE(path);
  const Result result = assembled(R"({"include": ")" + path + R"(", "k": 1})", {}, files);
  CHECK(result.tree.empty());
  CHECK(result.problems.size() == 1);
}

TEST_CASE("--set finds keys, ids, names with dots and numbers, and makes missing keys", "[scenario]") {
  struct Row {
    std::string set;
    std::string tree;
  };
  const auto row = GENERATE(values<Row>({
      {"a.b=2", "{a:{b:2},p:[{id:'x'},{name:'y.z',n:1},{m:1}],q:[5,6]}"},
      {"a.c.d=2", "{a:{b:1,c:{d:2}},p:[{id:'x'},{name:'y.z',n:1},{m:1}],q:[5,6]}"},
      {"p.x.up=1 Mbit/s", "{a:{b:1},p:[{id:'x',up:'1 Mbit/s'},{name:'y.z',n:1},{m:1}],q:[5,6]}"},
      {"p.y.z.n=true", "{a:{b:1},p:[{id:'x'},{name:'y.z',n:true},{m:1}],q:[5,6]}"},
      {"p.2.m=[1,2]", "{a:{b:1},p:[{id:'x'},{name:'y.z',n:1},{m:[1,2]}],q:[5,6]}"},
      {"q.1=-0.5", "{a:{b:1},p:[{id:'x'},{name:'y.z',n:1},{m:1}],q:[5,-0.5]}"},
      {"q={\"u\": 1}", "{a:{b:1},p:[{id:'x'},{name:'y.z',n:1},{m:1}],q:{u:1}}"},
      {"q=\"7\"", "{a:{b:1},p:[{id:'x'},{name:'y.z',n:1},{m:1}],q:'7'}"},
      {"q=a=b", "{a:{b:1},p:[{id:'x'},{name:'y.z',n:1},{m:1}],q:'a=b'}"},
      {"q=[open", "{a:{b:1},p:[{id:'x'},{name:'y.z',n:1},{m:1}],q:'[open'}"},
      {"q=", "{a:{b:1},p:[{id:'x'},{name:'y.z',n:1},{m:1}],q:''}"},
  }));
  CAPTURE(row.set);
  const std::string text =
      R"({"a": {"b": 1}, "p": [{"id": "x"}, {"name": "y.z", "n": 1}, {"m": 1}], "q": [5, 6]})";
  const Result result = assembled(text, {row.set});
  CHECK(result.problems.empty());
  CHECK(result.tree == row.tree);
}

TEST_CASE("of two --set the later one wins, and the longest name that fits", "[scenario]") {
  CHECK(assembled(R"({"a": 1})", {"a=2", "a=3"}).tree == "{a:3}");
  const Result result = assembled(R"({"p": [{"id": "x"}, {"id": "x.y"}]})", {"p.x.y.n=1"});
  CHECK(result.tree == "{p:[{id:'x'},{id:'x.y',n:1}]}");
}

TEST_CASE("--set says what is wrong with its path or its value", "[scenario]") {
  struct Row {
    std::string set;
    std::string problem;
  };
  const auto row = GENERATE(values<Row>({
      {"a", "--set:1:1: --set takes PATH=VALUE, such as seed=7"},
      {"=1", "--set:1:1: --set takes PATH=VALUE, such as seed=7"},
      {"a.b=1", "--set:1:1: nothing lies below a single value: \"b\""},
      {"p.crowb=1", "--set:1:1: no element is called \"crowb\"; did you mean \"crowd\"?"},
      {"p.7.n=1", "--set:1:1: no element is called \"7\" (elements: crowd, 1)"},
      {"a={\"b\":1,\"b\":2}", "--set:1:10: repeated key \"b\": it stands in line 1 already"},
      {"include=b.json",
       "--set:1:1: --set changes what has been read: what to include stands in the file alone"},
  }));
  CAPTURE(row.set);
  const Result result = assembled(R"({"a": 1, "p": [{"id": "crowd"}, {}]})", {row.set});
  CHECK(result.problems == std::vector<std::string>{row.problem});
}

TEST_CASE("a parameter that is all of a text keeps its kind, inside a text it is text", "[scenario]") {
  const std::string params = R"({"params": {"n": 3, "s": "x y", "t": true}, )";
  CHECK(assembled(params + R"("a": "${n}"})").tree == "{params:{n:3,s:'x y',t:true},a:3}");
  CHECK(assembled(params + R"("a": ["${t}", "${s}"]})").tree ==
        "{params:{n:3,s:'x y',t:true},a:[true,'x y']}");
  CHECK(assembled(params + R"("a": "<${n}|${s}>"})").tree == "{params:{n:3,s:'x y',t:true},a:'<3|x y>'}");
  CHECK(assembled(params + R"("a": "$n $ {n}"})").tree == "{params:{n:3,s:'x y',t:true},a:'$n $ {n}'}");
  CHECK(assembled(params + R"("a": "${n}"})", {"params.n=4"}).tree == "{params:{n:4,s:'x y',t:true},a:4}");
}

TEST_CASE("a parameter that cannot be used is one problem, and its uses are known", "[scenario]") {
  const Result unknown = assembled(R"({"params": {"size": 3}, "a": "${sise}"})");
  REQUIRE(unknown.problems.size() == 1);
  CHECK(unknown.problems[0] == "dir/main.json:1:30: no parameter is called \"sise\"; did you mean \"size\"?");
  CHECK(unknown.assembled.blamed == std::vector<TextPlace>{{1, 30, 0}});
  const Result nested = assembled(R"({"params": {"n": {}}, "a": "${n}"})");
  REQUIRE(nested.problems.size() == 1);
  CHECK(nested.problems[0] ==
        "dir/main.json:1:18: \"n\" must be a single value, without another parameter in it");
  CHECK(nested.assembled.blamed == std::vector<TextPlace>{{1, 28, 0}});
}

TEST_CASE("files that include each other twice a level are answered, not read for ever", "[scenario]") {
  Files files;
  for (int level = 0; level < 12; ++level) {
    const std::string next = std::to_string(level + 1) + ".json";
    files["dir/" + std::to_string(level) + ".json"] =
        R"({"include": [")" + next + R"(", ")" + next + R"("]})";
  }
  files["dir/12.json"] = "{}";
  const Result result = assembled(R"({"include": "0.json"})", {}, files);
  REQUIRE(result.problems.size() == 1);
  CHECK(result.problems[0].ends_with("more than 1000 files are included"));
}

TEST_CASE("parameters fill in no more than a scenario could mean", "[scenario]") {
  std::string uses;
  for (int i = 0; i < 100; ++i) uses += (i == 0 ? "" : ",") + std::string(R"("${a}${a}")");
  const std::string text =
      R"({"params": {"a": ")" + std::string(100'000, 'x') + R"("}, "x": [)" + uses + "]}";
  const Result result = assembled(text);
  REQUIRE(result.problems.size() == 1);
  CHECK(result.problems[0].ends_with("parameters fill in more than 16 MiB in all"));
}

TEST_CASE("parameters make no new parameter", "[scenario]") {
  const Result result = assembled(R"({"params": {"a": "$", "b": "{a}"}, "x": "${a}${b}", "y": "${a}"})");
  REQUIRE(result.problems.size() == 1);
  CHECK(result.problems[0] == R"(dir/main.json:1:41: parameters make a new "${" here)");
}

}  // namespace swarmsim::assemble_test
