// Any bytes as a command line. What must hold beyond "it ends, and no sanitizer speaks":
//
//  1. a problem is one plain line;
//  2. a command's canonical spelling parses to the same command, and spells itself;
//  3. the prefix `torrent -mode` changes nothing;
//  4. every command is said somewhere: at a peer, at the tracker or to the world.

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>

#include "sim/command/grammar.hpp"
#include "tests/fuzz/promise.hpp"
#include "tests/fuzz/target.hpp"

namespace swarmsim {

namespace {

void expect_same(const std::string& line, const Command& command, std::string_view sentence) {
  const auto parsed = parse_command(line);
  if (const auto* problem = std::get_if<CommandProblem>(&parsed)) {
    promise(false, sentence, line + "\n" + problem->message);
  }
  promise(std::get<Command>(parsed) == command, sentence, line);
}

}  // namespace

void run_input(std::string line) {
  const auto parsed = parse_command(line);
  if (const auto* problem = std::get_if<CommandProblem>(&parsed)) {
    promise(is_one_plain_line(problem->message), "a problem is one plain line", problem->message);
    return;
  }
  const auto& command = std::get<Command>(parsed);
  const std::string canonical = format_command(command);
  expect_same(canonical, command, "the canonical spelling parses to the same command");
  expect_same("torrent -mode " + canonical, command, "the prefix changes nothing");
  promise(format_command(std::get<Command>(parse_command(canonical))) == canonical,
          "the canonical spelling spells itself", canonical);
  promise(is_tracker_command(command.kind) || is_peer_command(command.kind) || is_world_command(command.kind),
          "every command is said somewhere", canonical);
}

}  // namespace swarmsim
