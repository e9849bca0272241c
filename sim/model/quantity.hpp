#pragma once
// Quantities as the user writes them, "2 Mbit/s" or "1.5 KiB", to bytes, rates and times.
//
// A quantity is a decimal number and a unit, with or without a blank between. k M G T are powers of
// 1000, Ki Mi Gi Ti of 1024; bit and B differ; units are case-sensitive. The result is exact: what is
// not a whole number of bytes, bytes per second or nanoseconds is refused, never rounded. This is the
// only place where bits exist. Integer arithmetic throughout.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/time.hpp"
#include "core/base/units.hpp"
#include "sim/model/scenario.hpp"

namespace swarmsim {

/// Times and sums of two times stay inside 64 bits: a hundred years of 365 days.
inline constexpr Duration longest_duration{std::int64_t{36'500} * 86'400 * nanoseconds_per_second};

struct QuantityProblem {
  std::string message;  ///< begins with the text in quotes, says what is wrong and what would be right
};

enum class Dimension : std::uint8_t { size, rate, time };

/// Every unit of `dimension`, as written: "B", "bit", "kB", ...
std::vector<std::string> unit_names(Dimension dimension);

/// A size, at least 0.
std::variant<Bytes, QuantityProblem> parse_bytes(std::string_view text);

/// A rate, at least 0; "unlimited" is Rate::unlimited().
std::variant<Rate, QuantityProblem> parse_rate(std::string_view text);

/// A time, at least 0 and at most longest_duration.
std::variant<Duration, QuantityProblem> parse_duration(std::string_view text);

/// "30 %" or "1 in 1000", from 0 to 1.
std::variant<Share, QuantityProblem> parse_share(std::string_view text);

/// "1.25" as 125 of 100; nullopt for anything but a plain decimal with at most nine digits on either side.
std::optional<Share> parse_decimal(std::string_view text);

/// The quantity in the largest unit in which it is whole, sizes in bytes, rates in bits and powers of 1000;
/// it parses to the same.
std::string exact_text(Bytes size);
std::string exact_text(Rate rate);
std::string exact_text(Duration time);

/// What would be right, for messages: `a rate such as "2 Mbit/s"`.
inline constexpr std::string_view size_example = R"(a size such as "256 KiB")";
inline constexpr std::string_view rate_example = R"(a rate such as "2 Mbit/s")";
inline constexpr std::string_view duration_example = R"(a time such as "20 ms")";
inline constexpr std::string_view share_example = R"(a share such as "30 %" or "1 in 1000")";

}  // namespace swarmsim
