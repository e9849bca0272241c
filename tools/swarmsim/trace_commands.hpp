#pragma once
// What the subcommands of `swarmsim trace` share: one function and one file each.
//
// trace.cpp chooses among them, as main.cpp does among the subcommands of the program.

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "tools/swarmsim/options.hpp"

namespace swarmsim {

int trace_stats_main(int argc, char** argv);
int trace_diff_main(int argc, char** argv);

/// Records shown on either side of a difference unless somebody asks for more.
inline constexpr std::size_t trace_diff_context = 5;
/// They are kept in memory, and more is no context.
inline constexpr std::size_t trace_diff_context_max = 1'000;

/// The one file that `what` was given.
std::variant<std::string, UsageProblem> one_trace(const cxxopts::ParseResult& given, std::string_view what);

extern const std::string_view trace_show_help;
extern const std::string_view trace_stats_help;
extern const std::string_view trace_diff_help;

}  // namespace swarmsim
