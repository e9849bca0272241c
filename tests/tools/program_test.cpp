// The program as its users meet it: exit codes, messages, and what stdout holds.

#include "tests/tools/program.hpp"

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/support/catch.hpp"

namespace swarmsim::program_test {

namespace {

struct Row {
  std::string arguments;
  std::string message;
};

}  // namespace

TEST_CASE("run prints the report, with the fingerprint as the last word of the last line", "[program]") {
  const Outcome outcome = swarmsim("run '" + basic + "'");
  INFO(outcome.out << outcome.err);
  CHECK(outcome.status == 0);
  CHECK(outcome.err.empty());
  CHECK(has(outcome.out, "scrape ubuntu.iso"));
  CHECK(has(outcome.out, "lower bound 33.6 s (the seed's uplink)"));
  CHECK_FALSE(has(outcome.out, "\x1b["));
  const std::string line = last_line(outcome.out);
  REQUIRE(line.size() == 13 + 32);
  CHECK(line.starts_with("fingerprint  "));
  CHECK(line.find_first_not_of("0123456789abcdef", 13) == std::string::npos);
}

TEST_CASE("--json prints one document and nothing else, with the same fingerprint", "[program]") {
  const Outcome outcome = swarmsim("run '" + basic + "' --json");
  CHECK(outcome.status == 0);
  CHECK(outcome.err.empty());
  const auto document = nlohmann::json::parse(outcome.out);  // throws on anything behind it
  CHECK(document["format"] == "swarmsim/summary/1");
  CHECK(document["completed"] == 2);
  CHECK(document["run"]["wall_s"].get<double>() > 0);
  CHECK(document["run"]["peak_rss_bytes"].get<std::int64_t>() > 1'000'000);
  CHECK(document["expect"].size() == 3);
  const std::string text = swarmsim("run -q '" + basic + "'").out;
  CHECK(text == "fingerprint  " + document["fingerprint"].get<std::string>() + "\n");
}

TEST_CASE("--seed and --until change the run, and only as they say", "[program]") {
  const auto document = [](const std::string& options) {
    return nlohmann::json::parse(swarmsim("run '" + basic + "' --json " + options).out);
  };
  const auto own = document("");
  CHECK(document("--seed 42")["fingerprint"] == own["fingerprint"]);
  CHECK(document("--seed=7")["fingerprint"] != own["fingerprint"]);
  CHECK(document("--seed 7")["seed"] == 7);
  CHECK(document("--until '20 min'")["fingerprint"] == own["fingerprint"]);
  const auto early = document("--until '10 s'");
  CHECK(early["end"]["time_s"] == 10.0);
  CHECK(early["end"]["reason"] == "time");
  CHECK(early["completed"] == 0);
}

TEST_CASE("an expectation that does not hold is exit code 1, with the report all the same", "[program]") {
  const Scratch scratch;
  const std::string path =
      scratch.write("s.json", tiny(R"(, "expect": [{ "that": "completed", "is": "== 7" }])"));
  const Outcome outcome = swarmsim("run -q '" + path + "'");
  CHECK(outcome.status == 1);
  CHECK(outcome.out.starts_with("FAILED  completed == 7  is 100\nfingerprint  "));
  CHECK(swarmsim("run --json '" + path + "'").status == 1);
  CHECK(swarmsim("check '" + path + "'").status == 0);
}

TEST_CASE("what is not built yet says so", "[program]") {
  const auto row = GENERATE(values<Row>({
      {"run x.json --report r.html", "\"--report\" is not in this version"},
      {"trace export a", "\"trace export\" is not in this version"},
      {"report r", "\"report\" is not in this version"},
      {"sweep s", "\"sweep\" is not in this version"},
  }));
  CAPTURE(row.arguments);
  const Outcome outcome = swarmsim(row.arguments);
  CHECK(outcome.status == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err == "swarmsim: " + row.message + "\n");
}

TEST_CASE("bad usage is exit code 2, a message, and nothing on stdout", "[program]") {
  const auto row = GENERATE(values<Row>({
      {"", "which subcommand?"},
      {"chek", R"(no subcommand "chek"; did you mean "check"?)"},
      {"run", "run needs a scenario"},
      {"run a.json b.json", R"("b.json" is one too many)"},
      {"run a.json --sede 3", R"(no option "--sede"; did you mean "--seed"?)"},
      {"run a.json --seed", "missing an argument"},
      {"run a.json --seed x", "--seed \"x\": a seed is a whole number"},
      {"run a.json --seed -1", "--seed \"-1\": a seed is a whole number"},
      {"run a.json --seed 9223372036854775808", "a seed is a whole number from 0 to 9223372036854775807"},
      {"run a.json --until 5", "--until \"5\""},
      {"run a.json --color sometimes", "expected auto, always or never"},
      {"run /nowhere/a.json", "/nowhere/a.json: error: cannot be read: No such file or directory"},
      {"run /tmp", "/tmp: error: cannot be read: Is a directory"},
      {"check", "check needs at least one scenario"},
      {"check /nowhere/a.json", "/nowhere/a.json: error: cannot be read"},
  }));
  CAPTURE(row.arguments);
  const Outcome outcome = swarmsim(row.arguments);
  CHECK(outcome.status == 2);
  CHECK(outcome.out.empty());
  CAPTURE(outcome.err);
  CHECK(has(outcome.err, row.message));
}

TEST_CASE("a bad scenario is answered with all its problems and their places", "[program]") {
  const Scratch scratch;
  const std::string bad = scratch.write("bad.json", tiny(",\n\"sedd\": 3,\n\"timeline\": 5"));
  const std::string unknown =
      scratch.write("metric.json", tiny(",\n\"expect\": [{ \"that\": \"complete\", \"is\": \"== 1\" }]"));
  for (const std::string subcommand : {"run", "check"}) {
    const Outcome outcome = swarmsim(subcommand + " '" + bad + "'");
    CHECK(outcome.status == 2);
    CHECK(outcome.out.empty());
    CHECK(has(outcome.err, bad + ":4:1: error: "));
    CHECK(has(outcome.err, "did you mean \"seed\"?"));
    CHECK(has(outcome.err, bad + ":5:"));
    const Outcome metric = swarmsim(subcommand + " '" + unknown + "'");
    CHECK(metric.status == 2);
    CHECK(metric.out.empty());
    CHECK(has(metric.err, unknown + ":4:22: error: no metric \"complete\"; did you mean \"completed\"?\n"));
    CHECK(has(metric.err, "\n  \"expect\": [{ \"that\": \"complete\""));
  }
  const Outcome all = swarmsim("check '" + bad + "' '" + basic + "' '" + unknown + "'");
  CHECK(all.status == 2);
  CHECK(all.out == basic + ": ok\n");
  CHECK(has(all.err, bad + ":4:1"));
  CHECK(has(all.err, unknown + ":4:22"));
  CHECK(has(all.err, "swarmsim: 3 problems\n"));
}

TEST_CASE("output that cannot be written is exit code 2", "[program]") {
  const auto redirection = GENERATE(values<std::string>({">/dev/full", ">&-"}));
  CAPTURE(redirection);
  for (const std::string& arguments :
       {"run '" + basic + "'", "run --json '" + basic + "'", std::string("--help")}) {
    const Outcome outcome = swarmsim(arguments + " " + redirection);
    CHECK(outcome.status == 2);
    CHECK(has(outcome.err, "swarmsim: cannot write to stdout: "));
  }
}

TEST_CASE("help starts with examples and version names the build", "[program]") {
  for (const std::string arguments : {"--help", "help", "run --help", "check --help", "trace --help",
                                      "trace show --help", "trace stats --help", "fuzz --help"}) {
    const Outcome outcome = swarmsim(arguments);
    CAPTURE(arguments);
    CHECK(outcome.status == 0);
    CHECK(outcome.out.starts_with("examples:\n  swarmsim "));
    CHECK(outcome.err.empty());
  }
  const Outcome version = swarmsim("--version");
  CHECK(version.status == 0);
  CHECK(version.out.starts_with("swarmsim 0."));
}

TEST_CASE("colours come when asked for, whatever stdout is", "[program]") {
  CHECK(has(swarmsim("run --color always '" + basic + "'").out, "\x1b["));
  CHECK_FALSE(has(swarmsim("run --color=never '" + basic + "'").out, "\x1b["));
  CHECK_FALSE(has(swarmsim("run --color auto '" + basic + "'").out, "\x1b["));  // a pipe is no terminal
}

}  // namespace swarmsim::program_test
