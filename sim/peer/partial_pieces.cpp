#include "sim/peer/partial_pieces.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace swarmsim {

PartialPieces::Partial* PartialPieces::find(PieceIndex piece) {
  for (Partial& partial : pieces_) {
    if (partial.piece == piece) return &partial;
  }
  return nullptr;
}

const PartialPieces::Partial* PartialPieces::find(PieceIndex piece) const {
  for (const Partial& partial : pieces_) {
    if (partial.piece == piece) return &partial;
  }
  return nullptr;
}

void PartialPieces::begin(PieceIndex piece) {
  check(begun_.set(piece), "partials: a piece is begun once");
  const std::uint32_t blocks = geometry_.blocks_in(piece);
  if (free_rows_.empty()) {
    free_rows_.push_back(static_cast<std::uint32_t>(holders_.size()));
    holders_.resize(holders_.size() + geometry_.blocks_per_piece());
    reserved_.resize(holders_.size());
  }
  const std::uint32_t row = free_rows_.back();
  free_rows_.pop_back();
  std::fill_n(holders_.begin() + row, blocks, nobody);
  std::fill_n(reserved_.begin() + row, blocks, std::uint8_t{0});
  pieces_.push_back({piece, blocks, blocks, blocks, row, 0});
  open_.set(piece);
  free_blocks_ += blocks;
}

void PartialPieces::drop(PieceIndex piece) {
  check(begun_.reset(piece), "partials: only a begun piece is dropped");
  const auto found = std::find_if(pieces_.begin(), pieces_.end(),
                                  [&](const Partial& partial) { return partial.piece == piece; });
  free_blocks_ -= found->free;
  open_.reset(piece);
  free_rows_.push_back(found->row);
  pieces_.erase(found);
}

std::optional<BlockIndex> PartialPieces::take(std::span<const std::uint64_t> theirs, Slot slot) {
  if (free_blocks_ == 0) return std::nullopt;
  for (Partial& partial : pieces_) {
    if (partial.free == 0 || !has_bit(theirs, partial.piece)) continue;
    return take_from(partial, slot);
  }
  return std::nullopt;
}

BlockIndex PartialPieces::take_from(PieceIndex piece, Slot slot) {
  Partial* partial = find(piece);
  check(partial != nullptr && partial->free > 0,
        "partials: a block is taken of a begun piece with free ones");
  return take_from(*partial, slot);
}

BlockIndex PartialPieces::take_from(Partial& partial, Slot slot) {
  std::uint32_t i = partial.first_free;
  while (holders_[partial.row + i] != nobody) ++i;
  check(i < partial.blocks, "partials: a piece with free blocks has one");
  holders_[partial.row + i] = slot;
  partial.first_free = i + 1;
  if (partial.only != slot) partial.only = partial.only == nobody ? slot : several;
  use_free(partial);
  return geometry_.first_block(partial.piece) + i;
}

void PartialPieces::use_free(Partial& partial) {
  --free_blocks_;
  if (--partial.free == 0) open_.reset(partial.piece);
}

PartialPieces::Asked PartialPieces::asked_now(const Partial& partial, Slot slot) const {
  Asked asked;
  for (std::uint32_t i = 0; i < partial.blocks; ++i) {
    const Slot holder = holders_[partial.row + i];
    asked.of_slot = asked.of_slot || holder == slot;
    asked.of_others = asked.of_others || (holder < received && holder != slot);
  }
  return asked;
}

std::uint32_t PartialPieces::free_in(PieceIndex piece) const {
  const Partial* partial = find(piece);
  return partial == nullptr ? 0 : partial->free;
}

PartialPieces::Slot PartialPieces::holder(BlockIndex block) const {
  const Partial* partial = find(geometry_.piece_of(block));
  return partial == nullptr ? nobody : holders_[partial->row + geometry_.in_piece(block)];
}

void PartialPieces::reserve(PieceIndex piece, Slot slot, std::vector<BlockIndex>& out) {
  Partial* partial = find(piece);
  check(partial != nullptr, "partials: blocks of a begun piece are reserved");
  while (partial->free > 0) {
    const BlockIndex block = take_from(*partial, slot);
    reserved_[partial->row + geometry_.in_piece(block)] = 1;
    out.push_back(block);
  }
}

bool PartialPieces::is_reserved(BlockIndex block) const {
  const Partial* partial = find(geometry_.piece_of(block));
  return partial != nullptr && reserved_[partial->row + geometry_.in_piece(block)] != 0;
}

void PartialPieces::ask_reserved(BlockIndex block) {
  const Partial* partial = find(geometry_.piece_of(block));
  check(partial != nullptr && is_reserved(block), "partials: what is asked for was reserved");
  reserved_[partial->row + geometry_.in_piece(block)] = 0;
}

void PartialPieces::reassign(BlockIndex block, Slot slot) {
  Partial* partial = find(geometry_.piece_of(block));
  check(partial != nullptr && holder_in(*partial, block) < received,
        "partials: a requested block is passed on");
  holder_in(*partial, block) = slot;
  reserved_[partial->row + geometry_.in_piece(block)] = 0;
}

bool PartialPieces::receive(BlockIndex block) {
  Partial* partial = find(geometry_.piece_of(block));
  check(partial != nullptr, "partials: a block is received for a begun piece");
  Slot& holder = holder_in(*partial, block);
  check(holder != received, "partials: a block is received once");
  if (holder == nobody) use_free(*partial);
  holder = received;
  return --partial->missing == 0;
}

void PartialPieces::release(BlockIndex block) {
  Partial* partial = find(geometry_.piece_of(block));
  check(partial != nullptr && holder_in(*partial, block) < received,
        "partials: a requested block is released");
  holder_in(*partial, block) = nobody;
  reserved_[partial->row + geometry_.in_piece(block)] = 0;
  partial->first_free = std::min(partial->first_free, geometry_.in_piece(block));
  if (partial->free++ == 0) open_.set(partial->piece);
  ++free_blocks_;
}

}  // namespace swarmsim
