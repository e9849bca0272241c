// The range in which fidelity was shown: what the measured cases span, and who is told to be outside.

#include "sim/scenario/shown_range.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/scenario/notes.hpp"
#include "tests/sim/scenario/load_fixture.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/docs_page.hpp"

namespace swarmsim::shown_range_test {

namespace {

using Json = nlohmann::ordered_json;

const std::string page_path = "docs/fidelity.md";
const std::string begin_marker = "a test compares -->\n";
const std::string end_marker = "<!-- end of the range -->";

/// The scenarios of all measured cases. What their clients are, and their kind of TCP, spans nothing.
std::vector<std::string> measured_scenarios() {
  std::vector<std::string> texts;
  const std::filesystem::path folder = std::filesystem::path(source_dir()) / "scenarios/truth";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    Json scenario = Json::parse(read_source_file("scenarios/truth/" + entry.path().filename().string()));
    scenario = Json(scenario["scenario"]);
    scenario["client"] = "bep3";
    scenario["network"].erase("tcp");
    for (Json& peer : scenario["peers"]) peer.erase("client");
    texts.push_back(scenario.dump());
  }
  return texts;
}

/// `change` of a scenario that lies within the range.
std::string inside(const std::string& from, const std::string& to) {
  std::string text = R"({ "format": "swarmsim/scenario/1", "name": "n", "stop": { "at": "1 h" },
    "content": [{ "name": "f", "size": "16 MiB", "data": "none" }], "network": {},
    "client": "libtorrent", "peers": [{ "id": "s", "has": ["f"], "send": ["f"] },
    { "id": "l", "count": 10, "link": { "up": "50 kB/s" }, "arrive": { "at": "0 s" },
      "download": ["f"] }] })";
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::vector<std::string> notes_of(const std::string& text) {
  const KnownNames known{{"bep3", "libtorrent", "aria2-1.36", "transmission-4"}, {}, {}};
  const LoadResult loaded = load_scenario(text, "a.json", known);
  REQUIRE(loaded.problems.empty());
  return notes_on(loaded.scenario, loaded.scenario.seed);
}

struct Row {
  std::string from;
  std::string to;
  std::string note;  ///< the only one; "": none
};

}  // namespace

TEST_CASE("the range in which fidelity was shown is what the measured cases span", "[scenario][fidelity]") {
  const std::vector<std::string> texts = measured_scenarios();
  CHECK(texts.size() >= 24);
  Spans all;
  bool is_first = true;
  for (const std::string& text : texts) {
    const LoadResult loaded = load_text(text);
    REQUIRE(loaded.problems.empty());
    CHECK(loaded.scenario.contents.size() == 1);
    CHECK(loaded.scenario.network.regions.names.empty());
    const Spans spans = spans_of(loaded.scenario, loaded.scenario.seed);
    all = is_first ? spans : joined(all, spans);
    is_first = false;
  }
  for (std::size_t i = 0; i < span_kinds; ++i) {
    CAPTURE(i, all[i].least, all[i].most);
    CHECK(all[i] == shown_range[i]);
  }
}

TEST_CASE("the page about fidelity holds the range", "[scenario][docs][fidelity]") {
  std::string page = read_source_file(page_path);
  const std::size_t first = page.find(begin_marker) + begin_marker.size();
  REQUIRE(page.find(begin_marker) != std::string::npos);
  REQUIRE(page.find(end_marker) != std::string::npos);
  if (writes_docs()) {
    page.replace(first, page.find(end_marker) - first, shown_range_markdown());
    write_source_file(page_path, page);
  }
  CHECK(page.substr(first, page.find(end_marker) - first) == shown_range_markdown());
}

TEST_CASE("a scenario outside of the range is told so, with the value", "[scenario][fidelity]") {
  const auto row = GENERATE(values<Row>({
      {"16 MiB", "16 MiB", ""},
      {"16 MiB", "4 MiB",
       R"("libtorrent" was measured with numbers of pieces from 24 to 512: here is 16 (docs/fidelity.md))"},
      {R"("count": 10)", R"("count": 101)",
       R"("libtorrent" was measured with numbers of leechers from 1 to 100: here is 101 (docs/fidelity.md))"},
      {R"("up": "50 kB/s")", R"("up": "19.5 kB/s")",
       R"("libtorrent" was measured with uplinks from 20 kB/s to 1250 kB/s: here is 19.5 kB/s)"
       " (docs/fidelity.md)"},
      {R"("up": "50 kB/s")", R"("down": "60 Mbit/s")",
       R"("libtorrent" was measured with downlinks from 100 kB/s to 6250 kB/s: here is 7500 kB/s)"
       " (docs/fidelity.md)"},
      {R"("has": ["f"])", R"("has": ["f"], "link": { "down": "1 Gbit/s" })",
       ""},  // a seed's downlink is idle
      {R"("has": ["f"])", R"("has": ["f"], "link": { "latency": "201 ms" })",
       R"("libtorrent" was measured with access latencies from 0 s to 200 ms: here is 201 ms)"
       " (docs/fidelity.md)"},
      {R"("at": "0 s" })", R"("at": "0 s", "every": "10 s" })", ""},
      {R"("at": "0 s" })", R"("at": "0 s", "every": "11 s" })",
       R"("libtorrent" was measured with mean gaps between arrivals from 0 s to 10 s: here is 11 s)"
       " (docs/fidelity.md)"},
      {R"("network": {})", R"("network": { "tcp": "none" })",
       R"("libtorrent" was measured over TCP: here network.tcp is "none" (docs/fidelity.md))"},
      {R"("data": "none" })", R"("data": "none" }, { "name": "g", "size": "16 MiB" })",
       R"("libtorrent" was measured with one content: here are 2 (docs/fidelity.md))"},
      {R"("network": {})", R"("network": { "regions": { "names": ["a"], "latency": [["5 ms"]] }})",
       R"("libtorrent" was measured without regions: here network.regions are (docs/fidelity.md))"},
  }));
  CAPTURE(row.from, row.to);
  std::string all;
  for (const std::string& note : notes_of(inside(row.from, row.to))) all += note;
  CHECK(all == row.note);
}

TEST_CASE("only clients that were measured have a range", "[scenario][fidelity]") {
  const std::string small = inside("16 MiB", "1 MiB");
  const auto with_client = [&](const std::string& name) {
    std::string text = small;
    return notes_of(text.replace(text.find("libtorrent"), std::string("libtorrent").size(), name)).size();
  };
  CHECK(with_client("libtorrent") == 2);
  CHECK(with_client("aria2-1.36") == 2);
  CHECK(with_client("bep3") == 0);
  CHECK(with_client("transmission-4") == 0);
  for (const char* name : {"libtorrent-2.0", "transmission", "transmission-3.00", "aria2"}) {
    CHECK(is_measured_profile(name));
  }
  CHECK_FALSE(is_measured_profile("vbittorrent"));
}

}  // namespace swarmsim::shown_range_test
