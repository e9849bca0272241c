// What check says about the size of a run, against the run.

#include "sim/report/expected_size.hpp"

#include <string>

#include "sim/scenario/load.hpp"
#include "sim/world/world.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/docs_page.hpp"

namespace swarmsim::expected_size_test {

namespace {

Scenario load(const std::string& text) {
  const Registry& registry = Registry::standard();
  const LoadResult loaded = load_scenario(
      text, "a.json", {registry.profile_names(), registry.choker_names(), registry.picker_names()});
  for (const Diagnostic& problem : loaded.problems) UNSCOPED_INFO(format_diagnostic(problem));
  REQUIRE(loaded.problems.empty());
  return loaded.scenario;
}

ExpectedSize size_of(const std::string& peers, const std::string& more = "") {
  const Scenario scenario =
      load(R"({"format": "swarmsim/scenario/1", "name": "n", "stop": {"at": "1 h"}, "content": [
    {"name": "f", "size": "1 MiB", "data": "none"}, {"name": "g", "size": "10 MiB"}], "peers": [)" +
           peers + "]" + more + "}");
  return expected_size(scenario, 1, Registry::standard());
}

}  // namespace

TEST_CASE("a run delivers as many blocks as it was expected to", "[report]") {
  const auto name =
      GENERATE(values<std::string>({"scenarios/basic.json", "tools/swarmsim/templates/minimal.json",
                                    "tools/swarmsim/templates/seedless.json"}));
  CAPTURE(name);
  const Scenario scenario = load(read_source_file(name));
  const ExpectedSize size = expected_size(scenario, scenario.seed, Registry::standard());
  World world(scenario, scenario.seed, Registry::standard());
  world.run();
  std::uint64_t blocks = 0;
  for (const Participant& participant : world.participants()) {
    for (const Participation& part : participant.torrents) {
      blocks += static_cast<std::uint64_t>(part.torrent->totals().blocks);
    }
  }
  CHECK(size.blocks == blocks);
  CHECK(size.downloads == world.counters().completed);
  CHECK(size.peers == world.participants().size());
}

TEST_CASE("the expected size counts peers, downloads, blocks and connections", "[report]") {
  const std::string seed = R"({"id": "s", "has": ["f", "g"], "send": ["f"]}, )";
  const ExpectedSize three = size_of(seed + R"({"id": "l", "count": 2, "download": ["f"]})");
  CHECK(three.peers == 3);
  CHECK(three.downloads == 2);
  CHECK(three.blocks == 2 * 64);
  CHECK(three.connections_most == 3);
  const ExpectedSize partial = size_of(
      seed + R"({"id": "l", "count": 2, "has": [{"file": "f", "pieces": "1-3"}], "download": ["f"]})");
  CHECK(partial.blocks == 2 * 16);
  const ExpectedSize limited =
      size_of(seed + R"({"id": "l", "count": 99, "client": {"connections": 10}, "download": ["f"]})");
  CHECK(limited.connections_most == (80 + 99 * 10) / 2);
  const ExpectedSize late =
      size_of(seed + R"({"id": "l", "count": 9, "arrive": {"every": "30 min"}, "download": ["f"]})");
  CHECK(late.peers == 1 + 3);
  const ExpectedSize told = size_of(seed + R"({"id": "l", "count": 4})",
                                    R"(, "timeline": [{"at": "1 s", "on": "l", "do": "download g"}])");
  CHECK(told.downloads == 4);
  // Five peers keep the bytes of g: 50 MiB and what a world takes.
  CHECK(told.memory > 50 * 1024 * 1024);
  CHECK(told.memory < 70 * 1024 * 1024);
}

TEST_CASE("a download of what is there already is none", "[report]") {
  const ExpectedSize size = size_of(R"({"id": "s", "has": ["f"], "download": ["f"]})");
  CHECK(size.downloads == 0);
  CHECK(size.blocks == 0);
}

TEST_CASE("the expected size is printed aligned", "[report]") {
  CHECK(format_expected_size({1'005, 1'000, 1'024'000, 20'125, 31'000'000}) ==
        "peers                 1,005\n"
        "downloads             1,000\n"
        "blocks            1,024,000\n"
        "connections       <= 20,125\n"
        "memory            ~ 31.0 MB\n");
}

}  // namespace swarmsim::expected_size_test
