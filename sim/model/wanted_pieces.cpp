#include "sim/model/wanted_pieces.hpp"

#include <algorithm>

namespace swarmsim {

Bitfield wanted_pieces(const Geometry& geometry, std::span<const ContentFile> files,
                       std::span<const std::uint32_t> unwanted) {
  Bitfield pieces(geometry.pieces());
  if (unwanted.empty()) {
    pieces.set_all();
    return pieces;
  }
  std::int64_t offset = 0;
  for (std::uint32_t i = 0; i < files.size(); ++i) {
    const std::int64_t begin = offset;
    offset += files[i].size;
    const bool is_left_out = files[i].is_padding || std::binary_search(unwanted.begin(), unwanted.end(), i);
    if (is_left_out || files[i].size == 0) continue;
    const PieceIndex last = geometry.piece_at(offset - 1);
    for (PieceIndex piece = geometry.piece_at(begin); piece <= last; ++piece) pieces.set(piece);
  }
  return pieces;
}

std::uint32_t wanted_blocks(const ContentSpec& content, const DownloadSpec& download) {
  const Geometry& geometry = content.geometry;
  return download.unwanted.empty() ? geometry.blocks_total()
                                   : geometry.blocks_of(wanted_pieces(content, download));
}

}  // namespace swarmsim
