#include "sim/peer/allowed_fast_sets.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/protocol/allowed_fast.hpp"

namespace swarmsim {

std::span<const PieceIndex> AllowedFastSets::of(PeerId peer, std::uint32_t address,
                                                const ContentInfo& content, std::uint32_t size) {
  check(size <= allowed_fast_most, "allowed fast: a set has its most pieces");
  const std::uint32_t pieces = content.geometry.pieces();
  const std::uint32_t wanted = std::min(size, pieces);
  if (index_of(peer) >= rows_.size()) rows_.resize(index_of(peer) + std::size_t{1});
  Row& row = rows_[index_of(peer)];
  if (row.size != wanted) {
    const std::vector<PieceIndex> set = allowed_fast_set(address, content.info_hash, pieces, wanted);
    std::copy(set.begin(), set.end(), row.pieces.begin());
    row.size = wanted;
  }
  return {row.pieces.data(), row.size};
}

}  // namespace swarmsim
