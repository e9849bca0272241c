#pragma once
// Which piece to ask for next: the interface every piece-picking strategy implements.
//
// A picker that finishes begun pieces first (strict priority, BEP 3) is asked once per piece: their blocks
// are handed out in order by the torrent itself. Others are asked for every block, and may name a begun
// piece. A picker is stateless and sees plain values; ties are broken by a draw, or by the salt of the view.
// Cost: one pass over the words of the bitfields.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/base/bitfield.hpp"
#include "core/base/ids.hpp"
#include "core/base/rng.hpp"
#include "sim/peer/partial_pieces.hpp"

namespace swarmsim {

/// What a picker may look at.
struct PieceView {
  std::span<const std::uint64_t> theirs;        ///< pieces the neighbour has
  const Bitfield& settled;                      ///< pieces we have, or do not want
  const Bitfield& begun;                        ///< pieces of which blocks were requested or received
  std::span<const std::uint16_t> availability;  ///< neighbours that have it, per piece
  std::uint32_t held = 0;                       ///< pieces we have
  // For pickers that weigh begun pieces against others.
  std::uint64_t salt = 0;         ///< of this torrent's order among equal pieces
  const PartialPieces& partials;  ///< begun pieces, and whom their blocks were asked of
  PartialPieces::Slot slot = 0;   ///< the neighbour
  std::uint32_t neighbours = 0;   ///< of the torrent
  bool whole_pieces = false;      ///< the neighbour brings a piece soon enough to have it for itself
  bool snubbed = false;           ///< the neighbour keeps us waiting

  /// Of 64 pieces those that they have, we lack and want, and nobody has begun.
  std::uint64_t untouched(std::size_t word) const {
    return theirs[word] & ~settled.words()[word] & ~begun.words()[word];
  }
};

class PiecePicker {
 public:
  virtual ~PiecePicker() = default;
  /// Whether blocks of begun pieces are handed out before anybody is asked. Who says no is asked per block.
  virtual bool finishes_begun() const { return true; }
  /// A piece they have, we lack and want and, unless begun pieces are weighed too, nobody has begun; nothing
  /// if there is none. A begun one has a free block.
  virtual std::optional<PieceIndex> pick(const PieceView& view, Rng& rng) const = 0;
  /// Whether the neighbour is given whole pieces that nobody else is asked for.
  virtual bool keeps_pieces(const PieceView&) const { return false; }
};

/// Fewest owners among the neighbours first; the first piece of all at random (BEP 3).
class RarestFirst final : public PiecePicker {
 public:
  std::optional<PieceIndex> pick(const PieceView& view, Rng& rng) const override;
};

/// Uniformly random.
class RandomOrder final : public PiecePicker {
 public:
  std::optional<PieceIndex> pick(const PieceView& view, Rng& rng) const override;
};

/// Lowest index first.
class InOrder final : public PiecePicker {
 public:
  std::optional<PieceIndex> pick(const PieceView& view, Rng& rng) const override;
};

}  // namespace swarmsim
