#pragma once
// Which pieces a peer holds when it arrives, under the run's seed.
//
// Draws come from a stream of the peer's and the content's name, so that nobody else's change them.

#include <cstdint>
#include <string_view>

#include "core/base/bitfield.hpp"
#include "sim/model/scenario.hpp"

namespace swarmsim {

/// Whose pieces are asked for: member `number` of a group of `members`.
struct Holder {
  std::string_view peer;
  std::uint32_t number = 0;
  std::uint32_t members = 1;
};

Bitfield pieces_held(const HoldSpec& hold, const ContentSpec& content, const Holder& holder,
                     std::uint64_t seed);

}  // namespace swarmsim
