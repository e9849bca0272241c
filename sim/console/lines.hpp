#pragma once
// Lines that fit a terminal: counted in the columns that are seen, cut or wrapped.
//
// Pure text. Colours (escape sequences that end in m) take no column, and neither do the further bytes of a
// character of UTF-8. Knows no terminal: the width is given.

#include <cstddef>
#include <string>
#include <string_view>

namespace swarmsim {

/// How many columns `line` takes.
std::size_t columns_of(std::string_view line);

/// `line`, which has no colours, in at most `width` columns; what is cut off leaves "...".
std::string cut_to(const std::string& line, std::size_t width);

/// Every line of `text` in at most `width` columns: broken at blanks, and what follows stands further in.
/// A word that is longer than a line stays whole.
std::string wrapped(std::string_view text, std::size_t width);

}  // namespace swarmsim
