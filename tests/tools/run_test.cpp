// swarmsim run as its users meet it: options, progress, interruptions, series and many seeds.

#include <algorithm>
#include <regex>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/support/catch.hpp"
#include "tests/tools/program.hpp"

namespace swarmsim::run_test {

namespace {

using Json = nlohmann::ordered_json;

struct Row {
  std::string arguments;
  std::string message;
};

/// Runs the program with `arguments` and sends `signal` after so many seconds.
Outcome cut_short(const std::string& arguments, int seconds, const std::string& signal = "INT") {
  return shell("timeout --preserve-status --kill-after=60 -s " + signal + " " + std::to_string(seconds) +
               " \"$P\" " + arguments);
}

/// A run that outlives every test.
std::string endless() { return tiny("", "50 GiB"); }

/// One seed, one leecher, one block: over in an instant.
std::string pair(const std::string& more = "") {
  return R"({ "format": "swarmsim/scenario/1", "name": "pair", "stop": { "at": "10 min" },
    "content": [{ "name": "f", "size": "16 KiB", "data": "none" }],
    "peers": [{ "id": "s", "has": ["f"], "send": ["f"] }, { "id": "l", "download": ["f"] }])" +
         more + "}";
}

Json without_run(const std::string& text) {
  Json document = Json::parse(text);
  document.erase("run");
  return document;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

}  // namespace

TEST_CASE("options of run that make no sense are exit code 2 and a message", "[program]") {
  const auto row = GENERATE(values<Row>({
      {"--seeds x", "--seeds \"x\": write a range of whole numbers such as 1..20"},
      {"--seeds 5", "--seeds \"5\": write a range of whole numbers such as 1..20"},
      {"--seeds 1..", "--seeds \"1..\": write a range of whole numbers such as 1..20"},
      {"--seeds 1..2..3", "--seeds \"1..2..3\": write a range of whole numbers such as 1..20"},
      {"--seeds 5..3", "--seeds \"5..3\": the first seed must not be larger than the last"},
      {"--seeds 1..1000001", "--seeds \"1..1000001\": at most 1000000 seeds"},
      {"--seeds 1..3 --seed 4", "--seed is of a single run: not with --seeds"},
      {"--seeds 1..3 --series f.csv", "--series is of a single run: not with --seeds"},
      {"--seeds 1..3 --trace f", "--trace is of a single run: not with --seeds"},
      {"--seeds 1..3 --peers", "--peers is of a single run: not with --seeds"},
      {"--seed 1 --seed 2", "--seed is given more than once"},
      {"--series ''", "--series needs the name of a file"},
      {"--trace-level wire", "--trace-level needs --trace FILE"},
      {"--trace f --trace-level wir", "--trace-level \"wir\": expected app or wire; did you mean \"wire\"?"},
      {"-q -v", "-q and -v contradict each other"},
      {"--serie f", "no option \"--serie\"; did you mean \"--series\"?"},
  }));
  CAPTURE(row.arguments);
  const Outcome outcome = swarmsim("run '" + basic + "' " + row.arguments);
  CHECK(outcome.status == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err == "swarmsim: " + row.message + "\n");
}

TEST_CASE("a metric inside an expression is looked up by check and before any run", "[program]") {
  const Scratch scratch;
  const std::string path = scratch.write(
      "s.json", tiny(",\n\"expect\": [{ \"that\": \"completed\", \"is\": \"> 2 * complete\" }]"));
  for (const std::string command : {"run", "check", "run --seeds 1..2", "run --series x.csv"}) {
    const Outcome outcome = swarmsim(command + " '" + path + "'");
    CHECK(outcome.status == 2);
    CHECK(outcome.out.empty());
    CHECK(has(outcome.err, path + ":4:41: error: no metric \"complete\"; did you mean \"completed\"?\n"));
  }
}

TEST_CASE("--series writes samples beside a run that stays the same", "[program]") {
  const Scratch scratch;
  const std::string path = scratch.path("samples.csv");
  const Outcome outcome = swarmsim("run '" + basic + "' --json --series '" + path + "'");
  CHECK(outcome.status == 0);
  CHECK(without_run(outcome.out) == without_run(swarmsim("run '" + basic + "' --json").out));
  const std::vector<std::string> lines = lines_of(read(path));
  REQUIRE(lines.size() == 1 + 541);  // every second from 0 to 540
  CHECK(lines[0] ==
        "time_s,online,leechers,seeds,completed,up_bytes_per_s,down_bytes_per_s,"
        "contents.ubuntu.iso.copies_min,contents.ubuntu.iso.copies_mean");
  CHECK(lines[1] == "0.000000,3,0,1,0,0,0,1,1.000000");
  CHECK(lines.back() == "540.000000,2,0,2,2,0,0,2,2.000000");
  CHECK(scratch.size() == 1);  // no temporary file is left
}

TEST_CASE("a series that cannot be written is exit code 2, and leaves nothing behind", "[program]") {
  const Scratch scratch;
  const Outcome nowhere = swarmsim("run '" + basic + "' --series '" + scratch.path("no/f.csv") + "'");
  CHECK(nowhere.status == 2);
  CHECK(nowhere.out.empty());
  CHECK(has(nowhere.err, "no/f.csv: cannot be written: No such file or directory\n"));
  const Outcome directory = swarmsim("run '" + basic + "' --series /tmp");
  CHECK(directory.status == 2);
  CHECK(directory.err == "swarmsim: /tmp: cannot be written: Is a directory\n");
  const Outcome full = swarmsim("run '" + basic + "' --series /dev/full");
  CHECK(full.status == 2);
  CHECK(has(full.err, "/dev/full: cannot be written: No space left on device\n"));
  CHECK(full.out.empty());  // nothing is reported of a run that could not write what it was asked to
  const Outcome large = shell("trap '' XFSZ; ulimit -f 1; exec \"$P\" run '" + basic + "' --series '" +
                              scratch.path("f.csv") + "'");
  CHECK(large.status == 2);
  CHECK(has(large.err, "f.csv: cannot be written: File too large\n"));
  CHECK(scratch.size() == 0);
}

TEST_CASE("Ctrl-C and SIGTERM end the run with what there is, marked partial", "[program]") {
  const Scratch scratch;
  const std::string path = scratch.write("long.json", endless());
  const std::string csv = scratch.path("s.csv");
  const Outcome text = cut_short("run '" + path + "'", 2);
  CHECK(text.status == 130);
  CHECK(has(text.out, ": interrupted (partial)\n"));
  CHECK(last_line(text.out).starts_with("fingerprint  "));
  const Outcome json = cut_short("run --json '" + path + "' --series '" + csv + "'", 2, "TERM");
  CHECK(json.status == 130);
  const Json document = Json::parse(json.out);
  CHECK(document["end"]["reason"] == "interrupted");
  CHECK(document["partial"] == true);
  const std::vector<std::string> rows = lines_of(read(csv));
  REQUIRE(rows.size() >= 3);
  CHECK(rows.back() == "# partial");
  CHECK(std::stod(rows[rows.size() - 2]) == document["end"]["time_s"].get<double>());
}

TEST_CASE("progress is a plain line a second on stderr, after the first", "[program]") {
  const Scratch scratch;
  const std::string path = scratch.write("long.json", endless());
  const Outcome loud = cut_short("run '" + path + "'", 4);
  INFO(loud.err);
  const std::vector<std::string> lines = lines_of(loud.err);
  CHECK(!lines.empty());
  CHECK(lines.size() <= 4);
  for (const std::string& line : lines) {
    CHECK(has(line, " s  0/100 done  "));
    CHECK(has(line, " events/s  ETA "));
  }
  CHECK_FALSE(has(loud.err, "\r"));
  CHECK_FALSE(has(loud.err, "\x1b["));
  CHECK(cut_short("run -q '" + path + "'", 3).err.empty());
  CHECK(swarmsim("run '" + basic + "'").err.empty());
}

TEST_CASE("on a terminal progress rewrites one line, and takes it away", "[program]") {
  const Scratch scratch;
  const std::string path = scratch.write("long.json", endless());
  const auto on_terminal = [&path](const std::string& options) {
    return shell("TERM=xterm script -qec \"timeout --foreground -s INT 3 '$P' run '" + path + "' " + options +
                 " > /dev/null\" /dev/null < /dev/null")
        .out;
  };
  const std::string plain = on_terminal("--color never");
  CAPTURE(plain);
  CHECK(plain.starts_with("\r"));
  CHECK(has(plain, " s  0/100 done  "));
  CHECK_FALSE(has(plain, "\n"));
  CHECK_FALSE(has(plain, "\x1b["));
  const std::size_t cleared = plain.rfind('\r', plain.size() - 2);
  CHECK(plain.back() == '\r');
  CHECK(plain.find_first_not_of(' ', cleared + 1) == plain.size() - 1);
  CHECK(has(on_terminal("--color always"), "\r\x1b[2m"));
}

TEST_CASE("-v tells scenario, seed, phases and messages on stderr", "[program]") {
  const Outcome outcome = swarmsim("run -v --json '" + basic + "'");
  CHECK(outcome.status == 0);
  CHECK(Json::parse(outcome.out)["completed"] == 2);
  CHECK(outcome.err.starts_with("swarmsim: " + basic + ": basic, seed 42, 3 peers, 1 content\n"));
  const std::regex phases("swarmsim: load [0-9.]+ s, build [0-9.]+ s, run [0-9.]+ s, report [0-9.]+ s\n");
  CHECK(std::regex_search(outcome.err, phases));
  CHECK(has(outcome.err, " records, 6 handshake, "));
  CHECK(has(outcome.err, "swarmsim: 3 connections, 6 connection ends at most\n"));
}

TEST_CASE("--seeds runs every seed, in the order and with the result of single runs", "[program]") {
  const Outcome outcome = swarmsim("run -q '" + basic + "' --seeds 41..43 --json");
  CHECK(outcome.status == 0);
  CHECK(outcome.err.empty());
  const Json document = Json::parse(outcome.out);
  CHECK(document["format"] == "swarmsim/seeds/1");
  CHECK(document["scenario"] == "basic");
  REQUIRE(document["per_seed"].size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string seed = std::to_string(41 + i);
    CHECK(document["per_seed"][i]["seed"] == 41 + i);
    const Json single = Json::parse(swarmsim("run '" + basic + "' --json --seed " + seed).out);
    CHECK(document["per_seed"][i]["fingerprint"] == single["fingerprint"]);
  }
  CHECK(document["metrics"]["completed"]["n"] == 3);
  CHECK(document["expect"][0]["fulfilled"] == 3);
  const Outcome again = swarmsim("run -q '" + basic + "' --seeds 41..43 --json");
  CHECK(without_run(outcome.out) == without_run(again.out));
  const Outcome text = swarmsim("run '" + basic + "' --seeds 41..43");
  CHECK(text.status == 0);
  CHECK(text.out.starts_with("basic  seeds 41 to 43\n"));
  CHECK(has(last_line(text.out), document["per_seed"][2]["fingerprint"].get<std::string>()));
}

TEST_CASE("expectations over many seeds decide the exit code as they say", "[program]") {
  const Scratch scratch;
  const auto status = [&scratch](const std::string& over) {
    const std::string path = scratch.write(
        "s.json", pair(R"(, "expect": [{ "that": "seed", "is": "<= 3", "over": )" + over + "}]"));
    return swarmsim("run -q --seeds 1..4 '" + path + "'").status;
  };
  CHECK(status(R"("all")") == 1);
  CHECK(status(R"("mean")") == 0);
  CHECK(status(R"({ "share": "75 %" })") == 0);
  CHECK(status(R"({ "share": "76 %" })") == 1);
}

TEST_CASE("Ctrl-C during many seeds reports those that have ended", "[program]") {
  const Scratch scratch;
  const std::string path = scratch.write("s.json", pair());
  const Outcome outcome = cut_short("run --json --seeds 1..1000000 '" + path + "'", 4);
  CHECK(outcome.status == 130);
  const Json document = Json::parse(outcome.out);
  CHECK(document["partial"] == true);
  const auto ended = document["seeds"]["ended"].get<std::size_t>();
  CHECK(ended > 0);
  CHECK(ended < 1'000'000);
  CHECK(document["per_seed"].size() == ended);
  CHECK(has(outcome.err, "/1000000 seeds  ETA "));
}

}  // namespace swarmsim::run_test
