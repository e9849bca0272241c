// Serving: the queue of requests of each neighbour, oldest first.
//
// A block enters the network when the send buffer of its connection is short (Profile::send_buffer), so a
// request can be cancelled, and is dropped by a choke, until its block is next. Where a neighbour is sent
// much libtorrent's send buffer grows with it (peer_connection::fill_send_buffer).

#include <algorithm>

#include "core/base/check.hpp"
#include "core/base/growth.hpp"
#include "sim/peer/torrent.hpp"

namespace swarmsim {

void Torrent::on_request(Turn& turn, Slot slot, const Message& message) {
  Neighbour& neighbour = neighbours_[slot];
  const PieceIndex piece = message.subject / blocks_per_piece_;
  const bool welcome = neighbour.we_choke_them ? grants(turn, slot, piece) : knows_our_unchoke(slot);
  if (!welcome || !have_.test(piece) || neighbour.queued >= request_queue_most) {
    // Without the fast extension a request that crossed our choke is void (BEP 3); its sender knows when the
    // choke arrives.
    if (neighbour.fast) reject(turn, slot, message.subject);
    const bool minds = neighbour.we_choke_them && !welcome && ignores_our_choke(turn, slot);
    if (minds) part_for_a_while(turn, slot);
    return;
  }
  const std::uint32_t entry = queue_.take({no_index, message.subject});
  if (neighbour.queue_head == no_index) {
    neighbour.queue_head = entry;
  } else {
    queue_[neighbour.queue_tail].next = entry;
  }
  neighbour.queue_tail = entry;
  ++neighbour.queued;
  if (pulses(turn.profile)) return expect_pulse(turn, turn.now);
  turn.about_end(EffectKind::serve, neighbour.end);
}

void Torrent::on_cancel(Turn& turn, Slot slot, BlockIndex block) {
  // What is on its way already is the answer to it.
  if (take_out_of_queue(slot, block) && neighbours_[slot].fast) reject(turn, slot, block);
}

bool Torrent::take_out_of_queue(Slot slot, BlockIndex block) {
  Neighbour& neighbour = neighbours_[slot];
  std::uint32_t before = no_index;
  for (std::uint32_t at = neighbour.queue_head; at != no_index; before = at, at = queue_[at].next) {
    if (queue_[at].block != block) continue;
    const std::uint32_t after = queue_[at].next;
    if (before == no_index) {
      neighbour.queue_head = after;
    } else {
      queue_[before].next = after;
    }
    if (neighbour.queue_tail == at) neighbour.queue_tail = before;
    queue_.give_back(at);
    --neighbour.queued;
    return true;
  }
  return false;
}

void Torrent::drop_queue(Slot slot) {
  Neighbour& neighbour = neighbours_[slot];
  for (std::uint32_t at = neighbour.queue_head; at != no_index;) {
    const std::uint32_t after = queue_[at].next;
    queue_.give_back(at);
    at = after;
  }
  neighbour.queue_head = neighbour.queue_tail = no_index;
  neighbour.queued = 0;
}

/// How little may be unsent at `slot`, that is handed `bytes` now, for the next block to follow; 0: as
/// before.
std::uint16_t Torrent::send_buffer_of(const Turn& turn, Slot slot, std::uint32_t bytes) {
  const Profile& profile = turn.profile;
  if (profile.send_buffer_share == 0) return 0;
  const std::uint64_t sent = note_sent(entry_of(upload_paces_, slot), second_of(turn.now), bytes);
  return static_cast<std::uint16_t>(std::clamp<std::uint64_t>(sent * profile.send_buffer_share / 100,
                                                              profile.send_buffer, send_buffer_most));
}

std::optional<Outgoing> Torrent::next_upload(Turn& turn, Slot slot) {
  if (const auto metadata = next_metadata(turn, slot)) return metadata;
  Neighbour& neighbour = neighbours_[slot];
  if (neighbour.queue_head == no_index) return std::nullopt;
  const std::uint32_t entry = neighbour.queue_head;
  const BlockIndex block = queue_[entry].block;
  check(!neighbour.we_choke_them || grants(turn, slot, block / blocks_per_piece_),
        "torrent: a choked neighbour is sent no block but of granted pieces");
  check(have_.test(block / blocks_per_piece_), "torrent: who sends a block has its piece");
  neighbour.queue_head = queue_[entry].next;
  if (neighbour.queue_head == no_index) neighbour.queue_tail = no_index;
  queue_.give_back(entry);
  --neighbour.queued;
  Message message{MessageKind::block, block, turn.content.geometry.block_bytes(block)};
  if (turn.content.carries_data) {
    message.payload = turn.payloads.take(message.length);
    store_.read(turn.content, block, turn.payloads.bytes(message.payload));
  }
  add_bytes(neighbour.sent_this_round, message.length);
  add_bytes(neighbour.sent_since_unchoke, message.length);
  neighbour.last_sent = turn.now;
  totals_.uploaded += message.length;
  return Outgoing{neighbour.end, message, send_buffer_of(turn, slot, message.length)};
}

}  // namespace swarmsim
