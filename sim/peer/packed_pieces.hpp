#pragma once
// NeighbourPieces as bits in one array, with every count kept in step.
//
// A row is a word of counts and then the bits: what a `have` touches lies side by side, in one cache line
// up to 448 pieces. add() costs O(1), own() one look at every row.
// Invariants: count = bits set in the row; wanted = those of them that we lack; availability = sum over rows.

#include <vector>

#include "core/base/bitfield.hpp"
#include "core/base/prefetch.hpp"
#include "sim/peer/neighbour_pieces.hpp"

namespace swarmsim {

class PackedPieces final : public NeighbourPieces {
 public:
  explicit PackedPieces(std::uint32_t pieces)
      : words_((pieces + 63) / 64), availability_(pieces), pieces_(pieces) {}
  std::unique_ptr<NeighbourPieces> clone() const override { return std::make_unique<PackedPieces>(*this); }

  void open(Slot slot) override;
  void fill(Slot slot, std::span<const std::uint64_t> row, std::span<const std::uint64_t> ours) override;
  bool add(Slot slot, PieceIndex piece, bool is_ours) override;
  void own(PieceIndex piece) override;
  void clear(Slot slot) override;

  bool has(Slot slot, PieceIndex piece) const override {
    return ((rows_[begin_of(slot) + 1 + piece / 64] >> (piece % 64)) & 1U) != 0;
  }
  std::uint32_t count(Slot slot) const override {
    return static_cast<std::uint32_t>(rows_[begin_of(slot)] >> count_shift);
  }
  std::uint32_t wanted(Slot slot) const override { return static_cast<std::uint32_t>(rows_[begin_of(slot)]); }
  std::span<const std::uint64_t> row(Slot slot) const override;
  std::span<const std::uint16_t> availability() const override { return availability_; }
  void prefetch(Slot slot, PieceIndex piece) const override {
    prefetch_line(&rows_[begin_of(slot)]);
    if (piece < pieces_) prefetch_line(&availability_[piece]);
  }

 private:
  /// The word of counts: pieces they have in its upper half, those we lack in its lower one.
  static constexpr unsigned count_shift = 32;
  static constexpr std::uint64_t one_piece = std::uint64_t{1} << count_shift;
  static constexpr std::uint64_t one_wanted = 1;

  void count_in(std::uint32_t word, std::uint64_t bits, std::uint16_t change);
  std::size_t begin_of(Slot slot) const { return std::size_t{slot} * (words_ + 1); }

  std::uint32_t words_ = 0;  ///< 64-bit words of one bitfield
  std::vector<std::uint64_t> rows_;
  std::vector<std::uint16_t> availability_;
  std::uint32_t pieces_ = 0;
};

}  // namespace swarmsim
