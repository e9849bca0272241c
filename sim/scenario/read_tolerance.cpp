#include "sim/scenario/read_tolerance.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <variant>

#include <fmt/format.h>

#include "sim/model/quantity.hpp"

namespace swarmsim {

namespace {

constexpr double percent_max = 1'000;

std::string_view without_blanks(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(' '), text.size());
  return text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

}  // namespace

std::optional<double> read_percent(Reader& in, const JsonNode& node, double least, double most) {
  const std::string_view text = node.text;
  const auto share = parse_share(text);
  if (const auto* part = std::get_if<Share>(&share); part != nullptr && !text.ends_with('%')) {
    return 100 * static_cast<double>(part->part) / static_cast<double>(part->whole);
  }
  double percent = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), percent);
  const std::string_view rest = without_blanks(text.substr(static_cast<std::size_t>(end - text.data())));
  if (problem == std::errc{} && rest == "%" && percent >= least && percent <= most) return percent;
  in.problem(node.at, fmt::format("{} must be a share from {:g} % to {:g} %, such as \"5 %\"", describe(node),
                                  least, most));
  return std::nullopt;
}

std::optional<Tolerance> read_tolerance(Reader& in, const JsonNode& node) {
  if (node.kind == JsonKind::text) {
    const auto percent = read_percent(in, node, 0, percent_max);
    return percent ? std::optional<Tolerance>({*percent / 100, true}) : std::nullopt;
  }
  if (node.kind != JsonKind::integer && node.kind != JsonKind::real) {
    in.wrong_type(node, R"(a share such as "5 %", or a number in the metric's unit)");
    return std::nullopt;
  }
  double amount = 0;
  const char* const end = node.text.data() + node.text.size();
  const auto parsed = std::from_chars(node.text.data(), end, amount);
  if (parsed.ec != std::errc{} || amount < 0) {
    in.problem(node.at, fmt::format("{} must be 0 or more", describe(node)));
    return std::nullopt;
  }
  return Tolerance{amount, false};
}

}  // namespace swarmsim
