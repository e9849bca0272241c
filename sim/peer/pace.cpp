#include "sim/peer/pace.hpp"

#include <algorithm>

#include "core/base/int128.hpp"
#include "core/base/units.hpp"

namespace swarmsim {

namespace {

/// libtorrent: a ramp ends where a second brought less than this more than the one before.
constexpr std::uint32_t ramp_slack = 5'000;
/// Of the average: what a new second counts (libtorrent: one fifth).
constexpr std::uint32_t seconds_averaged = 5;
/// After so many silent seconds nothing is left of an average of 32 bits.
constexpr std::uint32_t seconds_to_nothing = 120;

void set_target(Pace& pace, const PipelineRules& rules, std::uint32_t block_bytes) {
  std::uint64_t wanted = pace.target;
  if (rules.kind == PipelineKind::rate_time && !pace.ramping) {
    const auto horizon = static_cast<std::uint64_t>(rules.horizon.count() / nanoseconds_per_second);
    wanted = std::uint64_t{pace.rate} * horizon / block_bytes;
  }
  pace.target = static_cast<std::uint16_t>(
      std::clamp<std::uint64_t>(wanted, rules.least, std::max(rules.least, rules.most)));
}

void pass_one_second(Pace& pace, bool choked) {
  const bool grew = pace.last_second + std::uint64_t{ramp_slack} < pace.this_second;
  if (pace.ramping && !choked && pace.last_second > 0 && !grew) pace.ramping = false;
  pace.last_second = pace.this_second;
  pace.rate =
      static_cast<std::uint32_t>(std::uint64_t{pace.rate} * (seconds_averaged - 1) / seconds_averaged) +
      pace.this_second / seconds_averaged;
  pace.this_second = 0;
}

/// Closes the seconds before `second`.
void advance(Pace& pace, std::uint32_t second, bool choked) {
  std::uint32_t passed = second - pace.second;
  pace.second = second;
  if (passed > seconds_to_nothing) {
    pass_one_second(pace, choked);
    pass_one_second(pace, choked);
    pace.rate = 0;
  } else {
    for (; passed > 0; --passed) pass_one_second(pace, choked);
  }
}

}  // namespace

Pace start_pace(const PipelineRules& rules, std::uint32_t second) {
  Pace pace;
  pace.second = second;
  pace.target = rules.first;
  pace.ramping = rules.ramps;
  return pace;
}

void pass_time(Pace& pace, const PipelineRules& rules, std::uint32_t second, bool choked,
               std::uint32_t block_bytes) {
  if (second == pace.second || rules.kind == PipelineKind::fixed) return;
  advance(pace, second, choked);
  set_target(pace, rules, block_bytes);
}

void stream_in(Pace& pace, const PipelineRules& rules, const Stretch& when, std::uint32_t bytes,
               bool choked) {
  if (rules.kind == PipelineKind::fixed) return;
  constexpr Duration second{nanoseconds_per_second};
  const auto last = static_cast<std::uint32_t>(when.to / second);
  if (last - pace.second > seconds_to_nothing) advance(pace, last - seconds_to_nothing, choked);
  // Seconds that were closed already keep what they had.
  Duration at = std::max(when.from, second * pace.second);
  std::uint32_t left = bytes;
  while (pace.second < last) {
    const Duration end = second * (pace.second + std::int64_t{1});
    const auto part = static_cast<std::uint32_t>(
        end <= at ? 0 : static_cast<Int128>(left) * (end - at).count() / (when.to - at).count());
    add_bytes(pace.this_second, part);
    left -= part;
    at = std::max(at, end);
    advance(pace, pace.second + 1, choked);
  }
  add_bytes(pace.this_second, left);
}

void note_block(Pace& pace, const PipelineRules& rules, bool answered, std::uint32_t block_bytes) {
  if (rules.kind == PipelineKind::fixed) return;
  if (pace.ramping && pace.target < rules.most) ++pace.target;
  if (rules.kind == PipelineKind::doubling && answered) {
    pace.target = static_cast<std::uint16_t>(std::min<std::uint32_t>(rules.most, pace.target * 2U));
  }
  set_target(pace, rules, block_bytes);
}

}  // namespace swarmsim
