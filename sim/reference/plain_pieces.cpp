#include "sim/reference/plain_pieces.hpp"

#include <algorithm>

#include "core/base/bitfield.hpp"
#include "core/base/check.hpp"

namespace swarmsim {

void PlainPieces::fill(Slot slot, std::span<const std::uint64_t> row, std::span<const std::uint64_t> ours) {
  for (PieceIndex piece = 0; piece < ours_.size(); ++piece) {
    if (has_bit(row, piece)) add(slot, piece, has_bit(ours, piece));
  }
}

bool PlainPieces::add(Slot slot, PieceIndex piece, bool is_ours) {
  check(is_ours == ours_.at(piece), "plain pieces: what is ours was told");
  if (has(slot, piece)) return false;
  theirs_.at(slot).at(piece) = true;
  return true;
}

std::uint32_t PlainPieces::count(Slot slot) const {
  const std::vector<bool>& pieces = theirs_.at(slot);
  return static_cast<std::uint32_t>(std::count(pieces.begin(), pieces.end(), true));
}

std::uint32_t PlainPieces::wanted(Slot slot) const {
  std::uint32_t lacking = 0;
  for (PieceIndex piece = 0; piece < ours_.size(); ++piece) {
    if (has(slot, piece) && !ours_[piece]) ++lacking;
  }
  return lacking;
}

std::span<const std::uint64_t> PlainPieces::row(Slot slot) const {
  constexpr PieceIndex word_bits = 64;
  row_.assign((ours_.size() + word_bits - 1) / word_bits, 0);
  for (PieceIndex piece = 0; piece < ours_.size(); ++piece) {
    if (has(slot, piece)) row_.at(piece / word_bits) |= std::uint64_t{1} << (piece % word_bits);
  }
  return row_;
}

std::span<const std::uint16_t> PlainPieces::availability() const {
  availability_.assign(ours_.size(), 0);
  for (const auto& [slot, pieces] : theirs_) {
    for (PieceIndex piece = 0; piece < pieces.size(); ++piece) {
      if (pieces[piece]) ++availability_[piece];
    }
  }
  return availability_;
}

}  // namespace swarmsim
