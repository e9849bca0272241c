// What check notes: likely mistakes, each where it is one and silent where it is none.

#include "sim/scenario/notes.hpp"

#include <string>

#include "tests/sim/scenario/load_fixture.hpp"
#include "tests/support/catch.hpp"

namespace swarmsim::notes_test {

namespace {

struct Row {
  std::string peers;
  std::string timeline;
  std::string note;  ///< the whole of the only one; "": none
};

const std::string seed = R"({"id": "s", "has": ["f"], "send": ["f"]}, )";

}  // namespace

TEST_CASE("likely mistakes are noted, and nothing else", "[scenario]") {
  // The content f has 4 pieces.
  const auto row = GENERATE(values<Row>({
      {seed + R"({"id": "l", "download": ["f"]})", "", ""},
      {R"({"id": "s", "has": ["f"]}, {"id": "l"})", "", ""},
      {R"({"id": "l", "download": ["f"]})", "", R"("l" downloads "f", which nobody ever sends)"},
      {R"({"id": "s", "has": ["f"]}, {"id": "l", "download": ["f"]})", "",
       R"("l" downloads "f", which nobody ever sends)"},
      {R"({"id": "s", "has": ["f"]}, {"id": "l", "count": 2})",
       R"({"at": "1 s", "on": "s", "do": "send f"}, {"at": "1 s", "on": "l-2", "do": "download f"})", ""},
      {R"({"id": "s", "has": ["f"]}, {"id": "l", "count": 2})",
       R"({"at": "1 s", "on": "l-2", "do": "download f"})", R"("l" downloads "f", which nobody ever sends)"},
      {R"({"id": "a", "has": [{"file": "f", "pieces": "0-2"}], "download": ["f"]})", "",
       R"(nobody holds piece 3 of "f": no download of it can complete)"},
      {R"({"id": "a", "has": [{"file": "f", "pieces": "2"}], "download": ["f"]})", "",
       R"(nobody holds piece 0 of "f", nor 2 others: no download of it can complete)"},
      {R"({"id": "a", "has": [{"file": "f", "pieces": "0-1"}], "download": ["f"]},
          {"id": "b", "has": [{"file": "f", "pieces": "all but 0-1"}], "send": ["f"]})",
       "", ""},
      {R"({"id": "a", "count": 2, "has": [{"file": "f", "pieces": {"partition": true}}], "download": ["f"]})",
       "", ""},
      {R"({"id": "a", "has": [{"file": "f", "pieces": {"random": 0}}], "download": ["f"]})", "",
       R"("a" downloads "f", which nobody ever sends)"},
      {R"({"id": "a", "count": 40, "has": [{"file": "f", "pieces": {"random": 1}}], "download": ["f"]})", "",
       ""},
      {R"({"id": "s", "has": ["f"], "send": ["f"], "leave": "on_complete"})", "",
       R"("s" never leaves: it waits for the end of its downloads, and has none)"},
      {R"({"id": "s", "has": ["f"], "leave": {"after_copies": 1}})", "",
       R"("s" never leaves: it waits for the end of its transfers, and has none)"},
      {R"({"id": "s", "has": ["f"], "send": ["f"], "leave": {"after_copies": 1}})", "", ""},
      {seed + R"({"id": "l", "leave": "on_complete"})", R"({"at": "1 s", "on": "l", "do": "download f"})",
       ""},
      {seed + R"({"id": "l", "count": 61, "arrive": {"decay": {"first_gap": "1 s", "tau": "1 min"}}})", "",
       R"(of the 61 members of "l" about 60 are expected to come (tau / first_gap))"},
      {seed + R"({"id": "l", "count": 60, "arrive": {"decay": {"first_gap": "1 s", "tau": "1 min"}}})", "",
       ""},
  }));
  CAPTURE(row.peers, row.timeline);
  const LoadResult loaded = load_text(
      R"({"format": "swarmsim/scenario/1", "name": "n", "stop": {"at": "1 min"}, "content": [{"name": "f",
        "size": "1 MiB"}], "peers": [)" +
      row.peers + R"(], "timeline": [)" + row.timeline + "]}");
  REQUIRE(loaded.problems.empty());
  std::string notes;
  const Scenario& scenario = loaded.scenario;
  for (const std::string& note : notes_on(scenario, scenario.seed)) notes += note;
  CHECK(notes == row.note);
}

TEST_CASE("a stop that is reached before anything happens is noted", "[scenario]") {
  const std::string more = GENERATE("", R"(, {"id": "l", "download": ["f"]})");
  CAPTURE(more);
  const LoadResult loaded = load_text(
      R"({"format": "swarmsim/scenario/1", "name": "n", "stop": {"at": "1 min", "when": "all_complete"},
        "content": [{"name": "f", "size": "1 MiB"}], "peers": [{"id": "s", "has": ["f"], "send": ["f"]})" +
      more + "]}");
  REQUIRE(loaded.problems.empty());
  std::vector<std::string> expected;
  if (more.empty()) expected.emplace_back("nobody downloads: all is complete at 0 s, and the run ends there");
  CHECK(notes_on(loaded.scenario, loaded.scenario.seed) == expected);
}

}  // namespace swarmsim::notes_test
