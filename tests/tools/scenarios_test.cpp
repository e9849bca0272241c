// Every shipped scenario holds what it promises: check finds nothing, and a run fulfils its expectations.
//
// The files are listed from the directory, so that a new one is covered. Those of bench/ are for measuring,
// those of lib/ are parts of others.

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/tools/program.hpp"

namespace swarmsim::scenarios_test {

namespace {

/// The scenarios beside the basic one, in order of their names.
std::vector<std::string> shipped_scenarios() {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(basic).parent_path())) {
    if (entry.path().extension() == ".json") paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

TEST_CASE("every shipped scenario is right and fulfils its expectations", "[program][scenarios]") {
  const std::vector<std::string> paths = shipped_scenarios();
  CHECK(paths.size() >= 11);
  for (const std::string& path : paths) {
    CAPTURE(path);
    const Outcome checked = swarmsim("check '" + path + "'");
    CHECK(checked.status == 0);
    const Outcome run = swarmsim("run -q '" + path + "'");
    INFO(run.out << run.err);
    CHECK(run.status == 0);
    CHECK(run.out.starts_with("fingerprint  "));  // no expectation is listed: none fails
  }
}

TEST_CASE("every shipped scenario has its paragraph in docs/scenarios.md", "[scenarios]") {
  const std::string page = read(source_dir() + "/docs/scenarios.md");
  for (const std::string& path : shipped_scenarios()) {
    CAPTURE(path);
    CHECK(has(page, "\n## " + std::filesystem::path(path).stem().string() + "\n"));
  }
}

TEST_CASE("who crashes amid acknowledgements takes nobody along", "[program][scenarios]") {
  const Scratch scratch;
  const std::string path = scratch.write("crash.json", R"({ "format": "swarmsim/scenario/1", "name": "crash",
    "stop": { "at": "1 h" },
    "content": [{ "name": "f", "size": "4 MiB", "piece": "64 KiB", "data": "none" }],
    "peers": [{ "id": "s", "has": ["f"], "send": ["f"] }, { "id": "l", "count": 10, "download": ["f"] }],
    "timeline": [{ "at": "10 s", "on": "world", "do": "crash l-3" }],
    "expect": [{ "that": "completed", "is": "== 9" }] })");
  const Outcome run = swarmsim("run -q '" + path + "'");
  INFO(run.out << run.err);
  CHECK(run.status == 0);  // was 3: nothing is pushed into the past
}

}  // namespace swarmsim::scenarios_test
