#include "sim/report/page.hpp"

#include <algorithm>
#include <vector>

#include <fmt/color.h>
#include <fmt/format.h>

namespace swarmsim {

namespace {

std::string painted(bool colour, const fmt::text_style& style, const std::string& text) {
  return colour ? fmt::format(style, "{}", text) : text;
}

}  // namespace

std::string Page::strong(const std::string& text) const {
  return painted(colour_, fmt::emphasis::bold, text);
}
std::string Page::faint(const std::string& text) const {
  return painted(colour_, fmt::emphasis::faint, text);
}
std::string Page::verdict(bool ok, const std::string& text) const {
  return painted(colour_, ok ? fg(fmt::terminal_color::green) : fg(fmt::terminal_color::red), text);
}

void Page::table(const Table& table) {
  const std::vector<std::string> lines = table.lines();
  line(faint(lines.front()));
  for (std::size_t i = 1; i < lines.size(); ++i) line(lines[i]);
}

void Page::note_omitted(std::size_t count, std::size_t shown) {
  if (count <= shown) return;
  line(faint(fmt::format("... and {} more: --json has all", format_count(count - shown))));
}

void Page::expectations(std::span<const ExpectResult> expect, bool only_failed) {
  std::size_t width = 0;
  const auto shown = [only_failed](const ExpectResult& one) { return !only_failed || !one.ok; };
  const auto claim = [](const ExpectResult& one) { return printable(one.that + " " + one.is); };
  bool any = false;
  for (const ExpectResult& one : expect) {
    if (!shown(one)) continue;
    any = true;
    width = std::max(width, claim(one).size());
  }
  for (const ExpectResult& one : expect) {
    if (!shown(one)) continue;
    const std::string word = fmt::format("{:<6}", one.ok ? "ok" : "FAILED");
    line(fmt::format("{}  {:<{}}  {}", verdict(one.ok, word), claim(one), width,
                     faint("is ") + printable(one.actual) +
                         (one.wanted.empty() ? "" : faint(", against ") + printable(one.wanted))));
  }
  if (any && !only_failed) gap();
}

}  // namespace swarmsim
