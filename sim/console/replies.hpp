#pragma once
// Small replies and words that several commands of the console share.
//
// Private to sim/console/console*.cpp: text in, text out, no session.

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include <fmt/format.h>

#include "sim/console/console.hpp"
#include "sim/model/quantity.hpp"

namespace swarmsim {

inline Reply said(std::string text) { return {true, std::move(text), Next::nothing, {}}; }
inline Reply refused(const std::string& message) {
  return {false, "error: " + message + "\n", Next::nothing, {}};
}

/// `word` as a whole number from 1 to `most`.
inline std::optional<std::uint64_t> count_in(const std::string& word, std::uint64_t most) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  const bool whole = error == std::errc{} && end == word.data() + word.size();
  return whole && number >= 1 && number <= most ? std::optional(number) : std::nullopt;
}

/// "10", "s" and "10s" alike: number and unit may stand apart.
inline std::variant<Duration, QuantityProblem> duration_in(std::span<const std::string> words) {
  std::string text;
  for (const std::string& word : words) text += word;
  return parse_duration(text);
}

}  // namespace swarmsim
