// A resolved scenario says everything, loads again, and is the same run.

#include "sim/scenario/resolved.hpp"
#include "sim/scenario/known_names.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/scenario/json_schema.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/world/world.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/docs_page.hpp"
#include "tests/support/json_schema_oracle.hpp"

namespace swarmsim::resolved_test {

namespace {

/// Every key of the format that survives resolving, in one scenario that runs.
const std::string everything = R"({
  "format": "swarmsim/scenario/1", "name": "everything", "description": "each key once", "seed": 7,
  "params": {"copies": 0.00001},
  "stop": {"at": "90 s", "when": "never"}, "sample": "1.5 s",
  "network": {"up": {"uniform": ["128 kbit/s", "4 Mbit/s"]}, "down": "unlimited",
    "latency": {"lognormal": {"median": "20 ms", "sigma": 0.1, "max": "1 s"}},
    "regions": {"names": ["eu", "us"], "latency": [["5 ms", "45 ms"], ["50 ms", "1234567 ns"]]},
      "region": "us",
    "queue": {"size": "1 MB", "time": "0 s"}, "segment": {"payload": "1000 B"},
      "tcp": "none", "quantum": "999 B", "socket_buffer": "9 kB"},
  "tracker": {"interval": "10 s", "numwant": 7, "expire": "100 s", "region": "eu",
      "link": {"up": "1 Mbit/s"}},
  "client": {"connections": 9},
  "content": [{"name": "f", "size": "1000001 B", "piece": "64 KiB"},
      {"name": "g h", "size": "64 KiB", "data": "none"}],
  "classes": [{"name": "dsl", "link": {"region": "eu", "up": {"exponential": {"mean": "1 Mbit/s"}}}},
    {"name": "fibre", "link": {"latency": {"weibull": {"shape": 0.7, "scale": "10 ms"}},
      "down": {"pareto": {"shape": 1.5, "min": "1 Mbit/s", "max": "9 Mbit/s"}}}}],
  "peers": [
    {"id": "seed", "has": ["f", "g h"], "send": ["f", "g h"], "leave": {"after_copies": "${copies}"},
      "link": {"up": {"empirical": ["1 Mbit/s", "3 Mbit/s"]}}, "address": "20.1.2.3"},
    {"id": "a", "count": 3, "class": {"dsl": 2, "fibre": 1},
      "download": ["f", {"file": "g h", "after": "3 s"}],
      "arrive": {"at": "1 s", "poisson": {"mean_gap": "2 s"}},
      "leave": {"after_complete": {"uniform": ["1 s", "2 s"]}},
      "client": {"choker": {"use": "bep3"}, "unchoke_slots": {"per": "session", "slots": 3},
      "start_phase": "random"}},
    {"id": "b", "count": 2, "arrive": {"decay": {"first_gap": "1 s", "tau": "1 min"}}, "leave": "on_complete",
      "has": [{"file": "f", "pieces": "0-3,5,7-8"}], "download": ["f"]},
    {"id": "c", "count": 2, "arrive": {"flash": {"over": "5 s"}},
      "has": [{"file": "f", "pieces": {"random": 3}}, {"file": "g h", "pieces": "all but 0"}]},
    {"id": "d", "arrive": {"trace": ["3 s", "4 s"]},
      "has": [{"file": "f", "pieces": {"share": "12.5 %"}}, {"file": "g h", "pieces": "all"}]},
    {"id": "e", "count": 2, "arrive": {"every": "3 s"},
      "has": [{"file": "f", "pieces": {"partition": true}}]},
    {"id": "v", "client": {"profile": "vbittorrent", "owners": 2, "retry": "off"}, "download": ["g h"]},
    {"id": "w", "client": {"profile": "random-contact", "contact_every": "2 s"}, "download": ["g h"]}],
  "timeline": [{"at": "2 s", "on": "e", "do": "download f", "label": "x"},
    {"after": "x", "plus": "1 s", "on": "c-1", "do": "scrape f", "save": "s"},
    {"every": "10 s", "from": "5 s", "to": "40 s", "on": "tracker", "do": "list"},
    {"at": "30 s", "on": "world", "do": "link c-2 up=1Mbit/s"}],
  "expect": [{"that": "completed", "is": ">= 0"}, {"that": "completed", "is": "~= 3", "within": "7.5 %"},
    {"that": "completed", "is": "~= 3", "within": 2, "over": "mean"},
    {"that": "aborted", "is": "== 0", "over": {"share": "90 %"}}]
})";

LoadResult load(const std::string& text) {
  return load_scenario(text, "a.json", known_names(Registry::standard()));
}

std::string resolved(const std::string& text) {
  const LoadResult loaded = load(text);
  for (const Diagnostic& problem : loaded.problems) UNSCOPED_INFO(format_diagnostic(problem));
  REQUIRE(loaded.problems.empty());
  return resolved_scenario(loaded.scenario, Registry::standard());
}

std::string fingerprint_of(const std::string& text) {
  const LoadResult loaded = load(text);
  World world(loaded.scenario, loaded.scenario.seed, Registry::standard());
  world.run();
  return to_hex(world.fingerprint());
}

std::vector<std::string> small_scenarios() {
  std::vector<std::string> texts{everything, read_source_file("scenarios/basic.json")};
  for (const char* const name : {"minimal", "seedless", "leaving-seed", "tracker-outage"}) {
    texts.push_back(read_source_file(std::string("tools/swarmsim/templates/") + name + ".json"));
  }
  return texts;
}

void collect_keys(const nlohmann::ordered_json& value, std::set<std::string>& keys) {
  for (const auto& item : value.items()) {
    if (value.is_object()) keys.insert(item.key());
    if (item.value().is_structured()) collect_keys(item.value(), keys);
  }
}

}  // namespace

TEST_CASE("a resolved scenario is the same run, and resolves to itself", "[scenario]") {
  const auto text = GENERATE(from_range(small_scenarios()));
  const std::string once = resolved(text);
  CAPTURE(once);
  CHECK(resolved(once) == once);
  CHECK(fingerprint_of(once) == fingerprint_of(text));
}

TEST_CASE("a resolved scenario leaves no key of the format unsaid", "[scenario]") {
  std::set<std::string> keys;
  collect_keys(nlohmann::ordered_json::parse(resolved(everything)), keys);
  // What resolving does away with; after_copies and the like are in `everything`.
  const std::set<std::string> gone{"$schema", "include", "params", "use"};
  for (const ObjectSpec* object : all_objects()) {
    for (const KeySpec& key : object->keys) {
      const std::string name(key.key);
      if (key.state == KeyState::later || gone.contains(name)) continue;
      if (object->path.empty() && name == "client") continue;                     // every peer has its own
      if (name == "path" || name == "torrent" || name == "files_dir") continue;   // files_test.cpp has them
      if (name == "wanted" || name == "unwanted" || name == "magnet") continue;   // likewise
      if (name == "allowed_fast" || name == "pex" || name == "pulses") continue;  // of clients that have them
      CAPTURE(object->path, name);
      CHECK(keys.contains(name));
    }
  }
}

TEST_CASE("a resolved scenario follows the JSON Schema", "[scenario]") {
  const JsonSchemaOracle oracle(scenario_json_schema());
  CHECK(oracle.complaints_about(resolved(everything)) == "");
}

TEST_CASE("defaults, profiles and quantities are written out as a scenario would", "[scenario]") {
  const auto document =
      nlohmann::ordered_json::parse(resolved(R"({"format": "swarmsim/scenario/1", "name": "n",
    "stop": {"at": "600 s"}, "content": [{"name": "f", "size": "1048576 B"}], "peers": [{"id": "p"}]})"));
  CHECK(document["stop"] == nlohmann::ordered_json::parse(R"({"at": "10 min", "when": "idle"})"));
  CHECK(document["content"][0]["size"] == "1 MiB");
  CHECK(document["content"][0]["block"] == "16 KiB");
  CHECK(document["network"]["up"] == "2 Mbit/s");
  CHECK(document["tracker"]["expire"] == "3 min");
  CHECK(document["tracker"]["link"]["up"] == "unlimited");
  const auto& peer = document["peers"][0];
  CHECK(peer["client"]["profile"] == "bep3");
  CHECK(peer["client"]["connections"] == 80);
  CHECK(peer["client"]["choke_interval"] == "10 s");
  CHECK(peer["leave"] == "never");
  CHECK_FALSE(peer.contains("count"));
  CHECK_FALSE(document.contains("sample"));
}

TEST_CASE("the kernel's TCP comes with a socket, the others without", "[scenario]") {
  const std::string tcp = GENERATE("aimd", "cubic", "none");
  const auto document = nlohmann::ordered_json::parse(
      resolved(R"({"format": "swarmsim/scenario/1", "name": "n", "network": {"tcp": ")" + tcp + R"("},
    "stop": {"at": "600 s"}, "content": [{"name": "f", "size": "1 MiB"}],
    "peers": [{"id": "p", "client": "transmission-3.00"}]})"));
  CHECK(document["network"]["socket_buffer"] == (tcp == "cubic" ? "65535 B" : "0 B"));
  CHECK(document["peers"][0]["client"]["pulses"] == true);
}

TEST_CASE("what comes again without an end stays without one", "[scenario]") {
  // It keeps no run going, which one that ends would; and it may begin after the stop.
  const std::string text = resolved(
      R"({ "format": "swarmsim/scenario/1", "name": "x", "stop": { "at": "5 s" },
           "content": [{ "name": "f", "size": "1 B" }], "peers": [{ "id": "a" }],
           "timeline": [{ "every": "1 s", "from": "9 s", "on": "tracker", "do": "list" }] })");
  CHECK(text.find("\"to\"") == std::string::npos);
  CHECK(resolved(text) == text);
}

}  // namespace swarmsim::resolved_test
