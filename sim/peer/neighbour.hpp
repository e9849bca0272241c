#pragma once
// A connected peer as one torrent sees it: who wants what from whom, and what flowed.
//
// Directions are the subject's: we_choke_them, they_choke_us. Slots are stable while the connection
// lives; order among neighbours is the order of connecting, never the slot. Their pieces are a row of
// NeighbourPieces, so that this stays two cache lines. Sums of bytes stay at the most that 32 bits hold.

#include <cstdint>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "sim/peer/choker.hpp"
#include "sim/peer/pace.hpp"

namespace swarmsim {

/// Two cache lines; a `have` or a request touches the first alone.
struct alignas(64) Neighbour {
  PeerId remote{};
  EndId end{};                          ///< our side of the connection
  std::uint32_t queue_head = no_index;  ///< their requests that wait, oldest first
  std::uint32_t queue_tail = no_index;
  std::uint32_t unanswered = 0;  ///< requests to them less answers, since we connected
  /// Requests that a choke of theirs made void, or for a piece that had failed: one that crossed it may live
  /// on.
  std::uint32_t voided = 0;
  std::uint16_t queued = 0;       ///< their requests that wait
  std::uint16_t outstanding = 0;  ///< blocks asked of them and still expected
  std::uint16_t cancelled = 0;    ///< asked of them, cancelled, and not answered yet (BEP 6 answers)
  std::uint16_t granted = 0;      ///< of their allowed fast set: pieces that we serve though we choke them
  std::uint16_t allowed = 0;      ///< of our allowed fast set: pieces that they serve though they choke us
  std::uint16_t weight = 1;       ///< their share of our uplink while unchoked
  bool live = false;              ///< the slot is in use
  bool shaken = false;            ///< their handshake has arrived
  bool we_opened = false;
  bool fast : 1 = false;         ///< both speak the fast extension
  bool extended : 1 = false;     ///< their extension handshake has arrived
  bool upload_only : 1 = false;  ///< they said that they fetch no more (BEP 21)
  bool we_choke_them = true;
  bool they_choke_us = true;
  bool we_want = false;  ///< we told them `interested`
  bool they_want = false;
  bool just_interested = false;            ///< since the last choke decision
  bool snubbed = false;                    ///< they keep us waiting
  bool streams = false;                    ///< the block before it is followed by the next without a pause
  ChokeReason reason = ChokeReason::none;  ///< of the last decision, for who asks why
  SimTime last_sent{};
  SimTime last_heard{};
  // Second line: what blocks and choke rounds touch. Bytes are those of blocks.
  std::uint32_t received_this_round = 0;
  std::uint32_t received_last_round = 0;
  std::uint32_t sent_this_round = 0;
  std::uint32_t sent_last_round = 0;
  std::uint32_t sent_since_unchoke = 0;
  Pace pace;
  SimTime waiting_since{};  ///< last block from them, or since we want something
  SimTime connected_at{};
  SimTime unchoked_at = sim_start;  ///< when we last unchoked them
};
static_assert(sizeof(Neighbour) == 128);

}  // namespace swarmsim
