#pragma once
// One direction of one connection, as everybody may know it: who, whose slots, and how much waits.
//
// Two directions make a connection; each names the other. The bytes under way are the network's own
// business (its two makes keep them differently); only the network changes what stands here, but for the
// farewell, which it carries for the sender.

#include <cstdint>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

namespace swarmsim {

struct Direction {
  PeerId from{};
  PeerId to{};
  Duration path_latency{};
  EndId reverse{};
  std::uint32_t unsent = 0;         ///< bytes not yet committed to the uplink
  std::uint32_t next_ordinal = 0;   ///< of the message that arrives next, in this direction
  std::uint16_t owner = no_owner;   ///< the sender's slot for this neighbour; none once it let go
  std::uint16_t reader = no_owner;  ///< the receiver's slot: the owner of the reverse direction
  std::uint16_t content = 0;
  std::uint16_t pending = 0;    ///< events that name this end: it is not reused before they are gone
  std::uint16_t low_water = 1;  ///< with fewer bytes unsent than this its owner is asked for more
  bool closed = false;
  std::uint8_t farewell = 0;  ///< why its sender let go; the network only carries it

  static constexpr std::uint16_t no_owner = 0xFFFF;
};
static_assert(sizeof(Direction) == 40, "leaves room for the FIFO in the first cache line of PackedDirection");

}  // namespace swarmsim
