// Passes over who takes part, what they run, own and want.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/fuzz/shrink_passes.hpp"
#include "sim/fuzz/shrink_tools.hpp"

namespace swarmsim {

namespace {

std::size_t count_groups(const Scenario& scenario) { return scenario.groups.size(); }

std::string member_name(const GroupSpec& group, std::uint32_t number) {
  return group.count ? fmt::format("{}-{}", group.id, number) : group.id;
}

bool comes_by_command(const GroupSpec& group) { return group.arrive.kind == ArrivalKind::command; }

bool drop_group(Scenario& scenario, std::size_t index) {
  const auto others = std::count_if(scenario.groups.begin(), scenario.groups.end(),
                                    [](const GroupSpec& group) { return !comes_by_command(group); }) -
                      (comes_by_command(scenario.groups[index]) ? 0 : 1);
  if (others == 0) return false;  // a scenario needs one that is there without being told to come
  const GroupSpec gone = scenario.groups[index];
  scenario.groups.erase(scenario.groups.begin() + static_cast<std::ptrdiff_t>(index));
  erase_entries_if(scenario, [&gone](const TimelineEntry& entry) {
    for (std::uint32_t i = 1; i <= gone.count.value_or(1); ++i) {
      const std::string name = member_name(gone, i);
      if (entry.on == name || entry.command.peer == name) return true;
    }
    return entry.on == gone.id;
  });
  return true;
}

void set_members(Scenario& scenario, GroupSpec& group, std::uint32_t members) {
  for (std::uint32_t i = members + 1; i <= *group.count; ++i) {
    const std::string name = member_name(group, i);
    erase_entries_if(scenario, [&name](const TimelineEntry& entry) {
      return entry.on == name || entry.command.peer == name;
    });
  }
  group.count = members;
  if (group.arrive.kind == ArrivalKind::trace) group.arrive.times.resize(members);
}

bool halve_members(Scenario& scenario, std::size_t index) {
  GroupSpec& group = scenario.groups[index];
  if (group.count.value_or(1) < 2) return false;
  set_members(scenario, group, *group.count / 2);
  return true;
}

bool drop_member(Scenario& scenario, std::size_t index) {
  GroupSpec& group = scenario.groups[index];
  if (group.count.value_or(1) < 2) return false;
  set_members(scenario, group, *group.count - 1);
  return true;
}

bool keep_default_client(Scenario& scenario, std::size_t index) {
  ClientSpec& client = scenario.groups[index].client;
  const bool others = client.unchoke_slots || client.slots_per_session || client.choke_interval ||
                      client.picker || client.numwant || client.connections || client.request_queue ||
                      client.start_phase || client.owners || client.serve_after_download || client.retry;
  const std::string profile = client.profile;
  client = ClientSpec{};
  client.profile = profile;
  return others;
}

/// One override after the other, each time this is asked.
bool drop_override(ClientSpec& client, std::size_t which) {
  switch (which) {
    case 0: return reset(client.unchoke_slots);
    case 1: return reset(client.slots_per_session);
    case 2: return reset(client.choke_interval);
    case 3: return reset(client.picker);
    case 4: return reset(client.numwant);
    case 5: return reset(client.connections);
    case 6: return reset(client.request_queue);
    case 7: return reset(client.start_phase);
    case 8: return reset(client.owners);
    case 9: return reset(client.serve_after_download);
    case 10: return reset(client.retry);
    case 11: return reset(client.pulses);
    case 12: return reset(client.contact_every);
    default: return false;
  }
}
constexpr std::size_t overrides = 13;

bool simplify_life(GroupSpec& group, std::size_t which) {
  switch (which) {
    case 0: {
      const bool leaves = !group.leave.never();
      group.leave = {};
      return leaves;
    }
    case 1: {
      const bool comes_later = group.arrive.kind != ArrivalKind::every || group.arrive.gap != Duration{};
      const Duration at = group.arrive.at;
      group.arrive = {};
      group.arrive.at = at;
      return comes_later;
    }
    case 2: return reset(group.arrive.at, Duration{});
    case 3: return reset(group.address);
    case 4: return !std::exchange(group.classes, {}).empty();
    case 5: return reset(group.corrupt, Share{});
    default: return false;
  }
}
constexpr std::size_t life_parts = 6;

/// Numbers a group's parts through all groups.
template <std::size_t parts>
std::size_t count_parts(const Scenario& scenario) {
  return scenario.groups.size() * parts;
}

bool simplify_client(Scenario& scenario, std::size_t index) {
  return drop_override(scenario.groups[index / overrides].client, index % overrides);
}

bool simplify_lives(Scenario& scenario, std::size_t index) {
  return simplify_life(scenario.groups[index / life_parts], index % life_parts);
}

bool take_network_link(Scenario& scenario, std::size_t index) {
  const std::uint32_t region = scenario.groups[index].link.region;
  LinkPlan ordinary = scenario.network.link;
  ordinary.region = region;
  return reset(scenario.groups[index].link, ordinary);
}

bool drop_last_holding(Scenario& scenario, std::size_t index) {
  std::vector<HoldSpec>& has = scenario.groups[index].has;
  if (has.empty()) return false;
  has.pop_back();
  return true;
}

bool hold_everything(Scenario& scenario, std::size_t index) {
  for (HoldSpec& hold : scenario.groups[index].has) {
    if (hold.kind == HoldKind::everything) continue;
    hold = {hold.content, HoldKind::everything, {}, 0, {}};
    return true;
  }
  return false;
}

bool drop_last_send(Scenario& scenario, std::size_t index) {
  std::vector<ContentId>& send = scenario.groups[index].send;
  if (send.empty()) return false;
  send.pop_back();
  return true;
}

bool drop_last_download(Scenario& scenario, std::size_t index) {
  std::vector<DownloadSpec>& download = scenario.groups[index].download;
  if (download.empty()) return false;
  download.pop_back();
  return true;
}

bool download_at_once(Scenario& scenario, std::size_t index) {
  for (DownloadSpec& download : scenario.groups[index].download) {
    if (reset(download.after, Duration{})) return true;
  }
  return false;
}

bool want_everything(Scenario& scenario, std::size_t index) {
  for (DownloadSpec& download : scenario.groups[index].download) {
    if (reset(download.unwanted, {})) return true;
  }
  return false;
}

bool know_metadata(Scenario& scenario, std::size_t index) {
  for (DownloadSpec& download : scenario.groups[index].download) {
    if (reset(download.magnet, false)) return true;
  }
  return false;
}

/// `simplify` for groups that stand in `peers`: one that comes by a command is what the command says.
template <bool (*simplify)(Scenario&, std::size_t), std::size_t parts = 1>
bool unless_by_command(Scenario& scenario, std::size_t index) {
  return !comes_by_command(scenario.groups[index / parts]) && simplify(scenario, index);
}

constexpr ShrinkPass of_groups[] = {
    {count_groups, drop_group},
    {count_groups, halve_members},
    {count_groups, drop_member},
    {count_groups, unless_by_command<keep_default_client>},
    {count_parts<overrides>, unless_by_command<simplify_client, overrides>},
    {count_parts<life_parts>, unless_by_command<simplify_lives, life_parts>},
    {count_groups, unless_by_command<take_network_link>},
    {count_groups, drop_last_download},
    {count_groups, drop_last_send},
    {count_groups, unless_by_command<drop_last_holding>},
    {count_groups, unless_by_command<hold_everything>},
    {count_groups, download_at_once},
    {count_groups, want_everything},
    {count_groups, know_metadata},
};

}  // namespace

std::span<const ShrinkPass> group_passes() { return of_groups; }

}  // namespace swarmsim
