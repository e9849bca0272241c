#pragma once
// The style law: what a reader, and the determinism contract, may rely on in every source file.
//
// Pure functions from a path and a text to what is wrong with it; style_law_test.cpp applies them to the
// tree. The law reads .hpp and .cpp files and names them by their path from the root. It is a heuristic
// over text (text_scan.hpp): it may overlook, it should not accuse wrongly. Where it does, mend it here
// and plant the case in the test.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace swarmsim::style {

inline constexpr std::size_t file_lines_max = 400;
inline constexpr std::size_t function_lines_max = 60;
inline constexpr std::size_t columns_max = 110;  ///< in characters, not bytes
inline constexpr std::size_t header_comment_lines_min = 3;

struct SourceFile {
  std::string path;  ///< from the root: "core/base/rng.hpp"
  std::string text;
};

struct Violation {
  std::string path;
  std::size_t line = 0;  ///< from 1
  std::string rule;      ///< one word: layer, include, name, draw, length, column, header, comment, dead
  std::string message;   ///< what is wrong and what to do instead
};

/// Everything that is wrong with one file, in the order of its lines.
std::vector<Violation> violations_in(const SourceFile& file);

/// Headers of core/ and sim/ that no other file includes.
std::vector<Violation> dead_headers(std::span<const SourceFile> files);

/// "path:line: [rule] message", as editors understand it.
std::string to_string(const Violation& violation);

}  // namespace swarmsim::style
