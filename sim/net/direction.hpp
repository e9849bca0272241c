#pragma once
// One direction of one connection: a FIFO of messages, a window, and its place in the uplink's turn.
//
// The FIFO holds what is unsent and what is in flight. Two cursors run over it: `head` with
// `head_left` is the message that is arriving, everything behind `unsent` bytes from the tail has been
// committed. Chunks say only how many bytes they carry; which messages that completes follows from the
// FIFO, because a direction keeps its order.

#include <cstdint>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/protocol/message.hpp"

namespace swarmsim {

/// A message on its way. Lives in the network's pool; `next` threads FIFO and free list.
struct MessageNode {
  std::uint32_t next = no_index;
  std::uint32_t wire = 0;  ///< bytes of TCP payload
  SimTime sent{};          ///< when the peer handed it over
  Message message;
};

/// An acknowledgement on its way back.
struct AckNode {
  std::uint32_t next = no_index;
  std::uint32_t bytes = 0;
  SimTime due{};
};

/// Two cache lines. A small message that finds the direction idle touches the first alone: that is every
/// `have` and nearly every request, the most frequent things of a run.
struct alignas(64) Direction {
  // The FIFO.
  std::uint32_t head = no_index;
  std::uint32_t tail = no_index;
  std::uint32_t head_left = 0;     ///< bytes of the head message that have not arrived
  std::uint32_t unsent = 0;        ///< bytes not yet committed to the uplink
  std::uint32_t next_ordinal = 0;  ///< of the head message, in this direction
  std::uint32_t next_chunk = 0;
  // Who.
  PeerId from{};
  PeerId to{};
  Duration path_latency{};
  EndId reverse{};
  std::uint32_t turn_next = no_index;  ///< no_index: not in the ring
  std::uint16_t owner = no_owner;      ///< the sender's slot for this neighbour; none once it let go
  std::uint16_t reader = no_owner;     ///< the receiver's slot: the owner of the reverse direction
  std::uint16_t content = 0;
  std::uint16_t pending = 0;  ///< events that name this end: it is not reused before they are gone
  bool blocked = false;       ///< has unsent data and no window
  bool ack_pending = false;   ///< an ack_due event is in the queue
  bool closed = false;
  bool in_turn = false;  ///< was given its credit for the turn that runs
  // Second line. The window, in bytes of TCP payload.
  std::uint32_t flight = 0;
  std::uint32_t cwnd = 0;
  std::uint32_t ssthresh = 0;
  std::uint32_t committed = 0;  ///< running count modulo 2^32, for the recovery point
  std::uint32_t recover = 0;    ///< no further halving until this much is acknowledged
  std::uint32_t acks_head = no_index;
  std::uint32_t acks_tail = no_index;
  std::uint32_t resend = 0;  ///< bytes on the wire owed for lost segments
  SimTime last_activity{};   ///< when data was last committed
  // The turn (deficit round robin).
  std::int64_t credit = 0;
  std::uint32_t weight = 1;
  std::uint32_t turn_previous = no_index;
  bool recovering = false;
  std::uint8_t farewell = 0;  ///< why its sender let go; the network only carries it
  std::uint32_t next = no_index;  ///< free list of the pool

  static constexpr std::uint16_t no_owner = 0xFFFF;
};
static_assert(sizeof(Direction) == 128);

}  // namespace swarmsim
