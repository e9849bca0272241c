#include "sim/peer/partial_pieces.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/base/growth.hpp"

namespace swarmsim {

std::uint32_t PartialPieces::search(BlockIndex block) const {
  for (std::uint32_t at = 0; at < firsts_.size(); ++at) {
    if (block - firsts_[at] < per_piece_) return found_ = at;
  }
  return no_index;
}

void PartialPieces::begin(PieceIndex piece) {
  check(begun_.set(piece), "partials: a piece is begun once");
  const std::uint32_t blocks = std::min(per_piece_, blocks_total_ - piece * per_piece_);
  if (free_rows_.empty()) {
    free_rows_.push_back(static_cast<std::uint32_t>(holders_.size()));
    resize_gently(holders_, holders_.size() + per_piece_);
  }
  const std::uint32_t row = free_rows_.back();
  free_rows_.pop_back();
  std::fill_n(holders_.begin() + row, blocks, nobody);
  grow_gently(pieces_);
  pieces_.push_back({piece, blocks, blocks, blocks, row, 0});
  grow_gently(firsts_);
  firsts_.push_back(piece * per_piece_);
  open_.set(piece);
  free_blocks_ += blocks;
}

void PartialPieces::drop(PieceIndex piece) {
  check(begun_.reset(piece), "partials: only a begun piece is dropped");
  const auto at = static_cast<std::ptrdiff_t>(place_of(piece * per_piece_));
  const auto found = pieces_.begin() + at;
  free_blocks_ -= found->free;
  kept_blocks_ -= found->kept;
  open_.reset(piece);
  free_rows_.push_back(found->row);
  pieces_.erase(found);
  firsts_.erase(firsts_.begin() + at);
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
  return partial.piece * per_piece_ + i;
}

void PartialPieces::use_free(Partial& partial) {
  --free_blocks_;
  if (--partial.free == 0) open_.reset(partial.piece);
}

PartialPieces::Asked PartialPieces::asked_now(const Partial& partial, Slot slot) const {
  Asked asked;
  for (std::uint32_t i = 0; i < partial.blocks; ++i) {
    const Slot entry = holders_[partial.row + i];
    if (entry >= several) continue;
    asked.of_slot = asked.of_slot || slot_of(entry) == slot;
    asked.of_others = asked.of_others || slot_of(entry) != slot;
  }
  return asked;
}

std::uint32_t PartialPieces::free_in(PieceIndex piece) const {
  const std::uint32_t at = place_of(piece * per_piece_);
  return at == no_index ? 0 : pieces_[at].free;
}

/// Writes an entry and keeps count of what is kept.
void PartialPieces::put(Partial& partial, Slot& entry, Slot value) {
  if (is_kept_entry(entry)) {
    --partial.kept;
    --kept_blocks_;
  }
  if (is_kept_entry(value)) {
    ++partial.kept;
    ++kept_blocks_;
  }
  entry = value;
}

void PartialPieces::keep(PieceIndex piece, Slot slot) {
  Partial* partial = find(piece);
  check(partial != nullptr, "partials: blocks of a begun piece are kept");
  while (partial->free > 0) {
    const BlockIndex block = take_from(*partial, slot);
    put(*partial, holder_in(*partial, block), static_cast<Slot>(slot | kept_bit));
  }
}

std::optional<BlockIndex> PartialPieces::first_kept(Slot slot) const {
  if (kept_blocks_ == 0) return std::nullopt;
  const auto entry = static_cast<Slot>(slot | kept_bit);
  for (const Partial& partial : pieces_) {
    if (partial.kept == 0 || (partial.only != slot && partial.only != several)) continue;
    const auto first = holders_.begin() + partial.row;
    const auto found = std::find(first, first + partial.blocks, entry);
    if (found == first + partial.blocks) continue;
    return partial.piece * per_piece_ + static_cast<std::uint32_t>(found - first);
  }
  return std::nullopt;
}

std::optional<BlockIndex> PartialPieces::take_kept(Slot slot) {
  const std::optional<BlockIndex> block = first_kept(slot);
  if (!block) return std::nullopt;
  Partial& partial = *find_of(*block);
  put(partial, holder_in(partial, *block), slot);
  return block;
}

void PartialPieces::reassign(BlockIndex block, Slot slot) {
  Partial* partial = find_of(block);
  check(partial != nullptr && holder_in(*partial, block) < several,
        "partials: a requested block is passed on");
  put(*partial, holder_in(*partial, block), slot);
}

bool PartialPieces::receive(BlockIndex block) {
  Partial* partial = find_of(block);
  check(partial != nullptr, "partials: a block is received for a begun piece");
  Slot& holder = holder_in(*partial, block);
  check(holder != received, "partials: a block is received once");
  if (holder == nobody) use_free(*partial);
  put(*partial, holder, received);
  return --partial->missing == 0;
}

void PartialPieces::release(BlockIndex block) {
  Partial* partial = find_of(block);
  check(partial != nullptr && holder_in(*partial, block) < several,
        "partials: a requested block is released");
  put(*partial, holder_in(*partial, block), nobody);
  partial->first_free = std::min(partial->first_free, block - partial->piece * per_piece_);
  if (partial->free++ == 0) open_.set(partial->piece);
  ++free_blocks_;
}

}  // namespace swarmsim
