#include "tests/style/style_law.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "tests/style/banned_names.hpp"
#include "tests/style/text_scan.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"

namespace swarmsim::style::style_law_test {
namespace {

/// One planted fault, or none (`rule` is empty). `line` counts the whole text, with the header's opening.
struct Row {
  std::string path;
  std::string text;
  std::string rule = {};
  std::size_t line = 0;
  std::string says = {};  ///< a part of the message
};

const std::string opening = "#pragma once\n// What it is.\n//\n// What it must not know.\n";

std::vector<SourceFile> read_tree(const std::filesystem::path& root) {
  std::vector<SourceFile> files;
  for (const char* top : {"core", "sim", "tools", "tests"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / top)) {
      const std::string extension = entry.path().extension().string();
      if (!entry.is_regular_file() || (extension != ".hpp" && extension != ".cpp")) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      files.push_back({std::filesystem::relative(entry.path(), root).generic_string(),
                       std::string(std::istreambuf_iterator<char>(in), {})});
    }
  }
  std::ranges::sort(files, {}, &SourceFile::path);
  return files;
}

std::string repeated(const std::string& line, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += line;
  return text;
}

std::string all_of(const std::vector<Violation>& violations) {
  std::string text;
  for (const Violation& violation : violations) text += to_string(violation) + "\n";
  return text;
}

/// Exactly the planted fault, or nothing at all.
void expect_row(const Row& row) {
  const std::vector<Violation> found = violations_in({row.path, row.text});
  INFO(row.path << ":\n" << row.text << "\nfound:\n" << all_of(found));
  if (row.rule.empty()) {
    CHECK(found.empty());
    return;
  }
  REQUIRE(found.size() == 1);
  CHECK(found[0].path == row.path);
  CHECK(found[0].rule == row.rule);
  CHECK(found[0].line == row.line);
  CHECK(found[0].message.find(row.says) != std::string::npos);
}

}  // namespace

TEST_CASE("the tree obeys the style law", "[style]") {
  const std::vector<SourceFile> files = read_tree(source_dir());
  REQUIRE(files.size() > 10);
  std::vector<Violation> found = dead_headers(files);
  for (const SourceFile& file : files) std::ranges::copy(violations_in(file), std::back_inserter(found));
  std::cerr << all_of(found);  // Catch would wrap the lines, and editors could not follow them.
  CHECK(found.size() == 0);
}

TEST_CASE("includes go downwards only", "[style]") {
  const auto row = GENERATE(values<Row>({
      {"core/base/a.cpp", "#include \"core/engine/queue.hpp\"\n", "layer", 1, "core/base/ may not include"},
      {"core/engine/a.cpp", "#include \"core/protocol/message.hpp\"\n", "layer", 1, "core/protocol/"},
      {"core/protocol/a.cpp", "#include \"core/engine/queue.hpp\"\n", "layer", 1, "core/engine/"},
      {"core/protocol/a.cpp", "#include \"sim/model/event.hpp\"\n", "layer", 1, "sim/model/"},
      {"core/base/a.cpp", "#include \"tools/swarmsim/run.hpp\"\n", "layer", 1, "tools/"},
      {"sim/model/a.cpp", "#include \"sim/net/link.hpp\"\n", "layer", 1, "sim/net/"},
      {"sim/peer/a.cpp", "\n#include \"sim/net/link.hpp\"\n", "layer", 2, "sim/net/"},
      {"sim/net/a.cpp", "#include \"sim/peer/peer.hpp\"\n", "layer", 1, "sim/peer/"},
      {"sim/peer/a.cpp", "#include \"sim/tracker/tracker.hpp\"\n", "layer", 1, "sim/tracker/"},
      {"sim/peer/a.cpp", "#include \"sim/trace/record.hpp\"\n", "layer", 1, "sim/trace/"},
      {"sim/command/a.cpp", "#include \"sim/trace/record.hpp\"\n", "layer", 1, "sim/trace/"},
      {"sim/scenario/a.cpp", "#include \"sim/trace/record.hpp\"\n", "layer", 1, "sim/trace/"},
      {"sim/command/a.cpp", "#include \"sim/scenario/load.hpp\"\n", "layer", 1, "sim/scenario/"},
      {"sim/scenario/a.cpp", "#include \"sim/world/world.hpp\"\n", "layer", 1, "sim/world/"},
      {"sim/report/a.cpp", "#include \"sim/console/console.hpp\"\n", "layer", 1, "sim/console/"},
      {"sim/world/a.cpp", "#include \"tests/support/catch.hpp\"\n", "layer", 1, "tests/"},
      {"tools/swarmsim/a.cpp", "#include \"tests/support/catch.hpp\"\n", "layer", 1, "tests/"},
      {"sim/astrology/a.cpp", "#include \"core/base/ids.hpp\"\n", "layer", 1, "no layer"},
      {"sim/peer/a.cpp", "#include \"sim/peer/picker.hpp\"\n#include \"core/base/rng.hpp\"\n"},
      {"sim/trace/a.cpp", "#include \"sim/trace/record.hpp\"\n#include \"sim/model/event.hpp\"\n"},
      {"sim/world/a.cpp", "#include \"sim/trace/record.hpp\"\n#include \"sim/peer/peer.hpp\"\n"},
      {"sim/report/a.cpp", "#include \"sim/trace/record.hpp\"\n"},
      {"tools/swarmsim/a.cpp", "#include \"sim/console/console.hpp\"\n"},
      {"tests/sim/a.cpp", "#include \"tools/swarmsim/run.hpp\"\n"},
      {"core/base/a.cpp", "// #include \"sim/net/link.hpp\"\n"},
      {"core/base/a.cpp", "const char* t = R\"(\n#include \"sim/net/link.hpp\"\n)\";\n"},
  }));
  expect_row(row);
}

TEST_CASE("the console names no command of the grammar", "[style]") {
  const auto row = GENERATE(values<Row>({
      {"sim/console/a.cpp", "const char* word = \"download\";\n", "grammar", 1, "command_forms()"},
      {"sim/console/a.cpp", "\nif (line == \"send \" + file) {}\n", "grammar", 2, "\"send\""},
      {"sim/console/a.cpp", "const char* line = \"set 2 unchoke_slots=2\";\n", "grammar", 1, "\"set\""},
      {"sim/console/a.cpp", "if (kind == CommandKind::send) {}\n", "grammar", 1, "sim/command's"},
      {"sim/console/a.cpp", "// as in \"send\"\nconst char* word = \"downloads\";\n"},
      {"sim/command/a.cpp", "const char* word = \"download\";\n"},
  }));
  expect_row(row);
}

TEST_CASE("headers are named by their full path, and some not at all", "[style]") {
  const auto row = GENERATE(values<Row>({
      {"core/base/a.cpp", "#include \"rng.hpp\"\n", "include", 1, "full path"},
      {"core/base/a.cpp", "#include \"../base/rng.hpp\"\n", "include", 1, "full path"},
      {"core/base/a.cpp", "#include <core/base/rng.hpp>\n", "include", 1, "in quotes"},
      {"core/base/a.cpp", "#include \"fmt/format.h\"\n", "include", 1, "others in <>"},
      {"sim/world/a.cpp", "#include <nlohmann/json.hpp>\n", "include", 1, "sim/scenario"},
      {"tools/swarmsim/a.cpp", "#include <nlohmann/json.hpp>\n", "include", 1, "sim/report"},
      {"sim/report/a.cpp", "#include <fstream>\n", "include", 1, "tools/ read files"},
      {"sim/report/a.cpp", "#include <filesystem>\n", "include", 1, "tools/ read files"},
      {"sim/report/a.cpp", "#include <iostream>\n", "include", 1, "tools/ print"},
      {"tests/a.cpp", "#include <random>\n", "include", 1, "core/base/rng.hpp"},
      {"tests/a.cpp", "#include <unordered_map>\n", "include", 1, "indexed by id"},
      {"core/base/a.cpp", "#include <math.h>\n", "include", 1, "<cmath>"},
      {"core/base/a.cpp", "#include <cassert>\n", "include", 1, "check.hpp"},
      {"tests/a.cpp", "#include <catch2/catch.hpp>\n", "include", 1, "support/catch.hpp"},
      {"core/base/a.cpp", "#include \"core/base/rng.hpp\"\n#include <fmt/format.h>\n"},
      {"sim/scenario/a.cpp", "#include <nlohmann/json.hpp>\n"},
      {"sim/trace/a.cpp", "#include <nlohmann/json_fwd.hpp>\n"},
      {"tools/swarmsim/a.cpp", "#include <fstream>\n#include <iostream>\n"},
      {"tests/a.cpp", "#include <filesystem>\n#include <nlohmann/json.hpp>\n"},
  }));
  expect_row(row);
}

TEST_CASE("banned names are answered with what to use instead", "[style]") {
  const auto row = GENERATE(values<Row>({
      {"sim/peer/a.cpp", "std::shared_ptr<Peer> p;\n", "name", 1, "an id"},
      {"sim/peer/a.cpp", "std::vector<std::function<void()>> f;\n", "name", 1, "interface"},
      {"tests/a.cpp", "int a = rand();\n", "name", 1, "rng.hpp"},
      {"tests/a.cpp", "int a() { return std::rand (); }\n", "name", 1, "rng.hpp"},
      {"tests/a.cpp", "void a() {\n  srand(7);\n}\n", "name", 2, "rng.hpp"},
      {"tests/a.cpp", "std::random_device d;\n", "name", 1, "seed"},
      {"tests/a.cpp", "std::mt19937_64 r;\n", "name", 1, "rng.hpp"},
      {"sim/peer/a.cpp", "std::uniform_int_distribution<int> d;\n", "name", 1, "Rng::below()"},
      {"sim/peer/a.cpp", "std::lognormal_distribution<> d;\n", "name", 1, "distribution.hpp"},
      {"sim/peer/a.cpp", "void a() { std::shuffle(b, e, r); }\n", "name", 1, "shuffle.hpp"},
      {"sim/peer/a.cpp", "void a() { std::nth_element(b, m, e); }\n", "name", 1, "ties by id"},
      {"sim/peer/a.cpp", "std::unordered_map<int, int> m;\n", "name", 1, "indexed by id"},
      {"sim/peer/a.cpp", "std::unordered_multiset<int> m;\n", "name", 1, "indexed by id"},
      {"sim/peer/a.cpp", "void a() { printf(\"x\"); }\n", "name", 1, "fmt::format"},
      {"sim/peer/a.cpp", "void a() { std::snprintf(b, n, \"x\"); }\n", "name", 1, "fmt::format"},
      {"sim/peer/a.cpp", "void a() { fmt::print(\"x\"); }\n", "name", 1, "tools/ print"},
      {"sim/peer/a.cpp", "void a() { std::cout << 1; }\n", "name", 1, "tools/ print"},
      {"tools/swarmsim/a.cpp", "void a() { assert(true); }\n", "name", 1, "check()"},
      {"tools/swarmsim/a.cpp", "using namespace std;\nnamespace swarmsim {}\n", "name", 1, "name what"},
      {"core/base/a.hpp", opening + "namespace a {\nusing namespace std;\n}\n", "name", 6, "name what"},
      {"sim/net/a.cpp", "float rate = 0;\n", "name", 1, "double"},
      {"sim/net/a.cpp", "double a() { return std::log(2.0); }\n", "name", 1, "logarithm"},
      {"sim/net/a.cpp", "double a() { return std::exp(2.0); }\n", "name", 1, "exponential"},
      {"sim/net/a.cpp", "double a() { return pow(2.0, 3.0); }\n", "name", 1, "power"},
      {"sim/net/a.cpp", "double a() { return ::sin(2.0); }\n", "name", 1, "portable"},
      {"sim/net/a.cpp", "auto a = reinterpret_cast<int*>(b);\n", "name", 1, "bit_cast"},
      {"sim/net/a.cpp", "auto a = std::chrono::steady_clock::now();\n", "name", 1, "SimTime"},
      {"sim/net/a.cpp", "auto a = chrono::system_clock::now();\n", "name", 1, "SimTime"},
      {"sim/net/a.cpp", "using Clock = std::chrono::high_resolution_clock;\n", "name", 1, "SimTime"},
      {"sim/net/a.cpp", "auto a = time(nullptr);\n", "name", 1, "SimTime"},
      {"sim/net/a.cpp", "const char* a = std::getenv(\"HOME\");\n", "name", 1, "argument"},
      {"sim/net/a.cpp", "void a() { std::ifstream f(p); }\n", "name", 1, "tools/ read files"},
      {"sim/net/a.cpp", "bool a() { return std::filesystem::exists(p); }\n", "name", 1, "tools/"},
      {"sim/world/a.cpp", "nlohmann::json a;\n", "name", 1, "JSON"},
  }));
  expect_row(row);
}

TEST_CASE("every banned name and include is found", "[style]") {
  for (const BannedName& banned : banned_names) {
    std::string used;
    for (const char c : banned.pattern) used += c == '*' ? 'x' : c;
    if (used.ends_with('(')) used += ")";
    expect_row({"core/engine/a.cpp", "auto a = " + used + ";\n", "name", 1, std::string(banned.instead)});
  }
  for (const BannedInclude& banned : banned_includes) {
    const std::string line = "#include <" + std::string(banned.prefix) + ">\n";
    expect_row({"core/engine/a.cpp", line, "include", 1, std::string(banned.instead)});
  }
}

TEST_CASE("what only resembles a banned name passes", "[style]") {
  const auto row = GENERATE(values<Row>({
      {"sim/peer/a.cpp", "std::unique_ptr<Peer> p;  // not a std::shared_ptr\n"},
      {"sim/peer/a.cpp", "std::string a = \"std::function<void()> and rand()\";\n"},
      {"sim/peer/a.cpp", "/* float */ double operand(int); int b = operand(3);\n"},
      {"sim/peer/a.cpp", "static_assert(sizeof(int) == 4);\n"},
      {"sim/peer/a.cpp", "SimTime time() const;\nauto a = event.time();\nauto b = event->time();\n"},
      {"sim/peer/a.cpp", "SimTime time = at;\nauto b = next_time(at);\n"},
      {"sim/peer/a.cpp", "void a() { fmt::format(\"{}\", 1); std::sort(b, e); std::sqrt(2.0); }\n"},
      {"sim/peer/a.cpp", "std::map<int, int> m; std::uint64_t floats = 1'000'000;\n"},
      {"sim/peer/a.cpp", "namespace swarmsim {\nusing namespace std::chrono_literals;\n}\n"},
      {"sim/peer/a.cpp", "char a = '\"'; // \" rand() \"\nchar b = '\\'';\n"},
      {"sim/peer/a.cpp", "auto a = R\"x(rand() )\" std::cout)x\";\n"},
      {"sim/report/a.cpp", "nlohmann::ordered_json a;\n"},
      {"core/base/hash.cpp", "auto a = reinterpret_cast<const char*>(b);\n"},
      {"sim/trace/a.cpp", "auto a = reinterpret_cast<const char*>(b);\n"},
      {"tools/swarmsim/a.cpp", "void a() { std::cout << getenv(\"X\") << time(nullptr); }\n"},
      {"tests/a.cpp", "auto a = std::chrono::steady_clock::now(); double b = std::log(2.0);\n"},
  }));
  expect_row(row);
}

TEST_CASE("a statement draws at most once", "[style]") {
  const auto row = GENERATE(values<Row>({
      {"sim/peer/a.cpp", "auto a = rng.next() + rng.next();\n", "draw", 1, "two draws"},
      {"sim/peer/a.cpp", "auto a = f(rng.below(3),\n           other.unit());\n", "draw", 2, "two draws"},
      {"sim/peer/a.cpp", "auto a = f(draw(latency, rng), draw(loss, rng));\n", "draw", 1, "two draws"},
      {"tests/a.cpp", "auto a = sample(rng) - rng->next();\n", "draw", 1, "two draws"},
      {"sim/peer/a.cpp", "auto a = rng.next();\nauto b = rng.next();\n"},
      {"sim/peer/a.cpp", "void a() { if (rng.below(2) == 0) { b = rng.below(3); } }\n"},
      {"sim/peer/a.cpp", "auto a = rng.below(3);  // rng.below(3) would be one too many\n"},
      {"sim/peer/a.cpp", "double draw(Rng& rng);\ndouble sample(Rng& rng);\n"},
      {"sim/peer/a.cpp", "auto a = rng.below(list.next + node.unit);\n"},
  }));
  expect_row(row);
}

TEST_CASE("files, functions and lines stay short", "[style]") {
  const std::string line = "  step();\n";
  const std::string entry = "  {1, 2},\n";
  const auto row = GENERATE_COPY(values<Row>({
      {"core/base/a.cpp", repeated("int a;\n", 401), "length", 401, "401 lines"},
      {"core/base/a.cpp", repeated("int a;\n", 400)},
      {"core/base/a.cpp", "void a() {\n" + repeated(line, 59) + "}\n", "length", 1, "61 lines"},
      {"core/base/a.cpp", "void a() {\n" + repeated(line, 58) + "}\n"},
      {"core/base/a.cpp",
       "\nclass B {\n public:\n  template <class T>\n  void a() {\n" + repeated(line, 59) + "  }\n};\n",
       "length", 4, "62 lines"},
      {"core/base/a.cpp", "B::B(int a) : a_{a},\n  b_(a) {\n" + repeated(line, 60) + "}\n", "length", 1,
       "63"},
      {"core/base/a.cpp", "void f(A a = {}) {\n" + repeated(line, 60) + "}\n", "length", 1, "62 lines"},
      {"tests/a.cpp", "TEST_CASE(\"a } b\") {\n" + repeated(line, 60) + "}\n", "length", 1, "62 lines"},
      {"core/base/a.cpp",
       "void a() {\n" + repeated(line, 30) + "  // }\n  b(\"}\");\n" + repeated(line, 30) + "}\n", "length",
       1, "64 lines"},
      {"core/base/a.cpp", "namespace a {\nclass B {\n" + repeated("  int c();\n", 70) + "};\n}\n"},
      {"core/base/a.cpp", "enum class A {\n" + repeated("  b,\n", 70) + "};\n"},
      {"core/base/a.cpp", "constexpr A b[] = {\n" + repeated(entry, 70) + "};\n"},
      {"core/base/a.cpp",
       "void a() {\n" + repeated(line, 40) + "}\nvoid b() {\n" + repeated(line, 40) + "}\n"},
      {"core/base/a.cpp", "// " + std::string(108, 'x') + "\n", "column", 1, "111 columns"},
      {"core/base/a.cpp", "// " + std::string(107, 'x') + "\n"},
      {"core/base/a.cpp", "// " + repeated("\u00b5", 107) + "\n"},
  }));
  expect_row(row);
}

TEST_CASE("a header opens with its guard and what it is for", "[style]") {
  const auto row = GENERATE_COPY(values<Row>({
      {"core/base/a.hpp", "// What it is.\n#pragma once\n", "header", 1, "#pragma once"},
      {"core/base/a.hpp", "", "header", 1, "#pragma once"},
      {"core/base/a.hpp", "#pragma once\n// One.\n// Two.\n\n// Three.\n", "header", 2, "2 lines"},
      {"core/base/a.hpp", "#pragma once\n\n// One.\n// Two.\n// Three.\n", "header", 2, "0 lines"},
      {"core/base/a.hpp", opening},
      {"core/base/a.cpp", "int a;\n"},
  }));
  expect_row(row);
}

TEST_CASE("comments promise nothing", "[style]") {
  const auto row = GENERATE(values<Row>({
      {"core/base/a.cpp", "int a;\nint b;  // TODO: c\n", "comment", 2, "do it"},
      {"core/base/a.cpp", "/*\n FIXME */ int a;\n", "comment", 2, "do it"},
      {"core/base/a.cpp", "std::string a = \"TODO\";  // a TODOS file\n"},
  }));
  expect_row(row);
}

TEST_CASE("a header that nobody includes is dead", "[style]") {
  const std::vector<SourceFile> files = {
      {"core/base/used.hpp", opening},
      {"core/base/dead.hpp", opening + "#include \"core/base/dead.hpp\"\n"},
      {"core/base/user.cpp", "#include \"core/base/used.hpp\"\n// #include \"core/base/dead.hpp\"\n"},
      {"tests/support/free.hpp", opening},
  };
  const std::vector<Violation> found = dead_headers(files);
  REQUIRE(found.size() == 1);
  CHECK(to_string(found[0]) == "core/base/dead.hpp:1: [dead] nobody includes this header: remove it");
}

}  // namespace swarmsim::style::style_law_test
