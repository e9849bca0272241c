#pragma once
// The arguments of a subcommand or of its verb, read by what the table of subcommands says about it.
//
// For subcommands whose options need no more than a value: usage problems and --help are answered here.

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tools/swarmsim/options.hpp"

namespace swarmsim {

/// What was read (arguments that are no options are the list "arguments"), or, after a message or the
/// help text, the exit code to end with. argv[0] is the subcommand's name.
std::variant<cxxopts::ParseResult, int> read_arguments(int argc, char** argv);
/// The same of a verb such as `trace diff`; argv[0] is the verb's name.
std::variant<cxxopts::ParseResult, int> read_verb_arguments(std::string_view subcommand,
                                                            std::string_view help, int argc, char** argv);

/// Those of `given` that are no options.
std::vector<std::string> positional(const cxxopts::ParseResult& given);

}  // namespace swarmsim
