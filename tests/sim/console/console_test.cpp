// The console as text: what each command answers, where it is said, and what it suggests.

#include "sim/console/console.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "sim/command/grammar.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::console_test {

namespace {

std::string trio_text() {
  SwarmText text;
  text.peers = R"({ "id": "1", "has": ["file"] }, { "id": "2" }, { "id": "3" })";
  text.stop = R"("at": "10 min")";
  return text.json();
}

Console console_of(const std::string& text) {
  const Scenario scenario = load_swarm(text);
  return Console(Session(scenario, scenario.seed, Registry::standard()), {});
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the seven commands work where they are said, and nowhere else", "[console]") {
  Console console = console_of(trio_text());
  const auto say = [&](const char* line) { return console.execute(line).text; };
  CHECK(console.prompt() == "swarm @ 0.000s> ");
  CHECK(say("send file") == "error: send is said at a peer: attach to one first (quit leaves the console)\n");
  CHECK(say("list") == "error: list is said at the tracker: attach tracker\n");
  CHECK(say("attach 1") == "attached to 1\n");
  CHECK(console.prompt() == "1 @ 0.000s> ");
  CHECK(say("torrent -mode send file") == "You are now in SEND mode\n");
  CHECK(say("attach 2") == "attached to 2\n");
  CHECK(say("download file") == "You are now DOWNLOADING the file file\n");
  CHECK(say("scrape file") == "asked; the answer comes while time runs\n");
  CHECK(console.session().now() == sim_start);
  const std::string ran = say("run until 2 completes");
  CHECK(has(ran, "2: Scrape results for file file: Number of seeders: "));
  CHECK(has(ran, "2: The file file has been downloaded and saved\n"));
  CHECK(has(ran, ": 2 completes\n"));
  CHECK(say("attach tracker") == "attached to tracker\n");
  CHECK(say("list") == "file\n");
  CHECK(has(say("fileinfo file"), "peer_id: 1, ip: "));
  CHECK(has(say("peerinfo"), "peer_id: 2, ip: "));
  CHECK(has(say("scrape file"), "Scrape results for file file: Number of seeders: "));
  CHECK(say("exit") == "error: exit is said at a peer: attach to one first (quit leaves the console)\n");
  say("attach 2");
  CHECK(say("exit") == "You have exited the torrent\n");
  CHECK(say("send file") == "error: 2 has left\n");
}

TEST_CASE("a line that means nothing says what would", "[console]") {
  Console console = console_of(trio_text());
  const auto say = [&](const char* line) {
    const Reply reply = console.execute(line);
    CHECK_FALSE(reply.ok);
    return reply.text;
  };
  CHECK(say("statsu") == "error: unknown command \"statsu\"; did you mean \"status\"? (help lists them)\n");
  CHECK(say("downlaod f") ==
        "error: unknown command \"downlaod\"; did you mean \"download\"? (help lists them)\n");
  CHECK(say("attach 4").starts_with("error: no peer is called \"4\""));
  CHECK(has(say("run 10"), "has no unit"));
  CHECK(has(say("run until 2 wakes"), "is nothing to wait for"));
  CHECK(has(say("why not"), "ask why like this"));
  CHECK(has(say("peer 9"), "no peer is called"));
  CHECK(has(say("watch 2"), "needs a terminal"));
  CHECK(has(say("save"), "save where?"));
  CHECK(has(say("undo"), "no intervention"));
  CHECK(has(say("break off 3"), "there is no break"));
  CHECK(has(say("send \"file"), "never closed"));
  CHECK(has(say("peers\x01"), "control character"));
  CHECK(has(say("\xff\xfe"), "no text"));
  CHECK(console.execute("").ok);
  CHECK(console.execute("# a remark").text.empty());
}

TEST_CASE("every command has help with an example, and every example is a command", "[console]") {
  Console console = console_of(trio_text());
  const std::string all = console.execute("help").text;
  std::vector<std::string> words = console.completions("");
  for (const CommandForm& form : command_forms()) {
    CHECK(std::count(words.begin(), words.end(), form.word) == 1);
    CHECK(std::holds_alternative<Command>(parse_command(form.example)));
  }
  for (const std::string& word : words) {
    CAPTURE(word);
    CHECK(has(all, "\n  " + word + " "));
    const Reply help = console.execute("help " + word);
    CHECK(help.ok);
    CHECK(has(help.text, "example: "));
  }
}

TEST_CASE("the word at the cursor is completed by what may stand there", "[console]") {
  const Console console = console_of(trio_text());
  using Words = std::vector<std::string>;
  CHECK(console.completions("att") == Words{"attach"});
  CHECK(console.completions("attach ") == Words{"1", "2", "3", "tracker"});
  CHECK(console.completions("attach t") == Words{"tracker"});
  CHECK(console.completions("download f") == Words{"file"});
  CHECK(console.completions("crash ") == Words{"1", "2", "3"});
  CHECK(console.completions("link 2 ") == Words{"down=", "latency=", "up="});
  CHECK(console.completions("set 2 u") == Words{"unchoke_slots="});
  CHECK(console.completions("tracker ") == Words{"fail", "recover"});
  CHECK(console.completions("help wh") == Words{"why"});
  CHECK(console.completions("nonsense ").empty());
}

TEST_CASE("breaks stop time when their condition comes true, not while it holds", "[console]") {
  Console console = console_of(trio_text());
  for (const char* line :
       {"attach 1", "send file", "attach 2", "download file", "break when 2 unchoked by 1"}) {
    REQUIRE(console.execute(line).ok);
  }
  CHECK(has(console.execute("run").text, ": 2 unchoked by 1\n"));
  CHECK(has(console.execute("run 1ms").text, "now at"));
  CHECK(has(console.execute("break").text, "  1  2 unchoked by 1\n"));
  CHECK(console.execute("break off").text == "0 breaks left\n");
  CHECK(has(console.execute("run until piece 3 complete at 2").text, "piece 3 complete at 2"));
  CHECK(has(console.execute("run until piece 3 complete at 2").text, "it is so already"));
}

TEST_CASE("all are complete only when nobody is to come who downloads", "[console]") {
  SwarmText text;
  text.peers = seed_text + "," + leecher_text("a") + R"(,
    { "id": "late", "download": ["file"], "arrive": { "at": "2 min" } })";
  text.stop = R"("at": "10 min")";
  Console console = console_of(text.json());
  REQUIRE(has(console.execute("run until all complete").text, ": all complete\n"));
  CHECK(console.session().now() > sim_start + std::chrono::minutes(2));
}

TEST_CASE("why names the rule, the rank and the slots", "[console]") {
  SwarmText text;
  std::string peers = R"({ "id": "1", "has": ["file"], "send": ["file"],
    "client": { "profile": "bep3", "unchoke_slots": 2 } })";
  for (const char* id : {"a", "b", "c", "d"}) peers += "," + leecher_text(id);
  text.peers = peers;
  text.content = R"({ "name": "file", "size": "16 MiB", "piece": "256 KiB" })";
  Console console = console_of(text.json());
  REQUIRE(console.execute("run 25s").ok);
  std::string choked;
  for (const char* id : {"a", "b", "c", "d"}) {
    const std::string why = console.execute(std::string("why ") + id + " choked by 1").text;
    CHECK(has(why, "Rule (bep3): "));
    CHECK(has(why, "Next round at "));
    if (has(why, "1 chokes")) choked = why;
  }
  CHECK(has(choked, "it has 2 slots, 2 in use; "));
  CHECK(has(choked, "ranked "));
  CHECK(has(choked, "the optimistic slot"));
  CHECK(has(console.execute("why 1 choked by 1").text, "no connection to itself"));
  CHECK(has(console.execute("why 1 idle").text, "1 has all of file and serves it."));
  CHECK(has(console.execute("why a idle").text, "a "));
  CHECK(has(console.execute("why piece 0 rare").text, "Piece 0 of file has "));
}

}  // namespace swarmsim::console_test
