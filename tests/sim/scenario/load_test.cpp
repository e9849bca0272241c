// Good scenarios, and what they mean.

#include "sim/scenario/load.hpp"

#include <limits>
#include <string>

#include "tests/sim/scenario/load_fixture.hpp"
#include "tests/support/catch.hpp"

namespace swarmsim::load_test {

namespace {

// The example of the contracts, to the letter.
constexpr const char* basic = R"({
  "$schema": "../docs/scenario.schema.json",
  "format": "swarmsim/scenario/1",
  "name": "basic",
  "description": "Three peers and a tracker: every command once",
  "seed": 42,
  "stop": { "at": "10 min", "when": "idle" },
  "network": { "up": "2 Mbit/s", "down": "8 Mbit/s", "latency": "20 ms" },
  "tracker": { "interval": "120 s", "numwant": 50 },
  "client": "bep3",
  "content": [
    { "name": "ubuntu.iso", "size": "8 MiB", "piece": "256 KiB", "data": "seeded" }
  ],
  "peers": [
    { "id": "1", "has": ["ubuntu.iso"] },
    { "id": "2" },
    { "id": "3", "link": { "up": "1 Mbit/s", "down": "8 Mbit/s", "latency": "40 ms" } }
  ],
  "timeline": [
    { "at": "0 s", "on": "1", "do": "send ubuntu.iso" },
    { "at": "2 s", "on": "2", "do": "download ubuntu.iso" },
    { "at": "2 s", "on": "3", "do": "download ubuntu.iso" },
    { "at": "5 s", "on": "2", "do": "scrape ubuntu.iso" },
    { "at": "5 s", "on": "tracker", "do": "list" },
    { "at": "5 s", "on": "tracker", "do": "fileinfo ubuntu.iso" },
    { "at": "5 s", "on": "tracker", "do": "peerinfo" },
    { "at": "9 min", "on": "3", "do": "exit" }
  ],
  "expect": [
    { "that": "completed", "is": "== 2" },
    { "that": "completion.max_s", "is": "< 90" },
    { "that": "content_matches", "is": "== true" }
  ]
}
)";

/// The scenario, after requiring that it has no problem.
Scenario good(const LoadResult& result) {
  for (const Diagnostic& problem : result.problems) UNSCOPED_INFO(format_diagnostic(problem));
  REQUIRE(result.problems.empty());
  return result.scenario;
}

Scenario good_small_with(SmallLine line, const std::string& replacement) {
  return good(load_small_with(line, replacement));
}

struct Comparison {
  const char* is;
  CompareOp op;
  const char* constant;
};

}  // namespace

TEST_CASE("the scenario of the contracts loads, every value in its place", "[scenario]") {
  const Scenario scenario = good(load_text(basic));
  CHECK(scenario.path == "a.json");
  CHECK(scenario.name == "basic");
  CHECK(scenario.description == "Three peers and a tracker: every command once");
  CHECK(scenario.seed == 42);
  CHECK(nanoseconds_of(scenario.stop_at) == 600'000'000'000);
  CHECK(scenario.stop_when == StopWhen::idle);
  CHECK(scenario.network.link.up == Distribution::constant(250'000));
  CHECK(scenario.tracker.interval == std::chrono::seconds(120));
  REQUIRE(scenario.contents.size() == 1);
  CHECK(scenario.contents[0].name == "ubuntu.iso");
  CHECK(scenario.contents[0].geometry.size == 8'388'608);
  CHECK(scenario.contents[0].geometry.pieces() == 32);
  CHECK(scenario.contents[0].geometry.block_size == 16'384);
  REQUIRE(scenario.groups.size() == 3);
  REQUIRE(scenario.groups[0].has.size() == 1);
  CHECK(scenario.groups[0].has[0].content == ContentId{0});
  CHECK(scenario.groups[0].has[0].kind == HoldKind::everything);
  CHECK_FALSE(scenario.groups[1].count);
  CHECK(scenario.groups[1].client.profile == "bep3");
  CHECK(scenario.groups[2].link.up == Distribution::constant(125'000));
  CHECK(scenario.groups[2].link.latency == Distribution::constant(40'000'000));
}

TEST_CASE("timeline and expectations of the contracts keep their text and their place", "[scenario]") {
  const Scenario scenario = good(load_text(basic));
  REQUIRE(scenario.timeline.size() == 8);
  CHECK(nanoseconds_of(scenario.timeline[1].at) == 2'000'000'000);
  CHECK(scenario.timeline[1].actor == ActorKind::peer);
  CHECK(scenario.timeline[1].on == "2");
  CHECK(scenario.timeline[1].command == Command{CommandKind::download, "ubuntu.iso"});
  CHECK(scenario.timeline[1].text == "download ubuntu.iso");
  CHECK(scenario.timeline[4].actor == ActorKind::tracker);
  CHECK(scenario.timeline[4].on.empty());
  REQUIRE(scenario.expect.size() == 3);
  CHECK(scenario.expect[1].that == "completion.max_s");
  CHECK(scenario.expect[1].is == "< 90");
  CHECK(scenario.expect[1].op == CompareOp::less);
  CHECK(scenario.expect[1].constant == "90");
  CHECK(scenario.expect[1].line == 31);
  CHECK(scenario.expect[1].column == 15);
}

TEST_CASE("what a scenario leaves out is the model's default", "[scenario]") {
  const Scenario scenario = good(load_small_with(line_seed, ""));
  CHECK(scenario.seed == 1);
  CHECK(scenario.network.link.down == Distribution::constant(1'000'000));
  CHECK(scenario.network.quantum == Bytes{5'792});
  CHECK(scenario.network.segment.payload == 1'448);
  CHECK(scenario.network.queue_size == Bytes{65'536});
  CHECK_FALSE(scenario.tracker.expire);
  CHECK(scenario.contents[0].geometry.piece_size == 262'144);
  CHECK(scenario.contents[0].data == DataKind::seeded);
  CHECK(scenario.groups[0].leave.never());
  CHECK(scenario.groups[0].arrive.at == Duration{});
  CHECK(scenario.groups[1].count == 3U);
}

TEST_CASE("a seed reaches up to 2^63-1", "[scenario]") {
  CHECK(good_small_with(line_seed, "\"seed\": 0,").seed == 0);
  CHECK(good_small_with(line_seed, "\"seed\": 9223372036854775807,").seed == 9'223'372'036'854'775'807U);
}

TEST_CASE("the network's segment sets the quantum unless the scenario does", "[scenario]") {
  const Scenario jumbo = good_small_with(
      line_network, R"("network": {"segment": {"payload": "8948 B", "wire": "9014 B"}, "tcp": "none"},)");
  CHECK(jumbo.network.quantum == Bytes{35'792});
  CHECK(jumbo.network.segment.ack == 66);
  CHECK(jumbo.network.tcp == TcpKind::none);
  const Scenario bare = good_small_with(line_network, R"("network": {"segment": "none"},)");
  CHECK(bare.network.segment.payload == 0);
  CHECK(bare.network.segment.wire == 0);
  CHECK(bare.network.segment.ack == 0);
  CHECK(bare.network.quantum == Bytes{5'792});
  const Scenario given =
      good_small_with(line_network, R"("network": {"quantum": "16 KiB", "segment": {"payload": "1 kB"}},)");
  CHECK(given.network.quantum == Bytes{16'384});
}

TEST_CASE("a link starts from the network's, wherever network stands", "[scenario]") {
  const Scenario scenario = good(load_text(R"({
"format": "swarmsim/scenario/1", "name": "n", "stop": {"at": "1 s"},
"content": [{"name": "f", "size": "1 B"}],
"peers": [{"id": "1", "link": {"up": "unlimited"}}, {"id": "2", "class": {"dsl": 1}}],
"classes": [{"name": "dsl", "link": {"latency": "0 s"}}],
"network": {"up": "3 kB/s", "down": "4 kB/s", "latency": "5 ms",
            "queue": {"size": "1 kB", "time": "0 s"}}
})"));
  CHECK(scenario.groups[0].link.up == Distribution::constant(Rate::unlimited().bytes_per_second));
  CHECK(scenario.groups[0].link.down == Distribution::constant(4'000));
  CHECK(scenario.groups[0].link.latency == Distribution::constant(5'000'000));
  CHECK(scenario.classes[0].link.up == Distribution::constant(3'000));
  CHECK(scenario.classes[0].link.latency == Distribution::constant(0));
  CHECK(scenario.network.queue_size == Bytes{1'000});
  CHECK(scenario.network.queue_time == Duration{});
}

TEST_CASE("a peer's client with a profile replaces the scenario's, without one it changes it", "[scenario]") {
  const Scenario scenario = good(load_text(R"({
"format": "swarmsim/scenario/1", "name": "n", "stop": {"at": "1 s"},
"content": [{"name": "f", "size": "1 B"}],
"peers": [
  {"id": "same"},
  {"id": "laid", "client": {"numwant": 7, "picker": "rarest_first", "choke_interval": "5 s"}},
  {"id": "named", "client": {"profile": "bep3", "numwant": 8}},
  {"id": "text", "client": "leech"}
],
"client": {"profile": "leech", "unchoke_slots": {"per": "torrent", "slots": 9}, "numwant": 6,
           "seed_choker": "round_robin", "choker": "tit_for_tat", "connections": 30, "request_queue": 5}
})"));
  const ClientSpec& same = scenario.groups[0].client;
  CHECK(same.profile == "leech");
  CHECK(same.unchoke_slots == 9U);
  CHECK(same.seed_choker == "round_robin");
  CHECK(same.choker == "tit_for_tat");
  CHECK(same.connections == 30U);
  CHECK(same.request_queue == 5U);
  const ClientSpec& laid = scenario.groups[1].client;
  CHECK(laid.profile == "leech");
  CHECK(laid.unchoke_slots == 9U);
  CHECK(laid.numwant == 7U);
  CHECK(laid.picker == "rarest_first");
  CHECK(laid.choke_interval == std::chrono::seconds(5));
  const ClientSpec& named = scenario.groups[2].client;
  CHECK(named.profile == "bep3");
  CHECK_FALSE(named.unchoke_slots);
  CHECK(named.numwant == 8U);
  CHECK(scenario.groups[3].client.profile == "leech");
  CHECK_FALSE(scenario.groups[3].client.numwant);
}

TEST_CASE("a profile that the caller knows is no later one, versions included", "[scenario]") {
  KnownNames known = known_names();
  known.profiles.push_back("libtorrent-2.0");
  const MarkedText marked = small_with(line_client, R"("client": "libtorrent-2.0",)");
  CHECK(load_scenario(marked.text, "a.json", known).problems.empty());
  const MarkedText bare = small_with(line_client, R"("client": "libtorrent",)");
  CHECK(load_scenario(bare.text, "a.json", known).problems.size() == 1);
}

TEST_CASE("a peer may have, send and download the same content, and leave by itself", "[scenario]") {
  const Scenario scenario = good_small_with(line_peers, R"("peers": [{"id": "a", "has": ["f"], "send": ["f"],
    "download": ["f"], "leave": "on_complete", "count": 2, "arrive": {"at": "3 s", "every": "2 s"},
    "class": {"fibre": 3, "dsl": 0}}],)");
  const GroupSpec& group = scenario.groups.at(0);
  CHECK(group.has.size() == 1);
  CHECK(group.send.size() == 1);
  CHECK(group.download.size() == 1);
  CHECK(group.leave.on_complete);
  CHECK(group.arrive.at == std::chrono::seconds(3));
  CHECK(group.arrive.gap == std::chrono::seconds(2));
  REQUIRE(group.classes.size() == 2);
  CHECK(group.classes[0].class_index == 1);
  CHECK(group.classes[0].weight == 3);
  CHECK(group.classes[1].weight == 0);
}

TEST_CASE("the timeline speaks to groups and to their members", "[scenario]") {
  const Scenario scenario = good_small_with(line_timeline, R"("timeline": [
    {"at": "1 s", "on": "crowd", "do": "torrent -mode download f"},
    {"at": "1 s", "on": "crowd-3", "do": "exit"},
    {"at": "0 s", "on": "tracker", "do": "scrape f"}],)");
  REQUIRE(scenario.timeline.size() == 3);
  CHECK(scenario.timeline[0].actor == ActorKind::group);
  CHECK(scenario.timeline[0].on == "crowd");
  CHECK(scenario.timeline[0].text == "torrent -mode download f");
  CHECK(scenario.timeline[1].actor == ActorKind::peer);
  CHECK(scenario.timeline[1].on == "crowd-3");
  CHECK(scenario.timeline[2].actor == ActorKind::tracker);
}

TEST_CASE("ids that only look like members are free", "[scenario]") {
  const Scenario scenario = good_small_with(
      line_peers,
      R"("peers": [{"id": "a", "count": 2}, {"id": "a-3"}, {"id": "a-02"}, {"id": "a-1x"}, {"id": "b-1"}],)");
  CHECK(scenario.groups.size() == 5);
}

TEST_CASE("the largest content that 32 bits count loads", "[scenario]") {
  const Scenario scenario =
      good_small_with(line_content, R"("content": [{"name": "f", "size": "63 TiB", "piece": "16 MiB"}],)");
  CHECK(scenario.contents[0].geometry.blocks_total() == 4'227'858'432U);
}

TEST_CASE("an expectation is an operator and what stands behind it", "[scenario]") {
  const auto row = GENERATE(values<Comparison>({
      {"== 2", CompareOp::equal, "2"},
      {"!=true", CompareOp::not_equal, "true"},
      {"<= 1.5e3", CompareOp::less_equal, "1.5e3"},
      {">=  -2", CompareOp::greater_equal, "-2"},
      {"~= 0.5", CompareOp::about, "0.5"},
      {"> 0 ", CompareOp::greater, "0"},
      {" < 9", CompareOp::less, "9"},
      {"== all_complete", CompareOp::equal, "all_complete"},
      {"== \\\"0.1.0 beta\\\"", CompareOp::equal, "0.1.0 beta"},
      {"<= 1.3 * a.b", CompareOp::less_equal, "1.3 * a.b"},
  }));
  CAPTURE(row.is);
  const std::string is = row.is;
  const Scenario scenario = good_small_with(line_expect, R"("expect": [{"that": "m", "is": ")" + is + "\"}]");
  REQUIRE(scenario.expect.size() == 1);
  CHECK(scenario.expect[0].op == row.op);
  CHECK(scenario.expect[0].constant == row.constant);
}

TEST_CASE("an expectation has its two expressions, a tolerance and the seeds it speaks of", "[scenario]") {
  const Scenario scenario = good_small_with(line_expect, R"("expect": [
    {"that": "a / b.c", "is": "~= 2 * d", "within": "5 %", "over": "mean"},
    {"that": "a b", "is": "== true", "over": {"share": "99.9 %"}},
    {"that": "a", "is": "~= 7", "within": 2.5},
    {"that": "a", "is": "~= 7"}])");
  REQUIRE(scenario.expect.size() == 4);
  const ExpectSpec& first = scenario.expect[0];
  CHECK(first.left ==
        Expression{{StepKind::metric, 0, "a"}, {StepKind::metric, 0, "b.c"}, {StepKind::divide, 0, ""}});
  CHECK(first.right ==
        Expression{{StepKind::number, 2, ""}, {StepKind::metric, 0, "d"}, {StepKind::multiply, 0, ""}});
  CHECK(first.within.amount == 0.05);
  CHECK(first.within.is_share);
  CHECK(first.over.rule == OverRule::mean);
  CHECK(first.is_line == first.line);
  CHECK(first.is_column > first.column);
  CHECK(scenario.expect[1].left == Expression{{StepKind::metric, 0, "a b"}});
  CHECK(scenario.expect[1].right.empty());
  CHECK(scenario.expect[1].over.rule == OverRule::share);
  CHECK(scenario.expect[1].over.share_ppm == 999'000);
  CHECK(scenario.expect[2].within.amount == 2.5);
  CHECK_FALSE(scenario.expect[2].within.is_share);
  CHECK(scenario.expect[3].within.amount == 0.01);
  CHECK(scenario.expect[3].over.rule == OverRule::all);
}

}  // namespace swarmsim::load_test
