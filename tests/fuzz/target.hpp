#pragma once
// What a fuzz target is: one function that is given an input and keeps its promises, or ends the process.
//
// target.cpp, which is linked into each, hands it what libFuzzer makes up. Knows no target.

#include <string>

namespace swarmsim {

/// Runs one input; each target defines it.
void run_input(std::string bytes);

}  // namespace swarmsim
