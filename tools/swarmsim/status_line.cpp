#include "tools/swarmsim/status_line.hpp"

#include <cstdio>

#include <fmt/format.h>

namespace swarmsim {

namespace {

/// A longer line would wrap on a small terminal, and could not be taken back.
constexpr std::size_t width_max = 79;

void put(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

}  // namespace

StatusLine::StatusLine(bool quiet, ColourChoice colour)
    : quiet_(quiet),
      in_place_(is_terminal(Stream::err)),
      colour_(wants_colour(colour, Stream::err)),
      began_(std::chrono::steady_clock::now()),
      shown_(began_) {}

bool StatusLine::is_due() const {
  return !quiet_ && std::chrono::steady_clock::now() - shown_ >= std::chrono::seconds(1);
}

void StatusLine::show(std::string text) {
  shown_ = std::chrono::steady_clock::now();
  if (!in_place_) return put(text + "\n");
  if (text.size() > width_max) text.resize(width_max);
  const std::string rest(width_ > text.size() ? width_ - text.size() : 0, ' ');
  put("\r" + (colour_ ? "\x1b[2m" + text + "\x1b[0m" : text) + rest);
  width_ = text.size();
}

void StatusLine::show_done(std::size_t done, std::size_t total, std::string_view noun) {
  if (!is_due()) return;
  std::string text = fmt::format("{}/{} {}", done, total, noun);
  if (done > 0) {
    text +=
        "  ETA " + rough_time(elapsed_s() * static_cast<double>(total - done) / static_cast<double>(done));
  }
  show(std::move(text));
}

void StatusLine::clear() {
  if (width_ == 0) return;
  put("\r" + std::string(width_, ' ') + "\r");
  width_ = 0;
}

double StatusLine::elapsed_s() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
}

std::string rough_time(double seconds) {
  constexpr double minute = 60;
  constexpr double hour = 3'600;
  if (seconds < 2 * minute) return fmt::format("{:.0f} s", seconds);
  if (seconds < 2 * hour) return fmt::format("{:.0f} min", seconds / minute);
  return fmt::format("{:.1f} h", seconds / hour);
}

}  // namespace swarmsim
