// Passes over network, tracker and stop.

#include <algorithm>
#include <chrono>
#include <utility>

#include "sim/fuzz/shrink_passes.hpp"
#include "sim/fuzz/shrink_tools.hpp"

namespace swarmsim {

namespace {

/// Takes what one of the keys of links says away everywhere.
template <typename T>
bool reset_links(Scenario& scenario, T LinkPlan::*key) {
  const T ordinary = LinkPlan{}.*key;
  bool changed = reset(scenario.network.link.*key, ordinary);
  for (GroupSpec& group : scenario.groups) changed = reset(group.link.*key, ordinary) || changed;
  for (ClassSpec& one : scenario.classes) changed = reset(one.link.*key, ordinary) || changed;
  return changed;
}

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
    case 6: {
      LinkPlan link = ordinary.link;
      link.latency = network.link.latency;  // none is simplest, and stays
      link.region = network.link.region;
      return reset(network.link, link);
    }
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
    case 9: return network.tcp == TcpKind::cubic && reset(network.tcp, TcpKind::aimd);
    case 10: return reset_links(scenario, &LinkPlan::loss);
    case 11: return reset_links(scenario, &LinkPlan::window);
    case 12: return reset(network.socket_buffer, ordinary.socket_buffer);
    case 13: return reset_links(scenario, &LinkPlan::corrupt);
    default: return false;
  }
}
std::size_t count_network_parts(const Scenario&) { return 13; }

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

constexpr ShrinkPass of_world[] = {
    {count_network_parts, simplify_network},
    {count_tracker_parts, simplify_tracker},
    {count_stop_parts, simplify_stop},
};

}  // namespace

std::span<const ShrinkPass> world_passes() { return of_world; }

}  // namespace swarmsim
