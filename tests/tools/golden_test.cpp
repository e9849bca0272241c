// swarmsim golden and trace diff as their users meet them.

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/traces.hpp"
#include "tests/tools/program.hpp"

namespace swarmsim::golden_test {

namespace {

struct Row {
  std::string what;  ///< an edit, a command or a text
  std::string message;
  int status = 2;
};

/// A scenario of five peers that are done in seconds; `more` are further keys.
std::string small(const std::string& more = "") {
  return R"({ "format": "swarmsim/scenario/1", "name": "small", "stop": { "at": "10 min" },
    "content": [{ "name": "f", "size": "512 KiB", "data": "none" }],
    "peers": [{ "id": "s", "has": ["f"], "send": ["f"] }, { "id": "l", "count": 4, "download": ["f"] }])" +
         more + "}";
}

/// A folder with the scenarios a, b and c, in which commands run without what CI systems set.
class Folder : public Place {
 public:
  Folder() : Place("unset CI GITHUB_ACTIONS") {
    for (const std::string name : {"a", "b", "c"}) write(name + ".json", small());
  }
  /// Replaces the first `from` in a file.
  void edit(const std::string& name, const std::string& from, const std::string& to) const {
    std::string bytes = text(name);
    const std::size_t at = bytes.find(from);
    REQUIRE(at != std::string::npos);
    write(name, bytes.replace(at, from.size(), to));
  }
};

/// Whether every tag of an XML text is closed in its turn, and every special character is escaped.
bool is_well_formed(const std::string& xml) {
  std::vector<std::string> open;
  for (std::size_t at = 0; at < xml.size();) {
    if (xml[at] != '<') {
      const auto code = static_cast<unsigned char>(xml[at]);
      if (xml[at] == '>' || (code < 0x20 && code != '\n')) return false;
      if (xml[at] == '&' && xml.find(';', at) > at + 5) return false;
      ++at;
      continue;
    }
    const std::size_t end = xml.find('>', at);
    if (end == std::string::npos) return false;
    const std::string tag = xml.substr(at + 1, end - at - 1);
    if (tag.find('<') != std::string::npos) return false;
    if (tag.starts_with('/')) {
      if (open.empty() || open.back() != tag.substr(1)) return false;
      open.pop_back();
    } else if (!tag.ends_with('/') && !tag.starts_with('?')) {
      open.push_back(tag.substr(0, tag.find(' ')));
    }
    at = end + 1;
  }
  return open.empty();
}

}  // namespace

TEST_CASE("what was accepted is tested, whatever the threads", "[program][golden]") {
  const Folder place;
  const Outcome accepted = place.run("$P golden accept .");
  CHECK(accepted.status == 0);
  CHECK(has(accepted.out, "ok       a.json  trace new\n      completed    4\n"));
  CHECK(has(accepted.out, "\n      fingerprint  "));
  const Outcome one = place.run("$P golden test . --jobs 1");
  CHECK(one.status == 0);
  CHECK(one.err == "");
  CHECK(has(one.out, "ok       a.json  "));
  CHECK(has(one.out, "3 of 3 as their goldens\n"));
  CHECK(place.run("$P golden test . --jobs 4").out == one.out);
  CHECK(place.run("$P golden test . -q").out == "");
  CHECK(place.run("$P golden test a.json ./a.json").out.ends_with("1 of 1 as their goldens\n"));
  CHECK(has(place.run("$P golden test . --fingerprints").out, "the fingerprint is the same\n"));
  // A golden is what run --trace writes, to the byte.
  place.run("$P run -q a.json --trace a.trace");
  CHECK(place.text("golden/a.trace") == place.text("a.trace"));
  const auto before = place.text("golden/a.trace");
  CHECK(place.run("$P golden accept a.json").out == "ok       a.json  trace unchanged\n");
  CHECK(place.text("golden/a.trace") == before);
}

TEST_CASE("an edited record is found and named, in order and on any number of threads", "[program][golden]") {
  const Folder place;
  place.run("$P golden accept .");
  const auto lines = lines_of_text(place.text("golden/b.trace"));
  place.edit("golden/b.trace", lines[12] + "\n", "");
  const Outcome outcome = place.run("$P golden test . --jobs 1 --context 2");
  CHECK(outcome.status == 1);
  CHECK(
      has(outcome.out, "\nFAILED   b.json  differs from record 12 on\n    first difference: record 12, at "));
  CHECK(has(outcome.out, "\n      both        10  "));
  CHECK(has(outcome.out, "\n      golden      12  "));
  CHECK(has(outcome.out, "\n      now         12  "));
  CHECK(has(outcome.out, "look closer  swarmsim run b.json --trace now.jsonl\n"));
  CHECK(has(outcome.out, "swarmsim trace diff golden/b.trace now.jsonl --context 50\n"));
  CHECK(has(outcome.out, "2 of 3 as their goldens\n"));
  CHECK(place.run("$P golden test . --jobs 4 --context 2").out == outcome.out);
  const Outcome github = place.run("GITHUB_ACTIONS=true $P golden test .");
  CHECK(has(
      github.out,
      "\n::error file=golden/b.trace,line=13,title=golden of b.json::differs from record 12 on%0Afirst "));
  CHECK(github.out.find('\n', github.out.find("::error")) == github.out.size() - 1);
  // The command that it names shows the same.
  const std::string look = "swarmsim() { \"$P\" \"$@\"; }; swarmsim run b.json -q --trace now.jsonl; ";
  const Outcome closer = place.run(look + "swarmsim trace diff golden/b.trace now.jsonl --context 2");
  CHECK(closer.status == 1);
  CHECK(has(closer.out, "\n  b         12  "));
}

TEST_CASE("what changed is told in numbers when it is accepted", "[program][golden]") {
  const Folder place;
  place.run("$P golden accept .");
  place.edit("a.json", "512 KiB", "768 KiB");
  CHECK(place.run("$P golden test .").status == 1);
  const Outcome accepted = place.run("$P golden accept .");
  CHECK(accepted.status == 0);
  CHECK(has(accepted.out, "ok       a.json  trace changed\n      first difference: record "));
  CHECK(has(accepted.out, "\n      completed    4\n"));
  for (const std::string what : {"  mean", "  p50", "  p95", "  max", "records", "fingerprint"}) {
    const std::size_t at = accepted.out.find("\n      " + what + " ");
    CAPTURE(what, accepted.out);
    REQUIRE(at != std::string::npos);
    CHECK(has(accepted.out.substr(at + 1, accepted.out.find('\n', at + 1) - at), " -> "));
  }
  CHECK(has(accepted.out, "ok       b.json  trace unchanged\n"));
  CHECK(place.run("$P golden test .").status == 0);
}

TEST_CASE("the first line makes no difference, a message does", "[program][golden]") {
  const Folder place;
  place.run("$P golden accept .");
  place.edit("a.json", "{", "{ // a comment\n");
  place.edit("golden/b.trace", R"("swarmsim":"0.1.0")", R"("swarmsim":"0.0.9")");
  const Outcome same = place.run("$P golden test .");
  CHECK(same.status == 0);
  CHECK(has(same.out, "(accepted by 0.0.9, this is 0.1.0)\n"));
  const std::string marker = R"("fingerprint":")";
  place.edit(
      "golden/b.trace",
      marker +
          place.text("golden/b.trace").substr(place.text("golden/b.trace").find(marker) + marker.size(), 4),
      marker + "0000");
  for (const std::string options : {"", "--fingerprints"}) {
    const Outcome wire = place.run("$P golden test . " + options);
    CHECK(wire.status == 1);
    CHECK(has(wire.out, options.empty() ? "wire-level difference: every record is the same, messages are not "
                                        : "the fingerprint differs "));
    CHECK(has(wire.out, "--trace-level wire") == options.empty());
  }
}

TEST_CASE("goldens that are not as they should be", "[program][golden]") {
  const auto row = GENERATE(values<Row>({
      {"rm golden/b.trace", "FAILED   b.json  no golden\n    make one: swarmsim golden accept b.json\n", 1},
      {"rm b.json", "FAILED   golden/b.trace  a golden without its scenario: remove it\n", 1},
      {"head -c 3000 golden/b.trace >x; mv x golden/b.trace", "ERROR    b.json  its golden cannot be read\n"},
      {"head -3 golden/b.trace >x; mv x golden/b.trace", "ERROR    b.json  its golden cannot be read\n"},
      {"cp b.json golden/b.trace", "ERROR    b.json  its golden cannot be read\n"},
      {"echo '{' >b.json", "ERROR    b.json  the scenario cannot be run\n"},
      {"rm *.json", ""},
  }));
  CAPTURE(row.what);
  const Folder place;
  place.run("$P golden accept .");
  const Outcome outcome = place.run(row.what + "; $P golden test . --junit r.xml");
  CHECK(outcome.status == row.status);
  CHECK(has(outcome.out, row.message));
  const std::string junit = place.text("r.xml");
  CHECK(is_well_formed(junit));
  CHECK(has(junit, row.status == 1 ? "failures=\"1\" errors=\"0\"" : "errors=\"1\"") == !row.message.empty());
  if (row.message.empty()) CHECK(outcome.err == "swarmsim: .: there is no scenario (*.json) in it\n");
  CHECK(has(outcome.out, "2 of ") == !row.message.empty());
  if (row.what.starts_with("head -3")) {
    CHECK(outcome.err == "golden/b.trace: record 3: the last line is missing: the file is truncated\n");
  }
}

TEST_CASE("JUnit's XML holds whatever a name holds", "[program][golden]") {
  const Folder place;
  place.write("<&\">.json", small());
  place.run("rm [abc].json");
  CHECK(place.run("$P golden test . --junit r.xml").status == 1);
  const std::string junit = place.text("r.xml");
  CAPTURE(junit);
  CHECK(is_well_formed(junit));
  CHECK(has(junit, "name=\"&lt;&amp;&quot;&gt;.json\">\n"));
  CHECK(has(junit, "<testsuites tests=\"1\" failures=\"1\" errors=\"0\">\n"));
  CHECK(has(junit, "<failure message=\"no golden\">make one: "));
  place.run("cp *.json \"$(printf '\\377')\".json; $P golden test . --junit r.xml");
  CHECK(has(place.text("r.xml"), "name=\"?.json\">"));
  const Outcome nowhere = place.run("$P golden test . --junit /nowhere/r.xml");
  CHECK(nowhere.status == 2);
  CHECK(has(nowhere.err, "/nowhere/r.xml: cannot be written"));
  const Outcome escaped =
      place.run("mkdir 'x,y:%'; cp *.json 'x,y:%'; GITHUB_ACTIONS=true $P golden test 'x,y:%'");
  CHECK(has(escaped.out, "::error file=x%2Cy%3A%25/<&\">.json,title="));
}

TEST_CASE("accept is refused in CI, and is all or nothing", "[program][golden]") {
  const Folder place;
  for (const std::string value : {"true", "True", "TRUE", "1"}) {
    const Outcome refused = place.run("CI=" + value + " $P golden accept .");
    CHECK(refused.status == 2);
    CHECK(refused.out == "");
    CHECK(has(refused.err, "golden accept is refused where CI is set"));
    CHECK(!place.exists("golden"));
  }
  place.write("b.json", "{");
  const Outcome half = place.run("$P golden accept .");
  CHECK(half.status == 2);
  CHECK(has(half.err, "b.json:1:"));
  CHECK(has(half.err, "swarmsim: nothing was accepted\n"));
  CHECK(place.run("ls golden").out == "");
  CHECK(place.run("CI=false $P golden accept a.json").status == 0);
  CHECK(place.run("ls golden").out == "a.trace\n");
}

TEST_CASE("metrics goldens have tolerances, and keep what somebody chose", "[program][golden]") {
  const Folder place;
  const Outcome made = place.run("$P golden accept --metrics a.json");
  CHECK(made.status == 0);
  CHECK(has(made.out, "ok       a.json  metrics new\n      end.reason: \"idle\"\n"));
  CHECK(has(place.text("golden/a.metrics.json"), "    \"completed\": { \"value\": 4 },\n"));
  CHECK(!place.exists("golden/a.trace"));
  CHECK(place.run("$P golden test a.json").out == "ok       a.json  11 metrics\n1 of 1 as their goldens\n");
  const auto golden = [&](const std::string& metrics) {
    place.write("golden/a.metrics.json",
                R"({ "format": "swarmsim/metrics/1", "swarmsim": "0.1.0", "metrics": {)" + metrics + "} }");
  };
  golden(R"("completed": { "value": 5, "within": "30 %" }, "end.reason": { "value": "time" })");
  const Outcome other = place.run("$P golden test a.json");
  CHECK(other.status == 1);
  CHECK(
      has(other.out, "a.json  1 of 2 metrics: end.reason\n    end.reason: golden \"time\", now \"idle\"\n"));
  CHECK(has(place.run("$P golden accept a.json").out, "  metrics changed\n      completed: 5 -> 4\n"));
  CHECK(place.text("golden/a.metrics.json") ==
        "{\n  \"format\": \"swarmsim/metrics/1\",\n  \"swarmsim\": \"0.1.0\",\n  \"metrics\": {\n"
        "    \"completed\": { \"value\": 4, \"within\": \"30 %\" },\n"
        "    \"end.reason\": { \"value\": \"idle\" }\n  }\n}\n");
  CHECK(has(place.run("$P golden accept a.json").out, "metrics unchanged"));
  CHECK(has(place.run("$P golden accept --traces a.json").out, "  trace new\n"));
  CHECK(has(place.run("$P golden test a.json").out, " records, 2 metrics\n"));
  golden(R"("completed": { "value": 7, "within": 2.5 })");
  CHECK(has(place.run("$P golden test a.json").out, "completed: golden 7 (within 2.5), now 4\n"));
}

TEST_CASE("what is wrong with a metrics golden is said with its place", "[program][golden]") {
  const Folder place;
  place.run("mkdir golden");
  const std::string head = R"({ "format": "swarmsim/metrics/1", "swarmsim": "0.1.0", "metrics": )";
  const auto row = GENERATE_COPY(values<Row>({
      {"[]", "error: this item must be an object"},
      {"{}", "missing key \"format\""},
      {R"({ "format": "swarmsim/metrics/2", "swarmsim": "0", "metrics": {} })",
       "cannot be read: this version reads"},
      {head + "{} }", "there is no metric in it"},
      {head + R"({ "completd": { "value": 1 } } })", R"(no metric "completd"; did you mean "completed"?)"},
      {head + R"({ "completion": { "value": 1 } } })", "is no single metric; below it are completion.count"},
      {head + R"({ "completed": 2 } })", "must be an object"},
      {head + R"({ "completed": { "within": 2 } } })", "missing key \"value\""},
      {head + R"({ "completed": { "value": [1] } } })", "a number, a text, true, false or null"},
      {head + R"({ "completed": { "value": 1, "wihtin": 2 } } })",
       R"(unknown key "wihtin"; did you mean "within"?)"},
      {head + R"({ "completed": { "value": 1, "within": "x" } } })", "must be a share from 0 % to 1000 %"},
      {head + R"({ "end.reason": { "value": "idle", "within": 2 } } })", "belongs to numbers alone"},
  }));
  CAPTURE(row.what);
  place.write("golden/a.metrics.json", row.what);
  for (const std::string verb : {"test", "accept"}) {
    const Outcome outcome = place.run("$P golden " + verb + " a.json");
    CHECK(outcome.status == 2);
    CAPTURE(outcome.err);
    CHECK(outcome.err.starts_with("golden/a.metrics.json:1:"));
    CHECK(has(outcome.err, row.message));
  }
  CHECK(place.text("golden/a.metrics.json") == row.what);
}

TEST_CASE("trace diff compares files at any level", "[program][golden]") {
  const Folder place;
  place.run(
      "$P run -q a.json --trace a.jsonl; $P run -q a.json --trace a.zst --trace-level wire; "
      "$P run -q a.json --seed 9 --trace b.zst --trace-level wire");
  const Outcome same = place.run("$P trace diff a.jsonl a.zst");
  CHECK(same.status == 0);
  CHECK(
      same.out.starts_with("first line  level: a app, b wire\nonly b has messages: they are passed over\n"));
  CHECK(has(same.out, "the same run: "));
  const Outcome other = place.run("$P trace diff a.zst - --context 1 <b.zst");
  CHECK(other.status == 1);
  CHECK(other.out.starts_with("a is a.zst, b is -\nfirst line  seed: a 1, b 9\nfirst difference: record "));
  place.run("head -c 3000 a.jsonl >cut.jsonl");
  const auto row = GENERATE(values<Row>({
      {"a.jsonl", "swarmsim: trace diff needs two traces; see swarmsim trace diff --help\n"},
      {"- -", "swarmsim: only one of two traces can be stdin\n"},
      {"a.jsonl a.zst --context x", "swarmsim: --context \"x\": expected a whole number from 0 to 1000\n"},
      {"a.jsonl nowhere", "swarmsim: nowhere: cannot be read: No such file or directory\n"},
  }));
  CAPTURE(row.what);
  const Outcome bad = place.run("$P trace diff " + row.what);
  CHECK(bad.status == 2);
  CHECK(bad.out == "");
  CHECK(bad.err == row.message);
  const Outcome cut = place.run("$P trace diff a.jsonl cut.jsonl");
  CHECK(cut.status == 2);
  CHECK(has(cut.err, "swarmsim: cut.jsonl: record "));
}

TEST_CASE("bad usage of golden is exit code 2 and a message", "[program][golden]") {
  const Folder place;
  const auto row = GENERATE(values<Row>({
      {"", "golden what? see swarmsim golden --help"},
      {"tets", R"(no subcommand "tets" of golden; did you mean "test"?; see swarmsim golden --help)"},
      {"test . --jobs 0", "--jobs \"0\": expected a whole number from 1 to 1024"},
      {"test . --context -1", "--context \"-1\": expected a whole number from 0 to 1000"},
      {"test . --junt x", R"(no option "--junt"; did you mean "--junit"?)"},
      {"test . --junit ''", "--junit \"\": expected a file"},
      {"accept . --context 3", R"(no option "--context")"},
  }));
  CAPTURE(row.what);
  const Outcome outcome = place.run("$P golden " + row.what);
  CHECK(outcome.status == 2);
  CHECK(outcome.out == "");
  CHECK(outcome.err == "swarmsim: " + row.message + "\n");
  const Outcome missing = place.run("$P golden test nowhere.json");
  CHECK(missing.status == 2);
  CHECK(missing.err == "nowhere.json: error: cannot be read: No such file or directory\n");
}

}  // namespace swarmsim::golden_test
