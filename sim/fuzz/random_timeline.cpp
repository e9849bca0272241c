// What is said to peers, tracker and world while the swarm runs, and when it stops.

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "sim/command/grammar.hpp"
#include "sim/fuzz/draft.hpp"
#include "sim/fuzz/liveness.hpp"
#include "sim/scenario/newcomer.hpp"

namespace swarmsim {

namespace {

using namespace std::chrono_literals;

/// Somebody to speak to: a peer or a whole group.
struct Addressee {
  ActorKind kind{};
  std::string id;
};

class TimelineMaker {
 public:
  TimelineMaker(Draft& draft, Dice& dice) : draft_(draft), dice_(dice) {}

  void make() {
    if (draft_.has(Feature::newcomers)) add_some(&TimelineMaker::add_newcomer);
    if (draft_.has(Feature::settings)) add_some(&TimelineMaker::add_setting);
    if (draft_.has(Feature::crashes)) add_some(&TimelineMaker::add_crash);
    if (draft_.has(Feature::exits)) add_some(&TimelineMaker::add_exit);
    if (draft_.has(Feature::link_changes)) add_some(&TimelineMaker::add_link_change);
    if (draft_.has(Feature::tracker_outages)) add_outages();
    if (draft_.has(Feature::commands)) add_some(&TimelineMaker::add_question);
    if (draft_.has(Feature::mistakes)) add_some(&TimelineMaker::add_mistake);
    if (draft_.has(Feature::chains)) add_some(&TimelineMaker::add_chain);
  }

 private:
  void add_some(void (TimelineMaker::*add_one)()) {
    const std::int64_t times = dice_.between(1, 3);
    for (std::int64_t i = 0; i < times; ++i) (this->*add_one)();
  }

  SimTime draw_time() {
    const std::int64_t scale = draft_.scale.count();
    const std::int64_t at = dice_.between(0, scale * 3 / 2);
    // Round times meet: arrivals, choke rounds and other entries happen in that instant too.
    const bool is_round = dice_.chance(40);
    return sim_time_from(is_round ? at / nanoseconds_per_second * nanoseconds_per_second : at);
  }

  void add(SimTime at, ActorKind actor, std::string on, Command command) {
    TimelineEntry entry;
    entry.at = at;
    entry.actor = actor;
    entry.on = std::move(on);
    entry.text = format_command(command);
    entry.command = std::move(command);
    draft_.scenario.timeline.push_back(std::move(entry));
  }

  /// One peer; a member where it is of a group.
  std::string draw_peer() {
    const GroupSpec& group = dice_.one_of(draft_.scenario.groups);
    if (!group.count) return group.id;
    return fmt::format("{}-{}", group.id, dice_.between(1, *group.count));
  }

  Addressee draw_addressee() {
    const GroupSpec& group = dice_.one_of(draft_.scenario.groups);
    if (!group.count) return {ActorKind::peer, group.id};
    const std::int64_t member = dice_.between(1, *group.count);
    if (dice_.chance(30)) return {ActorKind::group, group.id};
    return {ActorKind::peer, fmt::format("{}-{}", group.id, member)};
  }

  std::string draw_file() { return dice_.one_of(draft_.scenario.contents).name; }

  void add_crash() {
    const SimTime at = draw_time();
    add(at, ActorKind::world, "", {.kind = CommandKind::crash, .file = "", .peer = draw_peer()});
  }

  void add_exit() {
    const SimTime at = draw_time();
    Addressee who = draw_addressee();
    add(at, who.kind, std::move(who.id), {.kind = CommandKind::exit, .file = ""});
  }

  void add_link_change() {
    const SimTime at = draw_time();
    Command command{.kind = CommandKind::link, .file = "", .peer = draw_peer()};
    const std::int64_t what = dice_.between(1, 7);
    const std::int64_t up = dice_.between(draft_.base_rate / 4, draft_.base_rate * 4);
    const std::int64_t down = dice_.between(draft_.base_rate / 4, draft_.base_rate * 4);
    if ((what & 1) != 0) command.up = Rate{up};
    if ((what & 2) != 0) command.down = Rate{down};
    if ((what & 4) != 0) command.latency = dice_.one_of<Duration>({0ms, 3ms, 90ms});
    add(at, ActorKind::world, "", std::move(command));
  }

  /// Somebody comes, owns a file perhaps, and does something soon or never.
  void add_newcomer() {
    const SimTime at = draw_time();
    Command command{.kind = CommandKind::peer, .file = ""};
    command.peer = fmt::format("new{}_", draft_.scenario.groups.size());
    const std::int64_t up = dice_.between(draft_.base_rate / 4, draft_.base_rate * 4);
    if (dice_.chance(50)) command.up = Rate{up};
    if (dice_.chance(30)) command.latency = dice_.one_of<Duration>({0ms, 3ms, 90ms});
    const std::string file = draw_file();
    const bool owns = dice_.chance(30);
    if (owns) command.has.push_back(file);
    const std::string id = command.peer;
    draft_.scenario.groups.push_back(newcomer_group(draft_.scenario, command));
    add(at, ActorKind::world, "", std::move(command));
    const Duration later{dice_.chance(50) ? 0 : dice_.between(0, draft_.scale.count() / 4)};
    const CommandKind kind = owns ? CommandKind::send : CommandKind::download;
    if (dice_.chance(80)) add(at + later, ActorKind::peer, id, {.kind = kind, .file = file});
  }

  void add_setting() {
    const SimTime at = draw_time();
    Command command{.kind = CommandKind::set, .file = "", .peer = draw_peer()};
    const auto slots = static_cast<std::uint32_t>(dice_.between(0, 6));
    const auto requests = static_cast<std::uint32_t>(dice_.between(1, 20));
    const std::int64_t what = dice_.between(1, 3);
    if ((what & 1) != 0) command.settings.push_back({SettingKey::unchoke_slots, slots});
    if ((what & 2) != 0) command.settings.push_back({SettingKey::request_queue, requests});
    add(at, ActorKind::world, "", std::move(command));
  }

  void add_outages() {
    const bool at_once = dice_.chance(30);
    SimTime at = draw_time();
    if (at_once) at = sim_start;
    const std::int64_t outages = dice_.between(1, 2);
    for (std::int64_t i = 0; i < outages; ++i) {
      Command fail{.kind = CommandKind::tracker_fail, .file = ""};
      fail.fault = dice_.one_of({TrackerFault::refuse, TrackerFault::silent, TrackerFault::error});
      fail.forget = dice_.chance(40);
      add(at, ActorKind::world, "", std::move(fail));
      if (i + 1 == outages && dice_.chance(10)) return;  // for ever
      at += Duration{dice_.between(1, draft_.scale.count())};
      add(at, ActorKind::world, "", {.kind = CommandKind::tracker_recover, .file = ""});
      at += Duration{dice_.between(1, draft_.scale.count())};
    }
  }

  void add_question() {
    const SimTime at = draw_time();
    const std::string file = draw_file();
    switch (dice_.between(0, 4)) {
      case 0: return add(at, ActorKind::tracker, "", {.kind = CommandKind::list, .file = ""});
      case 1: return add(at, ActorKind::tracker, "", {.kind = CommandKind::fileinfo, .file = file});
      case 2: return add(at, ActorKind::tracker, "", {.kind = CommandKind::peerinfo, .file = ""});
      case 3: return add(at, ActorKind::tracker, "", {.kind = CommandKind::scrape, .file = file});
      default: break;
    }
    Addressee who = draw_addressee();
    add(at, who.kind, std::move(who.id), {.kind = CommandKind::scrape, .file = file});
  }

  /// What may be meant or not: a download twice, a send of what is not there, words to who is gone.
  void add_mistake() {
    const SimTime at = draw_time();
    Addressee who = draw_addressee();
    const CommandKind kind = dice_.one_of({CommandKind::send, CommandKind::download, CommandKind::download});
    std::string file = draw_file();
    add(at, who.kind, who.id, {.kind = kind, .file = file});
    if (dice_.chance(30)) add(at, who.kind, who.id, {.kind = kind, .file = std::move(file)});
  }

  /// An entry that others wait for, or one that comes again and again.
  void add_chain() {
    std::vector<TimelineEntry>& timeline = draft_.scenario.timeline;
    add_question();
    const std::int64_t scale = draft_.scale.count();
    if (dice_.chance(50)) {
      TimelineEntry& again = timeline.back();
      again.every = Duration{dice_.between(scale / 20, scale) + 1};
      const bool ends = dice_.chance(50);
      if (ends) again.to = again.at + Duration{dice_.between(0, scale * 2)};
      return;
    }
    const auto first = static_cast<std::uint32_t>(timeline.size() - 1);
    timeline.back().label = fmt::format("entry {}", first);
    const bool asks = dice_.chance(60);
    if (asks) add_question();
    if (!asks) add_mistake();
    for (std::size_t i = first + 1; i < timeline.size(); ++i) {
      timeline[i].at = sim_start;
      timeline[i].after = first;
      timeline[i].plus = Duration{dice_.between(0, scale / 4)};
    }
  }

  Draft& draft_;
  Dice& dice_;
};

}  // namespace

void make_timeline(Draft& draft) {
  Dice dice = draft.dice("timeline");
  TimelineMaker(draft, dice).make();
}

void make_stop(Draft& draft) {
  Dice dice = draft.dice("stop");
  Scenario& scenario = draft.scenario;
  // So long that "everyone completes" can be judged; where it cannot, as long as rounds and retries show.
  constexpr SimTime hour = sim_start + 1h;
  scenario.stop_at = std::max(hour, sim_start + 4 * draft.scale);
  if (draft.has(Feature::stop_all_complete)) scenario.stop_when = StopWhen::all_complete;
  if (draft.has(Feature::stop_never)) {
    scenario.stop_when = StopWhen::never;
    scenario.stop_at = sim_start + 2 * draft.scale + 10min;
  } else {
    scenario.stop_at = std::max(scenario.stop_at, sim_start + liveness_horizon(scenario));
  }
  if (draft.has(Feature::stop_early))
    scenario.stop_at = sim_start + Duration{dice.between(1, draft.scale.count())};
}

}  // namespace swarmsim
