#pragma once
// The pending future of one world as a plain binary heap: what EventQueue is held against.
//
// The same order and the same contract as EventQueue (core/engine/event_queue.hpp), in the fewest lines.
// Costs a logarithm of what is pending. Knows no event type.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "core/base/check.hpp"
#include "core/base/time.hpp"

namespace swarmsim {

template <typename Event>
class HeapQueue {
 public:
  std::size_t size() const { return heap_.size(); }

  /// Adds an event that is due now or later.
  void push(const Event& event) {
    check(event.at >= now_, "heap queue: nothing is pushed into the past");
    heap_.push_back(event);
    std::push_heap(heap_.begin(), heap_.end(), happens_later);
  }

  /// The next event if it is due by `limit`.
  std::optional<Event> pop(SimTime limit) {
    if (heap_.empty() || heap_.front().at > limit) return std::nullopt;
    std::pop_heap(heap_.begin(), heap_.end(), happens_later);
    const Event first = heap_.back();
    heap_.pop_back();
    now_ = first.at;
    return first;
  }

  std::optional<SimTime> next_time() const {
    if (heap_.empty()) return std::nullopt;
    return heap_.front().at;
  }

  template <class Visit>
  void for_each(Visit&& visit) const {
    for (const Event& event : heap_) visit(event);
  }

 private:
  /// The order of std::push_heap, which keeps the greatest in front: here the one that happens first.
  static bool happens_later(const Event& a, const Event& b) {
    return a.at != b.at ? a.at > b.at : precedes(b, a);
  }

  SimTime now_ = sim_start;
  std::vector<Event> heap_;
};

}  // namespace swarmsim
