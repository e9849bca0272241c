#include "sim/report/expect.hpp"

#include <string>
#include <vector>

#include "sim/report/expression_value.hpp"
#include "sim/report/summary.hpp"
#include "tests/sim/report/swarms.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::expect_test {

namespace {

std::string expecting(const std::string& that, const std::string& is, const std::string& more = "") {
  return R"(, "expect": [{ "that": ")" + that + R"(", "is": ")" + is + "\"" + more + "}]";
}

ExpectResult result_of(const std::string& that, const std::string& is, const std::string& more = "") {
  const World world = run_world(small_swarm(expecting(that, is, more)));
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

TEST_CASE("an expectation compares a metric with what is of its kind", "[report]") {
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
      {"groups.seed.completion.max_s", "<= 0 * groups.seed.completion.max_s", "null", false},
      {"groups.seed.completion.max_s", "== groups.seed.completion.max_s", "null", false},
      {"groups.seed.completion.max_s", "!= true", "null", false},
      {"groups.seed.completion.max_s", "== \\\"text\\\"", "null", false},
      {"completed + groups.seed.completion.max_s", "> 0", "null (groups.seed.completion.max_s)", false},
      {"completed / aborted", "> 0", "division by zero", false},
      {"completed / aborted", "!= null", "division by zero", false},
      {"completed / aborted", "== null", "division by zero", false},
      {"completed * content_matches", "> 0", "\"content_matches\" is no number", false},
      {"1e300 * 1e300", "> 0", "out of range", false},
  }));
  CAPTURE(row.that, row.is);
  const ExpectResult result = result_of(row.that, row.is);
  CHECK(result.actual == row.actual);
  CHECK(result.ok == row.ok);
}

TEST_CASE("null equals null, the word, and nothing else", "[report]") {
  CHECK(result_of("groups.seed.completion.max_s", "== null").ok);
  CHECK_FALSE(result_of("groups.seed.completion.max_s", "!= null").ok);
  CHECK(result_of("completed", "!= null").ok);
  CHECK_FALSE(result_of("completed", "== null").ok);
  CHECK(result_of("2 * groups.seed.completion.max_s", "== null").ok);
}

TEST_CASE("both sides may be expressions, and the result says what each came to", "[report]") {
  struct Sum {
    std::string that;
    std::string is;
    std::string actual;
    std::string wanted;
    bool ok;
  };
  const auto row = GENERATE(values<Sum>({
      {"completed", "== completion.count", "3", "3", true},
      {"completed", "< 2 * groups.crowd.peers - 3", "3", "3", false},
      {"completed", "<= 2 * groups.crowd.peers - 3", "3", "3", true},
      {"completed / 2 + 0.25", "== 1.75", "1.75", "", true},
      {"completed / 7", "< 0.43", "0.428571", "", true},
      {"completed", "== 1 + 2", "3", "", true},
      {"completed", "== (groups.crowd.peers)", "3", "3", true},
      {"contents.file.copies_min - 1", "== peers.crowd-1.uploaded_bytes * 0 + 3", "3", "3", true},
      {"groups.crowd.client", "== groups.seed.client", "bep3", "bep3", true},
      {"groups.crowd.client", "!= groups.seed.client", "bep3", "bep3", false},
      {"content_matches", "== content_matches", "true", "true", true},
      {"content_matches", "== completed", "true", "3", false},
      {"completed", "> completed / aborted", "3", "division by zero", false},
      {"completed", "> groups.seed.completion.max_s", "3", "null", false},
      {"completed", "!= groups.seed.completion.max_s", "3", "null", false},
      {"bytes.payload", "~= 3 * 1048576", "3145728", "", true},
  }));
  CAPTURE(row.that, row.is);
  const ExpectResult result = result_of(row.that, row.is);
  CHECK(result.actual == row.actual);
  CHECK(result.wanted == row.wanted);
  CHECK(result.ok == row.ok);
}

TEST_CASE("~= is as near as within says", "[report]") {
  const auto about = [](const std::string& is, const std::string& within) {
    return result_of("completed", is, R"(, "within": )" + within).ok;
  };
  CHECK(about("~= 4", R"("25 %")"));
  CHECK_FALSE(about("~= 4", R"("24.9 %")"));
  CHECK(about("~= 2", R"("50%")"));
  CHECK(about("~= 5", "2"));
  CHECK(about("~= 1", "2"));
  CHECK_FALSE(about("~= 5", "1.999"));
  CHECK(about("~= 3", "0"));
  CHECK(about("~= -3", "\"200 %\""));  // the share is of the amount
}

TEST_CASE("over says nothing to a single run", "[report]") {
  CHECK(result_of("completed", "== 3", R"(, "over": "mean")").ok);
  CHECK_FALSE(result_of("completed", "== 4", R"(, "over": { "share": "0 %" })").ok);
}

TEST_CASE("numbers of reports have six decimals at most", "[report]") {
  CHECK(number_text(3) == "3");
  CHECK(number_text(0.1 + 0.2) == "0.3");
  CHECK(number_text(-0.0000001) == "0");
  CHECK(number_text(1e18) == "1e+18");
  CHECK(number_text(100) == "100");
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

TEST_CASE("metrics inside expressions are looked up too, where the expression stands", "[report]") {
  const World fresh =
      make_world(small_swarm(",\n\"expect\": [\n"
                             "{ \"that\": \"completed\", \"is\": \"< 2 * complete\" },\n"
                             "{ \"that\": \"completed / startd\", \"is\": \"== 3\" },\n"
                             "{ \"that\": \"completed\", \"is\": \"== idle\" },\n"
                             "{ \"that\": \"end.reason\", \"is\": \"== idle\" },\n"
                             "{ \"that\": \"end.reason\", \"is\": \"< idle\" },\n"
                             "{ \"that\": \"completion.mean_s\", \"is\": \"== idle\" },\n"
                             "{ \"that\": \"completed\", \"is\": \"== completed-aborted\" }\n]"));
  const std::vector<Diagnostic> problems = check_expectations(fresh);
  REQUIRE(problems.size() == 6);
  CHECK(problems[0].line == 3);
  CHECK(problems[0].column == 30);
  CHECK(problems[0].message == R"(no metric "complete"; did you mean "completed"?)");
  CHECK(problems[1].line == 4);
  CHECK(problems[1].column == 11);
  CHECK(problems[1].message == R"(no metric "startd")");
  CHECK(problems[2].message == R"(no metric "idle")");
  CHECK(problems[3].line == 7);
  CHECK(problems[4].line == 8);
  CHECK(problems[5].message ==
        R"(no metric "completed-aborted" (a minus needs blanks on both sides: names may hold dashes))");
}

TEST_CASE("good expectations pass the check, also of what only a run can fill", "[report]") {
  CHECK(check_expectations(make_world(small_swarm(expecting("completion.max_s", "< 90")))).empty());
  CHECK(check_expectations(make_world(small_swarm())).empty());
}

}  // namespace swarmsim::expect_test
