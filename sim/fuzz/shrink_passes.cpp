#include "sim/fuzz/shrink_passes.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/command/grammar.hpp"

namespace swarmsim {

namespace {

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

// --- entries of the timeline ------------------------------------------------------------------------

void erase_entry(Scenario& scenario, std::size_t index) {
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

SimTime rounded(SimTime at, Duration to) { return at - at.time_since_epoch() % to; }

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

// --- groups -----------------------------------------------------------------------------------------

std::size_t count_groups(const Scenario& scenario) { return scenario.groups.size(); }

std::string member_name(const GroupSpec& group, std::uint32_t number) {
  return group.count ? fmt::format("{}-{}", group.id, number) : group.id;
}

bool drop_group(Scenario& scenario, std::size_t index) {
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
    default: return false;
  }
}
constexpr std::size_t overrides = 11;

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
    default: return false;
  }
}
constexpr std::size_t life_parts = 5;

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

// --- contents ---------------------------------------------------------------------------------------

std::size_t count_contents(const Scenario& scenario) { return scenario.contents.size(); }

/// Takes every mention of `gone` out of `items` and renumbers those behind it.
template <typename T, typename Member>
void forget_content(std::vector<T>& items, std::uint32_t gone, Member content_of) {
  std::erase_if(items, [&](T& item) { return index_of(content_of(item)) == gone; });
  for (T& item : items) {
    ContentId& content = content_of(item);
    if (index_of(content) > gone) content = ContentId{index_of(content) - 1};
  }
}

bool drop_content(Scenario& scenario, std::size_t index) {
  if (scenario.contents.size() == 1) return false;
  const auto gone = static_cast<std::uint32_t>(index);
  const std::string name = scenario.contents[index].name;
  scenario.contents.erase(scenario.contents.begin() + static_cast<std::ptrdiff_t>(index));
  for (GroupSpec& group : scenario.groups) {
    forget_content(group.has, gone, [](HoldSpec& hold) -> ContentId& { return hold.content; });
    forget_content(group.send, gone, [](ContentId& content) -> ContentId& { return content; });
    forget_content(group.download, gone, [](DownloadSpec& one) -> ContentId& { return one.content; });
  }
  erase_entries_if(scenario, [&name](const TimelineEntry& entry) { return entry.command.file == name; });
  return true;
}

/// Lists and numbers of pieces follow a content that is cut anew.
void fit_holdings(Scenario& scenario, std::size_t index) {
  const std::uint32_t pieces = scenario.contents[index].geometry.pieces();
  for (GroupSpec& group : scenario.groups) {
    for (HoldSpec& hold : group.has) {
      if (index_of(hold.content) != index) continue;
      hold.number = std::min(hold.number, pieces);
      if (hold.kind != HoldKind::listed) continue;
      const Bitfield before = std::exchange(hold.pieces, Bitfield(pieces));
      for (std::uint32_t piece = 0; piece < std::min(pieces, before.size()); ++piece) {
        if (before.test(piece)) hold.pieces.set(piece);
      }
    }
  }
}

bool halve_content(Scenario& scenario, std::size_t index) {
  Geometry& geometry = scenario.contents[index].geometry;
  if (geometry.size < 2) return false;
  // Whole pieces as long as there are some.
  const std::int64_t half = geometry.size / 2;
  geometry.size = half >= geometry.piece_size ? half - half % geometry.piece_size : half;
  fit_holdings(scenario, index);
  return true;
}

bool drop_piece(Scenario& scenario, std::size_t index) {
  Geometry& geometry = scenario.contents[index].geometry;
  if (geometry.pieces() < 2) return false;
  geometry.size = std::int64_t{geometry.pieces() - 1} * geometry.piece_size;
  fit_holdings(scenario, index);
  return true;
}

bool cut_into_blocks(Scenario& scenario, std::size_t index) {
  Geometry& geometry = scenario.contents[index].geometry;
  if (geometry.piece_size == geometry.block_size) return false;
  geometry.piece_size = geometry.block_size;
  fit_holdings(scenario, index);
  return true;
}

bool drop_data(Scenario& scenario, std::size_t index) {
  return reset(scenario.contents[index].data, DataKind::none);
}

// --- network, tracker, stop -------------------------------------------------------------------------

bool simplify_network(Scenario& scenario, std::size_t which) {
  NetworkSpec& network = scenario.network;
  const NetworkSpec ordinary;
  switch (which) {
    case 0: return reset(network.queue_size, ordinary.queue_size);
    case 1: return reset(network.queue_time, ordinary.queue_time);
    case 2: return reset(network.quantum, ordinary.quantum);
    case 3: return reset(network.tcp, TcpKind::none);
    case 4: {
      const bool costs = network.segment.payload != 0;
      network.segment = {0, 0, 0};
      return costs;
    }
    case 5: return reset(network.link.latency, Distribution::constant(0));
    case 6: return reset(network.link, ordinary.link);
    case 7: {
      const bool any = !network.regions.names.empty();
      network.regions = {};
      network.link.region = 0;
      scenario.tracker.region.reset();
      for (GroupSpec& group : scenario.groups) group.link.region = 0;
      for (ClassSpec& one : scenario.classes) one.link.region = 0;
      return any;
    }
    case 8: {
      const bool used = std::any_of(scenario.groups.begin(), scenario.groups.end(),
                                    [](const GroupSpec& group) { return !group.classes.empty(); });
      return !used && !std::exchange(scenario.classes, {}).empty();
    }
    default: return false;
  }
}
std::size_t count_network_parts(const Scenario&) { return 9; }

bool simplify_tracker(Scenario& scenario, std::size_t which) {
  TrackerSpec& tracker = scenario.tracker;
  const TrackerSpec ordinary;
  switch (which) {
    case 0: return reset(tracker.interval, ordinary.interval);
    case 1: return reset(tracker.numwant, ordinary.numwant);
    case 2: return reset(tracker.expire);
    case 3: return reset(tracker.link.up, Rate::unlimited());
    case 4: return reset(tracker.link.down, Rate::unlimited());
    case 5: return reset(tracker.link.latency, Duration{});
    default: return false;
  }
}
std::size_t count_tracker_parts(const Scenario&) { return 6; }

bool simplify_stop(Scenario& scenario, std::size_t which) {
  using namespace std::chrono_literals;
  if (which == 0) return reset(scenario.stop_when, StopWhen::idle);
  const SimTime before = scenario.stop_at;
  const SimTime half = sim_start + before.time_since_epoch() / 2;
  scenario.stop_at = std::max(half > sim_start + 10s ? rounded(half, 1s) : half, sim_start + 1ns);
  return scenario.stop_at < before;
}
std::size_t count_stop_parts(const Scenario&) { return 2; }

std::size_t count_once(const Scenario&) { return 1; }

constexpr ShrinkPass passes[] = {
    {count_once, drop_timeline},
    {count_groups, drop_group},
    {count_contents, drop_content},
    {count_entries, drop_entry},
    {count_groups, halve_members},
    {count_groups, drop_member},
    {count_contents, halve_content},
    {count_contents, drop_piece},
    {count_contents, cut_into_blocks},
    {count_contents, drop_data},
    {count_groups, keep_default_client},
    {count_parts<overrides>, simplify_client},
    {count_parts<life_parts>, simplify_lives},
    {count_groups, take_network_link},
    {count_groups, drop_last_download},
    {count_groups, drop_last_send},
    {count_groups, drop_last_holding},
    {count_groups, hold_everything},
    {count_groups, download_at_once},
    {count_entries, simplify_entry},
    {count_network_parts, simplify_network},
    {count_tracker_parts, simplify_tracker},
    {count_stop_parts, simplify_stop},
};

}  // namespace

std::span<const ShrinkPass> shrink_passes() { return passes; }

}  // namespace swarmsim
