#include "sim/scenario/diagnostics.hpp"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

namespace swarmsim {

namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; }
bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Blanks up to the column; tabs stay tabs, and a character of several bytes is one blank.
std::string caret_line(std::string_view source_line, int column) {
  std::string caret;
  const std::size_t before = std::min(source_line.size(), static_cast<std::size_t>(column - 1));
  for (const char c : source_line.substr(0, before)) {
    if (!continues_character(c)) caret += c == '\t' ? '\t' : ' ';
  }
  return caret + '^';
}

std::string printable(std::string text) {
  for (char& c : text) {
    if (is_control(c) && c != '\t') c = '?';
  }
  return text;
}

}  // namespace

std::string format_diagnostic(const Diagnostic& diagnostic) {
  if (diagnostic.line <= 0) return fmt::format("{}: error: {}", diagnostic.file, diagnostic.message);
  std::string out = fmt::format("{}:{}:{}: error: {}", diagnostic.file, diagnostic.line,
                                diagnostic.column, diagnostic.message);
  if (!diagnostic.source_line.empty() && diagnostic.column > 0) {
    out += fmt::format("\n  {}\n  {}", printable(diagnostic.source_line),
                       caret_line(diagnostic.source_line, diagnostic.column));
  }
  return out;
}

}  // namespace swarmsim
