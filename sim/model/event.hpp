#pragma once
// Events as small plain values, and the total order of one instant.
//
// Order: (time, phase, addressee, origin, ordinal, content, kind): what an event is, never when it was
// pushed, so that leaving out an event that changes nothing flips no tie. Phases of one instant:
// scripted actions in file order; arrivals by (receiver, sender, ordinal in their direction); timers by
// (peer, remote, connection, kind); reactions at the end of the instant. Nothing arrives in the instant in
// which it was sent (see sim/net/network.hpp), so a phase never pushes into an earlier one.

#include <cstdint>
#include <tuple>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

namespace swarmsim {

enum class Phase : std::uint8_t { action, arrival, timer, reaction };

enum class EventKind : std::uint8_t {
  action_due,        ///< subject: index into the world's actions
  chunk_arrived,     ///< subject: the sending end; bytes: payload of the chunk
  connect_arrived,   ///< subject: index of the attempt
  connect_answered,  ///< subject: index of the attempt
  tracker_asked,     ///< subject: index of the exchange
  tracker_answered,  ///< subject: index of the exchange
  uplink_ready,      ///< the access queue of the addressee has room again
  ack_due,           ///< subject: the sending end that waits for its window
  peer_timer,        ///< the earliest deadline of the addressee
  departure_due,     ///< the addressee leaves of its own accord
  rechoke_due,       ///< the addressee's unchoked set is to be decided again
};

/// Set on an arrival that has passed the receiver's downlink queue already.
inline constexpr std::uint8_t passed_downlink = 1;
/// Set on a chunk that travels outside the congestion window (a small message on an idle direction).
inline constexpr std::uint8_t outside_window = 2;
/// Set on a chunk whose first bytes fill up the segment that the one before it began: it has one less.
inline constexpr std::uint8_t shares_segment = 4;

struct Event {
  SimTime at{};
  std::uint64_t order = 0;    ///< phase, addressee, origin: see order_of()
  std::uint32_t ordinal = 0;  ///< of a chunk in its direction, of an action in the file, of a connection
  std::uint32_t subject = 0;
  std::uint32_t bytes = 0;
  std::uint16_t content = 0;  ///< tells two connections of one pair of peers apart
  EventKind kind{};
  std::uint8_t flags = 0;
};
static_assert(sizeof(Event) == 32, "two events fill one cache line");

/// The leading part of the order inside an instant. Peer ids have 28 bits.
constexpr std::uint64_t order_of(Phase phase, PeerId addressee, PeerId origin) {
  return (std::uint64_t{static_cast<std::uint8_t>(phase)} << 60) |
         (std::uint64_t{index_of(addressee)} << 32) | index_of(origin);
}
constexpr Phase phase_of(const Event& event) { return static_cast<Phase>(event.order >> 60); }
constexpr PeerId addressee_of(const Event& event) {
  return PeerId{static_cast<std::uint32_t>(event.order >> 32) & 0x0FFF'FFFFU};
}
constexpr PeerId origin_of(const Event& event) { return PeerId{static_cast<std::uint32_t>(event.order)}; }

/// Strict total order of the events of one instant.
constexpr bool precedes(const Event& a, const Event& b) {
  return std::tie(a.order, a.ordinal, a.content, a.kind) < std::tie(b.order, b.ordinal, b.content, b.kind);
}

}  // namespace swarmsim
