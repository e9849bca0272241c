#pragma once
// What several passes of the shrinker need: values set back, entries that go with what they speak of.
//
// Each says whether it changed anything. Private to sim/fuzz/shrink_*.cpp.

#include <cstddef>
#include <optional>

#include "core/base/time.hpp"
#include "sim/model/scenario.hpp"

namespace swarmsim {

/// Sets `value` to what it is by default; false if it was.
template <typename T>
bool reset(T& value, const T& ordinary) {
  if (value == ordinary) return false;
  value = ordinary;
  return true;
}

template <typename T>
bool reset(std::optional<T>& value) {
  const bool was_given = value.has_value();
  value.reset();
  return was_given;
}

/// Takes an entry of the timeline away; who waited for it waits no more.
inline void erase_entry(Scenario& scenario, std::size_t index) {
  scenario.timeline.erase(scenario.timeline.begin() + static_cast<std::ptrdiff_t>(index));
  for (TimelineEntry& entry : scenario.timeline) {
    if (entry.after == no_index || entry.after < index) continue;
    entry.after = entry.after == index ? no_index : entry.after - 1;
  }
}

template <typename Predicate>
void erase_entries_if(Scenario& scenario, Predicate refers) {
  for (std::size_t i = scenario.timeline.size(); i-- > 0;) {
    if (refers(scenario.timeline[i])) erase_entry(scenario, i);
  }
}

inline SimTime rounded(SimTime at, Duration to) { return at - at.time_since_epoch() % to; }

}  // namespace swarmsim
