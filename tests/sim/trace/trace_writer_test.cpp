// What a trace says of a run, against the run itself.

#include "sim/trace/trace_writer.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"
#include "tests/support/traces.hpp"

namespace swarmsim::trace_writer_test {

namespace {

using Json = nlohmann::json;

/// Leaves in the middle, one on completion; two contents; names that JSON must escape.
const std::string odd_name = "a \\\"b\\\\ \u00e4";
SwarmText lively_swarm() {
  return {.peers = R"({ "id": "seed", "count": 2, "has": [")" + odd_name + R"(", "g"], "send": [")" +
                   odd_name + R"(", "g"] }, { "id": "l", "count": 5, "download": [")" + odd_name +
                   R"(", "g"] }, { "id": "m", "count": 2, "download": ["g"], "leave": "on_complete" })",
          .content = R"({ "name": ")" + odd_name +
                     R"(", "size": "1000001 B", "piece": "64 KiB" },
                        { "name": "g", "size": "500 KiB", "piece": "48 KiB" })",
          .timeline = said("2 s", "l-2", "exit") + "," + said("3 s", "m", "scrape g") + "," +
                      said("4 s", "l-2", "send g")};
}

std::vector<Json> parsed(const std::string& text) {
  std::vector<Json> lines;
  for (const std::string& line : lines_of_text(text)) lines.push_back(Json::parse(line));
  return lines;
}

std::map<std::string, std::uint64_t> count_kinds(const std::vector<Json>& lines) {
  std::map<std::string, std::uint64_t> counts;
  for (std::size_t i = 1; i + 1 < lines.size(); ++i) ++counts[lines[i]["kind"].get<std::string>()];
  return counts;
}

std::vector<Json> of_kind(const std::vector<Json>& lines, const std::string& kind) {
  std::vector<Json> found;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i]["kind"] == kind) found.push_back(lines[i]);
  }
  return found;
}

}  // namespace

TEST_CASE("a wire trace is JSON line by line and agrees with the world's counters", "[trace]") {
  World world = make_world(lively_swarm().json());
  const auto lines = parsed(trace_rest(world, TraceLevel::wire));
  const Counters& counters = world.counters();
  auto counts = count_kinds(lines);
  CHECK(lines.back()["by_kind"].get<std::map<std::string, std::uint64_t>>() == counts);
  std::uint64_t cut = 0;
  std::uint64_t hashed = 0;
  std::int64_t bytes = 0;
  std::int64_t last = 0;
  decltype(Counters::messages) delivered{};
  for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
    const Json& line = lines[i];
    const KindSpec& kind = *find_kind(line["kind"].get<std::string>());
    hashed += kind.is_hashed() ? 1 : 0;
    REQUIRE(line["t"].get<std::int64_t>() >= last);
    last = line["t"].get<std::int64_t>();
    if (!is_message(kind.kind)) continue;
    ++(line.contains("cut") ? cut : delivered[static_cast<std::size_t>(kind.kind)]);
    if (kind.name == "block" && !line.contains("cut") && !line.contains("unread"))
      bytes += line["bytes"].get<int>();
  }
  CHECK(delivered == counters.messages);
  CHECK(cut == counters.cut_messages);
  CHECK(cut > 0);
  CHECK(counts["connected"] == counters.connections);
  CHECK(counts["announced"] == counters.announces);
  CHECK(counts["download_completed"] == counters.completed);
  CHECK(counts["unchoked"] == counters.unchokes);
  CHECK(counts["choke_round"] == counters.choke_rounds);
  CHECK(counts["arrived"] == world.participants().size());
  std::int64_t moved = 0;
  for (const std::int64_t one : world.bytes_between_groups()) moved += one;
  CHECK(bytes == moved);
  const Json& end = lines.back();
  CHECK(end["kind"] == "end");
  CHECK(end["block_bytes"] == moved);
  CHECK(end["records"] == world.records());
  CHECK(hashed == world.records());
  CHECK(end["lines"] == lines.size() - 2);
  CHECK(end["fingerprint"] == to_hex(world.fingerprint()));
}

TEST_CASE("an app trace is the wire trace without its messages", "[trace]") {
  World first = make_world(lively_swarm().json());
  World second = make_world(lively_swarm().json());
  auto wire = lines_of_text(trace_rest(first, TraceLevel::wire));
  const auto app = lines_of_text(trace_rest(second, TraceLevel::app));
  std::erase_if(wire, [](const std::string& line) {
    const Json json = Json::parse(line);
    const KindSpec* kind = find_kind(json.value("kind", ""));
    return kind != nullptr && is_message(kind->kind);
  });
  REQUIRE(wire.size() == app.size());
  CHECK(std::equal(wire.begin() + 1, wire.end() - 1, app.begin() + 1));
  CHECK(Json::parse(app.front())["level"] == "app");
  CHECK(Json::parse(wire.back())["by_kind"] == Json::parse(app.back())["by_kind"]);
}

TEST_CASE("a writer changes nothing, and equal runs write equal traces", "[trace]") {
  World first = make_world(lively_swarm().json());
  World second = make_world(lively_swarm().json());
  const std::string text = trace_rest(first, TraceLevel::wire);
  CHECK(text == trace_rest(second, TraceLevel::wire));
  CHECK(run_world(lively_swarm().json()).fingerprint() == first.fingerprint());
}

TEST_CASE("names come back as they were written", "[trace]") {
  World world = make_world(lively_swarm().json());
  const auto lines = parsed(trace_rest(world, TraceLevel::app));
  const std::string name = world.contents()[0].name;
  REQUIRE(name == "a \"b\\ \u00e4");
  CHECK(lines[0]["contents"][0]["name"] == name);
  CHECK(of_kind(lines, "piece_completed").front().contains("content"));
  const auto pieces = of_kind(lines, "piece_completed");
  CHECK(std::count_if(pieces.begin(), pieces.end(), [&](const Json& p) { return p["content"] == name; }) >
        30);
}

TEST_CASE("text is escaped as JSON wants it", "[trace]") {
  const std::string text =
      GENERATE(as<std::string>(), "", "plain", "\"\\/", std::string("\0\n\x1f\x7f", 4), "\u00e4\u20ac");
  std::string out;
  append_json_string(out, text);
  CHECK(Json::parse(out) == text);
  CHECK(std::none_of(out.begin(), out.end(), [](char c) { return c == '\n' || c == '\0' || c == '\x7f'; }));
}

TEST_CASE("a piece names everyone who sent a block of it", "[trace]") {
  World world = make_world(lively_swarm().json());
  const auto lines = parsed(trace_rest(world, TraceLevel::wire));
  // Read independently: the first copy of every block, by receiver and content.
  std::map<std::tuple<Json, Json, int>, std::map<int, Json>> came;
  std::size_t shared = 0;
  for (const Json& line : lines) {
    if (line.value("kind", "") == "block" && !line.contains("cut") && !line.contains("unread")) {
      came[{line["to"], line["content"], line["piece"]}].emplace(line["block"], line["from"]);
    }
    if (line.value("kind", "") != "piece_completed") continue;
    std::map<Json, int> expected;
    for (const auto& [block, sender] : came[{line["peer"], line["content"], line["piece"]}])
      ++expected[sender];
    std::map<Json, int> written;
    for (const Json& share : line["senders"]) written[share["peer"]] = share["blocks"].get<int>();
    REQUIRE(written == expected);
    REQUIRE(!written.empty());
    shared += written.size() > 1 ? 1 : 0;
  }
  CHECK(shared > 3);
}

TEST_CASE("commands stand there as written, with their answers", "[trace]") {
  World world = make_world(lively_swarm().json());
  const auto lines = parsed(trace_rest(world, TraceLevel::app));
  const auto commands = of_kind(lines, "commanded");
  REQUIRE(commands.size() == 4);
  CHECK(commands[0]["from"] == "world");
  CHECK(commands[0]["to"] == "l-2");
  CHECK(commands[0]["command"] == "exit");
  CHECK(commands[0]["answer"] == Json({"You have exited the torrent"}));
  CHECK(commands[3]["ok"] == false);
  CHECK(commands[3]["answer"] == Json({"error: l-2 has left"}));
  const auto scrapes = of_kind(lines, "scraped");
  REQUIRE(scrapes.size() == 2);
  CHECK(scrapes[0]["answer"][0].get<std::string>().starts_with("Scrape results for file g: "));
  CHECK(scrapes[0]["seeders"] == 2);
}

TEST_CASE("departures, goodbyes and announces say why and how much", "[trace]") {
  World world = make_world(lively_swarm().json());
  const auto lines = parsed(trace_rest(world, TraceLevel::app));
  for (const Json& line : of_kind(lines, "left")) {
    const Participant& peer = peer_called(world, line["peer"].get<std::string>());
    std::int64_t uploaded = 0;
    for (const Participation& part : peer.torrents) uploaded += part.torrent->totals().uploaded;
    CHECK(line["why"] == (peer.name == "l-2" ? "exit" : "on_complete"));
    CHECK(line["uploaded"] == uploaded);
  }
  CHECK(of_kind(lines, "left").size() == 3);
  std::map<std::string, int> why;
  for (const Json& line : of_kind(lines, "disconnected")) ++why[line["why"].get<std::string>()];
  CHECK(why["exit"] > 5);
  CHECK(why["seeds"] > 5);
  CHECK(why["none"] == 0);
  for (const Json& line : of_kind(lines, "announced")) {
    const Participant& peer = peer_called(world, line["from"].get<std::string>());
    const bool is_seed = peer.name.starts_with("seed");
    if (line["event"] == "completed" || is_seed) CHECK(line["left"] == 0);
    if (line["event"] == "started" && !is_seed) CHECK(line["left"].get<int>() >= 500 * 1024);
  }
  for (const Json& line : of_kind(lines, "download_completed")) {
    CHECK(line["took"] == line["t"]);  // all began at 0
    CHECK(line["downloaded"].get<int>() - line["wasted"].get<int>() ==
          (line["content"] == "g" ? 500 * 1024 : 1'000'001));
  }
}

TEST_CASE("chokes say why, with a rank among the interested", "[trace]") {
  World world = make_world(
      SwarmText{.peers = seed_text + R"(, { "id": "l", "count": 12, "download": ["file"] })",
                .content = R"({ "name": "file", "size": "8 MiB", "piece": "64 KiB", "data": "none" })"}
          .json());
  const auto lines = parsed(trace_rest(world, TraceLevel::wire));
  std::map<std::string, int> reasons;
  for (const Json& line : of_kind(lines, "unchoked")) {
    ++reasons[line["why"].get<std::string>()];
    CHECK(line["rank"].get<int>() <= line["interested"].get<int>());
    if (line["why"] == "regular") CHECK(line["rank"].get<int>() <= 3);  // all slots but one go by rank
    if (line["why"] == "optimistic") CHECK(line["rank"].get<int>() > 0);
  }
  CHECK(reasons["optimistic"] > 0);
  CHECK(reasons["preemptive"] > 0);
  CHECK(reasons["regular"] > 0);
  CHECK(reasons["not_ranked"] == 0);
  const auto choked = of_kind(lines, "choked");
  REQUIRE(choked.size() > 10);
  bool any_bytes = false;
  for (const Json& line : choked) {
    CHECK(line["why"] == "not_ranked");
    any_bytes = any_bytes || line["bytes_out"].get<int>() > 0;
  }
  CHECK(any_bytes);
  // Every decision is a message, too.
  CHECK(choked.size() == of_kind(lines, "choke").size());
}

TEST_CASE("who falls silent is dropped at that time, not when somebody asks next", "[trace]") {
  // The tracker forgets before the peers ask again, and nobody asks for long after.
  World world = make_world(SwarmText{.peers = seed_text + "," + leecher_text("l"),
                                     .timeline = said("200 s", "tracker", "list"),
                                     .more = R"("tracker": { "interval": "100 s", "expire": "30 s" })"}
                               .json());
  const auto lines = parsed(trace_rest(world, TraceLevel::app));
  const auto expired = of_kind(lines, "expired");
  REQUIRE(!expired.empty());
  CHECK(expired[0]["t"].get<std::int64_t>() < 31'000'000'000);
  CHECK(expired[0]["to"] == "tracker");
  std::int64_t last = 0;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    REQUIRE(lines[i]["t"].get<std::int64_t>() >= last);
    last = lines[i]["t"].get<std::int64_t>();
  }
  World alone(world.scenario(), world.seed(), Registry::standard());
  alone.run();
  CHECK(alone.fingerprint() == world.fingerprint());
}

TEST_CASE("a sample is a line like any other", "[trace]") {
  class Sink final : public ByteSink {
   public:
    void write(std::string_view bytes) override { text += bytes; }
    std::string text;
  } out;
  class Nobody final : public NameSource {
   public:
    std::string_view name_of(PeerId) const override { return "?"; }
  } nobody;
  TraceWriter writer({"s", {}, 7, TraceLevel::app, {{"f", {1'000, 100, 10}}}, 0}, nobody, out);
  const std::vector<std::uint32_t> copies{3, 0};
  writer.write_sample({sim_time_from(10), 4, 2, 1'000, 900, copies});
  writer.finish({sim_time_from(20), "time", true, 0, {}});
  const auto lines = lines_of_text(out.text);
  REQUIRE(lines.size() == 3);
  CHECK(lines[1] ==
        R"({"t":10,"kind":"sample","leechers":4,"seeds":2,"up":1000,"down":900,"copies_min":[3,0]})");
  CHECK(Json::parse(lines[2])["partial"] == true);
  CHECK(Json::parse(lines[2])["by_kind"] == Json({{"sample", 1}}));
  CHECK(Json::parse(lines[0])["contents"][0] ==
        Json({{"name", "f"}, {"size", 1000}, {"piece", 100}, {"block", 10}}));
}

}  // namespace swarmsim::trace_writer_test
