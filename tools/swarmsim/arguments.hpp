#pragma once
// The arguments of a subcommand, read by what the table of subcommands says about it.
//
// For subcommands whose options need no more than a value: usage problems and --help are answered here.

#include <variant>

#include "tools/swarmsim/options.hpp"

namespace swarmsim {

/// What was read (arguments that are no options are the list "arguments"), or, after a message or the
/// help text, the exit code to end with. argv[0] is the subcommand's name.
std::variant<cxxopts::ParseResult, int> read_arguments(int argc, char** argv);

/// Those of `given` that are no options.
std::vector<std::string> positional(const cxxopts::ParseResult& given);

}  // namespace swarmsim
