#include "sim/report/expect.hpp"

#include <string>
#include <vector>

#include "tests/sim/report/swarms.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim {

namespace {

std::string expecting(const std::string& that, const std::string& is) {
  return R"(, "expect": [{ "that": ")" + that + R"(", "is": ")" + is + R"(" }])";
}

ExpectResult result_of(const std::string& that, const std::string& is) {
  const World world = run_world(small_swarm(expecting(that, is)));
  const std::vector<ExpectResult> results = evaluate(world.scenario(), Summary(world, measure(world)));
  REQUIRE(results.size() == 1);
  return results[0];
}

struct Row {
  std::string that;
  std::string is;
  std::string actual;
  bool ok;
};

}  // namespace

TEST_CASE("an expectation compares a metric with a constant of its kind", "[report]") {
  const auto row = GENERATE(values<Row>({
      {"completed", "== 3", "3", true},
      {"completed", "== 3.0", "3", true},
      {"completed", "== 2", "3", false},
      {"completed", "!= 2", "3", true},
      {"completed", "!= 3", "3", false},
      {"completed", "< 3", "3", false},
      {"completed", "<= 3", "3", true},
      {"completed", "> 2", "3", true},
      {"completed", "> 3", "3", false},
      {"completed", ">= 3", "3", true},
      {"completed", ">= 4", "3", false},
      {"content_matches", "== true", "true", true},
      {"content_matches", "!= false", "true", true},
      {"content_matches", "== false", "true", false},
      {"end.reason", "== idle", "idle", true},
      {"end.reason", "!= idle", "idle", false},
      {"scenario", "== \\\"test\\\"", "test", true},
      {"groups.crowd.peers", "== 3", "3", true},
      {"contents.file.copies_min", "== 4", "4", true},
      // Within 1 % of the constant: 3,145,728 payload bytes.
      {"bytes.payload", "~= 3114583", "3145728", true},
      {"bytes.payload", "~= 3114581", "3145728", false},
      {"bytes.payload", "~= 3177503", "3145728", true},
      {"bytes.payload", "~= 3177505", "3145728", false},
  }));
  CAPTURE(row.that, row.is);
  const ExpectResult result = result_of(row.that, row.is);
  CHECK(result.that == row.that);
  CHECK(result.actual == row.actual);
  CHECK(result.ok == row.ok);
}

TEST_CASE("what cannot be compared fails, whichever way it is asked", "[report]") {
  const auto row = GENERATE(values<Row>({
      {"completed", "== yes", "3", false},
      {"completed", "!= yes", "3", false},
      {"content_matches", "!= 3", "true", false},
      {"content_matches", "< 3", "true", false},
      {"end.reason", "< 3", "idle", false},
      {"groups.seed.completion.max_s", "< 90", "null", false},
      {"groups.seed.completion.max_s", "!= 90", "null", false},
      {"groups.seed.completion.max_s", "== null", "null", false},
  }));
  CAPTURE(row.that, row.is);
  const ExpectResult result = result_of(row.that, row.is);
  CHECK(result.actual == row.actual);
  CHECK(result.ok == row.ok);
}

TEST_CASE("a metric that does not exist is found before the run, at its place", "[report]") {
  const World fresh =
      make_world(small_swarm(",\n\"expect\": [\n"
                             "{ \"that\": \"completed\", \"is\": \"== 3\" },\n"
                             "{ \"that\": \"completion.maxs\", \"is\": \"< 90\" },\n"
                             "{ \"that\": \"peers.crowd-4.uploaded_bytes\", \"is\": \"< 90\" },\n"
                             "{ \"that\": \"quite something else\", \"is\": \"< 90\" },\n"
                             "{ \"that\": \"groups.crowd.unfinished\", \"is\": \"< 90\" }\n]"));
  const std::vector<Diagnostic> problems = check_expectations(fresh);
  REQUIRE(problems.size() == 4);
  CHECK(problems[0].file == "test.json");
  CHECK(problems[0].line == 4);
  CHECK(problems[0].column == 11);
  CHECK(problems[0].message == R"(no metric "completion.maxs"; did you mean "completion.max_s"?)");
  CHECK(problems[1].line == 5);
  CHECK(problems[1].message ==
        R"(no metric "peers.crowd-4.uploaded_bytes"; did you mean "peers.crowd-1.uploaded_bytes"?)");
  CHECK(problems[2].message == R"(no metric "quite something else")");
  CHECK(problems[3].message ==
        R"("groups.crowd.unfinished" is no single metric; below it are groups.crowd.unfinished.count, )"
        "groups.crowd.unfinished.progress_min");
}

TEST_CASE("good expectations pass the check, also of what only a run can fill", "[report]") {
  CHECK(check_expectations(make_world(small_swarm(expecting("completion.max_s", "< 90")))).empty());
  CHECK(check_expectations(make_world(small_swarm())).empty());
}

}  // namespace swarmsim
