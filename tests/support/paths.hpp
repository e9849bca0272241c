#pragma once
// Where the source tree and the program under test lie: absolute paths that CMake knows.
//
// Functions, and one file that is told the paths, so that no other object depends on where the tree lies
// (a compiler cache serves every clone) and constants of other files may use them.

#include <string>

namespace swarmsim {

/// The root of the source tree, without a slash at its end.
std::string source_dir();
std::string program_path();

}  // namespace swarmsim
