#pragma once
// Strong 32-bit ids. An id is an index into somebody's contiguous array and nothing else.
//
// PeerId is special: it is the peer's position in the scenario after expansion (peers added later come
// behind), so comparing two of them compares content, not a pool slot. All order ends in it.

#include <cstdint>
#include <limits>

namespace swarmsim {

enum class PeerId : std::uint32_t {};
enum class ContentId : std::uint32_t {};
/// One side of a connection, as the network knows it. A pool slot: never a basis for order.
enum class EndId : std::uint32_t {};
/// A piece of one content, from 0.
using PieceIndex = std::uint32_t;
/// A block of one content, counted through all its pieces from 0.
using BlockIndex = std::uint32_t;

inline constexpr std::uint32_t no_index = std::numeric_limits<std::uint32_t>::max();

template <typename Id>
constexpr std::uint32_t index_of(Id id) {
  return static_cast<std::uint32_t>(id);
}

/// The tracker's place in orders and records: behind every peer.
inline constexpr PeerId tracker_peer{0x0FFF'FFFF};
/// The world itself (scripted actions): behind the tracker. PeerIds need 28 bits.
inline constexpr PeerId world_peer{0x0FFF'FFFE};
inline constexpr PeerId no_peer{no_index};

}  // namespace swarmsim
