#pragma once
// The KEY=VALUE words of the commands that change something: link, peer and set.
//
// Part of the one grammar: which key belongs to which command, what its value may be, and how it is
// spelled canonically. Knows no peer, no client and no content: names are checked by the loader.

#include <optional>
#include <string>

#include "sim/command/grammar.hpp"

namespace swarmsim {

/// Reads one word into `command`, whose kind says what may stand there; the problem if there is one.
std::optional<CommandProblem> read_change(const std::string& word, Command& command);

/// The words of `command`, each behind a blank; they read as the same.
std::string format_changes(const Command& command);

/// The keys that `kind` takes, as written: "up=RATE". For completion and messages.
std::vector<std::string> change_keys(CommandKind kind);

}  // namespace swarmsim
