#include "sim/report/columns.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace swarmsim {

namespace {

constexpr std::size_t column_gap = 2;

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

std::string format_count(std::uint64_t count) {
  std::string digits = fmt::format("{}", count);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

std::string format_bytes(std::int64_t bytes) {
  constexpr std::array<std::string_view, 5> units{"kB", "MB", "GB", "TB", "PB"};
  constexpr double step = 1'000;
  constexpr double next_unit = 999.95;  // "{:.1f}" would make it 1000.0
  if (bytes < 1'000) return fmt::format("{} B", bytes);
  double value = static_cast<double>(bytes) / step;
  std::size_t unit = 0;
  for (; value >= next_unit && unit + 1 < units.size(); ++unit) value /= step;
  return fmt::format("{:.1f} {}", value, units[unit]);
}

std::string format_seconds(std::optional<double> seconds) {
  constexpr double short_time = 10;
  constexpr double long_time = 1'000;
  if (!seconds) return std::string(absent_mark);
  if (*seconds < short_time) return fmt::format("{:.3f} s", *seconds);
  if (*seconds < long_time) return fmt::format("{:.1f} s", *seconds);
  return format_count(static_cast<std::uint64_t>(*seconds + 0.5)) + " s";
}

std::string format_share(std::optional<double> share) {
  return share ? fmt::format("{:.1f} %", *share * 100) : std::string(absent_mark);
}

std::string printable(std::string_view text) {
  std::string plain(text);
  for (char& c : plain) {
    if (static_cast<unsigned char>(c) < 0x20 || c == '\x7f') c = '?';
  }
  return plain;
}

std::vector<std::string> Table::lines() const {
  std::vector<std::size_t> widths(rows_.front().size());
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  std::vector<std::string> lines;
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string padding(widths[i] - width_of(row[i]), ' ');
      if (i > 0) line.append(column_gap, ' ');
      line += i == 0 ? row[i] + padding : padding + row[i];
    }
    line.erase(line.find_last_not_of(' ') + 1);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace swarmsim
