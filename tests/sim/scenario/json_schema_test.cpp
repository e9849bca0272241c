// docs/scenario.schema.json: current, a valid schema in the eyes of another library, and never stricter
// than the loader.
//
// To write the file anew: SWARMSIM_WRITE_DOCS=1 build/release/swarmsim_tests "[docs]".

#include "sim/scenario/json_schema.hpp"

#include <filesystem>
#include <string>

#include "tests/sim/scenario/load_fixture.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/docs_page.hpp"
#include "tests/support/json_schema_oracle.hpp"
#include "tests/support/paths.hpp"

namespace swarmsim::json_schema_test {

namespace {

const std::string schema_path = "docs/scenario.schema.json";

const JsonSchemaOracle& oracle() {
  static const JsonSchemaOracle it(scenario_json_schema());
  return it;
}

struct Row {
  SmallLine line;
  std::string text;
};

/// Both refuse the small scenario with the row's line in it.
void expect_refusal(const Row& row) {
  const std::string text = small_with(row.line, row.text).text;
  CAPTURE(row.text);
  CHECK(oracle().complaints_about(text) != "");
  CHECK_FALSE(load_text(text).problems.empty());
}

}  // namespace

TEST_CASE("the committed JSON Schema is the one of the table", "[scenario][docs]") {
  if (writes_docs()) write_source_file(schema_path, scenario_json_schema());
  CHECK(read_source_file(schema_path) == scenario_json_schema());
}

TEST_CASE("every shipped scenario and template follows the JSON Schema", "[scenario]") {
  int seen = 0;
  for (const std::string folder : {"scenarios", "tools/swarmsim/templates"}) {
    const std::filesystem::path root = std::filesystem::path(source_dir()) / folder;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
      const std::string directory = entry.path().parent_path().filename().string();
      const bool is_part = directory == "lib" || directory == "truth";  // what others include or hold
      if (entry.path().extension() != ".json" || is_part || directory == "golden") continue;
      CAPTURE(entry.path());
      const auto path = std::filesystem::relative(entry.path(), source_dir()).string();
      std::string text = read_source_file(path);
      // What others include is a part of a scenario, as a file is that includes the rest.
      if (path.starts_with("scenarios/lib/")) text.insert(text.find('{') + 1, "\"include\": [], ");
      CHECK(oracle().complaints_about(text) == "");
      ++seen;
    }
  }
  CHECK(seen >= 7);
}

TEST_CASE("what the JSON Schema refuses of the world, the loader refuses too", "[scenario]") {
  const auto row = GENERATE(values<Row>({
      {line_format, R"("format": "swarmsim/scenario/2",)"},
      {line_format, R"("sedd": 3,)"},
      {line_name, R"("name": 5,)"},
      {line_name, R"()"},
      {line_seed, R"("seed": -1,)"},
      {line_seed, R"("seed": 1.5,)"},
      {line_seed, R"("seed": "1",)"},
      {line_stop, R"("stop": {},)"},
      {line_stop, R"("stop": {"at": 60},)"},
      {line_stop, R"("stop": {"at": "60"},)"},
      {line_stop, R"("stop": {"at": "1 Min"},)"},
      {line_stop, R"("stop": {"at": "1e3 s"},)"},
      {line_stop, R"("stop": {"at": "1 min", "when": "later"},)"},
      {line_network, R"("network": {"up": "2 Mbit"},)"},
      {line_network, R"("network": {"up": "2 mbit/s"},)"},
      {line_network, R"("network": {"latency": "unlimited"},)"},
      {line_network, R"("network": {"up": {}},)"},
      {line_network, R"("network": {"up": {"exponential": {"mean": "1 Mbit/s"}, "uniform": []}},)"},
      {line_network, R"("network": {"latency": {"gauss": {"mean": "1 s"}}},)"},
      {line_network, R"("network": {"latency": {"exponential": {}}},)"},
      {line_network, R"("network": {"latency": {"weibull": {"shape": "1", "scale": "1 s"}}},)"},
      {line_network, R"("network": {"loss": "1"},)"},
      {line_network, R"("network": {"segment": "some"},)"},
      {line_network, R"("network": {"regions": {"names": ["eu"]}},)"},
      {line_network, R"("network": {"regions": {"names": ["eu"], "latency": ["1 ms"]}},)"},
      {line_tracker, R"("tracker": [],)"},
      {line_tracker, R"("tracker": {"numwant": "50"},)"},
      {line_client, R"("client": "",)"},
      {line_client, R"("client": {"connections": 0},)"},
      {line_client, R"("client": {"pex": 1},)"},
      {line_client, R"("client": {"pulses": "off"},)"},
      {line_client, R"("client": {"unchoke_slots": {"per": "peer", "slots": 4}},)"},
      {line_content, R"("content": [{"name": "f"}],)"},
      {line_content, R"("content": [{"name": "f", "size": "1 MB/s"}],)"},
      {line_content, R"("content": {"name": "f", "size": "1 MiB"},)"},
  }));
  expect_refusal(row);
}

TEST_CASE("what the JSON Schema refuses of peers and what they do, the loader refuses too", "[scenario]") {
  const auto row = GENERATE(values<Row>({
      {line_peers, R"("peers": [{"count": 3}],)"},
      {line_peers, R"("peers": [{"id": "a b"}],)"},
      {line_peers, R"("peers": [{"id": "a", "count": 0}],)"},
      {line_peers, R"("peers": [{"id": "a", "has": "f"}],)"},
      {line_peers, R"("peers": [{"id": "a", "has": [{"file": "f"}]}],)"},
      {line_peers, R"("peers": [{"id": "a", "has": [{"file": "f", "pieces": {"share": "30"}}]}],)"},
      {line_peers,
       R"("peers": [{"id": "a", "has": [{"file": "f", "pieces": {"random": 1, "share": "1 %"}}]}],)"},
      {line_peers, R"("peers": [{"id": "a", "class": {"dsl": "3"}}],)"},
      {line_peers, R"("peers": [{"id": "a", "arrive": {"poisson": {}}}],)"},
      {line_peers, R"("peers": [{"id": "a", "arrive": {"decay": {"tau": "1 min"}}}],)"},
      {line_peers, R"("peers": [{"id": "a", "leave": "sometimes"}],)"},
      {line_peers, R"("peers": [{"id": "a", "leave": {"after_copies": "1.2"}}],)"},
      {line_peers, R"("peers": [{"id": "a", "address": "localhost"}],)"},
      {line_peers, R"("peers": [{"id": "a", "session": "1 min"}],)"},
      {line_timeline, R"("timeline": [{"at": "1 s", "do": "list"}],)"},
      {line_timeline, R"("timeline": [{"at": "1 s", "on": "tracker"}],)"},
      {line_timeline, R"("timeline": [{"at": 1, "on": "tracker", "do": "list"}],)"},
      {line_expect, R"("expect": [{"that": "completed"}])"},
      {line_expect, R"("expect": [{"that": "completed", "is": "2"}])"},
      {line_expect, R"("expect": [{"that": "completed", "is": "== 2", "over": "some"}])"},
      {line_expect, R"("expect": [{"that": "completed", "is": "~= 2", "within": "1"}])"},
  }));
  expect_refusal(row);
}

TEST_CASE("what is unusual and right passes the JSON Schema and the loader", "[scenario]") {
  const auto row = GENERATE(values<Row>({
      {line_network, R"("network": {"up": "1.5Mbit/s", "down": "unlimited", "latency": "0 s"},)"},
      {line_network, R"("network": {"up": {"uniform": ["1 Mbit/s", "1 MB/s"]}, "segment": "none"},)"},
      {line_network,
       R"("network": {"latency": {"lognormal": {"median": "20 ms", "sigma": 1, "max": "1 s"}}},)"},
      {line_network, R"("network": {"regions": {"names": ["eu"], "latency": [["5 ms"]]}, "region": "eu"},)"},
      {line_tracker, R"("tracker": {"link": {"up": "1 Mbit/s"}},)"},
      {line_client, R"("client": {"unchoke_slots": {"per": "session", "slots": 4}},)"},
      {line_peers, R"("peers": [{"id": "a", "has": [{"file": "f", "pieces": "0-1"}]}],)"},
      {line_peers, R"("peers": [{"id": "a", "has": [{"file": "f", "pieces": {"share": "1 in 3"}}]}],)"},
      {line_peers, R"("peers": [{"id": "a", "count": 2, "class": {"dsl": 3, "fibre": 0}}],)"},
      {line_peers, R"("peers": [{"id": "a", "download": ["f"], "leave": {"after_copies": 1.2}}],)"},
      {line_peers, R"("peers": [{"id": "a", "arrive": {"at": "1 s", "poisson": {"mean_gap": "2 s"}}}],)"},
      {line_expect, R"("expect": [{"that": "completed", "is": "~= 2", "within": "1 in 20"}])"},
      {line_expect, R"("expect": [{"that": "completed", "is": "== 2", "over": {"share": "9 in 10"}}])"},
      {line_peers, R"("params": {"n": 3}, "peers": [{"id": "a", "count": "${n}"}],)"},
      {line_stop, R"("params": {"t": "1 min", "when": "idle"}, "stop": {"at": "${t}", "when": "${when}"},)"},
      {line_stop, R"("params": {"minutes": 3}, "stop": {"at": "${minutes} min"},)"},
  }));
  const std::string text = small_with(row.line, row.text).text;
  CAPTURE(row.text);
  CHECK(oracle().complaints_about(text) == "");
  CHECK(load_text(text).problems.empty());
}

TEST_CASE("a file that includes others need not hold what they do", "[scenario]") {
  const std::string part = R"("content": [{"name": "f", "piece": "1 MiB"}], "peers": [{"id": "a"}])";
  CHECK(oracle().complaints_about("{\"include\": \"base.json\", " + part + "}") == "");
  CHECK(oracle().complaints_about("{" + part + "}") != "");
  CHECK(oracle().complaints_about("{\"include\": \"base.json\", \"sedd\": 1}") != "");
}

}  // namespace swarmsim::json_schema_test
