#pragma once
// The pending future of one world, in the order it will happen: a monotone radix heap.
//
// Order: earlier time first; at one instant `precedes`, a total order by what an event is, never by
// when it was pushed. Invariant: time never runs backwards; push() refuses the past. What is due within
// a short window lies in a small binary heap, the rest in buckets by the highest byte in which its time
// differs from the window's end: an event moves at most eight times, and what pop and push cost hardly
// depends on how much is pending (tests/bench/hold.cpp). Knows no event type. There is no cancel: the
// owner keeps a generation and ignores a stale event when it is popped.

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/base/check.hpp"
#include "core/base/time.hpp"
#include "core/engine/event_chunks.hpp"

namespace swarmsim {

template <typename Event>
concept QueueableEvent = std::is_trivially_copyable_v<Event> && requires(const Event& a, const Event& b) {
  { a.at } -> std::convertible_to<SimTime>;
  { precedes(a, b) } -> std::same_as<bool>;
};

template <typename Event>
class EventQueue {
  static_assert(QueueableEvent<Event>, "needs: trivially copyable, SimTime at, precedes(a, b) found by ADL");

 public:
  /// The time of the event popped last; the start before the first.
  SimTime now() const { return now_; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  /// Adds an event that is due now or later.
  void push(const Event& event) {
    check(event.at >= now_, "event queue: nothing is pushed into the past");
    ++size_;
    if (window_is_wide() && near_.size() >= near_max) narrow_window();
    place(event);
    if (ticks(event.at) <= window_end_) std::push_heap(near_.begin(), near_.end(), HappensLater{});
  }

  /// The next event if it is due by `limit`; now() becomes its time. Otherwise nothing: what is pushed
  /// afterwards, between now() and the next event too, happens as if pop() had not been called.
  std::optional<Event> pop(SimTime limit) {
    while (near_.empty()) {
      if (size_ == 0) return std::nullopt;
      const std::size_t index = first_bucket();
      if (range_begin(index) > ticks(limit)) return std::nullopt;
      open(index);
    }
    if (near_.front().at > limit) return std::nullopt;
    std::pop_heap(near_.begin(), near_.end(), HappensLater{});
    const Event first = near_.back();
    near_.pop_back();
    --size_;
    now_ = first.at;
    return first;
  }

  /// When the next event is due. Searches one bucket: for the console, not for the loop.
  std::optional<SimTime> next_time() const {
    if (size_ == 0) return std::nullopt;
    if (!near_.empty()) return near_.front().at;
    SimTime earliest = sim_never;
    chunks_.for_each(buckets_[first_bucket()],
                     [&](const Event& event) { earliest = std::min(earliest, SimTime{event.at}); });
    return earliest;
  }

  /// Shows a few events that are due soon, and whether each is the next: for prefetching what they touch.
  template <class Visit>
  void for_soonest(Visit&& visit) const {
    constexpr std::size_t few = 3;  // the root of the heap and its children
    const std::size_t shown = std::min(few, near_.size());
    for (std::size_t i = 0; i < shown; ++i) visit(near_[i], i == 0);
  }

  /// Shows every pending event once, in no order that means anything.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (const Event& event : near_) visit(event);
    for (const ChunkList& bucket : buckets_) chunks_.for_each(bucket, visit);
  }

 private:
  using ChunkList = typename EventChunks<Event>::List;

  static constexpr std::size_t bits_per_level = 8;
  static constexpr std::size_t buckets_per_level = std::size_t{1} << bits_per_level;
  static constexpr std::size_t levels = 64 / bits_per_level;
  static constexpr std::size_t words_per_level = buckets_per_level / 64;
  /// A heap beyond this size is slower than the buckets, so a window that holds more is narrowed.
  static constexpr std::size_t near_max = 2 * EventChunks<Event>::events_per_chunk;

  static std::uint64_t ticks(SimTime at) { return static_cast<std::uint64_t>(nanoseconds_of(at)); }
  /// The order of std::push_heap, which keeps the greatest in front: here the one that happens first.
  struct HappensLater {
    bool operator()(const Event& a, const Event& b) const {
      return a.at != b.at ? a.at > b.at : precedes(b, a);
    }
  };

  bool window_is_wide() const { return window_begin_ != window_end_; }

  /// Puts an event where it belongs: into its bucket, or at the back of near_, which the caller then
  /// makes a heap again.
  void place(const Event& event) {
    const std::uint64_t at = ticks(event.at);
    if (at <= window_end_) {
      near_.push_back(event);
      return;
    }
    const auto highest_bit = static_cast<std::size_t>(std::bit_width(at ^ window_end_)) - 1;
    const std::size_t level = highest_bit / bits_per_level;
    const std::size_t digit = (at >> (level * bits_per_level)) % buckets_per_level;
    const std::size_t index = level * buckets_per_level + digit;
    chunks_.append(buckets_[index], event);
    bitmap_[index / 64] |= std::uint64_t{1} << (index % 64);
    levels_in_use_ |= 1U << level;
  }

  /// The lowest bucket of the lowest level in use: every other bucket is later as a whole.
  std::size_t first_bucket() const {
    const auto level = static_cast<std::size_t>(std::countr_zero(levels_in_use_));
    std::size_t word = level * words_per_level;
    while (bitmap_[word] == 0) ++word;
    return word * 64 + static_cast<std::size_t>(std::countr_zero(bitmap_[word]));
  }

  static std::uint64_t range_mask(std::size_t index) {
    return (std::uint64_t{1} << (index / buckets_per_level * bits_per_level)) - 1;
  }
  /// The first nanosecond whose events lie in a bucket; the last is this | range_mask(index).
  std::uint64_t range_begin(std::size_t index) const {
    const std::size_t shift = index / buckets_per_level * bits_per_level;
    const std::uint64_t above = window_end_ >> shift >> bits_per_level << bits_per_level;
    return (above | index % buckets_per_level) << shift;
  }

  /// Advances the window to the first bucket, while near_ is empty. A bucket of one chunk becomes the
  /// window as it is, which saves it the lower levels; of a larger one the first nanosecond does.
  /// Nobody can tell: whatever is pushed up to the window's end joins near_.
  void open(std::size_t index) {
    const ChunkList bucket = buckets_[index];
    buckets_[index] = {};
    mark_empty(index);
    window_begin_ = range_begin(index);
    window_end_ = window_begin_;
    if (chunks_.is_single(bucket)) window_end_ |= range_mask(index);
    chunks_.drain(bucket, [this](const Event& event) { place(event); });
    std::make_heap(near_.begin(), near_.end(), HappensLater{});
  }

  /// Ends a wide window now, and moves what is due later to the buckets. Buckets below the window's
  /// level are empty and those above do not depend on where in its range the window ends, so they stay.
  void narrow_window() {
    window_begin_ = std::max(ticks(now_), window_begin_);
    window_end_ = window_begin_;
    const std::vector<Event> scattered = std::exchange(near_, {});
    for (const Event& event : scattered) place(event);
    std::make_heap(near_.begin(), near_.end(), HappensLater{});
  }

  void mark_empty(std::size_t index) {
    bitmap_[index / 64] &= ~(std::uint64_t{1} << (index % 64));
    const std::size_t level = index / buckets_per_level;
    std::uint64_t left = 0;
    for (std::size_t i = 0; i < words_per_level; ++i) left |= bitmap_[level * words_per_level + i];
    if (left == 0) levels_in_use_ &= ~(1U << level);
  }

  SimTime now_ = sim_start;
  /// First and last nanosecond of the window; equal unless it was opened on a whole bucket.
  std::uint64_t window_begin_ = 0;
  std::uint64_t window_end_ = 0;
  std::size_t size_ = 0;
  std::vector<Event> near_;  ///< a binary heap of all that is due up to window_end_
  EventChunks<Event> chunks_;
  std::array<ChunkList, levels * buckets_per_level> buckets_{};
  std::array<std::uint64_t, levels * words_per_level> bitmap_{};
  std::uint32_t levels_in_use_ = 0;
};

}  // namespace swarmsim
