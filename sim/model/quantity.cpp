#include "sim/model/quantity.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "core/base/int128.hpp"
#include "core/base/words.hpp"

namespace swarmsim {

namespace {

using Wide = Uint128;

/// One of the unit is `factor / divisor` bytes, bytes per second or nanoseconds.
struct Unit {
  std::string name;
  Dimension dimension{};
  std::uint64_t factor = 1;
  std::uint64_t divisor = 1;
};

struct Prefix {
  std::string_view name;
  std::uint64_t factor;
};

constexpr std::array<Prefix, 9> prefixes{{
    {"", 1},
    {"k", 1'000},
    {"M", 1'000'000},
    {"G", 1'000'000'000},
    {"T", 1'000'000'000'000},
    {"Ki", std::uint64_t{1} << 10},
    {"Mi", std::uint64_t{1} << 20},
    {"Gi", std::uint64_t{1} << 30},
    {"Ti", std::uint64_t{1} << 40},
}};

constexpr std::array<Prefix, 7> time_units{{
    {"ns", 1},
    {"us", 1'000},
    {"ms", 1'000'000},
    {"s", 1'000'000'000},
    {"min", 60'000'000'000},
    {"h", 3'600'000'000'000},
    {"d", 86'400'000'000'000},
}};

constexpr std::uint64_t bits_per_byte = 8;

// 10^24 times the largest factor (a day in ns, 8.64 x 10^13) stays below 2^128, and so does
// 10^24 x 8 as a divisor.
constexpr std::size_t most_digits = 24;

std::vector<Unit> make_units() {
  std::vector<Unit> units;
  for (const Prefix& prefix : prefixes) {
    const std::string bytes = fmt::format("{}B", prefix.name);
    const std::string bits = fmt::format("{}bit", prefix.name);
    units.push_back({bytes, Dimension::size, prefix.factor, 1});
    units.push_back({bits, Dimension::size, prefix.factor, bits_per_byte});
    units.push_back({bytes + "/s", Dimension::rate, prefix.factor, 1});
    units.push_back({bits + "/s", Dimension::rate, prefix.factor, bits_per_byte});
  }
  for (const Prefix& unit : time_units) {
    units.push_back({std::string(unit.name), Dimension::time, unit.factor, 1});
  }
  return units;
}

const std::vector<Unit>& all_units() {
  static const std::vector<Unit> units = make_units();
  return units;
}

struct DimensionText {
  std::string_view name;
  std::string_view example;
  std::string_view units;
  std::string_view whole;
};

DimensionText text_of(Dimension dimension) {
  switch (dimension) {
    case Dimension::size:
      return {"a size", size_example, "B, bit, each also after k M G T Ki Mi Gi Ti",
              "a whole number of bytes"};
    case Dimension::rate:
      return {"a rate", rate_example, "B/s, bit/s, each also after k M G T Ki Mi Gi Ti",
              "a whole number of bytes per second"};
    case Dimension::time: break;
  }
  return {"a time", duration_example, "ns, us, ms, s, min, h, d", "a whole number of nanoseconds"};
}

/// A decimal number: digits / 10^scale.
struct Decimal {
  Wide digits = 0;
  std::size_t scale = 0;
};

/// A quantity cut in two, neither half understood yet.
struct Halves {
  std::string_view number;
  std::string_view unit;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

Halves split(std::string_view text) {
  const std::size_t end = std::min(text.find_first_not_of("0123456789."), text.size());
  std::string_view unit = text.substr(end);
  unit.remove_prefix(std::min(unit.find_first_not_of(' '), unit.size()));
  return {text.substr(0, end), unit};
}

/// The digits before and after the point, without needless zeros.
struct DigitRuns {
  std::string_view whole;
  std::string_view fraction;
};

/// `number` as digits, or digits "." digits; nullopt for anything else.
std::optional<DigitRuns> digit_runs(std::string_view number) {
  if (number.find_first_not_of("0123456789.") != std::string_view::npos) return std::nullopt;
  const std::size_t dot = number.find('.');
  DigitRuns runs{number.substr(0, dot), {}};
  if (runs.whole.empty()) return std::nullopt;
  if (dot != std::string_view::npos) {
    runs.fraction = number.substr(dot + 1);
    if (runs.fraction.empty() || runs.fraction.find('.') != std::string_view::npos) return std::nullopt;
  }
  runs.whole.remove_prefix(std::min(runs.whole.find_first_not_of('0'), runs.whole.size()));
  runs.fraction = runs.fraction.substr(0, runs.fraction.find_last_not_of('0') + 1);
  return runs;
}

Decimal decimal_of(const DigitRuns& runs) {
  Decimal number;
  for (const char c : runs.whole) number.digits = number.digits * 10 + static_cast<Wide>(c - '0');
  for (const char c : runs.fraction) number.digits = number.digits * 10 + static_cast<Wide>(c - '0');
  number.scale = runs.fraction.size();
  return number;
}

using Parsed = std::variant<std::int64_t, QuantityProblem>;

QuantityProblem wrong_unit(std::string_view text, std::string_view unit, Dimension dimension) {
  const DimensionText wanted = text_of(dimension);
  if (unit.empty()) {
    return {fmt::format("{} has no unit: write {}", in_quotes(text), wanted.example)};
  }
  std::vector<std::string> names;
  for (const Unit& each : all_units()) {
    if (each.name == unit) {
      return {
          fmt::format("{} is {}: write {}", in_quotes(text), text_of(each.dimension).name, wanted.example)};
    }
    if (each.dimension == dimension) names.push_back(each.name);
  }
  return {fmt::format("{} has an unknown unit {}{} (units: {})", in_quotes(text), in_quotes(unit),
                      did_you_mean(std::string(unit), names), wanted.units)};
}

/// `number` times `unit`, if that is whole and at most `limit`.
Parsed scaled(std::string_view text, const DigitRuns& runs, const Unit& unit, std::int64_t limit) {
  const QuantityProblem too_large{fmt::format("{} is too large", in_quotes(text))};
  const QuantityProblem not_whole{
      fmt::format("{} is not {}", in_quotes(text), text_of(unit.dimension).whole)};
  // Factors are whole: more fraction digits than the widest number has can never come out even.
  if (runs.whole.size() > most_digits) return too_large;
  if (runs.whole.size() + runs.fraction.size() > most_digits) return not_whole;
  const Decimal number = decimal_of(runs);
  Wide divisor = unit.divisor;
  for (std::size_t i = 0; i < number.scale; ++i) divisor *= 10;
  const Wide product = number.digits * unit.factor;
  if (product / divisor > static_cast<Wide>(limit)) return too_large;
  if (product % divisor != 0) return not_whole;
  return static_cast<std::int64_t>(product / divisor);
}

Parsed parse(std::string_view text, Dimension dimension, std::int64_t limit) {
  const std::string_view example = text_of(dimension).example;
  if (text.empty()) return QuantityProblem{fmt::format("\"\" is empty: write {}", example)};
  if (text.front() == '-' && text.size() > 1 && is_digit(text[1])) {
    return QuantityProblem{fmt::format("{} is negative: write {}", in_quotes(text), example)};
  }
  const Halves halves = split(text);
  const std::optional<DigitRuns> runs = digit_runs(halves.number);
  if (!runs) {
    return QuantityProblem{
        fmt::format("{} does not begin with a number: write {}", in_quotes(text), example)};
  }
  for (const Unit& unit : all_units()) {
    if (unit.name == halves.unit && unit.dimension == dimension) return scaled(text, *runs, unit, limit);
  }
  return wrong_unit(text, halves.unit, dimension);
}

/// As people write: sizes in bytes, rates in bits and powers of 1000.
bool is_usual(const Unit& unit) {
  switch (unit.dimension) {
    case Dimension::size: return unit.name.ends_with('B');
    case Dimension::rate: return unit.divisor != 1 && unit.name.find("ibit") == std::string::npos;
    case Dimension::time: break;
  }
  return true;
}

/// `value`, above 0, in the largest usual unit that divides it.
std::string in_largest_unit(std::int64_t value, Dimension dimension) {
  const auto scaled_up = [value](const Unit& unit) { return static_cast<Wide>(value) * unit.divisor; };
  const Unit* largest = nullptr;
  for (const Unit& unit : all_units()) {
    if (unit.dimension != dimension || !is_usual(unit) || scaled_up(unit) % unit.factor != 0) continue;
    if (largest == nullptr || unit.factor > largest->factor) largest = &unit;
  }
  return fmt::format("{} {}", scaled_up(*largest) / largest->factor, largest->name);
}

}  // namespace

std::vector<std::string> unit_names(Dimension dimension) {
  std::vector<std::string> names;
  for (const Unit& unit : all_units()) {
    if (unit.dimension == dimension) names.push_back(unit.name);
  }
  return names;
}

std::string exact_text(Bytes size) {
  return size == Bytes{0} ? "0 B" : in_largest_unit(size.value, Dimension::size);
}

std::string exact_text(Rate rate) {
  if (rate.is_unlimited()) return "unlimited";
  return rate == Rate{0} ? "0 bit/s" : in_largest_unit(rate.bytes_per_second, Dimension::rate);
}

std::string exact_text(Duration time) {
  return time == Duration::zero() ? "0 s" : in_largest_unit(time.count(), Dimension::time);
}

std::variant<Bytes, QuantityProblem> parse_bytes(std::string_view text) {
  Parsed parsed = parse(text, Dimension::size, std::numeric_limits<std::int64_t>::max());
  if (const auto* problem = std::get_if<QuantityProblem>(&parsed)) return *problem;
  return Bytes{std::get<std::int64_t>(parsed)};
}

std::variant<Rate, QuantityProblem> parse_rate(std::string_view text) {
  if (text == "unlimited") return Rate::unlimited();
  // The largest number means unlimited, and only the word may say so.
  Parsed parsed = parse(text, Dimension::rate, Rate::unlimited().bytes_per_second - 1);
  if (const auto* problem = std::get_if<QuantityProblem>(&parsed)) return *problem;
  return Rate{std::get<std::int64_t>(parsed)};
}

std::optional<Share> parse_decimal(std::string_view text) {
  constexpr std::size_t most_digits_each = 9;
  const std::optional<DigitRuns> runs = digit_runs(text);
  if (!runs || runs->whole.size() > most_digits_each || runs->fraction.size() > most_digits_each) {
    return std::nullopt;
  }
  const Decimal number = decimal_of(*runs);
  Share share{static_cast<std::int64_t>(number.digits), 1};
  for (std::size_t i = 0; i < number.scale; ++i) share.whole *= 10;
  return share;
}

std::variant<Share, QuantityProblem> parse_share(std::string_view text) {
  const QuantityProblem unreadable{fmt::format("{} is no share: write {}", in_quotes(text), share_example)};
  constexpr std::string_view in = " in ";
  std::optional<Share> share;
  if (const std::size_t between = text.find(in); between != std::string_view::npos) {
    const auto part = parse_decimal(text.substr(0, between));
    const auto whole = parse_decimal(text.substr(between + in.size()));
    if (!part || !whole || part->whole != 1 || whole->whole != 1 || whole->part == 0) return unreadable;
    share = Share{part->part, whole->part};
  } else if (text.ends_with('%')) {
    std::string_view number = text.substr(0, text.size() - 1);
    number = number.substr(0, number.find_last_not_of(' ') + 1);
    share = parse_decimal(number);
    if (share) share->whole *= 100;
  }
  if (!share) return unreadable;
  if (share->part > share->whole) return QuantityProblem{fmt::format("{} is more than all", in_quotes(text))};
  return *share;
}

std::variant<Duration, QuantityProblem> parse_duration(std::string_view text) {
  Parsed parsed = parse(text, Dimension::time, longest_duration.count());
  if (const auto* problem = std::get_if<QuantityProblem>(&parsed)) return *problem;
  return Duration{std::get<std::int64_t>(parsed)};
}

}  // namespace swarmsim
