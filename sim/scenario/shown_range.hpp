#pragma once
// The range in which virtual swarms were held against real ones, and where a scenario leaves it.
//
// The numbers are those of the cases in scenarios/truth; a test derives them from these and from nothing
// else. Outside of the range the simulator is as deterministic as within; that it is like real clients there
// nobody has shown. Knows no case: only what they span.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/model/scenario.hpp"

namespace swarmsim {

struct Extent {
  std::int64_t least = 0;
  std::int64_t most = 0;

  friend bool operator==(const Extent&, const Extent&) = default;
};

/// What of a scenario has a range.
enum class Span : std::uint8_t {
  pieces,
  piece_size,   ///< bytes
  size,         ///< bytes
  up,           ///< bytes per second, of everybody
  down,         ///< bytes per second, of leechers
  latency,      ///< nanoseconds, one way, of one access
  leechers,     ///< groups that ever download
  arrival_gap,  ///< nanoseconds, between the arrivals of two leechers, in the mean
};

inline constexpr std::size_t span_kinds = static_cast<std::size_t>(Span::arrival_gap) + 1;

/// By Span.
using Spans = std::array<Extent, span_kinds>;

/// What the measured cases span together.
extern const Spans shown_range;

/// What `scenario` spans under `seed`; where there is nothing of a kind, the least is above the most. Peers
/// that never come count for nothing.
Spans spans_of(const Scenario& scenario, std::uint64_t seed);

/// Both in one.
Spans joined(const Spans& a, const Spans& b);

/// Whether `profile`, by its own name or an alias, is a client that was measured.
bool is_measured_profile(std::string_view profile);

/// Where the scenario leaves the range, a sentence for each; none if no group's client was measured.
std::vector<std::string> notes_outside_shown_range(const Scenario& scenario, std::uint64_t seed);

/// The range as a table in Markdown, for docs/fidelity.md.
std::string shown_range_markdown();

}  // namespace swarmsim
