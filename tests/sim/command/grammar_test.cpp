#include "sim/command/grammar.hpp"

#include <string>
#include <variant>

#include "tests/support/catch.hpp"

namespace swarmsim::grammar_test {

namespace {

struct Good {
  const char* line;
  CommandKind kind;
  const char* file;
  const char* canonical;
};

struct Bad {
  const char* line;
  const char* message;
};

constexpr const char* commands =
    "send FILE, download FILE, scrape FILE, exit, list, fileinfo FILE, peerinfo, "
    "peer ID up=RATE down=RATE latency=TIME client=NAME has=FILE, crash ID, "
    "link ID up=RATE down=RATE latency=TIME, set ID unchoke_slots=N request_queue=N, tracker fail|recover";

}  // namespace

TEST_CASE("every command parses, and its canonical spelling parses to the same", "[command]") {
  const auto row = GENERATE(values<Good>({
      {"send ubuntu.iso", CommandKind::send, "ubuntu.iso", "send ubuntu.iso"},
      {"  download\tubuntu.iso \r\n", CommandKind::download, "ubuntu.iso", "download ubuntu.iso"},
      {"scrape f", CommandKind::scrape, "f", "scrape f"},
      {"exit", CommandKind::exit, "", "exit"},
      {"list", CommandKind::list, "", "list"},
      {"fileinfo f", CommandKind::fileinfo, "f", "fileinfo f"},
      {"peerinfo", CommandKind::peerinfo, "", "peerinfo"},
      {"torrent -mode send f", CommandKind::send, "f", "send f"},
      {"torrent  -mode  exit", CommandKind::exit, "", "exit"},
      {R"(send "a b")", CommandKind::send, "a b", R"(send "a b")"},
      {R"(send "plain")", CommandKind::send, "plain", "send plain"},
      {R"(send "say \"hi\" \\ x")", CommandKind::send, R"(say "hi" \ x)", R"(send "say \"hi\" \\ x")"},
      {R"(send 5"disk\x)", CommandKind::send, R"(5"disk\x)", R"(send 5"disk\x)"},
      {R"(send "\"")", CommandKind::send, "\"", R"(send "\"")"},
      {"send send", CommandKind::send, "send", "send send"},
  }));
  CAPTURE(row.line);
  const auto parsed = parse_command(row.line);
  REQUIRE(std::holds_alternative<Command>(parsed));
  const Command& command = std::get<Command>(parsed);
  CHECK(command == Command{row.kind, row.file});
  CHECK(format_command(command) == row.canonical);
  const auto again = parse_command(format_command(command));
  REQUIRE(std::holds_alternative<Command>(again));
  CHECK(std::get<Command>(again) == command);
}

TEST_CASE("commands to the world keep what they change", "[command]") {
  for (const std::string line :
       {"crash crowd-7", "link 2 up=250000B/s", "link 2 up=unlimited down=1B/s latency=5000000ns",
        "tracker fail refuse", "tracker fail silent forget", "tracker recover", R"(crash "a b")",
        R"(link "a\"b \\" up=1B/s)", "peer 9", R"(peer 9 up=1B/s client=bep3 "has=a b" has=c)",
        "set 1 unchoke_slots=0 request_queue=7"}) {
    CAPTURE(line);
    const auto parsed = parse_command(line);
    REQUIRE(std::holds_alternative<Command>(parsed));
    CHECK(format_command(std::get<Command>(parsed)) == line);
    CHECK(is_world_command(std::get<Command>(parsed).kind));
  }
  const auto link = std::get<Command>(parse_command("link 2 \"up=2 Mbit/s\" latency=5ms"));
  CHECK(link.peer == "2");
  CHECK(link.up == Rate{250'000});
  CHECK_FALSE(link.down.has_value());
  CHECK(link.latency == std::chrono::milliseconds(5));
  const auto fail = std::get<Command>(parse_command("tracker fail error"));
  CHECK(fail.fault == TrackerFault::error);
  CHECK_FALSE(fail.forget);
}

TEST_CASE("a line that is no command says what would be right", "[command]") {
  const auto row = GENERATE(values<Bad>({
      {"send", R"("send" needs a file: send FILE)"},
      {"torrent -mode fileinfo", R"("fileinfo" needs a file: fileinfo FILE)"},
      {"exit now", R"("exit" takes no argument, found "now")"},
      {"send a b", R"("send" takes one file, found also "b" (a name with blanks stands in double quotes))"},
      {R"(send "a b)", R"(the quote before "a b" is never closed)"},
      {R"(send "a\)", R"(the quote before "a" is never closed)"},
      {R"(send "a"b)", R"(a blank is missing behind the quoted "a")"},
      {R"(send "a\b")", R"(in quotes \ stands only before " or \: write \\ for one \)"},
      {R"(send "")", R"("send" has an empty file name)"},
      {"torrent send f", R"("torrent" must be followed by -mode and a command)"},
      {"torrent", R"("torrent" must be followed by -mode and a command)"},
      {"crash", R"("crash" takes one peer: crash ID)"},
      {"crash 1 2", R"("crash" takes one peer: crash ID)"},
      {"peer",
       "\"peer\" takes a peer and what differs: "
       "peer ID up=RATE down=RATE latency=TIME client=NAME has=FILE"},
      {"peer 9 up=1", R"("up": "1" has no unit: write a rate such as "2 Mbit/s")"},
      {"peer 9 slots=1",
       R"("peer" takes up=RATE, down=RATE, latency=TIME, client=NAME or has=FILE, found "slots=1")"},
      {"peer 9 client=", R"("client=" is empty)"},
      {"peer 9 has=f has=f", R"("has": "f" is given twice)"},
      {"link 1 unchoke_slots=2",
       R"("link" changes up=RATE, down=RATE or latency=TIME, found "unchoke_slots=2")"},
      {"link 1", R"("link" takes a peer and what changes: link ID up=RATE down=RATE latency=TIME)"},
      {"link 1 up=1", R"("up": "1" has no unit: write a rate such as "2 Mbit/s")"},
      {"link 1 down=0B/s", R"(the rate of a link must be more than 0)"},
      {"link 1 latency=1Mbit/s", R"("latency": "1Mbit/s" is a rate: write a time such as "20 ms")"},
      {"link 1 upp=1B/s",
       R"("link" changes up=RATE, down=RATE or latency=TIME, found "upp=1B/s"; did you mean "up"?)"},
      {"set 1", R"("set" takes a peer and what changes: set ID unchoke_slots=N request_queue=N)"},
      {"set 1 a=b", R"("set" changes unchoke_slots=N or request_queue=N, found "a=b")"},
      {"set 1 unchoke_slots=many", R"("unchoke_slots": "many" must be a whole number from 0 to 1000000)"},
      {"set 1 request_queue=0", R"("request_queue": "0" must be a whole number from 1 to 2000)"},
      {"set 1 unchoke_slots=1 unchoke_slots=2", R"("unchoke_slots" is given twice)"},
      {"tracker", R"("tracker" is followed by fail [refuse|silent|error] [forget], or by recover)"},
      {"tracker fail sulk",
       R"(the tracker cannot fail by "sulk" (one of refuse, silent, error; then perhaps forget))"},
      {"tracker fail silent forget it", R"("tracker fail" takes no "it")"},
  }));
  CAPTURE(row.line);
  const auto parsed = parse_command(row.line);
  REQUIRE(std::holds_alternative<CommandProblem>(parsed));
  CHECK(std::get<CommandProblem>(parsed).message == row.message);
}

TEST_CASE("an empty line and an unknown word list the commands", "[command]") {
  const std::string all = commands;
  const auto message = [](const char* line) { return std::get<CommandProblem>(parse_command(line)).message; };
  CHECK(message("") == "no command: write one of " + all);
  CHECK(message(" \t ") == "no command: write one of " + all);
  CHECK(message("torrent -mode") == "no command: write one of " + all);
  CHECK(message("downlaod f") ==
        R"(unknown command "downlaod"; did you mean "download"? (commands: )" + all + ")");
  CHECK(message("LIST") == R"(unknown command "LIST"; did you mean "list"? (commands: )" + all + ")");
  CHECK(message("frobnicate") == R"(unknown command "frobnicate" (commands: )" + all + ")");
}

TEST_CASE("scrape is said at peers and at the tracker, everything else at one of them", "[command]") {
  using enum CommandKind;
  for (const CommandKind kind : {send, download, exit}) {
    CHECK(is_peer_command(kind));
    CHECK_FALSE(is_tracker_command(kind));
  }
  for (const CommandKind kind : {list, fileinfo, peerinfo}) {
    CHECK(is_tracker_command(kind));
    CHECK_FALSE(is_peer_command(kind));
  }
  CHECK(is_peer_command(scrape));
  CHECK(is_tracker_command(scrape));
}

}  // namespace swarmsim::grammar_test
