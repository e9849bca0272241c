#pragma once
// What the program says about itself: help texts, examples first, and its version.
//
// Texts only; main.cpp and the subcommands decide when they are printed.

#include <string>
#include <string_view>

namespace swarmsim {

extern const std::string_view main_help;
extern const std::string_view run_help;
extern const std::string_view check_help;
extern const std::string_view trace_help;
extern const std::string_view golden_help;
extern const std::string_view golden_test_help;
extern const std::string_view golden_accept_help;
extern const std::string_view fidelity_help;
extern const std::string_view fuzz_help;
extern const std::string_view console_help;
extern const std::string_view torrent_help;
extern const std::string_view init_help;
extern const std::string_view examples_help;
extern const std::string_view schema_help;
extern const std::string_view completions_help;

/// "swarmsim 0.1.0 (gcc 12.2.0 Release)" and a newline.
std::string version_line();

}  // namespace swarmsim
