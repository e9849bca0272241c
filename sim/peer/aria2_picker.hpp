#pragma once
// The piece picker of aria2 1.36: a piece belongs to one connection at a time.
//
// First the pieces that this neighbour alone is being asked for; then the rarest of those that nobody is
// asked for, begun or not, ties at random. Source: aria2 1.36 (DefaultPieceStorage.cc,
// RarestPieceSelector.cc), as described in docs/clients.md.

#include "sim/peer/picker.hpp"

namespace swarmsim {

class Aria2Picker final : public PiecePicker {
 public:
  bool finishes_begun() const override { return false; }
  std::optional<PieceIndex> pick(const PieceView& view, Rng& rng) const override;
};

}  // namespace swarmsim
