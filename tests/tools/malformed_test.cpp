// Bad scenarios, each with what swarmsim says of it: tests/malformed/NAME.json and NAME.txt.
//
// A text is the whole of stderr, as `swarmsim check tests/malformed/NAME.json` prints it from the source
// directory. To write the texts anew: SWARMSIM_WRITE_DOCS=1 build/release/swarmsim_tests "[malformed]"; then
// read what changed, as its next reader will.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/tools/program.hpp"

namespace swarmsim::malformed_test {

namespace {

const std::string folder = "tests/malformed/";

/// The names of all bad scenarios, without their ends, in order.
std::vector<std::string> bad_scenarios() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(source_dir() + "/" + folder)) {
    if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// Runs the program in the source directory, as the texts were made.
Outcome in_source_dir(const std::string& arguments) {
  return shell("cd '" + source_dir() + "' && \"$P\" " + arguments);
}

}  // namespace

TEST_CASE("every bad scenario is answered with its text and exit code 2", "[program][malformed]") {
  const std::vector<std::string> names = bad_scenarios();
  REQUIRE(names.size() >= 80);
  for (const std::string& name : names) {
    CAPTURE(name);
    const Outcome outcome = in_source_dir("check " + folder + name + ".json");
    const std::string text_path = source_dir() + "/" + folder + name + ".txt";
    if (std::getenv("SWARMSIM_WRITE_DOCS") != nullptr) {
      std::ofstream(text_path, std::ios::binary) << outcome.err;
    }
    CHECK(outcome.status == 2);
    CHECK(outcome.out.empty());
    CHECK(outcome.err == read(text_path));
  }
}

TEST_CASE("one check answers for many scenarios at once", "[program][malformed]") {
  std::string arguments = "check";
  std::string expected;
  for (const std::string& name : bad_scenarios()) {
    arguments += " " + folder + name + ".json";
    const std::string text = read(source_dir() + "/" + folder + name + ".txt");
    expected += text.substr(0, text.rfind("swarmsim: "));
  }
  const Outcome outcome = in_source_dir(arguments);
  CHECK(outcome.status == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err.substr(0, outcome.err.rfind("swarmsim: ")) == expected);
}

TEST_CASE("a run of a bad scenario writes nothing", "[program][malformed]") {
  const std::string name = GENERATE(as<std::string>{}, "syntax-missing-comma", "unit-missing",
                                    "expect-unknown-metric", "include-broken");
  CAPTURE(name);
  const Scratch scratch;
  const Outcome outcome =
      in_source_dir("run " + folder + name + ".json --json --trace '" + scratch.path("trace.zst") +
                    "' --series '" + scratch.path("series.csv") + "'");
  CHECK(outcome.status == 2);
  CHECK(outcome.out.empty());
  CHECK(scratch.size() == 0);
  CHECK(outcome.err.find(": error: ") != std::string::npos);
}

TEST_CASE("a bad --set is answered at its place in the argument", "[program][malformed]") {
  struct Row {
    std::string set;
    std::string message;
  };
  const auto row = GENERATE(values<Row>({
      {"seed", "--set:1:1: error: --set takes PATH=VALUE, such as seed=7"},
      {"=7", "--set:1:1: error: --set takes PATH=VALUE, such as seed=7"},
      {"sede=7", "--set:1:1: error: unknown key \"sede\"; did you mean \"seed\"?"},
      {"seed=many", "--set:1:6: error: \"seed\" must be a whole number, not the text \"many\""},
      {"network.up=2", "--set:1:12: error: \"up\": 2 has no unit: write a rate such as \"2 Mbit/s\""},
      {"network.up.mean=2", "--set:1:1: error: nothing lies below a single value: \"mean\""},
      {"peers.4.has=[]", "--set:1:1: error: no element is called \"4\""},
      {"content.ubuntu.iso.sise=1 MiB", "--set:1:1: error: unknown key \"sise\"; did you mean \"size\"?"},
      {"peers.2.client={\"profile\": 3}", "--set:1:16: error: \"profile\" must be text, not the number 3"},
      {"stop={\"at\": \"1 s\", \"at\": \"2 s\"}", "--set:1:20: error: repeated key \"at\""},
      {"include=other.json", "--set:1:1: error: --set changes what has been read"},
      {"peers.2.=3", "--set:1:1: error: unknown key \"\""},
  }));
  CAPTURE(row.set);
  const Outcome outcome = swarmsim("run '" + basic + "' --set '" + row.set + "'");
  CAPTURE(outcome.err);
  CHECK(outcome.status == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err.starts_with(row.message));
}

}  // namespace swarmsim::malformed_test
