#pragma once
// What the neighbours of one torrent have: what they announced, and how often each piece is among them.
//
// A row of pieces per slot of a neighbour. Two makes keep it: PackedPieces, and PlainPieces
// (sim/reference) to hold it against. Knows no neighbour, only slots; what is ours is told.
// A row exists from open() on; it is empty then, and after clear().

#include <cstdint>
#include <memory>
#include <span>

#include "core/base/ids.hpp"

namespace swarmsim {

class NeighbourPieces {
 public:
  using Slot = std::uint16_t;

  virtual ~NeighbourPieces() = default;
  virtual std::unique_ptr<NeighbourPieces> clone() const = 0;

  /// There is a neighbour in `slot`, who has nothing so far.
  virtual void open(Slot slot) = 0;
  /// They, who have nothing so far, have all pieces of `row`; `ours`: those that we have. Words of bits.
  virtual void fill(Slot slot, std::span<const std::uint64_t> row, std::span<const std::uint64_t> ours) = 0;
  /// They have `piece` as well; false if they had it. `is_ours`: we have it too.
  virtual bool add(Slot slot, PieceIndex piece, bool is_ours) = 0;
  /// `piece`, which we lacked, is ours from now on.
  virtual void own(PieceIndex piece) = 0;
  /// They are gone.
  virtual void clear(Slot slot) = 0;

  virtual bool has(Slot slot, PieceIndex piece) const = 0;
  /// Pieces they have.
  virtual std::uint32_t count(Slot slot) const = 0;
  /// Pieces they have and we lack.
  virtual std::uint32_t wanted(Slot slot) const = 0;
  /// Their pieces as words of bits. Holds until the next call of anything.
  virtual std::span<const std::uint64_t> row(Slot slot) const = 0;
  /// How many of them have it, per piece. Holds until the next call of anything.
  virtual std::span<const std::uint16_t> availability() const = 0;

  /// Asks the memory for the row of `slot`, and, where it is known that they will have it, for what is kept
  /// of `piece`; else no_index. Changes nothing.
  virtual void prefetch(Slot, PieceIndex) const {}

 protected:
  NeighbourPieces() = default;
  NeighbourPieces(const NeighbourPieces&) = default;
  NeighbourPieces& operator=(const NeighbourPieces&) = default;
};

}  // namespace swarmsim
