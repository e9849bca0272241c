// The fast extension (BEP 6): pieces that a choked neighbour may have, and requests that are refused aloud.
//
// With it every request is answered, by its block or by a reject. A choke rejects what waits, granted pieces
// excepted; a cancel is answered too.

#include <algorithm>

#include "core/base/check.hpp"
#include "sim/peer/torrent.hpp"

namespace swarmsim {

namespace {
/// The bit that stands for `piece` of `set` in a neighbour's masks; 0: it is not in it.
std::uint16_t bit_in(std::span<const PieceIndex> set, PieceIndex piece) {
  const auto found = std::find(set.begin(), set.end(), piece);
  return found == set.end() ? std::uint16_t{0} : static_cast<std::uint16_t>(1U << (found - set.begin()));
}
}  // namespace

std::span<const PieceIndex> Torrent::fast_set_of(const Turn& turn, PeerId remote) const {
  return turn.fast_sets->of(remote, turn.addresses[index_of(remote)], turn.content,
                            turn.profile.allowed_fast);
}

void Torrent::grant_pieces(Turn& turn, Slot slot) {
  Neighbour& neighbour = neighbours_[slot];
  if (!neighbour.fast || turn.profile.allowed_fast == 0 || theirs_->count(slot) == pieces_) return;
  const std::span<const PieceIndex> set = fast_set_of(turn, neighbour.remote);
  for (const PieceIndex piece : set) {
    if (theirs_->has(slot, piece)) continue;
    neighbour.granted = static_cast<std::uint16_t>(neighbour.granted | bit_in(set, piece));
    say(turn, neighbour, {MessageKind::allowed_fast, piece});
  }
}

/// Whether `slot` may ask for blocks of `piece` though we choke it.
bool Torrent::grants(const Turn& turn, Slot slot, PieceIndex piece) const {
  const Neighbour& neighbour = neighbours_[slot];
  return neighbour.granted != 0 &&
         (neighbour.granted & bit_in(fast_set_of(turn, neighbour.remote), piece)) != 0;
}

void Torrent::on_allowed_fast(Turn& turn, Slot slot, PieceIndex piece) {
  if (!turn.profile.uses_allowed_fast) return;
  Neighbour& neighbour = neighbours_[slot];
  // Everybody grants us pieces of one set, in whose order we learn it; more than fit are not used.
  if (bit_in(fast_set_, piece) == 0) {
    if (fast_set_.size() >= allowed_fast_most) return;
    fast_set_.push_back(piece);
  }
  neighbour.allowed = static_cast<std::uint16_t>(neighbour.allowed | bit_in(fast_set_, piece));
  if (neighbour.they_choke_us) fill_requests(turn, slot);
}

/// Of what they have: the pieces that they serve though they choke us.
std::span<const std::uint64_t> Torrent::allowed_row(Turn& turn, Slot slot) const {
  std::vector<std::uint64_t>& row = turn.workspace.row;
  row.assign(words_, 0);
  for (const PieceIndex piece : fast_set_) {
    if ((neighbours_[slot].allowed & bit_in(fast_set_, piece)) == 0 || !theirs_->has(slot, piece)) continue;
    row[piece / 64] |= std::uint64_t{1} << (piece % 64);
  }
  return row;
}

void Torrent::on_reject(Turn& turn, Slot slot, BlockIndex block) {
  Neighbour& neighbour = neighbours_[slot];
  check(neighbour.unanswered > 0, "torrent: what is rejected was asked for on this connection");
  --neighbour.unanswered;
  if (expects(slot, block)) {
    release_request(slot, block);
  } else {
    check(neighbour.cancelled > 0, "torrent: what is rejected was expected, or cancelled");
    --neighbour.cancelled;
  }
  if (neighbour.they_choke_us) {
    const std::uint16_t refused = bit_in(fast_set_, block / blocks_per_piece_);
    neighbour.allowed = static_cast<std::uint16_t>(neighbour.allowed & ~refused);
  }
  if (neighbour.outstanding + neighbour.cancelled < 2) fill_requests(turn, slot);
}

void Torrent::reject(Turn& turn, Slot slot, BlockIndex block) {
  say(turn, neighbours_[slot], {MessageKind::reject, block, turn.content.geometry.block_bytes(block)});
}

/// After a choke: what waits is refused, but for granted pieces.
void Torrent::reject_queue(Turn& turn, Slot slot) {
  std::vector<BlockIndex> refused;
  for_each_waiting(slot, [&](BlockIndex block) {
    if (!grants(turn, slot, block / blocks_per_piece_)) refused.push_back(block);
  });
  for (const BlockIndex block : refused) {
    take_out_of_queue(slot, block);
    reject(turn, slot, block);
  }
}

}  // namespace swarmsim
