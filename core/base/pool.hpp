#pragma once
// A growing array of values with a free list: 32-bit slots instead of pointers.
//
// take() reuses the slot freed last (it is warm in the cache), so slots follow the history of the run
// and must never decide an order. Copyable as a whole; ids stay valid in the copy. T has a public
// member `next` (uint32), which threads the free list while the slot is free.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/check.hpp"
#include "core/base/ids.hpp"
#include "core/base/prefetch.hpp"

namespace swarmsim {

template <typename T>
class Pool {
 public:
  T& operator[](std::uint32_t slot) { return items_[slot]; }
  const T& operator[](std::uint32_t slot) const { return items_[slot]; }

  /// A slot holding `value`. References into the pool are void afterwards.
  std::uint32_t take(const T& value) {
    ++live_;
    if (free_ == no_index) {
      items_.push_back(value);
      return static_cast<std::uint32_t>(items_.size() - 1);
    }
    const std::uint32_t slot = free_;
    free_ = items_[slot].next;
    prefetch<1>(free_);  // who takes one takes more: forty messages tell of a piece
    items_[slot] = value;
    return slot;
  }

  /// Sets address space for `slots` of them aside, so that the array need not double, move, and leave holes
  /// behind. No memory is used before it is written to.
  void reserve(std::size_t slots) { items_.reserve(slots); }

  void give_back(std::uint32_t slot) {
    check(live_ > 0, "pool: nothing is given back twice");
    --live_;
    items_[slot].next = free_;
    free_ = slot;
  }

  /// Asks the memory for a slot, or for its first lines; for no_index it does nothing. Changes nothing.
  template <std::size_t lines = (sizeof(T) + cache_line - 1) / cache_line>
  void prefetch(std::uint32_t slot) const {
    if (slot != no_index) prefetch_lines<lines>(items_.data() + slot);
  }

  /// The same for the one behind `slot` in its list: `slot` itself is read.
  void prefetch_behind(std::uint32_t slot) const {
    if (slot != no_index) prefetch(items_[slot].next);
  }

  std::uint32_t live() const { return live_; }
  std::uint32_t capacity() const { return static_cast<std::uint32_t>(items_.size()); }

 private:
  std::vector<T> items_;
  std::uint32_t free_ = no_index;
  std::uint32_t live_ = 0;
};

}  // namespace swarmsim
