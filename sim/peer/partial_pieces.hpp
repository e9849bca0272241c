#pragma once
// The pieces that are begun and not yet complete, and for each of their blocks who was asked for it.
//
// Kept in the order in which they were begun, which is the order in which blocks are handed out
// where begun pieces come first (strict priority, BEP 3). A block is free, asked of one neighbour (its slot),
// kept for one, or received; duplicate requests of the end game are the torrent's business. Few entries:
// searches are linear, through a list of nothing but their first blocks: 16 of them fill a cache line.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/bitfield.hpp"
#include "core/base/ids.hpp"
#include "core/base/prefetch.hpp"
#include "core/protocol/geometry.hpp"

namespace swarmsim {

class PartialPieces {
 public:
  using Slot = std::uint16_t;
  static constexpr Slot nobody = 0xFFFF;
  static constexpr Slot received = 0xFFFE;
  /// One more than the highest slot: the bit above marks what is kept and not asked for yet.
  static constexpr Slot slots_end = 0x7FFD;

  struct Partial {
    PieceIndex piece = 0;
    std::uint32_t blocks = 0;
    std::uint32_t free = 0;
    std::uint32_t missing = 0;
    std::uint32_t row = 0;         ///< first entry in the holders
    std::uint32_t first_free = 0;  ///< no block before it is free
    Slot only = nobody;      ///< the one slot that its blocks were asked of; `several` if there are more
    std::uint16_t kept = 0;  ///< blocks kept for slots
  };
  /// In Partial::only: blocks of it were asked of more than one neighbour.
  static constexpr Slot several = 0xFFFD;

  PartialPieces() = default;
  explicit PartialPieces(const Geometry& geometry)
      : per_piece_(geometry.blocks_per_piece()),
        blocks_total_(geometry.blocks_total()),
        begun_(geometry.pieces()),
        open_(geometry.pieces()) {}

  const Bitfield& begun() const { return begun_; }
  /// The begun pieces that have free blocks.
  const Bitfield& open() const { return open_; }
  std::span<const Partial> partials() const { return pieces_; }
  std::size_t size() const { return pieces_.size(); }
  /// Blocks of a begun piece that nobody was asked for; of another, none.
  std::uint32_t free_in(PieceIndex piece) const;
  bool none_free() const { return free_blocks_ == 0; }

  /// Starts `piece`, all blocks free.
  void begin(PieceIndex piece);
  /// Forgets `piece`, complete or failed.
  void drop(PieceIndex piece);

  /// The first free block, in the order of begun pieces, that `theirs` has; it is then asked of `slot`.
  std::optional<BlockIndex> take(std::span<const std::uint64_t> theirs, Slot slot);
  /// The first free block of `piece`, which is begun and has one; it is then asked of `slot`.
  BlockIndex take_from(PieceIndex piece, Slot slot);
  /// Who holds `block`: a slot, nobody, or received. Blocks of pieces not begun: nobody.
  Slot holder(BlockIndex block) const {
    const Slot entry = entry_of(block);
    return entry < several ? slot_of(entry) : entry;
  }
  /// Keeps all free blocks of `piece`, which is begun, for `slot`: not asked for yet, and nobody else's.
  void keep(PieceIndex piece, Slot slot);
  /// Whether `block` is kept for its holder, who has not been asked for it.
  bool is_kept(BlockIndex block) const { return is_kept_entry(entry_of(block)); }
  /// The first block that is kept for `slot`, in the order of begun pieces.
  std::optional<BlockIndex> first_kept(Slot slot) const;
  /// Likewise; it is then asked of `slot`.
  std::optional<BlockIndex> take_kept(Slot slot);
  /// Passes a requested block on to another slot.
  void reassign(BlockIndex block, Slot slot);
  /// Marks `block` of a begun piece; returns whether its piece is now complete.
  bool receive(BlockIndex block);
  /// Frees one block that was asked for.
  void release(BlockIndex block);

  /// Whom blocks of `partial` are asked of at this moment, as `slot` sees it.
  struct Asked {
    bool of_slot = false;
    bool of_others = false;
  };
  Asked asked_now(const Partial& partial, Slot slot) const;

  /// Calls visit(block, slot) for every block that is asked for and not received.
  template <typename Visit>
  void for_each_requested(Visit&& visit) const {
    for_each_entry([](PieceIndex) { return true; },
                   [&](BlockIndex block, Slot entry) {
                     if (!is_kept_entry(entry)) visit(block, entry);
                   });
  }
  /// Those and the kept ones, of the pieces of which `wanted(piece)` is true.
  template <typename Wanted, typename Visit>
  void for_each_taken(Wanted&& wanted, Visit&& visit) const {
    for_each_entry(wanted, [&](BlockIndex block, Slot entry) { visit(block, slot_of(entry)); });
  }

  /// Asks the memory for what a block is looked up in, and for what was found last. Changes nothing.
  void prefetch() const {
    if (found_ < pieces_.size()) prefetch_line(&pieces_[found_]);
    prefetch_lines(firsts_.data(), firsts_.size() * sizeof(BlockIndex));
  }

 private:
  static constexpr Slot kept_bit = 0x8000;
  static_assert((slots_end | kept_bit) == several);
  static bool is_kept_entry(Slot entry) { return entry < several && (entry & kept_bit) != 0; }
  /// Of an entry that names one.
  static Slot slot_of(Slot entry) { return static_cast<Slot>(entry & ~kept_bit); }

  /// Calls visit(block, entry) for every entry that names a slot.
  template <typename Wanted, typename Visit>
  void for_each_entry(Wanted&& wanted, Visit&& visit) const {
    for (const Partial& partial : pieces_) {
      if (!wanted(partial.piece)) continue;
      const BlockIndex first = partial.piece * per_piece_;
      for (std::uint32_t i = 0; i < partial.blocks; ++i) {
        const Slot entry = holders_[partial.row + i];
        if (entry < several) visit(first + i, entry);
      }
    }
  }

  /// Where in pieces_ that of `block` is; no_index if it is not begun. Most often where the last one was: a
  /// block is looked up several times in a row.
  std::uint32_t place_of(BlockIndex block) const {
    if (found_ < firsts_.size() && block - firsts_[found_] < per_piece_) return found_;
    return search(block);
  }
  std::uint32_t search(BlockIndex block) const;
  /// What stands for `block`; nobody if its piece is not begun.
  Slot entry_of(BlockIndex block) const {
    const std::uint32_t at = place_of(block);
    return at == no_index ? nobody : holders_[pieces_[at].row + (block - firsts_[at])];
  }
  Partial* find_of(BlockIndex block) {
    const std::uint32_t at = place_of(block);
    return at == no_index ? nullptr : &pieces_[at];
  }
  Partial* find(PieceIndex piece) { return find_of(piece * per_piece_); }
  void put(Partial& partial, Slot& entry, Slot value);
  BlockIndex take_from(Partial& partial, Slot slot);
  void use_free(Partial& partial);
  Slot& holder_in(const Partial& partial, BlockIndex block) {
    return holders_[partial.row + (block - partial.piece * per_piece_)];
  }

  std::uint32_t per_piece_ = 1;  ///< blocks of a full piece
  std::uint32_t blocks_total_ = 0;
  Bitfield begun_;
  Bitfield open_;
  std::vector<Partial> pieces_;
  std::vector<BlockIndex> firsts_;  ///< the first block of each of them
  /// Rows of blocks_per_piece(): a slot, with kept_bit if it was not asked yet; or a mark.
  std::vector<Slot> holders_;
  std::vector<std::uint32_t> free_rows_;
  std::uint32_t free_blocks_ = 0;
  std::uint32_t kept_blocks_ = 0;
  /// Where place_of() was lucky last.
  mutable std::uint32_t found_ = 0;
};

}  // namespace swarmsim
