// The fast extension (BEP 6): pieces that a choked neighbour may have, and requests that are refused aloud.
//
// With it every request is answered, by its block or by a reject. A choke rejects what waits, granted pieces
// excepted; a cancel is answered too.

#include <algorithm>

#include "core/base/check.hpp"
#include "core/protocol/allowed_fast.hpp"
#include "sim/peer/torrent.hpp"

namespace swarmsim {

namespace {
bool bit_of(std::uint16_t mask, std::ptrdiff_t i) { return ((mask >> i) & 1U) != 0; }
}  // namespace

std::vector<PieceIndex> Torrent::fast_set_of(const Turn& turn, PeerId remote) const {
  return allowed_fast_set(turn.addresses[index_of(remote)], turn.content.info_hash, pieces_,
                          std::min(turn.profile.allowed_fast, pieces_));
}

void Torrent::grant_pieces(Turn& turn, Slot slot) {
  Neighbour& neighbour = neighbours_[slot];
  if (!neighbour.fast || turn.profile.allowed_fast == 0 || theirs_->count(slot) == pieces_) return;
  const std::vector<PieceIndex> set = fast_set_of(turn, neighbour.remote);
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (theirs_->has(slot, set[i])) continue;
    neighbour.granted = static_cast<std::uint16_t>(neighbour.granted | 1U << i);
    say(turn, neighbour, {MessageKind::allowed_fast, set[i]});
  }
}

bool Torrent::grants(const Turn& turn, Slot slot, PieceIndex piece) const {
  const Neighbour& neighbour = neighbours_[slot];
  if (neighbour.granted == 0) return false;
  const std::vector<PieceIndex> set = fast_set_of(turn, neighbour.remote);
  const auto found = std::find(set.begin(), set.end(), piece);
  return found != set.end() && bit_of(neighbour.granted, found - set.begin());
}

bool Torrent::is_allowed(Slot slot, PieceIndex piece) const {
  if (neighbours_[slot].allowed == 0) return false;
  const auto found = std::find(fast_set_.begin(), fast_set_.end(), piece);
  return found != fast_set_.end() && bit_of(neighbours_[slot].allowed, found - fast_set_.begin());
}

void Torrent::on_allowed_fast(Turn& turn, Slot slot, PieceIndex piece) {
  Neighbour& neighbour = neighbours_[slot];
  // Everybody grants us pieces of one set, in whose order we learn it; more than fit are not used.
  auto found = std::find(fast_set_.begin(), fast_set_.end(), piece);
  if (found == fast_set_.end()) {
    if (fast_set_.size() >= allowed_fast_most) return;
    found = fast_set_.insert(fast_set_.end(), piece);
  }
  neighbour.allowed = static_cast<std::uint16_t>(neighbour.allowed | 1U << (found - fast_set_.begin()));
  if (neighbour.they_choke_us) fill_requests(turn, slot);
}

/// Of what they have: the pieces that they serve though they choke us.
std::span<const std::uint64_t> Torrent::allowed_row(Slot slot) {
  allowed_row_.assign(words_, 0);
  for (std::size_t i = 0; i < fast_set_.size(); ++i) {
    const PieceIndex piece = fast_set_[i];
    if (!bit_of(neighbours_[slot].allowed, static_cast<std::ptrdiff_t>(i)) || !theirs_->has(slot, piece))
      continue;
    allowed_row_[piece / 64] |= std::uint64_t{1} << (piece % 64);
  }
  return allowed_row_;
}

void Torrent::on_reject(Turn& turn, Slot slot, BlockIndex block) {
  Neighbour& neighbour = neighbours_[slot];
  check(neighbour.unanswered > 0, "torrent: what is rejected was asked for on this connection");
  --neighbour.unanswered;
  const PieceIndex piece = block / blocks_per_piece_;
  if (expects(slot, block)) {
    release_request(slot, block);
  } else {
    check(neighbour.cancelled > 0, "torrent: what is rejected was expected, or cancelled");
    --neighbour.cancelled;
  }
  if (neighbour.they_choke_us && is_allowed(slot, piece)) {
    const auto found = std::find(fast_set_.begin(), fast_set_.end(), piece);
    neighbour.allowed = static_cast<std::uint16_t>(neighbour.allowed & ~(1U << (found - fast_set_.begin())));
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
