#pragma once
// Pieces as pictures: a bar, a map with one character per piece or per few, and copies as digits.
//
// Pure: sets and counts in, lines of ASCII out, each with its newline but for the bar. A picture has a few
// lines at most: with many pieces one character stands for several, and says so.

#include <cstdint>
#include <span>
#include <string>

#include "core/base/bitfield.hpp"

namespace swarmsim {

/// "[#######----]  63 %"
std::string progress_bar(const Bitfield& have, std::size_t width);

/// `#` had, `+` begun, `.` missing; where one stands for several, `#` if all are had, `+` if some.
std::string piece_map(const Bitfield& have, const Bitfield* begun, std::size_t width);

/// The copies of each piece as a digit, `*` for ten and more; of several pieces the fewest.
std::string copies_map(std::span<const std::uint32_t> copies, std::size_t width);

}  // namespace swarmsim
