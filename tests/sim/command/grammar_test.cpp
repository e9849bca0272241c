#include "sim/command/grammar.hpp"

#include <string>
#include <variant>

#include "tests/support/catch.hpp"

namespace swarmsim {

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
    "send FILE, download FILE, scrape FILE, exit, list, fileinfo FILE, peerinfo";

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
      {"crash 2", R"("crash" is not in this version)"},
      {"peer 9 up=1", R"("peer" is not in this version)"},
      {"link 1 up=1", R"("link" is not in this version)"},
      {"set 1 a=b", R"("set" is not in this version)"},
      {"tracker fail", R"("tracker" is not in this version)"},
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

}  // namespace swarmsim
