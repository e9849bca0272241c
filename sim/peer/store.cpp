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
  read_original(content, std::int64_t{piece} * content.geometry.piece_size, piece_buffer(content, piece));
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

void Store::write_at(const ContentInfo& content, std::int64_t offset, std::span<const std::byte> bytes) {
  check(offset + std::ssize(bytes) <= content.geometry.size, "store: a write lies inside the content");
  while (!bytes.empty()) {
    const PieceIndex piece = content.geometry.piece_at(offset);
    const auto begin = static_cast<std::size_t>(offset % content.geometry.piece_size);
    std::vector<std::byte>& buffer = piece_buffer(content, piece);
    const std::size_t here = std::min(bytes.size(), buffer.size() - begin);
    std::copy_n(bytes.begin(), here, buffer.begin() + static_cast<std::ptrdiff_t>(begin));
    bytes = bytes.subspan(here);
    offset += static_cast<std::int64_t>(here);
  }
}

void Store::read_at(const ContentInfo& content, std::int64_t offset, std::span<std::byte> into) const {
  while (!into.empty()) {
    const PieceIndex piece = content.geometry.piece_at(offset);
    const auto begin = static_cast<std::size_t>(offset % content.geometry.piece_size);
    check(piece < pieces_.size() && begin < pieces_[piece].size(), "store: only what is held is read");
    const std::size_t here = std::min(into.size(), pieces_[piece].size() - begin);
    std::copy_n(pieces_[piece].begin() + static_cast<std::ptrdiff_t>(begin), here, into.begin());
    into = into.subspan(here);
    offset += static_cast<std::int64_t>(here);
  }
}

bool Store::verify(const ContentInfo& content, PieceIndex piece) const {
  return piece < pieces_.size() && is_original(content, piece, pieces_[piece]);
}

void Store::forget(PieceIndex piece) { std::vector<std::byte>{}.swap(pieces_[piece]); }

bool Store::equals_original(const ContentInfo& content) const {
  Bitfield all(content.geometry.pieces());
  all.set_all();
  return equals_original(content, all);
}

bool Store::equals_original(const ContentInfo& content, const Bitfield& pieces) const {
  if (pieces_.size() != content.geometry.pieces()) return false;
  std::vector<std::byte> original;
  for (PieceIndex piece = 0; piece < pieces_.size(); ++piece) {
    if (!pieces.test(piece)) continue;
    original.resize(content.geometry.piece_bytes(piece));
    read_original(content, std::int64_t{piece} * content.geometry.piece_size, original);
    if (pieces_[piece] != original) return false;
  }
  return true;
}

}  // namespace swarmsim
