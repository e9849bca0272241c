#pragma once
// CUBIC (RFC 9438): the window as a cubic function of the time since it was last cut.
//
// Windows in bytes, times in nanoseconds, the inflection in whole milliseconds; integers and no libm, so
// that a run is the same everywhere. O(1) an acknowledgement; the cube root is taken once after a loss.
// Left out: HyStart, which ends slow start before a loss does. Knows no network.

#include <algorithm>
#include <cstdint>

#include "core/base/time.hpp"

namespace swarmsim {

/// floor(cbrt(x))
std::uint32_t cube_root(std::uint64_t x);

/// What CUBIC remembers of one direction.
struct Cubic {
  std::uint32_t plateau = 0;     ///< W_max: where the curve is flat
  std::uint32_t friendly = 0;    ///< W_est: what Reno's window would be by now
  std::uint32_t inflection = 0;  ///< K: milliseconds from the epoch to the plateau
  bool grows = false;            ///< an epoch has begun
  SimTime epoch{};

  /// The window after a loss that found it at `window`; nothing is said about a least one.
  std::uint32_t cut(std::uint32_t window);
  /// The window above the threshold when `bytes` of it were acknowledged `at`, on a path whose round trip
  /// takes `round_trip` without queues.
  std::uint32_t grow(std::uint32_t window, std::uint32_t bytes, std::uint32_t segment, SimTime at,
                     Duration round_trip);
  /// Time in which nothing was under way does not count (RFC 9438, 5.8).
  void skip(Duration idle, SimTime now) { epoch = std::min(epoch + idle, now); }
};

}  // namespace swarmsim
