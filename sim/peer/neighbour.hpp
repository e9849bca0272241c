#pragma once
// A connected peer as one torrent sees it: who wants what from whom, and what flowed.
//
// Directions are the subject's: we_choke_them, they_choke_us. Slots are stable while the connection
// lives; order among neighbours is the order of connecting, never the slot. Their pieces are a row of
// NeighbourPieces, so that this stays two cache lines.

#include <cstdint>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

namespace swarmsim {

/// Two cache lines; a `have` or a request touches the first alone.
struct alignas(64) Neighbour {
  PeerId remote{};
  EndId end{};                          ///< our side of the connection
  std::uint32_t outstanding = 0;        ///< blocks asked of them and still expected
  std::uint32_t queued = 0;             ///< their requests that wait
  std::uint32_t queue_head = no_index;  ///< oldest first
  std::uint32_t queue_tail = no_index;
  bool live = false;    ///< the slot is in use
  bool shaken = false;  ///< their handshake has arrived
  bool we_opened = false;
  bool we_choke_them = true;
  bool they_choke_us = true;
  bool we_want = false;  ///< we told them `interested`
  bool they_want = false;
  bool snubbed = false;  ///< as of the last choke decision
  SimTime last_sent{};
  SimTime last_heard{};
  std::uint32_t weight = 1;      ///< their share of our uplink while unchoked
  std::uint32_t unanswered = 0;  ///< requests to them less blocks from them, since we connected
  // Second line: what blocks and choke rounds touch. Bytes are those of blocks.
  std::int64_t received_this_round = 0;
  std::int64_t received_last_round = 0;
  std::int64_t sent_this_round = 0;
  std::int64_t sent_last_round = 0;
  SimTime waiting_since{};  ///< last block from them, or since we want something
  SimTime connected_at{};
  SimTime unchoked_at{};     ///< when we last unchoked them
  std::uint32_t voided = 0;  ///< requests that a choke of theirs made void; one that crossed it may live on
};
static_assert(sizeof(Neighbour) == 128);

}  // namespace swarmsim
