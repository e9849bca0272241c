#include "sim/peer/aria2_picker.hpp"

#include <limits>

namespace swarmsim {

std::optional<PieceIndex> Aria2Picker::pick(const PieceView& view, Rng& rng) const {
  std::uint32_t rarest = std::numeric_limits<std::uint32_t>::max();
  std::uint64_t ties = 0;
  std::optional<PieceIndex> picked;
  // One draw each keeps the choice among equals uniform without a second pass.
  const auto consider = [&](PieceIndex piece) {
    if (view.availability[piece] > rarest) return;
    if (view.availability[piece] < rarest) ties = 0;
    rarest = view.availability[piece];
    ++ties;
    if (rng.below(ties) == 0) picked = piece;
  };
  for (const PartialPieces::Partial& partial : view.partials.partials()) {
    if (partial.free == 0 || !has_bit(view.theirs, partial.piece)) continue;
    const PartialPieces::Asked asked = view.partials.asked_now(partial, view.slot);
    if (asked.of_others) continue;
    if (asked.of_slot) return partial.piece;
    consider(partial.piece);
  }
  for (std::size_t word = 0; word < view.theirs.size(); ++word) {
    for_each_bit(view.untouched(word), static_cast<std::uint32_t>(word * 64), consider);
  }
  return picked;
}

}  // namespace swarmsim
