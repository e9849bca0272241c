#include "sim/peer/picker.hpp"

#include <limits>

namespace swarmsim {

namespace {

template <typename Visit>
void for_each_open(const PieceView& view, Visit&& visit) {
  for (std::size_t word = 0; word < view.theirs.size(); ++word) {
    for_each_bit(view.untouched(word), static_cast<std::uint32_t>(word * 64), visit);
  }
}

}  // namespace

std::optional<PieceIndex> RarestFirst::pick(const PieceView& view, Rng& rng) const {
  if (view.held == 0) return RandomOrder{}.pick(view, rng);
  std::uint16_t rarest = std::numeric_limits<std::uint16_t>::max();
  std::uint64_t ties = 0;
  for_each_open(view, [&](PieceIndex piece) {
    const std::uint16_t owners = view.availability[piece];
    if (owners < rarest) {
      rarest = owners;
      ties = 0;
    }
    ties += owners == rarest ? 1 : 0;
  });
  if (ties == 0) return std::nullopt;
  std::uint64_t skip = rng.below(ties);
  std::optional<PieceIndex> picked;
  for_each_open(view, [&](PieceIndex piece) {
    if (picked || view.availability[piece] != rarest) return;
    if (skip == 0) picked = piece;
    --skip;
  });
  return picked;
}

std::optional<PieceIndex> RandomOrder::pick(const PieceView& view, Rng& rng) const {
  std::uint64_t open = 0;
  for_each_open(view, [&](PieceIndex) { ++open; });
  if (open == 0) return std::nullopt;
  std::uint64_t skip = rng.below(open);
  std::optional<PieceIndex> picked;
  for_each_open(view, [&](PieceIndex piece) {
    if (picked) return;
    if (skip == 0) picked = piece;
    --skip;
  });
  return picked;
}

std::optional<PieceIndex> InOrder::pick(const PieceView& view, Rng&) const {
  for (std::size_t word = 0; word < view.theirs.size(); ++word) {
    const std::uint64_t open = view.untouched(word);
    if (open != 0)
      return static_cast<PieceIndex>(word * 64) + static_cast<PieceIndex>(std::countr_zero(open));
  }
  return std::nullopt;
}

}  // namespace swarmsim
