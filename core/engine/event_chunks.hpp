#pragma once
// Storage for the event queue's buckets: lists of small chunks out of one common store.
//
// A bucket fills and empties all the time and its size varies by orders of magnitude; vectors would
// either be allocated again and again or hold on to their peaks. Chunks are recycled, the one freed last
// first (it is warm in the cache), and the store grows by slabs and never moves what it holds. Memory:
// the peak number of events, plus one partly filled chunk per bucket in use. Ids, no pointers: copyable.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/prefetch.hpp"

namespace swarmsim {

template <typename Event>
class EventChunks {
  /// 15 cache lines: enough to hide the miss on a chunk, and odd, so that the first lines of all chunks
  /// spread over all sets of a cache.
  static constexpr std::size_t chunk_bytes = 15 * cache_line;
  static constexpr std::size_t chunks_per_slab = 256;

 public:
  static constexpr std::uint32_t events_per_chunk = chunk_bytes > sizeof(Event)
                                                        ? static_cast<std::uint32_t>(chunk_bytes /
                                                                                     sizeof(Event))
                                                        : 1;

  /// A list of events; trivially copyable, and void once it was drained.
  struct List {
    std::uint32_t head = no_index;
    std::uint32_t fill = events_per_chunk;  ///< of the head; the chunks behind it are full
  };

  /// Whether it needed a chunk for it: always where the list was empty.
  [[gnu::always_inline]] bool append(List& list, const Event& event) {
    const bool is_full = list.fill == events_per_chunk;
    if (is_full) {
      const std::uint32_t chunk = take_chunk(event);
      next_[chunk] = list.head;
      list = {.head = chunk, .fill = 0};
    }
    events_of(list.head)[list.fill++] = event;
    return is_full;
  }

  /// Whether everything lies in one chunk.
  bool is_single(const List& list) const { return list.head != no_index && next_[list.head] == no_index; }

  template <class Visit>
  void for_each(const List& list, Visit&& visit) const {
    std::uint32_t fill = list.fill;
    for (std::uint32_t chunk = list.head; chunk != no_index; chunk = next_[chunk]) {
      const Event* events = events_of(chunk);
      for (std::uint32_t i = 0; i < fill; ++i) visit(events[i]);
      fill = events_per_chunk;
    }
  }

  /// Visits every event and gives its place back; `visit` may append to other lists.
  template <class Visit>
  void drain(const List& list, Visit&& visit) {
    std::uint32_t fill = list.fill;
    for (std::uint32_t chunk = list.head; chunk != no_index;) {
      const std::uint32_t behind = next_[chunk];
      if (behind != no_index) prefetch(behind);
      const Event* events = events_of(chunk);
      for (std::uint32_t i = 0; i < fill; ++i) visit(events[i]);
      next_[chunk] = free_;
      free_ = chunk;
      chunk = behind;
      fill = events_per_chunk;
    }
  }

 private:
  Event* events_of(std::uint32_t chunk) {
    return slabs_[chunk / chunks_per_slab].data() + chunk % chunks_per_slab * events_per_chunk;
  }
  const Event* events_of(std::uint32_t chunk) const {
    return slabs_[chunk / chunks_per_slab].data() + chunk % chunks_per_slab * events_per_chunk;
  }

  void prefetch(std::uint32_t chunk) const { prefetch_lines<chunk_bytes / cache_line>(events_of(chunk)); }

  /// A chunk of its own for the caller. A new slab is filled with `filler`: events need no default.
  [[gnu::noinline]] std::uint32_t take_chunk(Event filler) {
    if (free_ == no_index) {
      const auto first = static_cast<std::uint32_t>(next_.size());
      slabs_.emplace_back(chunks_per_slab * events_per_chunk, filler);
      for (std::uint32_t i = 1; i <= chunks_per_slab; ++i) next_.push_back(first + i);
      next_.back() = no_index;
      free_ = first;
    }
    const std::uint32_t chunk = free_;
    free_ = next_[chunk];
    return chunk;
  }

  std::vector<std::vector<Event>> slabs_;
  std::vector<std::uint32_t> next_;  ///< per chunk: the one behind it in its list, or the next free one
  std::uint32_t free_ = no_index;
};

}  // namespace swarmsim
