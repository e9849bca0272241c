// Traces read back: whole ones, compressed ones, and what is wrong with the others.

#include "sim/trace/trace_reader.hpp"

#include <string>
#include <string_view>

#include "sim/trace/zstd_stream.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"
#include "tests/support/traces.hpp"

namespace swarmsim::trace_reader_test {

namespace {

std::string small_trace(TraceLevel level = TraceLevel::wire) {
  World world = make_world(SwarmText{.peers = seed_text + "," + leecher_text("l"),
                                     .content = R"({ "name": "file", "size": "200 KiB", "piece": "32 KiB" })",
                                     .timeline = said("1 s", "tracker", "list")}
                               .json());
  return trace_rest(world, level);
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

struct Row {
  std::string text;
  std::string problem;
};

const std::string head =
    R"({"format":"swarmsim/trace/1","swarmsim":"0","scenario":"s","scenario_hash":"0","seed":1,)"
    R"("level":"app","peers":1,"contents":[]})"
    "\n";
const std::string tail =
    R"({"t":9,"kind":"end","reason":"idle","partial":false,"records":1,"lines":1,"by_kind":{"arrived":1},)"
    R"("block_bytes":0,"fingerprint":"0"})"
    "\n";
const std::string arrived = R"({"t":5,"kind":"arrived","peer":"a"})"
                            "\n";

}  // namespace

TEST_CASE("a trace comes back line by line, plain and compressed, in slices of any size", "[trace]") {
  const std::string text = small_trace();
  const auto lines = lines_of_text(text);
  const std::vector<std::string> inner(lines.begin() + 1, lines.end() - 1);
  const std::size_t slice = GENERATE(as<std::size_t>(), 1, 3, 4, 1'000, 1'000'000);
  CAPTURE(slice);
  for (const std::string& bytes : {text, compressed(text)}) {
    const ReadTrace read = read_trace(bytes, slice);
    CHECK(read.problem == "");
    CHECK(read.lines == inner);
    CHECK(read.facts.scenario == "test");
    CHECK(read.facts.contents == std::vector<std::string>{"file"});
    CHECK(read.totals.lines == inner.size());
    CHECK(has(lines.back(), read.totals.fingerprint));
  }
  CHECK(compressed(text).size() * 4 < text.size());
}

TEST_CASE("a truncated trace is found out, wherever it ends", "[trace]") {
  const std::string text = small_trace(TraceLevel::app);
  const std::string packed = compressed(text);
  for (std::size_t size = 0; size < text.size(); size += 1 + size / 40) {
    CAPTURE(size);
    REQUIRE(read_trace(std::string_view(text).substr(0, size)).problem.starts_with("record "));
  }
  for (std::size_t size = 0; size < packed.size(); size += 7) {
    CAPTURE(size);
    REQUIRE(read_trace(std::string_view(packed).substr(0, size)).problem.starts_with("record "));
  }
  const ReadTrace cut = read_trace(std::string_view(text).substr(0, text.rfind('\n', text.size() - 2) + 1));
  CHECK(has(cut.problem, "the last line is missing: the file is truncated"));
  CHECK(cut.lines.size() == lines_of_text(text).size() - 2);
}

TEST_CASE("what is wrong is said, with the number of the record", "[trace]") {
  const auto row = GENERATE(values<Row>({
      {"", "record 0: the file is empty"},
      {"hello\n", "record 0: the file is not a swarmsim trace"},
      {"hello", "record 0: the file is not a swarmsim trace"},
      {"{}\n", "record 0: the file is not a swarmsim trace"},
      {"{\"format\":\"swarmsim/summary/1\"}\n", "record 0: the file is not a swarmsim trace"},
      {"{\"format\":\"swarmsim/trace/2\"}\n", "record 0: this version does not read \"swarmsim/trace/2\""},
      {"{\"format\":\"swarmsim/trace/1\"}\n", "record 0: the first line has no \"swarmsim\""},
      {head, "record 1: the last line is missing: the file is truncated"},
      {head + arrived, "record 2: the last line is missing: the file is truncated"},
      {head + arrived + tail, ""},
      {head + arrived + tail.substr(0, tail.size() - 1),
       "record 2: the line has no end: the file is truncated"},
      {head + arrived + tail + arrived, "record 3: there is something behind the last line"},
      {head + "{\"t\":5,\n" + tail, "record 1: the line is no JSON object: the file is damaged"},
      {head + "[]\n" + tail, "record 1: the line is no JSON object: the file is damaged"},
      {head + R"({"t":5})" + "\n", "record 1: the line has no \"kind\""},
      {head + R"({"t":5,"kind":"arrive","peer":"a"})" + "\n",
       "record 1: the line has an unknown kind \"arrive\""},
      {head + R"({"t":"5","kind":"arrived"})" + "\n", "record 1: the line \"t\" is not a whole number"},
      {head + R"({"t":-5,"kind":"arrived"})" + "\n", "record 1: the line \"t\" is not a whole number"},
      {head + R"({"t":5,"kind":"arrived","peer":5})" + "\n", "record 1: the line \"peer\" is not a text"},
      {head + arrived + R"({"t":4,"kind":"arrived","peer":"a"})" + "\n",
       "record 2: the line is earlier than the one before"},
      {head + arrived + R"({"t":4,"kind":"end"})" + "\n", "record 2: the line has no \"reason\""},
  }));
  CAPTURE(row.text);
  CHECK(read_trace(row.text).problem == row.problem);
  if (row.text.size() > 6) CHECK(read_trace(compressed(row.text), 5).problem == row.problem);
}

TEST_CASE("damaged compression is a problem, not a crash", "[trace]") {
  const std::string packed = compressed(small_trace());
  for (std::size_t at = 4; at < packed.size(); at += 97) {
    std::string damaged = packed;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    CAPTURE(at);
    REQUIRE(read_trace(damaged).problem.starts_with("record "));
  }
}

TEST_CASE("a few compressed bytes that unfold to gigabytes fill no memory", "[trace]") {
  ZstdCompressor packer;
  std::string bomb;
  const std::string zeros(std::size_t{1} << 20, '0');
  for (int i = 0; i < 80; ++i) packer.add(zeros, i == 79, bomb);
  REQUIRE(bomb.size() < 20'000);
  std::string_view rest = bomb;
  std::string unfolded;
  ZstdDecompressor unpacker;
  std::size_t steps = 0;
  while (!rest.empty() || unpacker.holds_more()) {
    unfolded.clear();
    REQUIRE_FALSE(unpacker.add(rest, unfolded));
    REQUIRE(unfolded.size() <= decompressed_step);
    ++steps;
  }
  CHECK(unpacker.at_frame_end());
  CHECK(steps >= 640);
  CHECK(read_trace(bomb, bomb.size()).problem == "record 0: the file is not a swarmsim trace");
}

TEST_CASE("a line that is too long is a problem however its bytes come", "[trace]") {
  const std::string peer(1'000, 'a');
  const std::string text = head + R"({"t":5,"kind":"arrived","peer":")" + peer + "\"}\n" + tail;
  const std::size_t line = text.find('\n', head.size()) - head.size();
  const bool packed = GENERATE(false, true);
  const std::size_t slice = GENERATE(std::size_t{1}, std::size_t{100}, std::size_t{10'000});
  const std::string bytes = packed ? compressed(text) : text;
  CAPTURE(packed, slice);
  for (const bool fits : {true, false}) {
    TextSource source(bytes, slice);
    TraceReader reader(source, fits ? line : line - 1);
    CHECK(reader.next().has_value() == fits);
    CHECK_FALSE(reader.next());
    CHECK(reader.problem().value_or("") == (fits ? "" : "record 1: the line is longer than any of a trace"));
  }
}

TEST_CASE("an empty line at the beginning is no trace however its bytes come", "[trace]") {
  for (const std::size_t slice : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{1'000}}) {
    CAPTURE(slice);
    CHECK(read_trace("\n" + head + arrived + tail, slice).problem ==
          "record 0: the file is not a swarmsim trace");
  }
}

TEST_CASE("fields are worded by their type", "[trace]") {
  const auto words = [](const std::string& record) {
    const ReadTrace read = read_trace(head + record + "\n" + tail);
    INFO(read.problem);
    REQUIRE(read.words.size() == 1);
    return read.words[0];
  };
  CHECK(words(R"({"t":5,"kind":"block","from":"a","to":"b","piece":3,"block":7,"bytes":16,"ordinal":2,)"
              R"("sent":1500000500,"cut":true})") ==
        "piece 3, block 7, 16 bytes, ordinal 2, sent 1.500001 s, cut");
  CHECK(words(R"({"t":5,"kind":"unchoked","from":"a","to":"b","why":"optimistic","rank":2,"interested":3,)"
              R"("bytes_in":4,"bytes_out":5})") ==
        "optimistic, rank 2, interested 3, bytes in 4 B, bytes out 5 B");
  CHECK(words(R"({"t":5,"kind":"commanded","from":"world","to":"b","command":"a \"b\"","ok":false,)"
              R"("answer":["x","y"]})") == R"("a \"b\"", not ok, answer "x" / "y")");
  CHECK(words(R"({"t":5,"kind":"piece_completed","peer":"b","piece":1,"senders":[{"peer":"a","blocks":2},)"
              R"({"peer":"c","blocks":1}]})") == "piece 1, 2 blocks from a + 1 blocks from c");
  CHECK(words(R"({"t":5,"kind":"sample","leechers":1,"seeds":2,"up":3,"down":4,"copies_min":[5,6]})") ==
        "leechers 1, seeds 2, up 3 B/s, down 4 B/s, copies min 5 / 6");
}

}  // namespace swarmsim::trace_reader_test
