#include "tools/swarmsim/progress.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "sim/report/columns.hpp"
#include "sim/report/rounding.hpp"

namespace swarmsim {

namespace {

/// Every download that a peer's keys or the timeline ask for, whether it will come to it or not.
std::uint64_t planned_downloads(const World& fresh) {
  const Scenario& scenario = fresh.scenario();
  std::uint64_t planned = 0;
  for (const Participant& peer : fresh.participants()) {
    planned += scenario.groups[peer.group].download.size();
  }
  for (const TimelineEntry& entry : scenario.timeline) {
    if (entry.command.kind != CommandKind::download) continue;
    const auto group = std::find_if(scenario.groups.begin(), scenario.groups.end(),
                                    [&entry](const GroupSpec& one) { return one.id == entry.on; });
    const bool is_group = entry.actor == ActorKind::group && group != scenario.groups.end();
    planned += is_group ? group->count.value_or(1) : 1;
  }
  return planned;
}

}  // namespace

Progress::Progress(const World& fresh, bool quiet, ColourChoice colour)
    : line_(quiet, colour), planned_(planned_downloads(fresh)) {}

void Progress::look(const World& world) {
  if (!line_.is_due()) return;
  const double now_s = line_.elapsed_s();
  const double rate = static_cast<double>(events_ - events_shown_) / (now_s - shown_s_);
  const std::uint64_t done = world.counters().completed;
  const double time = rounded_seconds(world.now());
  const double time_share = time / rounded_seconds(world.scenario().stop_at);
  const double done_share = planned_ == 0 ? 0 : static_cast<double>(done) / static_cast<double>(planned_);
  const double share = std::min(std::max(time_share, done_share), 1.0);
  std::string text = fmt::format("{:.1f} s", time);
  if (planned_ > 0) text += fmt::format("  {}/{} done", done, planned_);
  text += fmt::format("  {} events/s", format_count(static_cast<std::uint64_t>(rate)));
  if (share > 0) text += fmt::format("  ETA {}", rough_time(now_s * (1 - share) / share));
  line_.show(std::move(text));
  events_shown_ = events_;
  shown_s_ = now_s;
}

}  // namespace swarmsim
