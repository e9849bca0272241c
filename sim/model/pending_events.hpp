#pragma once
// The pending events of a world, in the order in which they will happen.
//
// One of two queues holds them, by the world's mode: the fast one, or a binary heap to hold it against.
// Costs a branch that always goes the same way.

#include <optional>
#include <span>
#include <utility>

#include "core/engine/event_queue.hpp"
#include "core/engine/heap_queue.hpp"
#include "sim/model/event.hpp"
#include "sim/model/mode.hpp"

namespace swarmsim {

class PendingEvents {
 public:
  explicit PendingEvents(Mode mode = Mode::fast) : is_plain_(mode == Mode::reference) {}

  [[gnu::always_inline]] void push(const Event& event) {
    if (is_plain_) {
      push_plain(event);
    } else {
      fast_.push(event);
    }
  }
  /// The next event if it is due by `limit`.
  std::optional<Event> pop(SimTime limit) { return is_plain_ ? plain_.pop(limit) : fast_.pop(limit); }
  /// When the next event is due. Searches: for the console, not for the loop.
  std::optional<SimTime> next_time() const { return is_plain_ ? plain_.next_time() : fast_.next_time(); }
  std::size_t size() const { return is_plain_ ? plain_.size() : fast_.size(); }

  bool empty() const { return size() == 0; }

  /// Whether what is due next has just become known, where that is cheap to know; and what it is.
  bool window_opened() const { return !is_plain_ && fast_.window_opened(); }
  std::span<const Event> window() const { return fast_.window(); }
  /// Shows every pending event once, in no order that means anything.
  template <class Visit>
  void for_each(Visit&& visit) const {
    if (is_plain_) {
      plain_.for_each(std::forward<Visit>(visit));
    } else {
      fast_.for_each(std::forward<Visit>(visit));
    }
  }

 private:
  [[gnu::noinline]] void push_plain(Event event) { plain_.push(event); }

  bool is_plain_;
  EventQueue<Event> fast_;
  HeapQueue<Event> plain_;
};

}  // namespace swarmsim
