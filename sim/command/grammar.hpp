#pragma once
// The one command grammar: text to Command, shared by timeline, console and recorded sessions.
//
// A line is words separated by blanks; a name with blanks stands in double quotes, in which a backslash
// stands before each quote or backslash of the name. The prefix `torrent -mode ` is accepted in front of
// every command.

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/model/command.hpp"

namespace swarmsim {

struct CommandProblem {
  std::string message;  ///< what is wrong and what would be right
};

std::variant<Command, CommandProblem> parse_command(std::string_view line);

/// What stands behind a command's word.
enum class Arguments : std::uint8_t { none, file, peer, link, tracker, newcomer, settings };

/// One command as help and completion know it.
struct CommandForm {
  std::string_view word;
  CommandKind kind{};  ///< of "tracker": tracker_fail
  Arguments arguments{};
  std::string_view meaning;
  std::string_view example;
};

/// Every command, in the order of help.
std::span<const CommandForm> command_forms();
/// The word and what stands behind it: "link ID up=RATE down=RATE latency=TIME".
std::string form_of(const CommandForm& form);
/// The fixed words that may stand behind its word, or behind the peer it takes: "fail", "up=".
std::vector<std::string> argument_words(const CommandForm& form);
/// `name` as one word of a line: in quotes where it needs them.
std::string format_name(const std::string& name);
/// The words of a line, without the prefix; the problem where quotes are wrong.
std::variant<std::vector<std::string>, CommandProblem> words_of_line(std::string_view line);

/// The canonical spelling, which parses to the same command.
std::string format_command(const Command& command);

/// Whether a download may begin with `kind`, which a run waits for.
bool may_begin_download(CommandKind kind);
/// Whether `kind` is said at the tracker (list, fileinfo, peerinfo, scrape).
bool is_tracker_command(CommandKind kind);
/// Whether `kind` is said at a peer (send, download, scrape, exit).
bool is_peer_command(CommandKind kind);
/// Whether `kind` is said to the world (peer, crash, link, set, tracker fail, tracker recover).
bool is_world_command(CommandKind kind);

}  // namespace swarmsim
