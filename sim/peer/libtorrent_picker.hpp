#pragma once
// The piece picker of libtorrent 2.0 with its default settings.
//
// Fewer than four pieces: begun pieces first, then from a random place on, in order. Afterwards the rarest, a
// begun piece before an untouched one of the same availability only; equal ones in an order of this torrent's
// own. Too many begun pieces, and they come first. A neighbour that keeps us waiting is asked for the
// commonest. A neighbour that brings a piece within 20 s gets whole pieces: what others were asked for is its
// last choice. Source: libtorrent 2.0 (piece_picker.cpp, peer_connection.cpp), as described in
// docs/clients.md.

#include "sim/peer/picker.hpp"

namespace swarmsim {

class LibtorrentPicker final : public PiecePicker {
 public:
  bool finishes_begun() const override { return false; }
  std::optional<PieceIndex> pick(const PieceView& view, Rng& rng) const override;
  bool keeps_pieces(const PieceView& view) const override;
};

}  // namespace swarmsim
