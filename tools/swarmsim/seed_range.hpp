#pragma once
// A range of seeds as the user writes it: "1..20", or "7" for one.
//
// Seeds are what a scenario may have: whole numbers that fit a signed 64-bit integer.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "tools/swarmsim/options.hpp"

namespace swarmsim {

/// From `first` to `last`, both included; at most seeds_max of them.
struct SeedRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;

  std::uint64_t size() const { return last - first + 1; }
};

inline constexpr std::uint64_t seeds_max = 1'000'000;

std::optional<std::uint64_t> parse_seed(std::string_view text);

/// The largest seed a scenario may have.
inline constexpr std::uint64_t last_seed = static_cast<std::uint64_t>(INT64_MAX);

/// "A..B", and "A" where one will do.
std::variant<SeedRange, UsageProblem> parse_seeds(const std::string& text, bool one_will_do);

}  // namespace swarmsim
