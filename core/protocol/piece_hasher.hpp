#pragma once
// The hashes of a content's pieces, of bytes that come in order and in any parts.
//
// Keeps no bytes: a piece of 1 GiB costs no more than one of 16 KiB. Knows no file and no border between
// files.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/sha1.hpp"

namespace swarmsim {

class PieceHasher {
 public:
  explicit PieceHasher(std::uint32_t piece_size) : piece_size_(piece_size) {}

  void add(std::span<const std::byte> bytes);
  /// Of every piece, the last and shorter one too; to be asked once, at the end.
  std::vector<Sha1> finish();

 private:
  std::uint32_t piece_size_;
  std::uint32_t in_piece_ = 0;  ///< bytes of the piece that is not whole yet
  Sha1Stream stream_;
  std::vector<Sha1> hashes_;
};

}  // namespace swarmsim
