#pragma once
// One line on stderr about what goes on: rewritten in place on a terminal, a plain line elsewhere.
//
// Due once a second of wall time, never in the first; silent where the user wants quiet. It uses no escape
// sequence but colours, so it works on every terminal. Whoever owns it asks now and then.

#include <chrono>
#include <string>
#include <string_view>

#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

class StatusLine {
 public:
  StatusLine(bool quiet, ColourChoice colour);
  ~StatusLine() { clear(); }
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;

  /// Whether a second has passed since the start, or since show().
  bool is_due() const;
  void show(std::string text);
  /// "3/20 seeds  ETA 12 s", if it is due: of so many, at the pace since the start.
  void show_done(std::size_t done, std::size_t total, std::string_view noun);
  /// Takes a line in place away, before anything else is printed.
  void clear();
  /// Since the start, in seconds.
  double elapsed_s() const;

 private:
  bool quiet_;
  bool in_place_;
  bool colour_;
  std::size_t width_ = 0;  ///< of what stands there now
  std::chrono::steady_clock::time_point began_;
  std::chrono::steady_clock::time_point shown_;
};

/// "12 s", "3 min", "2.5 h": how long something takes, roughly.
std::string rough_time(double seconds);

}  // namespace swarmsim
