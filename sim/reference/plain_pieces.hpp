#pragma once
// NeighbourPieces as a yes or no for every piece, with every count taken anew when it is asked for.
//
// What PackedPieces is held against; shares no code with it.

#include <map>
#include <vector>

#include "sim/peer/neighbour_pieces.hpp"

namespace swarmsim {

class PlainPieces final : public NeighbourPieces {
 public:
  explicit PlainPieces(std::uint32_t pieces) : ours_(pieces) {}
  std::unique_ptr<NeighbourPieces> clone() const override { return std::make_unique<PlainPieces>(*this); }

  void open(Slot slot) override { theirs_[slot].assign(ours_.size(), false); }
  void fill(Slot slot, std::span<const std::uint64_t> row, std::span<const std::uint64_t> ours) override;
  bool add(Slot slot, PieceIndex piece, bool is_ours) override;
  void own(PieceIndex piece) override { ours_.at(piece) = true; }
  void clear(Slot slot) override { theirs_.erase(slot); }

  bool has(Slot slot, PieceIndex piece) const override { return theirs_.at(slot).at(piece); }
  std::uint32_t count(Slot slot) const override;
  std::uint32_t wanted(Slot slot) const override;
  std::span<const std::uint64_t> row(Slot slot) const override;
  std::span<const std::uint16_t> availability() const override;

 private:
  std::vector<bool> ours_;
  std::map<Slot, std::vector<bool>> theirs_;
  mutable std::vector<std::uint64_t> row_;  ///< what row() returned last
  mutable std::vector<std::uint16_t> availability_;
};

}  // namespace swarmsim
