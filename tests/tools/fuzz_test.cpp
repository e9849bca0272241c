// swarmsim fuzz as a program: exit codes, the same words for any number of threads, usage.

#include <regex>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/tools/program.hpp"

namespace swarmsim::fuzz_test {

namespace {

struct Row {
  std::string arguments;
  std::string message;
};

/// Without the wall times of the last line.
std::string without_times(const std::string& out) {
  return std::regex_replace(out, std::regex("[0-9.]+ (s|ms)"), "T");
}

}  // namespace

TEST_CASE("random swarms that are fine are exit code 0 and one line", "[program]") {
  const Scratch scratch;
  const Outcome outcome = swarmsim("fuzz --seeds 1..12 -q --save '" + scratch.path("") + "'");
  CHECK(outcome.status == 0);
  CHECK(outcome.out.starts_with("12 swarms, 0 failures, "));
  CHECK(outcome.err.empty());
  CHECK(scratch.size() == 0);
  const Outcome verbose = swarmsim("fuzz --seeds 3 -v");
  CHECK(has(verbose.out, " %  tracker_outages\n"));
  CHECK(last_line(verbose.out).starts_with("1 swarms, 0 failures, "));
}

TEST_CASE("the number of threads changes no word of a fuzzer's report", "[program]") {
  const std::string one = swarmsim("fuzz --seeds 5..24 -v --jobs 1 --until '20 s'").out;
  CHECK(has(one, "20 swarms, 0 failures"));
  CHECK(without_times(swarmsim("fuzz --seeds 5..24 -v --jobs 3 --until '20 s'").out) == without_times(one));
}

TEST_CASE("a scenario of one's own is judged", "[program]") {
  const Outcome outcome = swarmsim("fuzz --scenario '" + basic + "'");
  CHECK(outcome.status == 0);
  CHECK(outcome.out.starts_with("no failure, "));
}

TEST_CASE("what fuzz cannot do is exit code 2", "[program]") {
  const auto row = GENERATE(values<Row>({
      {"fuzz x.json", R"("x.json" is one too many)"},
      {"fuzz --seeds 5..2", "the first seed must not be larger than the last"},
      {"fuzz --seeds x", "write a range of whole numbers such as 1..20"},
      {"fuzz --jobs 0", "--jobs \"0\""},
      {"fuzz --until 5", "--until \"5\""},
      {"fuzz --until '0 s'", "must be more than 0"},
      {"fuzz --seeds 1 --seeds 2", "--seeds is given more than once"},
      {"fuzz --scenario /nowhere.json", "/nowhere.json"},
      {"fuzz --scenario x --seeds 1", "not with --seeds"},
      {"fuzz --scenario x --profile bep3", "not with --profile"},
      {"fuzz --profile bep4", R"(--profile "bep4": unknown profile (profiles: bep3, )"},
      {"fuzz --profile bep4", R"(did you mean "bep3"?)"},
      {"fuzz -q -v", "-q and -v contradict each other"},
      {"fuzz --sede 1", R"(did you mean "--seeds"?)"},
  }));
  CAPTURE(row.arguments);
  const Outcome outcome = swarmsim(row.arguments);
  CHECK(outcome.status == 2);
  CHECK(outcome.out.empty());
  CHECK(has(outcome.err, row.message));
}

}  // namespace swarmsim::fuzz_test
