#pragma once
// The bytes of blocks under way, by slot. A message names its slot; whoever takes the message out of
// the world gives the slot back. Empty and untouched where no content carries data.
// Copyable with the world; buffers are reused, so a run does not allocate per block.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/check.hpp"
#include "core/protocol/message.hpp"

namespace swarmsim {

class PayloadPool {
 public:
  /// A slot with `size` bytes for the caller to fill.
  std::uint32_t take(std::size_t size) {
    if (free_.empty()) {
      buffers_.emplace_back();
      free_.push_back(static_cast<std::uint32_t>(buffers_.size() - 1));
    }
    const std::uint32_t slot = free_.back();
    free_.pop_back();
    buffers_[slot].resize(size);
    return slot;
  }

  void give_back(std::uint32_t slot) {
    if (slot == no_payload) return;
    check(free_.size() < buffers_.size(), "payloads: nothing is given back twice");
    free_.push_back(slot);
  }

  std::span<std::byte> bytes(std::uint32_t slot) { return buffers_[slot]; }
  std::span<const std::byte> bytes(std::uint32_t slot) const { return buffers_[slot]; }
  std::size_t live() const { return buffers_.size() - free_.size(); }

 private:
  std::vector<std::vector<std::byte>> buffers_;
  std::vector<std::uint32_t> free_;
};

}  // namespace swarmsim
