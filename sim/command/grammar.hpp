#pragma once
// The one command grammar: text to Command, shared by timeline, console and recorded sessions.
//
// A line is words separated by blanks; a name with blanks stands in double quotes, in which a backslash
// stands before each quote or backslash of the name. The prefix `torrent -mode ` is accepted in front of
// every command.

#include <string>
#include <string_view>
#include <variant>

#include "sim/model/command.hpp"

namespace swarmsim {

struct CommandProblem {
  std::string message;  ///< what is wrong and what would be right
};

std::variant<Command, CommandProblem> parse_command(std::string_view line);

/// The canonical spelling, which parses to the same command.
std::string format_command(const Command& command);

/// Whether `kind` is said at the tracker (list, fileinfo, peerinfo, scrape).
bool is_tracker_command(CommandKind kind);
/// Whether `kind` is said at a peer (send, download, scrape, exit).
bool is_peer_command(CommandKind kind);
/// Whether `kind` is said to the world (crash, link, tracker fail, tracker recover).
bool is_world_command(CommandKind kind);

}  // namespace swarmsim
