// run --trace and swarmsim trace as their users meet them.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/support/catch.hpp"
#include "tests/support/traces.hpp"
#include "tests/tools/program.hpp"

namespace swarmsim::trace_test {

namespace {

using Result = Outcome;

struct Row {
  std::string command;
  std::string message;
};

}  // namespace

TEST_CASE("run --trace writes the run it reports, at both levels and compressed", "[program][trace]") {
  const Place place;
  const Result plain = place.run("$P run -q $S");
  for (const std::string options :
       {"--trace a.jsonl", "--trace w.jsonl --trace-level wire", "--trace w.jsonl.zst --trace-level=wire",
        "--trace a.zst --trace-level app"}) {
    const Result traced = place.run("$P run -q $S " + options);
    CAPTURE(options);
    CHECK(traced.status == 0);
    CHECK(traced.err.empty());
    CHECK(traced.out == plain.out);
  }
  CHECK(place.files() == std::vector<std::string>{"a.jsonl", "a.zst", "w.jsonl", "w.jsonl.zst"});
  const std::string wire = place.text("w.jsonl");
  CHECK(place.text("w.jsonl.zst") != wire);
  CHECK(place.run("$P trace show --json w.jsonl.zst").out == place.run("$P trace show --json w.jsonl").out);
  const auto lines = lines_of_text(place.text("a.jsonl"));
  const auto head = nlohmann::json::parse(lines.front());
  CHECK(head["scenario_hash"] == "ae53ab27d70cb68e921a11727ef34be6");
  CHECK(head["seed"] == 42);
  CHECK(has(plain.out, nlohmann::json::parse(lines.back())["fingerprint"].get<std::string>()));
  CHECK(place.run("$P run -q $S --seed 7 --until '3 s' --trace a.jsonl").status == 1);  // replaced
  CHECK(nlohmann::json::parse(lines_of_text(place.text("a.jsonl")).front())["seed"] == 7);
  CHECK(nlohmann::json::parse(lines_of_text(place.text("a.jsonl")).back())["t"] == 3'000'000'000);
}

TEST_CASE("the trace of basic.json begins as it always did", "[program][trace]") {
  const Place place;
  place.run("$P run -q $S --trace a.jsonl");
  const auto lines = lines_of_text(place.text("a.jsonl"));
  REQUIRE(lines.size() > 20);
  CHECK(lines[1] == R"({"t":0,"kind":"arrived","peer":"1"})");
  CHECK(lines[4] ==
        R"({"t":0,"kind":"commanded","from":"world","to":"1","command":"send ubuntu.iso","ok":true,)"
        R"("answer":["You are now in SEND mode"]})");
  CHECK(lines[5] == R"({"t":62000000,"kind":"announced","from":"1","to":"tracker","content":"ubuntu.iso",)"
                    R"("event":"started","left":0,"uploaded":0,"downloaded":0,"given":0,"nth":0,"sent":0})");
  CHECK(lines[12] == R"({"t":2162956000,"kind":"connected","from":"2","to":"1","content":"ubuntu.iso",)"
                     R"("attempt":0,"sent":2082356000})");
  CHECK(std::count(lines.begin(), lines.end(),
                   R"({"t":7212962000,"kind":"piece_completed","peer":"2","content":"ubuntu.iso","piece":20,)"
                   R"("senders":[{"peer":"3","blocks":10},{"peer":"1","blocks":6}]})") == 1);
}

TEST_CASE("a trace that cannot be written is a message, exit code 2, and no file", "[program][trace]") {
  const Place place;
  const auto row = GENERATE(values<Row>({
      {"$P run $S --trace /nowhere/a.jsonl",
       "/nowhere/a.jsonl: cannot be written: No such file or directory"},
      {"$P run $S --trace .", ".: cannot be written: Is a directory"},
      {"ulimit -f 20; trap '' XFSZ; $P run $S --trace a.jsonl --trace-level wire",
       "a.jsonl: cannot be written: File too large"},
      {"ulimit -f 8; trap '' XFSZ; $P run $S --trace a.zst --trace-level wire",
       "a.zst: cannot be written: File too large"},
  }));
  CAPTURE(row.command);
  const Result result = place.run(row.command);
  CHECK(result.status == 2);
  CHECK(result.out.empty());
  CHECK(result.err == "swarmsim: " + row.message + "\n");
  CHECK(place.files().empty());
}

TEST_CASE("an interrupted run leaves a whole trace, marked partial", "[program][trace]") {
  const Place place;
  place.write("long.json", R"({ "format": "swarmsim/scenario/1", "name": "long", "stop": { "at": "10 h" },
    "content": [{ "name": "f", "size": "50 GiB", "data": "none" }],
    "peers": [{ "id": "s", "has": ["f"], "send": ["f"] }, { "id": "l", "count": 100, "download": ["f"] }]})");
  const Result result =
      place.run("timeout --preserve-status --kill-after=60 -s INT 2 $P run -q long.json --trace a.zst");
  CHECK(result.status == 130);
  CHECK(place.files() == std::vector<std::string>{"a.zst", "long.json"});
  const Result stats = place.run("$P trace stats a.zst");
  CHECK(stats.status == 0);
  CHECK(has(stats.out, ": interrupted (partial)\n"));
  CHECK(has(stats.out, "agrees with what was read"));
}

TEST_CASE("trace show prints aligned lines and filters them", "[program][trace]") {
  const Place place;
  place.run("$P run -q $S --trace w.zst --trace-level wire");
  const auto shown = [&](const std::string& options) {
    const Result result = place.run("$P trace show w.zst " + options);
    INFO(result.err);
    CHECK(result.status == 0);
    CHECK(result.err.empty());
    return lines_of_text(result.out);
  };
  const auto all = shown("");
  CHECK(all.size() == 2'570);
  CHECK(all[0] == "      0.000000  arrived             1");
  CHECK(std::count(
            all.begin(), all.end(),
            "      7.212962  piece_completed     2                 ubuntu.iso  piece 20, 10 blocks from 3 "
            "+ 6 blocks from 1") == 1);
  CHECK(shown("--limit 3").size() == 3);
  CHECK(shown("--limit=0").empty());
  CHECK(shown("--kind arrived --kind left").size() == 4);
  const auto early = shown("--from '2 s' --to '2100 ms'");
  REQUIRE(early.size() == 4);
  CHECK(early.front().starts_with("      2.000000  commanded"));
  CHECK(early.back().starts_with("      2.082356  answered            tracker -> 2"));
  CHECK(shown("--peer tracker --kind announced").size() == 17);
  CHECK(shown("--peer 2 --kind have").size() == 96);
  CHECK(shown("--peer 2 --peer 1 --kind have").size() == 128);
  CHECK(shown("--content ubuntu.iso --kind commanded").empty());
  CHECK(shown("--content ubuntu.iso --kind block --limit 1").size() == 1);
  const auto raw = shown("--kind download_completed --json");
  REQUIRE(raw.size() == 2);
  CHECK(nlohmann::json::parse(raw[0])["kind"] == "download_completed");
  CHECK(place.run("$P trace show - --limit 1 <w.zst").out == all[0] + "\n");
  CHECK(place.run("cat w.zst | $P trace show -").out == place.run("$P trace show w.zst").out);
}

TEST_CASE("a reader of trace show that leaves early is no error", "[program][trace]") {
  const Place place;
  place.run("$P run -q $S --trace w.jsonl --trace-level wire");
  const Result result =
      place.run("bash -c 'set -o pipefail; \"$0\" trace show w.jsonl | head -1' $P; echo $?");
  CHECK(result.err.empty());
  CHECK(has(result.out, "\n0\n"));
  const Result full = place.run("$P trace show w.jsonl >/dev/full");
  CHECK(full.status == 2);
  CHECK(full.err == "swarmsim: cannot write to stdout: No space left on device\n");
}

TEST_CASE("trace stats sums up, and notices what is missing", "[program][trace]") {
  const Place place;
  place.run("$P run -q $S --trace w.jsonl --trace-level wire");
  const Result stats = place.run("$P trace stats w.jsonl");
  CHECK(stats.status == 0);
  CHECK(has(stats.out, "scenario     \"basic\", seed 42, 3 peers\n"));
  CHECK(has(stats.out, "records      2564 in the run, 2570 lines here\n"));
  CHECK(has(stats.out, "block                       1032\n"));
  CHECK(has(stats.out, "2                           1830         4177920         8388608\n"));
  CHECK(has(stats.out, "agrees with what was read\nfingerprint  54c82f70"));
  place.run("grep -v '\"t\":7212962000,\"kind\":\"piece' w.jsonl >less.jsonl");
  const Result less = place.run("$P trace stats less.jsonl");
  CHECK(less.status == 2);
  CHECK(has(less.out, "does not agree: 2569 lines where it says 2570\n"));
  CHECK(has(less.out, "does not agree: 63 piece_completed where it says 64\n"));
  CHECK(less.err == "swarmsim: less.jsonl: its last line does not agree with it\n");
  place.run("head -c 5000 w.jsonl >cut.jsonl");
  for (const std::string what : {"show --kind left", "stats"}) {
    const Result cut = place.run("$P trace " + what + " cut.jsonl");
    CHECK(cut.status == 2);
    CHECK(cut.out.empty());
    CHECK(has(cut.err, "swarmsim: cut.jsonl: record 3"));
    CHECK(has(cut.err, ": the line has no end: the file is truncated\n"));
  }
}

TEST_CASE("bad usage of traces is exit code 2 and a message", "[program][trace]") {
  const Place place;
  place.run("$P run -q $S --trace a.jsonl");
  const auto row = GENERATE(values<Row>({
      {"$P run $S --trace-level wire", "--trace-level needs --trace FILE"},
      {"$P run $S --trace a --trace-level wie",
       R"(--trace-level "wie": expected app or wire; did you mean "wire"?)"},
      {"$P run $S --trace ''", "--trace \"\": expected a file"},
      {"$P trace", "trace what? see swarmsim trace --help"},
      {"$P trace sho a", R"(no subcommand "sho" of trace; did you mean "show"?; see swarmsim trace --help)"},
      {"$P trace show", "trace show needs a trace; see swarmsim trace show --help"},
      {"$P trace stats a b", "trace stats takes one trace: \"b\" is one too many"},
      {"$P trace show a.jsonl --kind expird",
       R"(--kind "expird": there is no such kind of record; did you mean "expired"?)"},
      {"$P trace show a.jsonl --content ubuntu.is",
       R"(--content "ubuntu.is": the trace has no such content; did you mean "ubuntu.iso"?)"},
      {"$P trace show a.jsonl --pear 1", R"(no option "--pear"; did you mean "--peer"?)"},
      {"$P trace show a.jsonl --limit x", "--limit \"x\": expected a whole number"},
      {"$P trace show a.jsonl --from '2 s' --to '1 s'", "--from is later than --to"},
      {"$P trace show nowhere.jsonl", "nowhere.jsonl: cannot be read: No such file or directory"},
      {"$P trace stats .", ".: cannot be read: Is a directory"},
      {"$P trace show $S", basic + ": record 0: the file is not a swarmsim trace"},
      {"$P trace stats - </dev/null", "stdin: record 0: the file is empty"},
  }));
  CAPTURE(row.command);
  const Result result = place.run(row.command);
  CHECK(result.status == 2);
  CHECK(result.out.empty());
  CHECK(result.err == "swarmsim: " + row.message + "\n");
  CHECK(place.files() == std::vector<std::string>{"a.jsonl"});
}

}  // namespace swarmsim::trace_test
