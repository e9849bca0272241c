#include "sim/report/text.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/hash.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/expect.hpp"
#include "tests/sim/report/swarms.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::text_test {

namespace {

constexpr char escape = '\x1b';

std::string report_of(const World& world, const TextOptions& options = {}) {
  const Measures measures = measure(world);
  const Summary summary(world, measures);
  return format_report(world, measures, evaluate(world.scenario(), summary), options);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string fingerprint_line(const World& world) { return "fingerprint  " + to_hex(world.fingerprint()); }

const std::string scripted = R"(,
  "timeline": [{ "at": "5 s", "on": "tracker", "do": "list" },
               { "at": "5 s", "on": "seed", "do": "scrape file" },
               { "at": "30 s", "on": "seed", "do": "exit" },
               { "at": "31 s", "on": "seed", "do": "send file" }],
  "expect": [{ "that": "completed", "is": "== 3" }, { "that": "completion.max_s", "is": "< 1" }])";

}  // namespace

TEST_CASE("answers, tables, expectations, bound and fingerprint stand in this order", "[report]") {
  const World world = run_world(small_swarm(scripted));
  const std::string text = report_of(world);
  INFO(text);
  std::size_t at = 0;
  for (const std::string_view part :
       {"test  seed 1, 4 peers\n",
        "    5.000 s  tracker  list\n                      file\n",
        "    5.000 s  seed     scrape file  (answered at 5.",
        "Scrape results for file file: Number of seeders: 1, Number of leechers: 3, completed: 0\n",
        "   30.000 s  seed     exit\n",
        "error: seed has left\n",
        "group  peers  completed     mean",
        "\nseed       1          -        -",
        "\ncrowd      3        3/3",
        "\nall        4        3/3  ",
        "content  copies  sent by seeds",
        "\nfile          3  ",
        "\nblocks      192 delivered",
        "\nmessages    ",
        "\nbytes       3.1 MB payload",
        "\nok      completed == 3        is 3\n",
        "\nFAILED  completion.max_s < 1  is ",
        "\nended at 31.000 s: idle",
        "\nlower bound 4.194 s (the seed's uplink), last peer ",
        " x\nfingerprint  "}) {
    CAPTURE(part);
    const std::size_t found = text.find(part, at);
    REQUIRE(found != std::string::npos);
    at = found;
  }
  CHECK(lines_of(text).back() == fingerprint_line(world));
  for (const std::string& line : lines_of(text)) CHECK(line.size() <= 100 + 12);
}

TEST_CASE("quiet leaves the expectations that fail, and the fingerprint", "[report]") {
  const World world = run_world(small_swarm(scripted));
  const std::vector<std::string> lines = lines_of(report_of(world, {false, true}));
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].starts_with("FAILED  completion.max_s < 1  is "));
  CHECK(lines[1] == fingerprint_line(world));
}

TEST_CASE("there are colours only on request, and they change no word", "[report]") {
  const World world = run_world(small_swarm(scripted));
  const std::string plain = report_of(world);
  std::string coloured = report_of(world, {true, false});
  CHECK_FALSE(has(plain, std::string(1, escape)));
  CHECK(has(coloured, "\x1b[31mFAILED\x1b[0m"));
  for (std::size_t at = coloured.find(escape); at != std::string::npos; at = coloured.find(escape)) {
    coloured.erase(at, coloured.find('m', at) - at + 1);
  }
  CHECK(coloured == plain);
}

TEST_CASE("an interrupted run says so", "[report]") {
  World world = make_world(small_swarm());
  while (world.now() < sim_time_from(1'000'000'000) && world.step()) {}
  world.interrupt();
  CHECK(has(report_of(world), "s: interrupted (partial)\n"));
  CHECK(has(report_of(world), "\nunfinished  3, of which 0 aborted; the least has "));
  CHECK(lines_of(report_of(world, {false, true})) ==
        std::vector<std::string>{"interrupted (partial)", fingerprint_line(world)});
}

TEST_CASE("long lists are cut, and say so", "[report]") {
  std::string peers = one_seed;
  for (int i = 0; i < 50; ++i) peers += R"(, { "id": "p)" + std::to_string(i) + R"(" })";
  std::string timeline;
  for (int i = 0; i < 210; ++i) {
    timeline += std::string(i == 0 ? "" : ",") + R"({ "at": "1 s", "on": "tracker", "do": "list" })";
  }
  const std::string text = report_of(run_world(swarm_of(peers, R"(, "timeline": [)" + timeline + "]")));
  CHECK(has(text, "... and 10 more: --json has all\n"));  // commands
  CHECK(has(text, "... and 11 more: --json has all\n"));  // groups
  CHECK(has(text, "\np38 "));
  CHECK_FALSE(has(text, "\np39 "));
}

TEST_CASE("an internal error names what is needed to see it again", "[report]") {
  World world = make_world(small_swarm(), 9);
  while (world.counters().events < 20 && world.step()) {}
  const std::string text = format_internal_error(world, "the rule", "swarmsim run test.json --seed 9");
  for (const std::string& part :
       {std::string("internal error: the rule\n"), std::string("test.json (test)"),
        std::string("seed       9\n"), "time       " + std::to_string(nanoseconds_of(world.now())) + " ns\n",
        std::string("event      20\n"), std::string("reproduce  swarmsim run test.json --seed 9\n")}) {
    CAPTURE(part);
    CHECK(has(text, part));
  }
}

TEST_CASE("numbers for people have thousands and units", "[report]") {
  CHECK(format_count(0) == "0");
  CHECK(format_count(999) == "999");
  CHECK(format_count(1'000) == "1,000");
  CHECK(format_count(1'234'567) == "1,234,567");
  CHECK(format_bytes(999) == "999 B");
  CHECK(format_bytes(1'000) == "1.0 kB");
  CHECK(format_bytes(999'949) == "999.9 kB");
  CHECK(format_bytes(999'950) == "1.0 MB");
  CHECK(format_bytes(16'777'216) == "16.8 MB");
  CHECK(format_seconds(std::nullopt) == "-");
  CHECK(format_seconds(0.3156) == "0.316 s");
  CHECK(format_seconds(44.04) == "44.0 s");
  CHECK(format_seconds(1'203.6) == "1,204 s");
  CHECK(format_share(0.9136) == "91.4 %");
  CHECK(format_share(std::nullopt) == "-");
  CHECK(printable("a\x1b[31mb\n") == "a?[31mb?");
}

TEST_CASE("a table aligns characters, not bytes", "[report]") {
  Table table({"name", "n"});
  table.add({"\xC3\xA9t\xC3\xA9", "10"});
  table.add({"winter", "7"});
  CHECK(table.lines() == std::vector<std::string>{"name     n", "\xC3\xA9t\xC3\xA9     10", "winter   7"});
}

}  // namespace swarmsim::text_test
