#pragma once
// The subcommands, one function and one file each, and the exit codes they share.
//
// Each is given the arguments behind the program's name, its own name first, and returns the exit code.
// Data goes to stdout, messages to stderr. What is not built yet says so (main.cpp) and does nothing.

namespace swarmsim {

inline constexpr int exit_ok = 0;
inline constexpr int exit_unmet = 1;          ///< an expectation or a golden does not hold
inline constexpr int exit_bad_input = 2;      ///< usage, scenario, input or output
inline constexpr int exit_internal = 3;       ///< an invariant is broken
inline constexpr int exit_interrupted = 130;  ///< 128 + SIGINT, as shells have it

int run_main(int argc, char** argv);
int check_main(int argc, char** argv);
int trace_main(int argc, char** argv);
int golden_main(int argc, char** argv);
int fidelity_main(int argc, char** argv);
int fuzz_main(int argc, char** argv);
int console_main(int argc, char** argv);
int torrent_main(int argc, char** argv);
int init_main(int argc, char** argv);
int examples_main(int argc, char** argv);
int schema_main(int argc, char** argv);
int completions_main(int argc, char** argv);

}  // namespace swarmsim
