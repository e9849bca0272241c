// Distributions as a scenario writes them: of times in nanoseconds, of rates in bytes per second.

#include <string>

#include "core/base/distribution.hpp"
#include "sim/scenario/load.hpp"
#include "tests/sim/scenario/load_fixture.hpp"
#include "tests/support/catch.hpp"

namespace swarmsim::read_distribution_test {

namespace {

std::string every_file;  ///< what every file of the test that runs holds

FileText read_every_file(const std::string&) { return every_file; }

/// The small scenario with a network of `key`: `value`; every file holds `csv`.
LoadResult load_network_of(const std::string& key, const std::string& value, const std::string& csv = "") {
  const std::string line = R"("network": {")" + key + "\": " + value + "},";
  every_file = csv;
  return load_scenario(small_with(line_network, line).text, "a.json", known_names(), {read_every_file, {}});
}

}  // namespace

TEST_CASE("every shape of a time is read in nanoseconds", "[scenario]") {
  struct Row {
    std::string value;
    Distribution expected;
  };
  const auto row = GENERATE(values<Row>({
      {R"("20 ms")", Distribution::constant(20'000'000)},
      {R"({"uniform": ["10 ms", "50 ms"]})", Distribution::uniform(10'000'000, 50'000'000)},
      {R"({"uniform": ["10 ms", "10 ms"]})", Distribution::uniform(10'000'000, 10'000'000)},
      {R"({"exponential": {"mean": "1 s"}})", Distribution::exponential(1'000'000'000)},
      {R"({"lognormal": {"median": "1 s", "sigma": 0.5, "max": "1 min"}})",
       Distribution::lognormal(1'000'000'000, 0.5, 60'000'000'000)},
      {R"({"weibull": {"shape": 0.5, "scale": "1 s"}})", Distribution::weibull(0.5, 1'000'000'000)},
      {R"({"pareto": {"shape": 2, "min": "1 s", "max": "1 s"}})",
       Distribution::pareto(2, 1'000'000'000, 1'000'000'000)},
  }));
  CAPTURE(row.value);
  const LoadResult loaded = load_network_of("latency", row.value);
  REQUIRE(loaded.problems.empty());
  CHECK(loaded.scenario.network.link.latency == row.expected);
}

TEST_CASE("a file of values is read line by line, without blanks and comments", "[scenario]") {
  const LoadResult loaded =
      load_network_of("up", R"({"empirical": "rates.csv"})", "# measured\n 1 kB/s \r\n\n8 kbit/s\n2 kB/s");
  REQUIRE(loaded.problems.empty());
  CHECK(loaded.scenario.network.link.up == Distribution::empirical({1'000, 1'000, 2'000}));
}

TEST_CASE("a problem in a file of values is said at its line there", "[scenario]") {
  const LoadResult loaded = load_network_of("up", R"({"empirical": "rates.csv"})", "1 kB/s\n  2 kb/s\n1 s\n");
  REQUIRE(loaded.problems.size() == 2);
  CHECK(loaded.problems[0].file == "rates.csv");
  CHECK(loaded.problems[0].line == 2);
  CHECK(loaded.problems[0].column == 3);
  CHECK(loaded.problems[1].line == 3);
}

TEST_CASE("a rate without limit is a rate, but none that can be drawn", "[scenario]") {
  CHECK(load_network_of("up", R"("unlimited")").problems.empty());
  CHECK(load_network_of("up", R"({"exponential": {"mean": "unlimited"}})").problems.size() == 1);
  CHECK(load_network_of("up", R"({"empirical": "rates.csv"})", "unlimited\n").problems.size() == 1);
}

}  // namespace swarmsim::read_distribution_test
