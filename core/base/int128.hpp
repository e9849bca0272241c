#pragma once
// 128-bit integers: a rate times a time, or a random word times a bound, needs them.
//
// They are an extension of gcc and clang, which -Wpedantic refuses by their own name; here is the one
// place that says so. They have no std::numeric_limits and cannot be printed: keep them inside formulas.

namespace swarmsim {

__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 Uint128;

}  // namespace swarmsim
