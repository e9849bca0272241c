// Passes over what is said while the swarm runs.

#include <algorithm>
#include <chrono>
#include <string>

#include "sim/fuzz/shrink_passes.hpp"
#include "sim/fuzz/shrink_tools.hpp"

namespace swarmsim {

namespace {

std::size_t count_entries(const Scenario& scenario) { return scenario.timeline.size(); }

bool drop_entry(Scenario& scenario, std::size_t index) {
  erase_entry(scenario, index);
  return true;
}

bool drop_timeline(Scenario& scenario, std::size_t) {
  const bool any = !scenario.timeline.empty();
  scenario.timeline.clear();
  return any;
}

bool simplify_entry(Scenario& scenario, std::size_t index) {
  TimelineEntry& entry = scenario.timeline[index];
  if (reset(entry.every)) {
    entry.to.reset();
    return true;
  }
  if (entry.after != no_index) return reset(entry.plus, Duration{});
  const bool is_named = std::any_of(scenario.timeline.begin(), scenario.timeline.end(),
                                    [&](const TimelineEntry& one) { return one.after == index; });
  if (!is_named && reset(entry.label, std::string())) return true;
  return reset(entry.at, rounded(entry.at, std::chrono::seconds(1)));
}

std::size_t count_once(const Scenario&) { return 1; }

constexpr ShrinkPass of_timeline[] = {
    {count_once, drop_timeline},
    {count_entries, drop_entry},
    {count_entries, simplify_entry},
};

}  // namespace

std::span<const ShrinkPass> timeline_passes() { return of_timeline; }

}  // namespace swarmsim
