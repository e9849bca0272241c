#include "core/protocol/piece_hasher.hpp"

#include <algorithm>
#include <utility>

namespace swarmsim {

void PieceHasher::add(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const std::size_t here = std::min<std::size_t>(bytes.size(), piece_size_ - in_piece_);
    stream_.add(bytes.first(here));
    bytes = bytes.subspan(here);
    in_piece_ += static_cast<std::uint32_t>(here);
    if (in_piece_ < piece_size_) continue;
    hashes_.push_back(stream_.finish());
    in_piece_ = 0;
  }
}

std::vector<Sha1> PieceHasher::finish() {
  if (in_piece_ > 0) hashes_.push_back(stream_.finish());
  in_piece_ = 0;
  return std::move(hashes_);
}

}  // namespace swarmsim
