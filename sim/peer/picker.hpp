#pragma once
// Which piece to begin next: the interface every piece-picking strategy implements.
//
// Asked once per piece, not per block: blocks of a begun piece are requested in order (strict
// priority, BEP 3) by the torrent itself. A picker is stateless and sees plain values; ties are broken
// by one draw. Cost: one pass over the words of the bitfields.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/base/bitfield.hpp"
#include "core/base/ids.hpp"
#include "core/base/rng.hpp"

namespace swarmsim {

/// What a picker may look at.
struct PieceView {
  std::span<const std::uint64_t> theirs;        ///< pieces the neighbour has
  const Bitfield& mine;                         ///< pieces we have
  const Bitfield& begun;                        ///< pieces of which blocks were requested or received
  std::span<const std::uint16_t> availability;  ///< neighbours that have it, per piece
};

class PiecePicker {
 public:
  virtual ~PiecePicker() = default;
  /// A piece they have, we lack and nobody has begun; nothing if there is none.
  virtual std::optional<PieceIndex> pick(const PieceView& view, Rng& rng) const = 0;
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
