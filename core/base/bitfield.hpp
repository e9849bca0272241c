#pragma once
// A fixed-size set of piece indices in 64-bit words, with its count kept beside it.
//
// Bits beyond size() are always zero, so whole words can be combined without masks.

#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/check.hpp"

namespace swarmsim {

class Bitfield {
 public:
  Bitfield() = default;
  explicit Bitfield(std::uint32_t size) : size_(size), words_((size + 63) / 64) {}

  std::uint32_t size() const { return size_; }
  std::uint32_t count() const { return count_; }
  bool all() const { return count_ == size_; }
  bool none() const { return count_ == 0; }

  bool test(std::uint32_t i) const { return (words_[i / 64] >> (i % 64)) & 1U; }

  /// Adds i; returns whether it was new.
  bool set(std::uint32_t i) {
    check(i < size_, "bitfield: index lies inside");
    const std::uint64_t bit = std::uint64_t{1} << (i % 64);
    const bool added = (words_[i / 64] & bit) == 0;
    words_[i / 64] |= bit;
    count_ += added ? 1 : 0;
    return added;
  }

  /// Removes i; returns whether it was there.
  bool reset(std::uint32_t i) {
    check(i < size_, "bitfield: index lies inside");
    const std::uint64_t bit = std::uint64_t{1} << (i % 64);
    const bool removed = (words_[i / 64] & bit) != 0;
    words_[i / 64] &= ~bit;
    count_ -= removed ? 1 : 0;
    return removed;
  }

  void set_all() {
    for (std::uint32_t i = 0; i < size_; ++i) set(i);
  }

  std::span<const std::uint64_t> words() const { return words_; }

  friend bool operator==(const Bitfield&, const Bitfield&) = default;

 private:
  std::uint32_t size_ = 0;
  std::uint32_t count_ = 0;
  std::vector<std::uint64_t> words_;
};

/// Whether bit i is set in words laid out as those of a Bitfield.
inline bool has_bit(std::span<const std::uint64_t> words, std::uint32_t i) {
  return ((words[i / 64] >> (i % 64)) & 1U) != 0;
}

/// Calls `visit(i)` for every set bit of `word`, lowest first, offset by `base`.
template <typename Visit>
void for_each_bit(std::uint64_t word, std::uint32_t base, Visit&& visit) {
  for (; word != 0; word &= word - 1) visit(base + static_cast<std::uint32_t>(std::countr_zero(word)));
}

}  // namespace swarmsim
