#include "sim/peer/store.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace swarmsim {

std::vector<std::byte>& Store::piece_buffer(const ContentInfo& content, PieceIndex piece) {
  if (pieces_.empty()) pieces_.resize(content.geometry.pieces());
  std::vector<std::byte>& buffer = pieces_[piece];
  if (buffer.empty()) buffer.resize(content.geometry.piece_bytes(piece));
  return buffer;
}

void Store::put_original(const ContentInfo& content, PieceIndex piece) {
  generate_bytes(content, std::int64_t{piece} * content.geometry.piece_size, piece_buffer(content, piece));
}

void Store::write(const ContentInfo& content, BlockIndex block, std::span<const std::byte> bytes) {
  const Geometry& geometry = content.geometry;
  std::vector<std::byte>& buffer = piece_buffer(content, geometry.piece_of(block));
  const std::size_t begin = std::size_t{geometry.in_piece(block)} * geometry.block_size;
  check(begin + bytes.size() <= buffer.size(), "store: a block lies inside its piece");
  std::copy(bytes.begin(), bytes.end(), buffer.begin() + static_cast<std::ptrdiff_t>(begin));
}

void Store::read(const ContentInfo& content, BlockIndex block, std::span<std::byte> into) const {
  const Geometry& geometry = content.geometry;
  const PieceIndex piece = geometry.piece_of(block);
  const std::size_t begin = std::size_t{geometry.in_piece(block)} * geometry.block_size;
  check(piece < pieces_.size() && begin + into.size() <= pieces_[piece].size(),
        "store: only what is held is read");
  std::copy_n(pieces_[piece].begin() + static_cast<std::ptrdiff_t>(begin), into.size(), into.begin());
}

bool Store::verify(const ContentInfo& content, PieceIndex piece) const {
  return piece < pieces_.size() && hash128(pieces_[piece]) == content.piece_digests[piece];
}

void Store::forget(PieceIndex piece) { std::vector<std::byte>{}.swap(pieces_[piece]); }

bool Store::equals_original(const ContentInfo& content) const {
  if (pieces_.size() != content.geometry.pieces()) return false;
  std::vector<std::byte> original;
  for (PieceIndex piece = 0; piece < pieces_.size(); ++piece) {
    original.resize(content.geometry.piece_bytes(piece));
    generate_bytes(content, std::int64_t{piece} * content.geometry.piece_size, original);
    if (pieces_[piece] != original) return false;
  }
  return true;
}

}  // namespace swarmsim
