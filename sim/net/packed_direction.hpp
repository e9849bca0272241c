#pragma once
// A direction as the fast network keeps it: a FIFO of messages, a window, and its place in the uplink's turn.
//
// The FIFO holds what is unsent and what is in flight. Two cursors run over it: `head` with
// `head_arrived` is the message that is arriving, everything behind `unsent` bytes from the tail has been
// committed. Chunks say only how many bytes they carry; which messages that completes follows from the
// FIFO, because a direction keeps its order.

#include <cstdint>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/protocol/message.hpp"
#include "sim/net/direction.hpp"

namespace swarmsim {

/// A message on its way. Lives in the network's pool; `next` threads FIFO and free list. Half a cache line.
struct alignas(32) MessageNode {
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
struct alignas(64) PackedDirection : Direction {
  std::uint32_t head = no_index;
  std::uint32_t tail = no_index;
  std::uint32_t head_arrived = 0;  ///< bytes of the head message that are there
  std::uint32_t next_chunk = 0;
  std::uint32_t turn_next = no_index;  ///< no_index: not in the ring
  bool blocked = false;                ///< has unsent data and no window
  bool ack_pending = false;            ///< an ack_due event is in the queue
  bool in_turn = false;                ///< was given its credit for the turn that runs
  bool recovering = false;
  // Second line. The window, in bytes of TCP payload.
  std::uint32_t flight = 0;
  std::uint32_t cwnd = 0;
  std::uint32_t ssthresh = 0;
  std::uint32_t committed = 0;  ///< running count modulo 2^32, for the recovery point
  std::uint32_t recover = 0;    ///< no further halving until this much is acknowledged
  std::uint32_t acks_head = no_index;
  std::uint32_t acks_tail = no_index;
  std::uint32_t serial = 0;  ///< of its connection, in the order of connecting: two peers may have several
  SimTime last_activity{};   ///< when data was last committed
  // The turn (deficit round robin).
  std::int64_t credit = 0;
  std::uint32_t weight = 1;
  std::uint32_t turn_previous = no_index;
  std::uint32_t next = no_index;  ///< free list of the pool
  std::uint32_t slack = 0;        ///< room in the last segment of data, for what follows without a pause
};
static_assert(sizeof(PackedDirection) == 128);

}  // namespace swarmsim
