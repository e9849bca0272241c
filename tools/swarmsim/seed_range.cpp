#include "tools/swarmsim/seed_range.hpp"

#include <charconv>

#include <fmt/format.h>

#include "core/base/words.hpp"

namespace swarmsim {

std::optional<std::uint64_t> parse_seed(std::string_view text) {
  std::uint64_t seed = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, seed);
  if (problem != std::errc{} || stopped != end || seed > last_seed) return std::nullopt;
  return seed;
}

std::variant<SeedRange, UsageProblem> parse_seeds(const std::string& text, bool one_will_do) {
  const std::string_view view(text);
  const std::size_t dots = view.find("..");
  const bool is_one = dots == std::string_view::npos && one_will_do;
  const auto first = parse_seed(view.substr(0, dots));
  const auto last = is_one ? first : parse_seed(dots == std::string_view::npos ? "" : view.substr(dots + 2));
  const auto refuse = [&text](std::string_view why) {
    return UsageProblem{fmt::format("--seeds {}: {}", in_quotes(text), why)};
  };
  if (!first || !last) return refuse("write a range of whole numbers such as 1..20");
  if (*first > *last) return refuse("the first seed must not be larger than the last");
  if (*last - *first >= seeds_max) return refuse(fmt::format("at most {} seeds", seeds_max));
  return SeedRange{*first, *last};
}

}  // namespace swarmsim
