#pragma once
// A text file as its reader's messages need it: byte offsets to lines and columns, and single lines.
//
// Lines end in \n (a \r before it belongs to no line); columns count bytes from 1. Borrows the text.
// Costs one pass when it is made and a binary search per place.

#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "sim/scenario/diagnostics.hpp"

namespace swarmsim {

struct TextPlace {
  int line = 0;    ///< from 1; 0 where there is none
  int column = 0;  ///< from 1, in bytes
  int file = 0;    ///< which of the Sources; the scenario itself is 0

  friend constexpr bool operator==(TextPlace, TextPlace) = default;
  friend constexpr auto operator<=>(TextPlace a, TextPlace b) {
    return std::tie(a.file, a.line, a.column) <=> std::tie(b.file, b.line, b.column);
  }
};

class SourceText {
 public:
  /// `text` must outlive this.
  SourceText(std::string_view text, std::string path, int file = 0);

  std::string_view text() const { return text_; }
  const std::string& path() const { return path_; }
  TextPlace place_of(std::size_t offset) const;
  /// A problem at `at`, with its source line unless that is too long to show.
  Diagnostic diagnose(TextPlace at, std::string message) const;

 private:
  std::string_view line(int number) const;

  std::string_view text_;
  std::string path_;
  int file_ = 0;
  std::vector<std::size_t> line_starts_;
};

}  // namespace swarmsim
