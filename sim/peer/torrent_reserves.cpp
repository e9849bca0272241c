// Blocks that are kept for a neighbour before it is asked for them, where a client picks whole pieces.
//
// libtorrent's request queue: a neighbour that brings a piece within whole_pieces_threshold (20 s) is given
// as many whole pieces as it brings in that time, lying side by side (request_blocks.cpp, request_a_block;
// piece_picker.cpp, expand_piece). What its pipeline has no room for waits there, and nobody else is asked
// for it, but as a duplicate of the end game. A choke or a snub gives it back.

#include <algorithm>

#include "core/base/check.hpp"
#include "sim/peer/torrent.hpp"

namespace swarmsim {

namespace {
/// Bytes that one neighbour is given at a time: request_a_block.
constexpr std::int64_t kept_most = 8 * 1024 * 1024;
}  // namespace

/// Keeps `piece` for `slot`, and, where it is untouched, pieces beside it; `in_time`: bytes that it brings in
/// the time for one. False where others are asked for blocks of it.
bool Torrent::keep_pieces(Turn& turn, Slot slot, PieceIndex piece, std::span<const std::uint64_t> theirs,
                          std::int64_t in_time) {
  check(!partials_.first_kept(slot), "torrent: what is kept for a neighbour is asked for first");
  if (partials_.begun().test(piece)) {
    for (const PartialPieces::Partial& partial : partials_.partials()) {
      if (partial.piece == piece && partials_.asked_now(partial, slot).of_others) return false;
    }
    partials_.keep(piece, slot);
  } else {
    const auto open = [&](PieceIndex one) {
      return has_bit(theirs, one) && !settled().test(one) && !partials_.begun().test(one);
    };
    const auto wanted =
        static_cast<PieceIndex>(std::min(in_time, kept_most) / turn.content.geometry.piece_size);
    // Downwards first, then up: as expand_piece does.
    PieceIndex first = piece;
    while (first > 0 && piece - first + 1 < wanted && open(first - 1)) --first;
    PieceIndex end = piece + 1;
    while (end < pieces_ && end - first < wanted && open(end)) ++end;
    for (PieceIndex one = first; one < end; ++one) {
      partials_.begin(one);
      partials_.keep(one, slot);
    }
  }
  return true;
}

/// The next block that is kept for `slot`; it is to be asked for now. On parole nothing is kept.
std::optional<BlockIndex> Torrent::next_kept(Slot slot, bool on_parole) {
  if (!on_parole) return partials_.take_kept(slot);
  give_back_kept(slot);
  return std::nullopt;
}

void Torrent::give_back_kept(Slot slot) {
  while (const auto block = partials_.first_kept(slot)) pass_on(*block);
}

}  // namespace swarmsim
