#include "sim/peer/packed_pieces.hpp"

#include <algorithm>

#include "core/base/growth.hpp"

namespace swarmsim {

void PackedPieces::open(Slot slot) {
  const std::size_t end = begin_of(slot) + words_ + 1;
  if (rows_.size() < end) resize_gently(rows_, end);
}

bool PackedPieces::add(Slot slot, PieceIndex piece, bool is_ours) {
  const std::size_t begin = begin_of(slot);
  std::uint64_t& word = rows_[begin + 1 + piece / 64];
  const std::uint64_t bit = std::uint64_t{1} << (piece % 64);
  if ((word & bit) != 0) return false;
  word |= bit;
  rows_[begin] += one_piece + (is_ours ? 0 : one_wanted);
  ++availability_[piece];
  return true;
}

void PackedPieces::own(PieceIndex piece) {
  if (availability_[piece] == 0) return;
  for (std::size_t begin = 0; begin < rows_.size(); begin += words_ + 1) {
    if (((rows_[begin + 1 + piece / 64] >> (piece % 64)) & 1U) != 0) rows_[begin] -= one_wanted;
  }
}

void PackedPieces::clear(Slot slot) {
  const std::size_t begin = begin_of(slot);
  for (std::uint32_t word = 0; word < words_; ++word) {
    for_each_bit(rows_[begin + 1 + word], word * 64, [this](PieceIndex piece) { --availability_[piece]; });
  }
  std::fill_n(rows_.begin() + static_cast<std::ptrdiff_t>(begin), words_ + 1, 0);
}

void PackedPieces::clear() {
  rows_ = {};
  availability_.assign(pieces_, 0);
}

std::span<const std::uint64_t> PackedPieces::row(Slot slot) const {
  return std::span(rows_).subspan(begin_of(slot) + 1, words_);
}

}  // namespace swarmsim
