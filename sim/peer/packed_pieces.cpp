#include "sim/peer/packed_pieces.hpp"

#include <algorithm>
#include <bit>

#include "core/base/check.hpp"
#include "core/base/growth.hpp"

namespace swarmsim {

void PackedPieces::open(Slot slot) {
  const std::size_t end = begin_of(slot) + words_ + 1;
  if (rows_.size() < end) resize_gently(rows_, end);
}

/// Adds `change` (or takes it away: modulo 2^16) for those of the 64 pieces of `word` that are in `bits`. A
/// seed has them all, and most neighbours come to be seeds: then there is no bit to look for.
void PackedPieces::count_in(std::uint32_t word, std::uint64_t bits, std::uint16_t change) {
  const auto count = [&](PieceIndex piece) {
    availability_[piece] = static_cast<std::uint16_t>(availability_[piece] + change);
  };
  if (bits != ~std::uint64_t{0}) return for_each_bit(bits, word * 64, count);
  for (PieceIndex piece = word * 64; piece < (word + 1) * 64; ++piece) count(piece);
}

void PackedPieces::fill(Slot slot, std::span<const std::uint64_t> row, std::span<const std::uint64_t> ours) {
  const std::size_t begin = begin_of(slot);
  check(rows_[begin] == 0, "pieces: a neighbour begins with a row once");
  for (std::uint32_t word = 0; word < words_; ++word) {
    const std::uint64_t bits = row[word];
    rows_[begin + 1 + word] = bits;
    rows_[begin] += static_cast<std::uint64_t>(std::popcount(bits)) * one_piece +
                    static_cast<std::uint64_t>(std::popcount(bits & ~ours[word])) * one_wanted;
    count_in(word, bits, 1);
  }
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
  for (std::uint32_t word = 0; word < words_; ++word) count_in(word, rows_[begin + 1 + word], 0xFFFF);
  std::fill_n(rows_.begin() + static_cast<std::ptrdiff_t>(begin), words_ + 1, 0);
}

std::span<const std::uint64_t> PackedPieces::row(Slot slot) const {
  return std::span(rows_).subspan(begin_of(slot) + 1, words_);
}

}  // namespace swarmsim
