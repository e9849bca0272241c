#pragma once
// The bytes a peer holds of one content, piece by piece.
//
// A piece's buffer exists from its first block on. Reading a block that was never written is a bug:
// nothing is served from the original. Empty where content carries no data.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/bitfield.hpp"
#include "core/base/hash.hpp"
#include "core/base/ids.hpp"
#include "sim/model/content.hpp"

namespace swarmsim {

class Store {
 public:
  /// Holds the original bytes of `piece` (what a peer has at the start).
  void put_original(const ContentInfo& content, PieceIndex piece);
  void write(const ContentInfo& content, BlockIndex block, std::span<const std::byte> bytes);
  void read(const ContentInfo& content, BlockIndex block, std::span<std::byte> into) const;
  /// The same from any byte of the content on, across pieces.
  void write_at(const ContentInfo& content, std::int64_t offset, std::span<const std::byte> bytes);
  void read_at(const ContentInfo& content, std::int64_t offset, std::span<std::byte> into) const;
  /// Whether the piece's bytes have the digest of the original.
  bool verify(const ContentInfo& content, PieceIndex piece) const;
  /// The bytes of a piece that is whole.
  std::span<const std::byte> piece(PieceIndex piece) const { return pieces_[piece]; }
  void forget(PieceIndex piece);
  /// Whether `pieces` are there and equal the original, byte by byte.
  bool equals_original(const ContentInfo& content, const Bitfield& pieces) const;
  /// Whether everything is and does.
  bool equals_original(const ContentInfo& content) const;

 private:
  std::vector<std::byte>& piece_buffer(const ContentInfo& content, PieceIndex piece);

  std::vector<std::vector<std::byte>> pieces_;
};

}  // namespace swarmsim
