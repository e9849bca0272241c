#pragma once
// What a fuzz target says when a property does not hold: its sentence, and the end of the process.
//
// libFuzzer takes any abnormal end for a finding and keeps the input. Knows no target.

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace swarmsim {

/// Ends the process with `sentence` and `found` on stderr unless `holds`.
inline void promise(bool holds, std::string_view sentence, std::string_view found = {}) {
  if (holds) return;
  const std::string text = "broken: " + std::string(sentence) + "\n" + std::string(found) + "\n";
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::abort();
}

/// Whether a terminal can show `text` on one line as it is.
inline bool is_one_plain_line(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == '\x7f') return false;
  }
  return !text.empty();
}

}  // namespace swarmsim
