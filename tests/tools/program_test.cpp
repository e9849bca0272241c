// The program as its users meet it: exit codes, messages, and what stdout holds.

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/support/catch.hpp"

namespace swarmsim {

namespace {

const std::string basic = SWARMSIM_SOURCE_DIR "/scenarios/basic.json";

struct Outcome {
  int status = 0;
  std::string out;
  std::string err;
};

/// A directory of its own, which goes with its user.
class Scratch {
 public:
  Scratch() {
    static int made = 0;
    const std::string name = "swarmsim-test-" + std::to_string(getpid()) + "-" + std::to_string(++made);
    path_ = std::filesystem::temp_directory_path() / name;
    std::filesystem::create_directories(path_);
  }
  ~Scratch() { std::filesystem::remove_all(path_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string path(const std::string& name) const { return (path_ / name).string(); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
  }

 private:
  std::filesystem::path path_;
};

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

/// Runs a shell command in which $P is the program.
Outcome shell(const std::string& command) {
  const Scratch scratch;
  const std::string err = scratch.path("stderr");
  const std::string line = "P='" SWARMSIM_PROGRAM "'; exec 2>'" + err + "'; " + command;
  std::FILE* pipe = popen(line.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("popen failed");
  Outcome outcome;
  std::array<char, 4'096> buffer{};
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    outcome.out.append(buffer.data(), got);
  }
  const int status = pclose(pipe);
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  outcome.err = read(err);
  return outcome;
}

Outcome swarmsim(const std::string& arguments) { return shell("\"$P\" " + arguments); }

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string last_line(const std::string& text) {
  if (text.size() < 2 || text.back() != '\n') return "";
  const std::size_t before = text.rfind('\n', text.size() - 2);
  return text.substr(before == std::string::npos ? 0 : before + 1, text.size() - before - 2);
}

/// A scenario of one seed and one leecher, with further keys.
std::string tiny(const std::string& more, const std::string& size = "1 MiB") {
  return R"({ "format": "swarmsim/scenario/1", "name": "tiny", "stop": { "at": "10 min" },
    "content": [{ "name": "f", "size": ")" +
         size + R"(", "data": "none" }],
    "peers": [{ "id": "s", "has": ["f"], "send": ["f"] }, { "id": "l", "count": 100, "download": ["f"] }])" +
         more + "}";
}

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
      {"run x.json --seeds 1..3", "\"--seeds\" is not in this version"},
      {"run x.json --set a=b", "\"--set\" is not in this version"},
      {"run x.json --set=a=b", "\"--set\" is not in this version"},
      {"run x.json --series f.csv", "\"--series\" is not in this version"},
      {"run x.json --trace t", "\"--trace\" is not in this version"},
      {"run x.json --trace-level app", "\"--trace-level\" is not in this version"},
      {"run x.json --reference", "\"--reference\" is not in this version"},
      {"run x.json --report r.html", "\"--report\" is not in this version"},
      {"run x.json --files-out d", "\"--files-out\" is not in this version"},
      {"run x.json -v", "\"-v\" is not in this version"},
      {"check x.json --resolved", "\"--resolved\" is not in this version"},
      {"console x.json", "\"console\" is not in this version"},
      {"golden test", "\"golden\" is not in this version"},
      {"fuzz", "\"fuzz\" is not in this version"},
      {"fidelity d", "\"fidelity\" is not in this version"},
      {"trace show t", "\"trace\" is not in this version"},
      {"report r", "\"report\" is not in this version"},
      {"sweep s", "\"sweep\" is not in this version"},
      {"torrent t", "\"torrent\" is not in this version"},
      {"init t", "\"init\" is not in this version"},
      {"examples", "\"examples\" is not in this version"},
      {"schema", "\"schema\" is not in this version"},
      {"completions bash", "\"completions\" is not in this version"},
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

TEST_CASE("Ctrl-C ends the run with what there is, marked partial", "[program]") {
  const Scratch scratch;
  const std::string path = scratch.write("long.json", tiny("", "50 GiB"));
  const Outcome text = shell("timeout --preserve-status --kill-after=60 -s INT 2 \"$P\" run '" + path + "'");
  CHECK(text.status == 130);
  CHECK(has(text.out, ": interrupted (partial)\n"));
  CHECK(last_line(text.out).starts_with("fingerprint  "));
  const Outcome json =
      shell("timeout --preserve-status --kill-after=60 -s INT 2 \"$P\" run --json '" + path + "'");
  CHECK(json.status == 130);
  CHECK(nlohmann::json::parse(json.out)["end"]["reason"] == "interrupted");
}

TEST_CASE("help starts with examples and version names the build", "[program]") {
  for (const std::string arguments : {"--help", "help", "run --help", "check --help"}) {
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

}  // namespace swarmsim
