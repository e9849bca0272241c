#include "tools/swarmsim/progress.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "sim/model/wanted_pieces.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/rounding.hpp"

namespace swarmsim {

namespace {

double part_of(std::uint64_t some, std::uint64_t all) {
  return all == 0 ? 0 : static_cast<double>(some) / static_cast<double>(all);
}

std::uint64_t blocks_of(const Scenario& scenario, std::string_view content) {
  const auto named = std::find_if(scenario.contents.begin(), scenario.contents.end(),
                                  [content](const ContentSpec& one) { return one.name == content; });
  return named == scenario.contents.end() ? 0 : named->geometry.blocks_total();
}

}  // namespace

Progress::Plan Progress::plan_of(const World& fresh) {
  const Scenario& scenario = fresh.scenario();
  Plan plan;
  for (const Participant& peer : fresh.participants()) {
    for (const DownloadSpec& download : scenario.groups[peer.group].download) {
      ++plan.downloads;
      plan.blocks += wanted_blocks(scenario.contents[index_of(download.content)], download);
    }
  }
  for (const TimelineEntry& entry : scenario.timeline) {
    if (entry.command.kind != CommandKind::download) continue;
    const auto group = std::find_if(scenario.groups.begin(), scenario.groups.end(),
                                    [&entry](const GroupSpec& one) { return one.id == entry.on; });
    const bool is_group = entry.actor == ActorKind::group && group != scenario.groups.end();
    const std::uint64_t members = is_group ? group->count.value_or(1) : 1;
    plan.downloads += members;
    plan.blocks += members * blocks_of(scenario, entry.command.file);
  }
  return plan;
}

Progress::Progress(const World& fresh, bool quiet, ColourChoice colour)
    : line_(quiet, colour), plan_(plan_of(fresh)) {}

void Progress::look(const World& world) {
  if (!line_.is_due()) return;
  const double now_s = line_.elapsed_s();
  const double rate = static_cast<double>(events_ - events_shown_) / (now_s - shown_s_);
  const std::uint64_t done = world.counters().completed;
  const double time = rounded_seconds(world.now());
  const double share = std::min(
      std::max(
          {time / rounded_seconds(world.scenario().stop_at), part_of(done, plan_.downloads),
           part_of(world.counters().messages[static_cast<std::size_t>(MessageKind::block)], plan_.blocks)}),
      1.0);
  std::string text = fmt::format("{:.1f} s", time);
  if (plan_.downloads > 0) text += fmt::format("  {}/{} done", done, plan_.downloads);
  text += fmt::format("  {} events/s", format_count(static_cast<std::uint64_t>(rate)));
  if (const double left_s = seconds_left(now_s, share); left_s >= 0) {
    text += fmt::format("  ETA {}", rough_time(left_s));
  }
  line_.show(std::move(text));
  events_shown_ = events_;
  shown_s_ = now_s;
}

double Progress::seconds_left(double now_s, double share) {
  shares_.push_back({now_s, share});
  // A crowd connects for a while before blocks flow: the later half tells the pace better than the whole.
  const Share& half = shares_[(shares_.size() - 1) / 2];
  const Share& since = share > half.share ? half : shares_.front();
  if (share <= since.share) return -1;
  return (now_s - since.at_s) * (1 - share) / (share - since.share);
}

}  // namespace swarmsim
