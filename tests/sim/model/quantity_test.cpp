#include "sim/model/quantity.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <variant>

#include "tests/support/catch.hpp"

namespace swarmsim::quantity_test {

namespace {

struct Good {
  const char* text;
  std::int64_t value;
};

struct Bad {
  const char* text;
  const char* message;
};

constexpr const char* rate_units = "(units: B/s, bit/s, each also after k M G T Ki Mi Gi Ti)";

}  // namespace

TEST_CASE("sizes parse with their unit", "[scenario]") {
  const auto row = GENERATE(values<Good>({
      {"0 B", 0},
      {"1 B", 1},
      {"256 KiB", 262'144},
      {"256KiB", 262'144},  // the blank is a matter of taste
      {"8 MiB", 8'388'608},
      {"1 kB", 1'000},
      {"1.5 KiB", 1'536},
      {"0.5 kB", 500},
      {"1.000 B", 1},
      {"007 B", 7},
      {"8 bit", 1},
      {"2 Mbit", 250'000},
      {"1 Kibit", 128},
      {"2 GB", 2'000'000'000},
      {"1 TiB", 1'099'511'627'776},
      {"1 TB", 1'000'000'000'000},
      {"0.000000000001 TB", 1},
      {"9223372036854775807 B", std::numeric_limits<std::int64_t>::max()},
      {"0000000000000000000000000000000000000001 B", 1},
  }));
  CAPTURE(row.text);
  const auto parsed = parse_bytes(row.text);
  REQUIRE(std::holds_alternative<Bytes>(parsed));
  CHECK(std::get<Bytes>(parsed).value == row.value);
}

TEST_CASE("rates become bytes per second, bits in the parser only", "[scenario]") {
  const auto row = GENERATE(values<Good>({
      {"2 Mbit/s", 250'000},
      {"8 bit/s", 1},
      {"50 kB/s", 50'000},
      {"2 MB/s", 2'000'000},
      {"2 MiB/s", 2'097'152},
      {"1.2 kbit/s", 150},
      {"10 Gbit/s", 1'250'000'000},
      {"0 B/s", 0},
      {"unlimited", std::numeric_limits<std::int64_t>::max()},
  }));
  CAPTURE(row.text);
  const auto parsed = parse_rate(row.text);
  REQUIRE(std::holds_alternative<Rate>(parsed));
  CHECK(std::get<Rate>(parsed).bytes_per_second == row.value);
}

TEST_CASE("times become nanoseconds", "[scenario]") {
  const auto row = GENERATE(values<Good>({
      {"0 s", 0},
      {"1 ns", 1},
      {"3 us", 3'000},
      {"20 ms", 20'000'000},
      {"0.5 ms", 500'000},
      {"120 s", 120'000'000'000},
      {"10 min", 600'000'000'000},
      {"2 h", 7'200'000'000'000},
      {"1 d", 86'400'000'000'000},
      {"1.000000001 s", 1'000'000'001},
      {"36500 d", 3'153'600'000'000'000'000},
  }));
  CAPTURE(row.text);
  const auto parsed = parse_duration(row.text);
  REQUIRE(std::holds_alternative<Duration>(parsed));
  CHECK(std::get<Duration>(parsed).count() == row.value);
}

TEST_CASE("a size that is none says why", "[scenario]") {
  const auto row = GENERATE(values<Bad>({
      {"", R"("" is empty: write a size such as "256 KiB")"},
      {"256", R"("256" has no unit: write a size such as "256 KiB")"},
      {"1 bit", R"("1 bit" is not a whole number of bytes)"},
      {"1.5 B", R"("1.5 B" is not a whole number of bytes)"},
      {"0.0000000000000000000000000000001 B",
       R"("0.0000000000000000000000000000001 B" is not a whole number of bytes)"},
      {"9223372036854775808 B", R"("9223372036854775808 B" is too large)"},
      {"8388608 TiB", R"("8388608 TiB" is too large)"},
      {"99999999999999999999999999999999999999999 B",
       R"("99999999999999999999999999999999999999999 B" is too large)"},
      {"-1 B", R"("-1 B" is negative: write a size such as "256 KiB")"},
      {"B", R"("B" does not begin with a number: write a size such as "256 KiB")"},
      {".5 kB", R"(".5 kB" does not begin with a number: write a size such as "256 KiB")"},
      {"5. kB", R"("5. kB" does not begin with a number: write a size such as "256 KiB")"},
      {"1.2.3 kB", R"("1.2.3 kB" does not begin with a number: write a size such as "256 KiB")"},
      {"1e3 B", R"("1e3 B" has an unknown unit "e3 B" (units: B, bit, each also after k M G T Ki Mi Gi Ti))"},
      {"1 B ", R"("1 B " has an unknown unit "B "; did you mean "B"? )"
               R"((units: B, bit, each also after k M G T Ki Mi Gi Ti))"},
      {"1 MB/s", R"("1 MB/s" is a rate: write a size such as "256 KiB")"},
  }));
  CAPTURE(row.text);
  const auto parsed = parse_bytes(row.text);
  REQUIRE(std::holds_alternative<QuantityProblem>(parsed));
  CHECK(std::get<QuantityProblem>(parsed).message == row.message);
}

TEST_CASE("a rate that is none says why", "[scenario]") {
  const std::string units = rate_units;
  const auto row = GENERATE(values<Bad>({
      {"10", R"("10" has no unit: write a rate such as "2 Mbit/s")"},
      {"10 MB", R"("10 MB" is a size: write a rate such as "2 Mbit/s")"},
      {"10 s", R"("10 s" is a time: write a rate such as "2 Mbit/s")"},
      {"9 bit/s", R"("9 bit/s" is not a whole number of bytes per second)"},
      {"9223372036854775807 B/s", R"("9223372036854775807 B/s" is too large)"},
      {"Unlimited", R"("Unlimited" does not begin with a number: write a rate such as "2 Mbit/s")"},
  }));
  CAPTURE(row.text);
  const auto parsed = parse_rate(row.text);
  REQUIRE(std::holds_alternative<QuantityProblem>(parsed));
  CHECK(std::get<QuantityProblem>(parsed).message == row.message);

  const auto misspelt = parse_rate("10 mb/s");
  CHECK(std::get<QuantityProblem>(misspelt).message ==
        R"("10 mb/s" has an unknown unit "mb/s"; did you mean "MB/s"? )" + units);
}

TEST_CASE("a time that is none says why", "[scenario]") {
  const auto row = GENERATE(values<Bad>({
      {"20", R"("20" has no unit: write a time such as "20 ms")"},
      {"20 Ms", R"("20 Ms" has an unknown unit "Ms"; did you mean "ms"? (units: ns, us, ms, s, min, h, d))"},
      {"0.5 ns", R"("0.5 ns" is not a whole number of nanoseconds)"},
      {"36501 d", R"("36501 d" is too large)"},
      {"5 kB", R"("5 kB" is a size: write a time such as "20 ms")"},
  }));
  CAPTURE(row.text);
  const auto parsed = parse_duration(row.text);
  REQUIRE(std::holds_alternative<QuantityProblem>(parsed));
  CHECK(std::get<QuantityProblem>(parsed).message == row.message);
}

TEST_CASE("shares parse in per cent and as one in many, and nothing else does", "[scenario]") {
  const auto share = [](std::string_view text) { return std::get<Share>(parse_share(text)); };
  CHECK(share("6 %") == Share{6, 100});
  CHECK(share("0.5%") == Share{5, 1'000});
  CHECK(share("1 in 1000") == Share{1, 1'000});
  for (const char* text : {" 06%", "x%", "-3 %", "5. %", ".5 %", "0x10 %", "1 2 %", "1x in 10", "1 in 1O",
                           "1 in -2", " 1 in 2", "1 in 0", "%", "", "6", "3 in 2", "101 %"}) {
    CAPTURE(text);
    CHECK(std::holds_alternative<QuantityProblem>(parse_share(text)));
  }
}

TEST_CASE("quantities are written in the largest unit that is whole, and read as the same", "[scenario]") {
  struct Row {
    std::string written;
    std::string exact;
  };
  const auto size = GENERATE(values<Row>({
      {"0 KiB", "0 B"},
      {"1448 B", "1448 B"},
      {"262144 B", "256 KiB"},
      {"1000000 B", "1 MB"},
      {"5 MB", "5 MB"},
      {"16384000 B", "16000 KiB"},
      {"1 TiB", "1 TiB"},
      {"8 bit", "1 B"},
  }));
  CHECK(exact_text(std::get<Bytes>(parse_bytes(size.written))) == size.exact);
  const auto rate = GENERATE(values<Row>({
      {"250000 B/s", "2 Mbit/s"},
      {"16 kB/s", "128 kbit/s"},
      {"1 B/s", "8 bit/s"},
      {"125 MB/s", "1 Gbit/s"},
      {"unlimited", "unlimited"},
  }));
  const Rate parsed = std::get<Rate>(parse_rate(rate.written));
  CHECK(exact_text(parsed) == rate.exact);
  CHECK(std::get<Rate>(parse_rate(exact_text(parsed))) == parsed);
  const auto time = GENERATE(values<Row>({
      {"0 ns", "0 s"},
      {"120 s", "2 min"},
      {"90 s", "90 s"},
      {"1.5 ms", "1500 us"},
      {"24 h", "1 d"},
      {"1234567 ns", "1234567 ns"},
  }));
  CHECK(exact_text(std::get<Duration>(parse_duration(time.written))) == time.exact);
}

}  // namespace swarmsim::quantity_test
