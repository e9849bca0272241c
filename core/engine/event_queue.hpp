#pragma once
// The pending future of one world, in the order it will happen: a monotone radix heap.
//
// Order: earlier time first; at one instant `precedes`, a total order by what an event is, never by
// when it was pushed. Invariant: time never runs backwards; push() refuses the past. What is due within
// a short window lies sorted in a small array, the rest in buckets by the highest six bits in which its time
// differs from the window's end: an event moves at most eleven times, and what pop and push cost hardly
// depends on how much is pending (tests/bench/hold.cpp). That the window is sorted lets the owner look a few
// events ahead, to prefetch. Knows no event type. There is no cancel: the owner keeps a generation and
// ignores a stale event when it is popped.

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
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

  /// Adds an event that is due now or later. Inlined, so that whoever makes up an event writes it where it
  /// will lie: what was written field by field cannot at once be read, and copied, as a whole.
  [[gnu::always_inline]] void push(const Event& event) {
    check(event.at >= now_, "event queue: nothing is pushed into the past");
    ++size_;
    if (ticks(event.at) > window_end_) return place(event);
    push_near(event);
  }

  /// The next event if it is due by `limit`; now() becomes its time. Otherwise nothing: what is pushed
  /// afterwards, between now() and the next event too, happens as if pop() had not been called.
  std::optional<Event> pop(SimTime limit) {
    if (next_ == near_.size() && !open_next(limit)) return std::nullopt;
    const Event& first = near_[next_];
    if (first.at > limit) return std::nullopt;
    ++next_;
    --size_;
    now_ = first.at;
    return first;
  }

  /// When the next event is due. Searches one bucket: for the console, not for the loop.
  std::optional<SimTime> next_time() const {
    if (size_ == 0) return std::nullopt;
    if (next_ < near_.size()) return near_[next_].at;
    SimTime earliest = sim_never;
    chunks_.for_each(buckets_[first_bucket()],
                     [&](const Event& event) { earliest = std::min(earliest, SimTime{event.at}); });
    return earliest;
  }

  /// Whether the last pop() was the first out of its window: time to look at the rest of it.
  bool window_opened() const { return next_ == 1; }
  /// What is due next and lies in the window, in order: to prefetch what it touches. Void after a push.
  std::span<const Event> window() const { return std::span(near_).subspan(next_); }

  /// Shows every pending event once, in no order that means anything.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (std::size_t i = next_; i < near_.size(); ++i) visit(near_[i]);
    for (const ChunkList& bucket : buckets_) chunks_.for_each(bucket, visit);
  }

 private:
  using ChunkList = typename EventChunks<Event>::List;

  static constexpr std::size_t bits_per_level = 6;
  static constexpr std::size_t buckets_per_level = std::size_t{1} << bits_per_level;
  static constexpr std::size_t levels = (64 + bits_per_level - 1) / bits_per_level;
  static constexpr std::size_t words_per_level = buckets_per_level / 64;
  /// Inserting into more than this is slower than the buckets, so a window that holds more is narrowed.
  static constexpr std::size_t near_max = 3 * EventChunks<Event>::events_per_chunk;
  /// A window with fewer events than this takes in the next bucket, too: what is known to come soon can be
  /// asked for together.
  static constexpr std::size_t near_enough = EventChunks<Event>::events_per_chunk * 3 / 2;

  static std::uint64_t ticks(SimTime at) { return static_cast<std::uint64_t>(nanoseconds_of(at)); }
  static bool happens_before(const Event& a, const Event& b) {
    return a.at != b.at ? a.at < b.at : precedes(a, b);
  }

  bool window_is_wide() const { return window_begin_ != window_end_; }

  /// Puts an event that is due after the window into its bucket.
  [[gnu::always_inline]] void place(const Event& event) {
    const std::uint64_t at = ticks(event.at);
    const auto highest_bit = static_cast<std::size_t>(std::bit_width(at ^ window_end_)) - 1;
    const std::size_t level = highest_bit / bits_per_level;
    const std::size_t digit = (at >> (level * bits_per_level)) % buckets_per_level;
    const std::size_t index = level * buckets_per_level + digit;
    if (!chunks_.append(buckets_[index], event)) return;  // it was in use already
    bitmap_[index / 64] |= std::uint64_t{1} << (index % 64);
    levels_in_use_ |= 1U << level;
  }

  [[gnu::noinline]] void push_near(Event event) {
    if (window_is_wide() && near_.size() - next_ >= near_max) {
      narrow_window();
      if (ticks(event.at) > window_end_) return place(event);
    }
    insert_near(event);
  }

  /// Most of what falls into the window is due late in it, so the search begins at its end.
  void insert_near(const Event& event) {
    if (next_ > near_max) {
      near_.erase(near_.begin(), near_.begin() + static_cast<std::ptrdiff_t>(next_));
      next_ = 0;
    }
    near_.push_back(event);
    std::size_t at = near_.size() - 1;
    for (; at > next_ && happens_before(event, near_[at - 1]); --at) near_[at] = near_[at - 1];
    near_[at] = event;
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

  /// Fills the empty window with what is due next; false if that is due after `limit`.
  bool open_next(SimTime limit) {
    near_.clear();
    next_ = 0;
    while (near_.empty()) {
      if (size_ == 0) return false;
      const std::size_t index = first_bucket();
      if (range_begin(index) > ticks(limit)) return false;
      open(index);
    }
    return true;
  }

  /// Advances the window to bucket `index`, the first. A bucket of one chunk becomes the window as it is,
  /// which saves it the lower levels, and sparse ones behind it on its level join; of a larger one the first
  /// nanosecond does. Nobody can tell: whatever is pushed up to the window's end joins near_.
  void open(std::size_t index) {
    window_begin_ = range_begin(index);
    window_end_ = window_begin_;
    if (!chunks_.is_single(buckets_[index])) {
      scatter(take_bucket(index));
      return sort_from(0);
    }
    const std::size_t level_end = (index / buckets_per_level + 1) * buckets_per_level;
    for (;;) {
      window_end_ = range_begin(index) | range_mask(index);
      const std::size_t before = near_.size();
      chunks_.drain(take_bucket(index), [this](const Event& event) { near_.push_back(event); });
      sort_from(before);
      if (near_.size() >= near_enough || levels_in_use_ == 0) return;
      index = first_bucket();
      if (index >= level_end || !chunks_.is_single(buckets_[index])) return;
    }
  }

  /// Sorts the last of the window: what comes from a later bucket is later as a whole.
  void sort_from(std::size_t first) {
    std::sort(near_.begin() + static_cast<std::ptrdiff_t>(first), near_.end(), happens_before);
  }

  /// Puts what lay in a bucket where it belongs now that the window has moved.
  void scatter(const ChunkList& bucket) {
    chunks_.drain(bucket, [this](const Event& event) { put(event); });
  }
  [[gnu::always_inline]] void put(const Event& event) {
    if (ticks(event.at) <= window_end_) {
      near_.push_back(event);
    } else {
      place(event);
    }
  }

  ChunkList take_bucket(std::size_t index) {
    mark_empty(index);
    return std::exchange(buckets_[index], {});
  }

  /// Ends a wide window now, and moves what is due later to the buckets. Buckets below the window's
  /// level are empty and those above do not depend on where in its range the window ends, so they stay.
  void narrow_window() {
    window_begin_ = std::max(ticks(now_), window_begin_);
    window_end_ = window_begin_;
    const std::vector<Event> scattered(near_.begin() + static_cast<std::ptrdiff_t>(next_), near_.end());
    near_.clear();
    next_ = 0;
    for (const Event& event : scattered) put(event);
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
  std::vector<Event> near_;  ///< all that is due up to window_end_, sorted; before next_: what was popped
  std::size_t next_ = 0;
  EventChunks<Event> chunks_;
  std::array<ChunkList, levels * buckets_per_level> buckets_{};
  std::array<std::uint64_t, levels * words_per_level> bitmap_{};
  std::uint32_t levels_in_use_ = 0;
};

}  // namespace swarmsim
