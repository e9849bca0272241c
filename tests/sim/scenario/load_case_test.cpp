// A measured case and its problems, each with its message and place.

#include "sim/scenario/load_case.hpp"

#include <string>

#include "tests/sim/scenario/load_fixture.hpp"
#include "tests/support/catch.hpp"

namespace swarmsim::load_case_test {

namespace {

struct Row {
  std::string from;     ///< a part of the case below
  std::string to;       ///< what takes its place
  std::string problem;  ///< LINE:COLUMN: MESSAGE, of the only one
};

const std::string good = R"({
  "scenario": {
    "format": "swarmsim/scenario/1", "name": "two", "stop": { "at": "1 h" },
    "client": { "profile": "bep3" },
    "content": [{ "name": "f", "size": "1 MiB", "data": "none" }],
    "peers": [
      { "id": "s", "has": ["f"], "send": ["f"] },
      { "id": "l", "count": 2, "download": ["f"], "client": "leech" }
    ]
  },
  "measured": {
    "how": "by hand",
    "durations_s": [[10, 20.5], [null, 30]],
    "seed_upload_copies": [1.5, 1.25],
    "cpu_s": 0.5
  }
})";

std::string with(const std::string& from, const std::string& to) {
  std::string text = good;
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

LoadedCase load(const std::string& text, const CaseOptions& options = {}) {
  return load_case(text, "a.json", known_names(), options);
}

}  // namespace

TEST_CASE("a case is a scenario and what was measured", "[scenario][fidelity]") {
  const LoadedCase loaded = load(good);
  REQUIRE(loaded.problems.empty());
  CHECK(loaded.scenario.name == "two");
  CHECK(loaded.scenario.groups.size() == 2);
  CHECK(loaded.profiles == std::vector<std::string>{"bep3", "leech"});
  const Measured& measured = loaded.measured;
  CHECK(measured.how == "by hand");
  REQUIRE(measured.durations_s.size() == 2);
  CHECK(measured.durations_s[0] == std::vector<std::optional<double>>{10.0, 20.5});
  CHECK(measured.durations_s[1] == std::vector<std::optional<double>>{std::nullopt, 30.0});
  CHECK(measured.seed_upload_copies == std::vector<double>{1.5, 1.25});
  CHECK(measured.duplicate_share.empty());
  CHECK(measured.cpu_s == 0.5);
}

TEST_CASE("a problem of a case has the line and column of its file", "[scenario][fidelity]") {
  const auto row = GENERATE(values<Row>({
      {R"("1 MiB")", R"("1 mb")",
       R"(5:40: "size": "1 mb" has an unknown unit "mb"; did you mean "MB"? (units: B, bit, each also after)"
       " k M G T Ki Mi Gi Ti)"},
      {R"("name": "two", )", "", R"(2:15: missing key "name")"},
      {R"("how": "by hand",)", "", R"(11:15: missing key "how")"},
      {R"("how": "by hand")", R"("how": 7)", R"(12:12: "how" must be text, not the number 7: write "7")"},
      {R"("cpu_s")", R"("cpu")",
       R"(15:5: unknown key "cpu" (keys: how, durations_s, seed_upload_copies, duplicate_share, cpu_s))"},
      {"[[10, 20.5], [null, 30]]", "7",
       R"(13:20: "durations_s" must be a list of repetitions, each a list of seconds, not the number 7)"},
      {"[[10, 20.5], [null, 30]]", "[]", R"(13:20: "durations_s" is empty: give at least one repetition)"},
      {"[10, 20.5]", "10", "13:21: this item must be a list of seconds, not the number 10"},
      {"20.5", R"("20 s")",
       R"(13:26: this item must be a number of seconds, or null if it did not finish, not the text "20 s")"},
      {"20.5", "-1", "13:26: -1 must be from 0.001 to 1000000000"},
      {"20.5", "20.5, 3", "13:21: a repetition has a duration for each of the 2 downloads, not 3"},
      {"[null, 30]", "[null, null]",
       "13:33: no download of this repetition finished: it cannot be compared with"},
      {"[1.5, 1.25]", "[1.5]",
       R"(14:27: "seed_upload_copies" has a number for each of the 2 repetitions, not 1)"},
      {"1.25", "true", "14:33: this item must be a number, not true"},
      {R"("download": ["f"], )", "", "6:14: nobody downloads in this case"},
      {R"("data": "none" })", R"("data": "none" }, { "name": "g", "size": "1 MiB" })",
       "5:16: a case has one content, not 2"},
      {R"("stop")", R"("expect": [{ "that": "completed", "is": "== 2" }], "stop")",
       R"(3:63: a case has no expectations: it is held against "measured")"},
      {R"("stop")", R"("timeline": [{ "at": "1 s", "on": "l", "do": "download f" }], "stop")",
       "3:65: the downloads of a case are those of peers[].download, not of the timeline"},
      {R"("measured": {)", R"("measurd": {)",
       R"(11:3: unknown key "measurd"; did you mean "measured"? (keys: scenario, measured))"},
  }));
  CAPTURE(row.from, row.to);
  const LoadedCase loaded = load(with(row.from, row.to));
  REQUIRE(loaded.problems.size() == 1);
  const Diagnostic& problem = loaded.problems.front();
  const std::string text =
      std::to_string(problem.line) + ":" + std::to_string(problem.column) + ": " + problem.message;
  CHECK(text == row.problem);
  CHECK(problem.file == "a.json");
}

TEST_CASE("a case that is no object is one problem", "[scenario][fidelity]") {
  const LoadedCase loaded = load("[]");
  REQUIRE(loaded.problems.size() == 1);
  CHECK(loaded.problems.front().message == "a case must be an object in braces");
  CHECK(load("{").problems.size() == 1);
}

TEST_CASE("a change reaches the scenario, and a client's every client of its profile",
          "[scenario][fidelity]") {
  CaseOptions options;
  options.load.sets = {"network.tcp=none"};
  options.client_sets = {{"leech", "numwant=7"}};
  const LoadedCase loaded = load(good, options);
  REQUIRE(loaded.problems.empty());
  CHECK(loaded.scenario.network.tcp == TcpKind::none);
  CHECK(loaded.scenario.groups[0].client.numwant == std::nullopt);
  CHECK(loaded.scenario.groups[1].client.numwant == 7);
  // A client without a profile of its own is of the scenario's.
  options.client_sets = {{"bep3", "connections=9"}};
  const LoadedCase inherited = load(with(R"("client": "leech")", R"("client": { "numwant": 3 })"), options);
  REQUIRE(inherited.problems.empty());
  CHECK(inherited.profiles == std::vector<std::string>{"bep3"});
  CHECK(inherited.scenario.groups[0].client.connections == 9);
  CHECK(inherited.scenario.groups[1].client.connections == 9);
  // Where nobody names a client, the default one is changed.
  const LoadedCase plain = load(with(R"(    "client": { "profile": "bep3" },)", ""), options);
  REQUIRE(plain.problems.empty());
  CHECK(plain.scenario.groups[0].client.connections == 9);
  CHECK(plain.scenario.groups[1].client.connections == std::nullopt);
}

}  // namespace swarmsim::load_case_test
