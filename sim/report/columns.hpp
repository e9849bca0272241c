#pragma once
// Numbers and tables as people read them: thousands apart, units behind, columns aligned.
//
// For the eye only; nothing parses these, and the summary has the exact values. Widths count characters
// of UTF-8, not bytes. Knows no world.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace swarmsim {

/// What stands for a value that is absent.
inline constexpr std::string_view absent_mark = "-";

/// "1,234,567"
std::string format_count(std::uint64_t count);
/// "812 B", "16.8 MB"
std::string format_bytes(std::int64_t bytes);
/// "0.316 s", "44.0 s", "1,204 s": four digits or so.
std::string format_seconds(std::optional<double> seconds);
/// "91.4 %"
std::string format_share(std::optional<double> share);
/// User text without control characters, which could steer a terminal.
std::string printable(std::string_view text);

/// Rows of cells under a heading; the first column is flush left, the others flush right.
class Table {
 public:
  explicit Table(std::vector<std::string> heading) : rows_{std::move(heading)} {}
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  /// The heading first; no newlines, no blanks at the ends.
  std::vector<std::string> lines() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace swarmsim
