#include "sim/scenario/source_text.hpp"

#include <algorithm>
#include <utility>

namespace swarmsim {

namespace {

// A longer line (minified JSON) helps nobody below a message, and a thousand problems would copy it
// a thousand times.
constexpr std::size_t longest_shown_line = 500;

}  // namespace

SourceText::SourceText(std::string_view text, std::string path, int file)
    : text_(text), path_(std::move(path)), file_(file), line_starts_{0} {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') line_starts_.push_back(i + 1);
  }
}

TextPlace SourceText::place_of(std::size_t offset) const {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const std::size_t start = *(after - 1);
  return {static_cast<int>(after - line_starts_.begin()), static_cast<int>(offset - start) + 1, file_};
}

std::string_view SourceText::line(int number) const {
  if (number < 1 || static_cast<std::size_t>(number) > line_starts_.size()) return {};
  std::string_view rest = text_.substr(line_starts_[static_cast<std::size_t>(number) - 1]);
  rest = rest.substr(0, rest.find('\n'));
  if (rest.ends_with('\r')) rest.remove_suffix(1);
  return rest;
}

Diagnostic SourceText::diagnose(TextPlace at, std::string message) const {
  const std::string_view shown = line(at.line);
  Diagnostic problem;
  problem.file = path_;
  problem.line = at.line;
  problem.column = at.column;
  problem.source = file_;
  problem.message = std::move(message);
  if (shown.size() <= longest_shown_line) problem.source_line = std::string(shown);
  return problem;
}

}  // namespace swarmsim
