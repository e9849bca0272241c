#pragma once
// What the subcommands of `swarmsim trace` share: one function and one file each.
//
// trace.cpp chooses among them, as main.cpp does among the subcommands of the program.

#include <string>
#include <string_view>
#include <variant>

#include "tools/swarmsim/options.hpp"

namespace swarmsim {

int trace_stats_main(int argc, char** argv);

/// The one file that `what` was given.
std::variant<std::string, UsageProblem> one_trace(const cxxopts::ParseResult& given, std::string_view what);

extern const std::string_view trace_show_help;
extern const std::string_view trace_stats_help;

}  // namespace swarmsim
