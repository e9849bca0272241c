// Two traces side by side: the first difference, wherever it is, and what does not count as one.

#include "sim/trace/trace_diff.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/traces.hpp"

namespace swarmsim::trace_diff_test {

namespace {

/// What is different about a trace of `peers` arrivals, a second apart.
struct Made {
  int peers = 20;
  int edited = -1;  ///< the record that concerns somebody else
  std::string level = "app";
  std::string seed = "1";
  std::string fingerprint = "aa";
  std::string blocks = "3";
  bool has_messages = false;
};

std::string made(const Made& how) {
  std::string text =
      R"({"format":"swarmsim/trace/1","swarmsim":"0","scenario":"s","scenario_hash":"0","seed":)" + how.seed +
      R"(,"level":")" + how.level + R"(","peers":1,"contents":[]})" + "\n";
  for (int i = 1; i <= how.peers; ++i) {
    const std::string time = std::to_string(i) + "000000000";
    if (how.has_messages) {
      text += R"({"t":)" + time +
              R"(,"kind":"have","from":"a","to":"b","piece":1,"ordinal":2,"sent":3})"
              "\n";
    }
    const std::string peer = i == how.edited ? "other" : "p" + std::to_string(i);
    text += R"({"t":)" + time + R"(,"kind":"connected","from":")" + peer + R"(","to":"x","attempt":)" +
            std::to_string(i) + R"(,"sent":1})" + "\n";
  }
  return text + R"({"t":99000000000,"kind":"end","reason":"idle","partial":false,"records":7,"lines":1,)" +
         R"("by_kind":{"connected":20,"block":)" + how.blocks + R"(},"block_bytes":0,"fingerprint":")" +
         how.fingerprint + "\"}\n";
}

struct Compared {
  TraceDiff diff;
  std::optional<std::string> a_problem;
  std::optional<std::string> b_problem;
  std::size_t a_read = 0;  ///< bytes that were asked for
};

/// Counts what is read of it.
class CountingSource final : public ByteSource {
 public:
  explicit CountingSource(std::string_view text) : source_(text, 200) {}
  std::string_view read() override {
    const std::string_view bytes = source_.read();
    count += bytes.size();
    return bytes;
  }
  std::size_t count = 0;

 private:
  TextSource source_;
};

Compared compare(const std::string& a, const std::string& b, std::size_t context = 3) {
  CountingSource a_source(a);
  CountingSource b_source(b);
  TraceReader a_reader(a_source);
  TraceReader b_reader(b_source);
  Compared compared;
  compared.diff = diff_traces(a_reader, b_reader, context);
  compared.a_problem = a_reader.problem();
  compared.b_problem = b_reader.problem();
  compared.a_read = a_source.count;
  return compared;
}

std::vector<std::uint64_t> numbers_of(const std::vector<ShownRecord>& records) {
  std::vector<std::uint64_t> numbers;
  for (const ShownRecord& record : records) numbers.push_back(record.number);
  return numbers;
}

using Numbers = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("equal traces do not differ, plain or compressed", "[trace]") {
  const std::string text = made({});
  for (const Compared& compared : {compare(text, text), compare(text, compressed(text))}) {
    CHECK(compared.diff.is_same_run());
    CHECK(compared.diff.head.empty());
    CHECK(diff_text(compared.diff, "a", "b").empty());
    CHECK(diff_line(compared.diff, "a", "b").empty());
  }
}

TEST_CASE("an edited record is found at its line, with its neighbours on both sides", "[trace]") {
  struct Row {
    int edited;
    Numbers before;
    Numbers from;
  };
  const auto row = GENERATE(values<Row>({
      {1, {}, {1, 2, 3, 4}},
      {2, {1}, {2, 3, 4, 5}},
      {9, {6, 7, 8}, {9, 10, 11, 12}},
      {19, {16, 17, 18}, {19, 20, 21}},  // 21 is the end
      {20, {17, 18, 19}, {20, 21}},
  }));
  CAPTURE(row.edited);
  const Compared compared = compare(made({}), made({.edited = row.edited}));
  REQUIRE(compared.diff.divergence);
  const TraceDivergence& found = *compared.diff.divergence;
  CHECK(numbers_of(found.before) == row.before);
  CHECK(numbers_of(found.a) == row.from);
  CHECK(numbers_of(found.b) == row.from);
  CHECK(found.time == sim_time_from(row.edited * 1'000'000'000LL));
  CHECK(found.peers == std::vector<std::string>{"p" + std::to_string(row.edited), "x", "other"});
  REQUIRE(found.fields.size() == 1);
  CHECK(found.fields[0].what == "from");
  CHECK(found.fields[0].b == "\"other\"");
  CHECK(!compared.diff.is_same_run());
  CHECK(!compared.a_problem);
}

TEST_CASE("what the difference of two traces says, line by line", "[trace]") {
  const Compared compared = compare(made({}), made({.edited = 3, .seed = "7"}), 1);
  CHECK(diff_text(compared.diff, "golden", "now") ==
        "first line  seed: golden 1, now 7\n"
        "first difference: record 3, at 3.000000 s, \"p3\", \"x\", \"other\"\n"
        "  both         2        2.000000  connected           p2 -> x           attempt 2, sent 0.000000 s\n"
        "  golden       3        3.000000  connected           p3 -> x           attempt 3, sent 0.000000 s\n"
        "  golden       4        4.000000  connected           p4 -> x           attempt 4, sent 0.000000 s\n"
        "  now          3        3.000000  connected           other -> x        attempt 3, sent 0.000000 s\n"
        "  now          4        4.000000  connected           p4 -> x           attempt 4, sent 0.000000 s\n"
        "differs in  from: golden \"p3\", now \"other\"\n");
  CHECK(diff_line(compared.diff, "golden", "now") ==
        "first difference: record 3, at 3.000000 s, \"p3\", \"x\", \"other\"");
}

TEST_CASE("a trace that ends before the other differs there", "[trace]") {
  const Compared compared = compare(made({.peers = 5}), made({.peers = 6}));
  REQUIRE(compared.diff.divergence);
  const TraceDivergence& found = *compared.diff.divergence;
  CHECK(numbers_of(found.a) == Numbers{6});
  CHECK(numbers_of(found.b) == Numbers{6, 7});
  CHECK(found.a[0].text == "     99.000000  end: idle, 7 records, fingerprint aa");
  CHECK(found.time == sim_time_from(6'000'000'000));
  CHECK(found.fields.empty());
}

TEST_CASE("first lines differ without making a difference, last lines make one", "[trace]") {
  const Compared seeds = compare(made({}), made({.seed = "2"}));
  CHECK(seeds.diff.is_same_run());
  REQUIRE(seeds.diff.head.size() == 1);
  CHECK(seeds.diff.head[0].what == "seed");
  const Compared ends = compare(made({}), made({.fingerprint = "bb", .blocks = "4"}));
  CHECK(!ends.diff.is_same_run());
  CHECK(diff_text(ends.diff, "a", "b") == "last line  block: a 3, b 4\nlast line  fingerprint: a aa, b bb\n");
  CHECK(diff_line(ends.diff, "a", "b") == "the last line differs in block, fingerprint");
}

TEST_CASE("messages are passed over where the other trace has none", "[trace]") {
  const std::string wire = made({.level = "wire", .has_messages = true});
  const Compared same = compare(wire, made({}));
  CHECK(same.diff.is_same_run());
  CHECK(same.diff.only_a_has_messages);
  const Compared other = compare(made({.edited = 4}), wire);
  CHECK(other.diff.only_b_has_messages);
  REQUIRE(other.diff.divergence);
  CHECK(numbers_of(other.diff.divergence->a) == Numbers{4, 5, 6, 7});
  CHECK(numbers_of(other.diff.divergence->b) == Numbers{8, 10, 12, 14});
  CHECK(diff_text(other.diff, "a", "b").find("record 4 of a, 8 of b, at 4.0") != std::string::npos);
  CHECK(!compare(wire, made({.level = "wire"})).diff.is_same_run());
}

TEST_CASE("a record that is written otherwise and says the same is the same", "[trace]") {
  std::string text = made({});
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2)) {
    text.insert(at, "\r");  // git, where it was not told
  }
  CHECK(compare(made({}), text).diff.is_same_run());
}

TEST_CASE("a damaged trace is a problem with its record, not a difference", "[trace]") {
  const std::string whole = made({});
  const Compared cut = compare(whole, whole.substr(0, whole.size() / 2));
  CHECK(!cut.diff.divergence);
  REQUIRE(cut.b_problem);
  const auto lines = lines_of_text(whole.substr(0, whole.size() / 2));
  CHECK(cut.b_problem ==
        "record " + std::to_string(lines.size() - 1) + ": the line has no end: the file is truncated");
  const Compared none = compare("", whole);
  CHECK(none.a_problem == "record 0: the file is empty");
}

TEST_CASE("nothing is read far behind the first difference, and little is kept", "[trace]") {
  const std::string a = made({.peers = 50'000});
  const Compared compared = compare(a, made({.peers = 50'000, .edited = 40}));
  REQUIRE(compared.diff.divergence);
  CHECK(compared.a_read < 5'000);
  const Compared late = compare(a, made({.peers = 50'000, .edited = 49'000}), 0);
  REQUIRE(late.diff.divergence);
  CHECK(late.diff.divergence->before.empty());
  CHECK(numbers_of(late.diff.divergence->a) == Numbers{49'000});
}

}  // namespace swarmsim::trace_diff_test
