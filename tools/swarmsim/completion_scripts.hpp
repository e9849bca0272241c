#pragma once
// Completion scripts for three shells, made from the table of subcommands.
//
// Each completes subcommands, options, the words of an option's choice, files where an option takes one,
// scenarios (*.json), templates and shells. Text only; whoever installs it decides where.

#include <string>

namespace swarmsim {

std::string bash_completions();
std::string zsh_completions();
std::string fish_completions();

}  // namespace swarmsim
