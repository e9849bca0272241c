#pragma once
// How one content is cut into pieces and blocks (BEP 3): the last piece and the last block of a piece
// may be shorter. Blocks are numbered through the whole content.
//
// Pure arithmetic, no state: nothing here knows who has what. Indices are not checked: the
// caller's lie below pieces() and blocks_total().

#include <cstdint>

#include "core/base/bitfield.hpp"
#include "core/base/ids.hpp"

namespace swarmsim {

struct Geometry {
  std::int64_t size = 0;              ///< bytes, > 0
  std::uint32_t piece_size = 0;       ///< bytes, a multiple of block_size
  std::uint32_t block_size = 16'384;  ///< bytes; 16 KiB in every client

  constexpr std::uint32_t pieces() const {
    return static_cast<std::uint32_t>((size + piece_size - 1) / piece_size);
  }
  constexpr std::uint32_t blocks_per_piece() const { return (piece_size + block_size - 1) / block_size; }
  constexpr std::uint32_t piece_bytes(PieceIndex piece) const {
    const std::int64_t left = size - std::int64_t{piece} * piece_size;
    return left < piece_size ? static_cast<std::uint32_t>(left) : piece_size;
  }
  /// Bytes, and blocks, of a set of pieces.
  std::int64_t bytes_of(const Bitfield& set) const {
    const std::int64_t whole = std::int64_t{set.count()} * piece_size;
    const PieceIndex last = pieces() - 1;
    return set.test(last) ? whole - piece_size + piece_bytes(last) : whole;
  }
  std::uint32_t blocks_of(const Bitfield& set) const {
    const std::uint32_t whole = set.count() * blocks_per_piece();
    const PieceIndex last = pieces() - 1;
    return set.test(last) ? whole - blocks_per_piece() + blocks_in(last) : whole;
  }
  constexpr std::uint32_t blocks_in(PieceIndex piece) const {
    return (piece_bytes(piece) + block_size - 1) / block_size;
  }
  constexpr PieceIndex piece_at(std::int64_t offset) const {
    return static_cast<PieceIndex>(offset / piece_size);
  }
  constexpr BlockIndex block_at(std::int64_t offset) const {
    return first_block(piece_at(offset)) + static_cast<BlockIndex>(offset % piece_size / block_size);
  }
  constexpr BlockIndex first_block(PieceIndex piece) const { return piece * blocks_per_piece(); }
  constexpr PieceIndex piece_of(BlockIndex block) const { return block / blocks_per_piece(); }
  constexpr std::uint32_t in_piece(BlockIndex block) const { return block % blocks_per_piece(); }
  constexpr std::uint32_t block_bytes(BlockIndex block) const {
    const std::uint32_t begin = in_piece(block) * block_size;
    const std::uint32_t left = piece_bytes(piece_of(block)) - begin;
    return left < block_size ? left : block_size;
  }
  constexpr std::int64_t block_offset(BlockIndex block) const {
    return std::int64_t{piece_of(block)} * piece_size + std::int64_t{in_piece(block)} * block_size;
  }
  constexpr std::uint32_t blocks_total() const {
    return (pieces() - 1) * blocks_per_piece() + blocks_in(pieces() - 1);
  }
};

}  // namespace swarmsim
