#pragma once
// The lines of a report, and the only one who knows whether they have colours.
//
// Collects text; prints nothing. Colours stand for a verdict, for what matters and for what does not, and
// change no word.

#include <span>
#include <string>
#include <string_view>

#include "sim/report/columns.hpp"
#include "sim/report/expect.hpp"

namespace swarmsim {

class Page {
 public:
  explicit Page(bool colour) : colour_(colour) {}

  std::string strong(const std::string& text) const;
  std::string faint(const std::string& text) const;
  std::string verdict(bool ok, const std::string& text) const;

  void line(const std::string& text) { text_ += text + "\n"; }
  void gap() { text_ += "\n"; }
  void table(const Table& table);
  /// That of `count` entries only `shown` are there.
  void note_omitted(std::size_t count, std::size_t shown);
  /// One line each, and a gap behind them unless only the failed ones are shown.
  void expectations(std::span<const ExpectResult> expect, bool only_failed);
  const std::string& text() const { return text_; }

 private:
  bool colour_;
  std::string text_;
};

}  // namespace swarmsim
