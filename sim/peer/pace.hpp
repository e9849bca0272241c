#pragma once
// How many requests a client keeps outstanding at one neighbour, and what it measures for that.
//
// Real clients look once a second. Nothing ticks here: whoever touches a pace first brings it up to the
// present second, with the same result. They count bytes as they arrive; here a block is known when it is
// whole, and its bytes are taken to have come evenly since the one before it. Knows no neighbour and no
// block.

#include <cstdint>

#include "core/base/time.hpp"

namespace swarmsim {

enum class PipelineKind : std::uint8_t {
  fixed,      ///< always `first`
  rate_time,  ///< `horizon` of data at the measured rate
  doubling,   ///< twice as many whenever all have been answered
};

struct PipelineRules {
  PipelineKind kind = PipelineKind::fixed;
  std::uint16_t first = 5;  ///< outstanding requests to begin with
  std::uint16_t least = 1;
  std::uint16_t most = 500;
  Duration horizon{};
  bool ramps = false;                ///< one more for each block received, until the rate stops growing
  std::uint32_t refill_below = 100;  ///< per cent of the target: more are outstanding, nothing is asked
};

/// 24 bytes; part of a neighbour.
struct Pace {
  std::uint32_t second = 0;       ///< up to which this is
  std::uint32_t this_second = 0;  ///< bytes of blocks received in it
  std::uint32_t last_second = 0;
  std::uint32_t rate = 0;  ///< bytes per second: a moving average over five seconds
  std::uint16_t target = 1;
  bool ramping = false;
};

/// Adds to a sum that stays at the most it can hold.
constexpr void add_bytes(std::uint32_t& sum, std::uint32_t bytes) { sum += bytes < ~sum ? bytes : ~sum; }

Pace start_pace(const PipelineRules& rules, std::uint32_t second);

/// Brings `pace` up to `second`. `choked`: they let us ask for nothing, so that a ramp has not begun.
void pass_time(Pace& pace, const PipelineRules& rules, std::uint32_t second, bool choked,
               std::uint32_t block_bytes);

/// A span of time since the clock's origin, in which the bytes of a block came.
struct Stretch {
  Duration from{};
  Duration to{};
};

/// `bytes` came evenly during `when`: credits them to its seconds, and brings `pace` up to its end.
void stream_in(Pace& pace, const PipelineRules& rules, const Stretch& when, std::uint32_t bytes, bool choked);

/// A block is whole; `answered`: nothing else was outstanding, and the end game has not begun.
void note_block(Pace& pace, const PipelineRules& rules, bool answered, std::uint32_t block_bytes);

}  // namespace swarmsim
