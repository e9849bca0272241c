// Malformed scenarios: each plants one problem into the small scenario and names its message and place.

#include <string>

#include "sim/scenario/load.hpp"
#include "tests/sim/scenario/load_fixture.hpp"
#include "tests/support/catch.hpp"

namespace swarmsim::load_problems_test {

namespace {

struct Row {
  SmallLine line;
  const char* replacement;  ///< '^' marks where the problem is expected
  const char* message;
};

void check_row(const Row& row) {
  CAPTURE(row.replacement);
  const MarkedText marked = small_with(row.line, row.replacement);
  REQUIRE(marked.column > 0);
  const LoadResult result = load_text(marked.text);
  REQUIRE(result.problems.size() == 1);
  const Diagnostic& problem = result.problems.front();
  CHECK(problem.message == row.message);
  CHECK(problem.line == static_cast<int>(row.line));
  CHECK(problem.column == marked.column);
  CHECK(problem.file == "a.json");
}

}  // namespace

TEST_CASE("problems of the top level and of stop are named where they stand", "[scenario]") {
  check_row(GENERATE(values<Row>({
      {line_format, R"("format": ^"swarmsim/scenario/2",)",
       R"("format": "swarmsim/scenario/2" cannot be read: this version reads "swarmsim/scenario/1")"},
      {line_format, R"("format": ^1,)", R"("format" must be text, not the number 1: write "1")"},
      {line_name, R"("name": ^"",)", R"("name" is empty)"},
      {line_name, R"("name": ^"a\nb",)", R"("name": "a\u000ab" holds a control character)"},
      {line_name, R"("name": "a", "description": ^["x"],)", R"("description" must be text, not a list)"},
      {line_name, R"("name": "a", ^"name": "b",)", R"(repeated key "name": it stands in line 3 already)"},
      {line_seed, R"("seed": ^-1,)", R"("seed": -1 must be from 0 to 9223372036854775807)"},
      {line_seed, R"("seed": ^9223372036854775808,)",
       R"("seed": 9223372036854775808 must be from 0 to 9223372036854775807)"},
      {line_seed, R"("seed": ^1.5,)", R"("seed" must be a whole number, not the number 1.5)"},
      {line_seed, R"("seed": ^"1",)", R"("seed" must be a whole number, not the text "1")"},
      {line_seed, R"("seed": ^null,)", R"("seed" must be a whole number, not null)"},
      {line_stop, R"("stop": ^{},)", R"(missing key "at")"},
      {line_stop, R"("stop": ^"10 min",)", R"("stop" must be an object, not the text "10 min")"},
      {line_stop, R"("stop": {"at": ^600},)", R"("at": 600 has no unit: write a time such as "20 ms")"},
      {line_stop, R"("stop": {"at": ^"0 s"},)", R"("at": "0 s" must be more than 0)"},
      {line_stop, R"("stop": {"at": ^"40000 d"},)", R"("at": "40000 d" is too large)"},
      {line_stop, R"("stop": {"at": "1 s", "when": ^"idel"},)",
       R"("when": "idel" is unknown; did you mean "idle"? (one of idle, all_complete, never))"},
      {line_stop, R"("stop": {"at": "1 s", "when": ^true},)",
       R"("when" must be one of idle, all_complete, never, not true)"},
  })));
}

TEST_CASE("problems of network and tracker are named where they stand", "[scenario]") {
  check_row(GENERATE(values<Row>({
      {line_network, R"("network": {"up": ^2},)", R"("up": 2 has no unit: write a rate such as "2 Mbit/s")"},
      {line_network, R"("network": {"up": ^2.5},)",
       R"("up": 2.5 has no unit: write a rate such as "2 Mbit/s")"},
      {line_network, R"("network": {"up": ^true},)", R"("up" must be a rate such as "2 Mbit/s", not true)"},
      {line_network, R"("network": {"down": ^"0 B/s"},)", R"("down": "0 B/s" must be more than 0)"},
      {line_network, R"("network": {"down": ^"9 bit/s"},)",
       R"("down": "9 bit/s" is not a whole number of bytes per second)"},
      {line_network, R"("network": {"latency": ^"20"},)",
       R"("latency": "20" has no unit: write a time such as "20 ms")"},
      {line_network, R"("network": {"loss": ^"51 %"},)",
       R"("loss": "51 %": a link loses at most half of its segments)"},
      {line_network, R"("network": {"window": ^"0 B"},)",
       R"("window": "0 B" must be from 1 B to 1073741824 B)"},
      {line_network, R"("network": {"tcp": ^"reno"},)",
       R"("tcp": "reno" is unknown (one of aimd, cubic, none))"},
      {line_network, R"("network": {"segment": ^"all"},)", R"("segment": "all" is unknown (one of none))"},
      {line_network, R"("network": {"segment": ^1448},)",
       R"("segment" must be an object or "none", not the number 1448)"},
      {line_network, R"("network": {"segment": {"payload": ^"0 B"}},)",
       R"("payload": "0 B" must be from 1 B to 1048576 B)"},
      {line_network, R"("network": {"segment": {"payload": "1 kB", "wire": ^"999 B"}},)",
       "a segment of 999 B on the wire cannot carry 1000 B of payload"},
      {line_network, R"("network": {"segment": {"payload": ^"1515 B"}},)",
       "a segment of 1514 B on the wire cannot carry 1515 B of payload"},
      {line_network, R"("network": {"queue": ^{"size": "0 B", "time": "0 s"}},)",
       "a queue needs a size or a time above 0"},
      {line_network, R"("network": {"queue": {^"tim": "1 s"}},)",
       R"(unknown key "tim"; did you mean "time"? (keys: size, time))"},
      {line_network, R"("network": {"quantum": ^"0 B"},)",
       R"("quantum": "0 B" must be from 1 B to 1073741824 B)"},
      {line_tracker, R"("tracker": {"interval": ^"0 s"},)", R"("interval": "0 s" must be more than 0)"},
      {line_tracker, R"("tracker": {"numwant": ^-1},)", R"("numwant": -1 must be from 0 to 1000000000)"},
      {line_tracker, R"("tracker": {"expire": ^60},)",
       R"("expire": 60 has no unit: write a time such as "20 ms")"},
  })));
}

TEST_CASE("problems of client are named where they stand", "[scenario]") {
  check_row(GENERATE(values<Row>({
      {line_client, R"("client": ^"bep4",)",
       R"(unknown profile "bep4"; did you mean "bep3"? (profiles: bep3, leech))"},
      {line_client, R"("client": ^"leech-9",)", R"("leech-9" is not in this version)"},
      {line_client, R"("client": ^7,)",
       R"("client" must be a profile's name or an object, not the number 7)"},
      {line_client, R"("client": {"choker": ^"titfortat"},)",
       R"(unknown choker "titfortat"; did you mean "tit_for_tat"? (chokers: tit_for_tat, round_robin))"},
      {line_client, R"("client": {"seed_choker": ^"x"},)",
       R"(unknown choker "x" (chokers: tit_for_tat, round_robin))"},
      {line_client, R"("client": {"picker": ^"random"},)",
       R"(unknown picker "random" (pickers: rarest_first))"},
      {line_client, R"("client": {"unchoke_slots": ^{"per": "torrent"}},)", R"(missing key "slots")"},
      {line_client, R"("client": {"choke_interval": ^"0 s"},)",
       R"("choke_interval": "0 s" must be more than 0)"},
      {line_client, R"("client": {"connections": ^0},)", R"("connections": 0 must be from 1 to 1000000000)"},
      {line_client, R"("client": {"request_queue": ^0},)", R"("request_queue": 0 must be from 1 to 2000)"},
      {line_client, R"("client": {^"pex": true},)", R"("pex" means nothing to the client "bep3")"},
      {line_client, R"("client": {^"pulses": false},)", R"("pulses" means nothing to the client "bep3")"},
      {line_client, R"("client": {^"allowed_fast": 10},)",
       R"("allowed_fast" means nothing to the client "bep3")"},
  })));
}

TEST_CASE("problems of content and classes are named where they stand", "[scenario]") {
  check_row(GENERATE(values<Row>({
      {line_content, R"("content": ^[],)", R"("content" is empty: a swarm needs something to share)"},
      {line_content, R"("content": ^{},)", R"("content" must be a list of contents, not an object)"},
      {line_content, R"("content": [^"f"],)", R"(this item must be an object, not the text "f")"},
      {line_content, R"("content": [^{"name": "f"}],)", R"(missing key "size")"},
      {line_content, R"("content": [{"name": "f", "size": ^8388608}],)",
       R"("size": 8388608 has no unit: write a size such as "256 KiB")"},
      {line_content, R"("content": [{"name": "f", "size": ^"0 B"}],)",
       R"("size": "0 B" must be from 1 B to 4611686018427387903 B)"},
      {line_content, R"("content": [{"name": "f", "size": "1 MB", "piece": ^"100 kB"}],)",
       "a piece of 100000 B is not a multiple of a block of 16384 B"},
      {line_content, R"("content": [{"name": "f", "size": "1 MB", "block": ^"1 MiB"}],)",
       "a piece of 262144 B is not a multiple of a block of 1048576 B"},
      {line_content, R"("content": [{"name": "f", "size": "1 MB", "piece": ^"2 GiB"}],)",
       R"("piece": "2 GiB" must be from 1 B to 1073741824 B)"},
      {line_content, R"("content": [{"name": "f", "size": ^"64 TiB"}],)",
       R"("size": "64 TiB" has more blocks than 32 bits count: use larger blocks)"},
      {line_content, R"("content": [{"name": "f", "size": "1 B", "data": ^"zeros"}],)",
       R"("data": "zeros" is unknown (one of seeded, none))"},
      {line_content, R"("content": [{"name": "f", "size": "1 B"}, {"name": ^"f", "size": "2 B"}],)",
       R"(there is a content "f" already)"},
      {line_content, R"("content": [{"name": ^"../f", "size": "1 B"}],)",
       R"("name": "../f" is not a file name: it has a "/")"},
      {line_content, R"("content": [{"name": "f", ^"size": "1 B", "path": "f.iso"}],)",
       R"("size" and "path" exclude each other)"},
      {line_content, R"("content": [{"name": "f", "path": ^"f.iso"}],)",
       R"("f.iso" cannot be read: no files here)"},
      {line_content, R"("content": [{"name": "f", ^"size": "1 B", "torrent": "f.torrent"}],)",
       R"("size" and "torrent" exclude each other)"},
      {line_content, R"("content": [{"name": "f", "size": "1 B", ^"peice": "1 MiB"}],)",
       R"(unknown key "peice"; did you mean "piece"? (keys: name, size, piece, block, data, path, torrent))"},
      {line_classes, R"("classes": [{"name": "dsl"}, {"name": ^"dsl"}],)",
       R"(there is a class "dsl" already)"},
      {line_classes, R"("classes": [^{"link": {}}],)", R"(missing key "name")"},
      {line_classes, R"("classes": [{"name": "x", "link": {"up": ^1}}],)",
       R"("up": 1 has no unit: write a rate such as "2 Mbit/s")"},
      {line_classes, R"("classes": [{"name": "x", "link": {"window": ^"2 GiB"}}],)",
       R"("window": "2 GiB" must be from 1 B to 1073741824 B)"},
      {line_tracker, R"("tracker": {"link": {"loss": ^"1 %"}},)",
       R"("loss" is of connections between peers; the tracker has none)"},
  })));
}

TEST_CASE("problems of a peer's name and number are named where they stand", "[scenario]") {
  check_row(GENERATE(values<Row>({
      {line_peers, R"("peers": ^[],)", R"("peers" is empty: a swarm needs at least one)"},
      {line_peers, R"("peers": [^{}],)", R"(missing key "id")"},
      {line_peers, R"("peers": [{"id": ^1}],)", R"("id" must be text, not the number 1: write "1")"},
      {line_peers, R"("peers": [{"id": ^""}],)", R"("id" is empty)"},
      {line_peers, R"("peers": [{"id": ^"tracker"}],)",
       R"("id": "tracker" is reserved: no peer may be called so)"},
      {line_peers, R"("peers": [{"id": ^"world"}],)",
       R"("id": "world" is reserved: no peer may be called so)"},
      {line_peers, R"("peers": [{"id": ^"all"}],)", R"("id": "all" is reserved: no peer may be called so)"},
      {line_peers, R"("peers": [{"id": ^"a b"}],)",
       R"("id": "a b" has a character other than A-Z a-z 0-9 _ . -)"},
      {line_peers,
       R"("peers": [{"id": ^"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}],)",
       "an id has at most 64 characters, this one 65"},
      {line_peers, R"("peers": [{"id": "1"}, {"id": ^"1"}],)", R"(there is a peer or group "1" already)"},
      {line_peers, R"("peers": [{"id": "a", "count": 2}, {"id": ^"a-2"}],)",
       R"("a-2" is a member of the group "a" already)"},
      {line_peers, R"("peers": [{"id": "a-2"}, {"id": ^"a", "count": 2}],)",
       R"(the group "a" has a member "a-2", and a peer or group is called so already)"},
      {line_peers, R"("peers": [{"id": "a", "count": ^0}],)", R"("count": 0 must be from 1 to 10000000)"},
      {line_peers, R"("peers": [{"id": "a", "count": ^"3"}],)",
       R"("count" must be a whole number, not the text "3")"},
      {line_peers, R"("peers": [{"id": "a", "count": 9999999}, ^{"id": "b", "count": 2}, {"id": "c"}],)",
       "more than 10000000 peers with this one"},
  })));
}

TEST_CASE("problems of what a peer has and does are named where they stand", "[scenario]") {
  check_row(GENERATE(values<Row>({
      {line_peers, R"("peers": [{"id": "a", "has": ^"f"}],)",
       R"("has" must be a list of content names, not the text "f")"},
      {line_peers, R"("peers": [{"id": "a", "has": [^"g"]}],)", R"(no content is called "g")"},
      {line_peers, R"("peers": [{"id": "a", "download": ["f", ^"f"]}],)", R"("f" is in this list already)"},
      {line_peers, R"("peers": [{"id": "a", "send": [^3]}],)",
       R"(this item must be text, not the number 3: write "3")"},
      {line_peers, R"("peers": [{"id": "a", "class": {"dsl": ^-1}}],)",
       R"("dsl": -1 must be from 0 to 1000000000)"},
      {line_peers, R"("peers": [{"id": "a", "class": ^{"dsl": 0}}],)",
       R"(the weights of "class" add up to 0)"},
      {line_peers, R"("peers": [{"id": "a", "class": ^"dsl"}],)",
       R"("class" must be an object of weights such as { "dsl": 3, "fibre": 1 }, not the text "dsl")"},
      {line_peers, R"("peers": [{"id": "a", "link": {}, ^"class": {"dsl": 1}}],)",
       R"("link" and "class" exclude each other)"},
      {line_peers, R"("peers": [{"id": "a", "leave": ^"soon"}],)",
       R"("leave": "soon" is unknown (one of never, on_complete))"},
      {line_peers, R"("peers": [{"id": "a", "arrive": ^"1 s"}],)",
       R"("arrive" must be an object, not the text "1 s")"},
      {line_peers, R"("peers": [{"id": "a", "count": 9, "arrive": ^{"every": "5000 d"}}],)",
       "the last member arrives after more than a hundred years"},
      {line_peers, R"("peers": [{"id": "a", ^"session": "1 h"}],)", R"("session" is not in this version)"},
      {line_peers, R"("peers": [{"id": "a", ^"behavior": "free_rider"}],)",
       R"("behavior" is not in this version)"},
      {line_peers, R"("peers": [{"id": "a", "client": {"unchoke_slots": ^-4}}],)",
       R"("unchoke_slots": -4 must be from 0 to 1000000000)"},
  })));
}

TEST_CASE("problems of the timeline are named where they stand", "[scenario]") {
  check_row(GENERATE(values<Row>({
      {line_timeline, R"("timeline": [{"at": "0 s", "on": ^"9", "do": "exit"}],)",
       R"(no peer or group is called "9")"},
      {line_timeline, R"("timeline": [{"at": "0 s", "on": ^"traker", "do": "list"}],)",
       R"(no peer or group is called "traker"; did you mean "tracker"?)"},
      {line_timeline, R"("timeline": [{"at": "0 s", "on": ^"crowd-01", "do": "exit"}],)",
       R"(no peer or group is called "crowd-01")"},
      {line_timeline, R"("timeline": [{"at": "0 s", "on": "1", "do": ^"send"}],)",
       R"("do": "send" needs a file: send FILE)"},
      {line_timeline, R"("timeline": [{"at": "0 s", "on": "1", "do": ^"send g"}],)",
       R"(no content is called "g")"},
      {line_timeline, R"("timeline": [{"at": "0 s", "on": "1", "do": ^"list"}],)",
       R"("list" is said at the tracker, not at a peer)"},
      {line_timeline, R"("timeline": [{"at": "0 s", "on": "crowd", "do": ^"fileinfo f"}],)",
       R"("fileinfo" is said at the tracker, not at a peer)"},
      {line_timeline, R"("timeline": [{"at": "0 s", "on": "tracker", "do": ^"exit"}],)",
       R"("exit" is said at a peer, not at the tracker)"},
      {line_timeline, R"("timeline": [{"at": "0 s", "on": "1", "do": ^7}],)",
       R"("do" must be text, not the number 7: write "7")"},
      {line_timeline, R"("timeline": [{"at": ^"-1 s", "on": "1", "do": "exit"}],)",
       R"("at": "-1 s" is negative: write a time such as "20 ms")"},
  })));
}

TEST_CASE("problems of expectations are named where they stand", "[scenario]") {
  check_row(GENERATE(values<Row>({
      {line_expect, R"("expect": [^{"that": "completed"}])", R"(missing key "is")"},
      {line_expect, R"("expect": [{"that": ^"", "is": "== 2"}])", R"("that" is empty)"},
      {line_expect, R"("expect": [{"that": "completed", "is": ^"2"}])",
       R"("is": "2" must begin with one of == != < <= > >= ~=)"},
      {line_expect, R"("expect": [{"that": "completed", "is": ^"= 2"}])",
       R"("is": "= 2" must begin with one of == != < <= > >= ~=)"},
      {line_expect, R"("expect": [{"that": "completed", "is": ^"=="}])",
       R"("is": "==" needs a constant behind it, such as "== 2")"},
      {line_expect, R"("expect": [{"that": "completed", "is": ^"< true"}])",
       R"("is": "<" compares numbers, and "true" is none)"},
      {line_expect, R"("expect": [{"that": "completed", "is": ^"< 90 s"}])",
       R"("is": "90 s" has a unit: write the number alone, in the unit of the metric's name)"},
      {line_expect, R"("expect": [{"that": "completed", "is": ^"<= 1.3 * "}])",
       R"("is": expected a number, a metric or a parenthesis, found the end)"},
      {line_expect, R"("expect": [{"that": ^"completed / (1", "is": "== 2"}])",
       R"("that": a parenthesis is not closed)"},
      {line_expect, R"("expect": [{"that": "completed", "is": "== 2", ^"within": "2 %"}])",
       R"("within" belongs to "~=" alone)"},
      {line_expect, R"("expect": [{"that": "completed", "is": "~= 2", "within": ^"2"}])",
       R"("within": "2" must be a share from 0 % to 1000 %, such as "5 %")"},
      {line_expect, R"("expect": [{"that": "completed", "is": "~= 2", "within": ^-2}])",
       R"("within": -2 must be 0 or more)"},
      {line_expect, R"("expect": [{"that": "completed", "is": "~= 2", "within": ^true}])",
       R"("within" must be a share such as "5 %", or a number in the metric's unit, not true)"},
      {line_expect, R"("expect": [{"that": "completed", "is": "== 2", "over": ^"al"}])",
       R"("over": "al" is unknown; did you mean "all"? (one of all, mean))"},
      {line_expect, R"("expect": [{"that": "completed", "is": "== 2", "over": ^{}}])",
       R"(missing key "share")"},
      {line_expect, R"("expect": [{"that": "completed", "is": "== 2", "over": {"share": ^"101 %"}}])",
       R"("share": "101 %" must be a share from 0 % to 100 %, such as "5 %")"},
  })));
}

TEST_CASE("a text that is no JSON object is one problem", "[scenario]") {
  const LoadResult list = load_text("[]");
  REQUIRE(list.problems.size() == 1);
  CHECK(list.problems[0].message == "a scenario must be an object in braces");
  const LoadResult broken = load_text("{\"format\": }");
  REQUIRE(broken.problems.size() == 1);
  CHECK(broken.problems[0].message == "expected a value, found '}'");
  CHECK(broken.problems[0].column == 12);
}

TEST_CASE("each required key of the top level is asked for", "[scenario]") {
  const LoadResult result = load_text("{}");
  std::string missing;
  for (const Diagnostic& problem : result.problems) missing += problem.message + '\n';
  CHECK(missing ==
        "missing key \"format\"\nmissing key \"name\"\nmissing key \"stop\"\n"
        "missing key \"content\"\nmissing key \"peers\"\n");
}

TEST_CASE("all problems are collected, in the order of the file", "[scenario]") {
  const LoadResult result = load_text(R"({
"format": "swarmsim/scenario/1", "name": "n", "stop": {"at": "1 s"},
"expect": [{"that": "completed", "is": "2"}],
"timeline": [{"at": 5, "on": "2", "do": "sned f"}],
"peers": [{"id": "1", "has": ["g"]}],
"content": [{"name": "f", "size": "0 B"}],
"netwrok": {}
})");
  std::string places;
  for (const Diagnostic& problem : result.problems) {
    places += std::to_string(problem.line) + ':' + std::to_string(problem.column) + ' ';
  }
  CHECK(places == "3:40 4:21 4:30 4:41 5:31 6:35 7:1 ");
}

}  // namespace swarmsim::load_problems_test
