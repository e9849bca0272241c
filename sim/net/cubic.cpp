#include "sim/net/cubic.hpp"

#include <algorithm>
#include <cstdlib>

#include "core/base/int128.hpp"

namespace swarmsim {

namespace {
// RFC 9438: beta 0.7, C 0.4 segments a second cubed; fast convergence keeps (1 + beta) / 2 of the window;
// alpha = 3 (1 - beta) / (1 + beta) = 9/17.
constexpr std::uint64_t beta_tenths = 7;
constexpr std::uint64_t convergence_hundredths = 85;
constexpr std::uint64_t alpha_part = 9;
constexpr std::uint64_t alpha_whole = 17;
// C x segment x ms^3 = 4 x segment x ms^3 / 10^10 bytes; its inverse, bytes x 2.5 x 10^9 / segment.
constexpr std::uint64_t curve_part = 4;
constexpr std::uint64_t curve_whole = 10'000'000'000;
constexpr std::uint64_t inverse_curve = 2'500'000'000;
/// Farther from the plateau than this (in ms) the curve is beyond any window.
constexpr std::int64_t far = 1'000'000;
constexpr Duration millisecond{1'000'000};
}  // namespace

std::uint32_t cube_root(std::uint64_t x) {
  // Digit by digit, from the highest: the root has 22 bits.
  std::uint64_t root = 0;
  for (std::uint64_t bit = std::uint64_t{1} << 21; bit != 0; bit >>= 1) {
    const std::uint64_t more = root | bit;
    if (static_cast<Uint128>(more) * more * more <= x) root = more;
  }
  return static_cast<std::uint32_t>(root);
}

std::uint32_t Cubic::cut(std::uint32_t window) {
  // Who did not come back to the old plateau leaves room for others: fast convergence.
  const bool shrinks = window < plateau;
  plateau = shrinks ? static_cast<std::uint32_t>(window * convergence_hundredths / 100) : window;
  grows = false;
  return static_cast<std::uint32_t>(window * beta_tenths / 10);
}

std::uint32_t Cubic::grow(std::uint32_t window, std::uint32_t bytes, std::uint32_t segment, SimTime at,
                          Duration round_trip) {
  if (!grows) {
    grows = true;
    epoch = at;
    friendly = window;
    plateau = std::max(plateau, window);
    inflection = cube_root((plateau - window) * inverse_curve / segment);
  }
  const std::int64_t elapsed = (at - epoch + round_trip) / millisecond;
  const auto away = static_cast<std::uint64_t>(std::min(std::abs(elapsed - inflection), far));
  const Uint128 cube = static_cast<Uint128>(away * away * away) * (curve_part * segment);
  const auto height = static_cast<std::uint64_t>(cube / curve_whole);
  std::uint64_t target = window;  // at least, and at most half as much again
  if (elapsed >= inflection) {
    target = std::clamp<std::uint64_t>(plateau + height, window, std::uint64_t{window} * 3 / 2);
  } else if (height < plateau) {
    target = std::clamp<std::uint64_t>(plateau - height, window, std::uint64_t{window} * 3 / 2);
  }
  const bool slower_than_reno = friendly < plateau;
  const std::uint64_t share = std::uint64_t{segment} * bytes / window;
  friendly += static_cast<std::uint32_t>(slower_than_reno ? share * alpha_part / alpha_whole : share);
  const std::uint64_t step = (target - window) * bytes / window;
  return std::max(window + static_cast<std::uint32_t>(step), friendly);
}

}  // namespace swarmsim
