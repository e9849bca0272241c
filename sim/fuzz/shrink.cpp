#include "sim/fuzz/shrink.hpp"

#include <algorithm>
#include <utility>

#include "sim/fuzz/shrink_passes.hpp"
#include "sim/scenario/newcomer.hpp"

namespace swarmsim {

namespace {

/// Makes the peers that the timeline brings anew from what it says now. Whoever it brings no more is there
/// from the start, as one of `peers`, which stand before the others.
void follow_timeline(Scenario& scenario) {
  for (GroupSpec& group : scenario.groups) {
    if (group.arrive.kind != ArrivalKind::command) continue;
    const auto brings = [&group](const TimelineEntry& entry) {
      return entry.command.kind == CommandKind::peer && entry.command.peer == group.id;
    };
    const auto entry = std::find_if(scenario.timeline.begin(), scenario.timeline.end(), brings);
    if (entry == scenario.timeline.end()) {
      group.arrive = {};
    } else {
      group = newcomer_group(scenario, entry->command);
    }
  }
  std::stable_partition(scenario.groups.begin(), scenario.groups.end(),
                        [](const GroupSpec& group) { return group.arrive.kind != ArrivalKind::command; });
}

/// Applies `pass` wherever the result still fails; whether it did anywhere.
bool run_pass(const ShrinkPass& pass, Shrunk& state, FailureTest& test, std::size_t tries_max) {
  bool helped = false;
  // From the end: what comes later depends on what comes before more often than the other way round.
  for (std::size_t index = pass.count(state.scenario); index-- > 0;) {
    for (;;) {
      if (state.tries >= tries_max) return helped;
      if (index >= pass.count(state.scenario)) break;  // more than one thing went at once
      Scenario candidate = state.scenario;
      if (!pass.apply(candidate, index)) break;
      follow_timeline(candidate);
      ++state.tries;
      if (!test.still_fails(candidate)) break;
      state.scenario = std::move(candidate);
      helped = true;
    }
  }
  return helped;
}

}  // namespace

Shrunk shrink(Scenario failing, FailureTest& test, std::size_t tries_max) {
  // What takes most away first.
  static constexpr std::span<const ShrinkPass> (*lists[])() = {timeline_passes, group_passes, content_passes,
                                                               world_passes};
  Shrunk state{std::move(failing), 0, false};
  bool helped = true;
  while (helped && state.tries < tries_max) {
    helped = false;
    for (const auto passes : lists) {
      for (const ShrinkPass& pass : passes()) {
        if (run_pass(pass, state, test, tries_max)) helped = true;
      }
    }
  }
  state.finished = !helped;
  return state;
}

}  // namespace swarmsim
