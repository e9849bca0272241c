#include "sim/console/lines.hpp"

#include <algorithm>

namespace swarmsim {

namespace {

constexpr std::size_t further_in = 4;  ///< what follows a break, against the line it belongs to
constexpr std::size_t narrowest_text = 20;

/// The bytes of the next thing in `line` from `at` on that is seen or not: a character, or a colour.
struct Glyph {
  std::size_t bytes = 1;
  std::size_t columns = 1;
};

Glyph glyph_at(std::string_view line, std::size_t at) {
  if (line[at] == '\x1b') {
    const std::size_t end = line.find('m', at);
    return {end == std::string_view::npos ? line.size() - at : end + 1 - at, 0};
  }
  Glyph glyph;
  while (at + glyph.bytes < line.size() && (line[at + glyph.bytes] & 0xC0) == 0x80) ++glyph.bytes;
  return glyph;
}

/// The bytes of `line` that fit into `room` columns.
std::size_t fitting(std::string_view line, std::size_t room) {
  std::size_t at = 0;
  while (at < line.size()) {
    const Glyph glyph = glyph_at(line, at);
    if (glyph.columns > room) break;
    room -= glyph.columns;
    at += glyph.bytes;
  }
  return at;
}

std::string wrapped_line(std::string_view line, std::size_t width) {
  const std::size_t indent = std::min(line.find_first_not_of(' '), line.size()) + further_in;
  if (columns_of(line) <= width || width < indent + narrowest_text) return std::string(line);
  std::string text;
  std::size_t taken = 0;  // columns of the indent before what is left
  while (columns_of(line) > width - taken) {
    std::size_t end = line.rfind(' ', fitting(line, width - taken));
    if (end == std::string_view::npos || line.find_first_not_of(' ') >= end) end = line.find(' ', end + 1);
    if (end == std::string_view::npos) break;
    text += std::string(line.substr(0, end)) + "\n" + std::string(indent, ' ');
    line.remove_prefix(std::min(line.find_first_not_of(' ', end), line.size()));
    taken = indent;
  }
  return text + std::string(line);
}

}  // namespace

std::size_t columns_of(std::string_view line) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < line.size();) {
    const Glyph glyph = glyph_at(line, at);
    columns += glyph.columns;
    at += glyph.bytes;
  }
  return columns;
}

std::string cut_to(const std::string& line, std::size_t width) {
  constexpr std::string_view dots = "...";
  if (columns_of(line) <= width || width <= dots.size()) return line;
  return line.substr(0, fitting(line, width - dots.size())) + std::string(dots);
}

std::string wrapped(std::string_view text, std::size_t width) {
  std::string lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines += wrapped_line(text.substr(0, end), width);
    if (end < text.size()) lines += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace swarmsim
