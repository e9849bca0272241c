// From a scenario to a world at time 0: contents, peers, and everything that is going to happen.

#include <algorithm>

#include "sim/net/fast_network.hpp"
#include "sim/reference/plain_network.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/world/address.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

namespace {

std::unique_ptr<Network> make_network(const NetworkSpec& spec, Mode mode) {
  if (mode == Mode::reference) return std::make_unique<PlainNetwork>(spec);
  return std::make_unique<FastNetwork>(spec);
}

/// By entry of the timeline: whether it begins a download, or one that waits for it does.
std::vector<bool> entries_that_start(const std::vector<TimelineEntry>& timeline) {
  std::vector<bool> starts(timeline.size());
  for (std::uint32_t i = 0; i < timeline.size(); ++i) {
    if (timeline[i].command.kind != CommandKind::download) continue;
    for (std::uint32_t at = i; at != no_index && !starts[at]; at = timeline[at].after) starts[at] = true;
  }
  return starts;
}

}  // namespace

World::World(const Scenario& scenario, std::uint64_t seed, const Registry& registry, Mode mode, Ends ends)
    : scenario_(scenario),
      seed_(seed),
      mode_(mode),
      registry_(&registry),
      network_(make_network(scenario.network, mode)),
      tracker_(scenario.tracker, static_cast<std::uint32_t>(scenario.contents.size())),
      queue_(mode),
      ends_(ends) {
  for (const GroupSpec& group : scenario_.groups) profiles_.push_back(registry.profile_for(group.client));
  for (const ContentSpec& spec : scenario_.contents) {
    contents_.push_back(make_content(spec, seed));
    ContentState state;
    state.copies.resize(spec.geometry.pieces());
    state.spread = Bitfield(spec.geometry.pieces());
    content_states_.push_back(std::move(state));
    fast_sets_.emplace_back();
  }
  network_->set_tracker(scenario_.tracker);
  waited_for_.resize(scenario_.timeline.size());
  group_bytes_.resize(scenario_.groups.size() * scenario_.groups.size());
  entry_starts_ = entries_that_start(scenario_.timeline);
  AddressBook addresses;
  for (const GroupSpec& group : scenario_.groups) {
    if (group.address) addresses.take(*group.address);
  }
  add_participants(expand_peers(scenario_, seed), addresses);
  network_->expect(ends_expected());
  schedule_actions();
  // Where nothing is to come, nothing comes: whoever does nothing beside it must not decide that.
  check_end();
}

void World::add_participants(const std::vector<PeerSpec>& specs, AddressBook& addresses) {
  participants_.reserve(participants_.size() + specs.size());
  reaches_ = ReachTable();  // participants may have moved
  reaches_.resize(participants_.size() + specs.size());
  for (const PeerSpec& spec : specs) {
    Participant participant;
    participant.name = spec.id;
    participant.group = spec.group;
    participant.member = spec.member;
    participant.profile = spec.group;
    addresses_.push_back(scenario_.groups[spec.group].address.value_or(addresses.assign(spec.id)));
    participant.up = spec.link.up;
    participant.down = spec.link.down;
    participant.arrives = participant.rates_since = spec.arrive;
    network_->add_peer(spec.link, Rng(seed_, "loss", spec.id));
    note_corruption(spec);
    participants_.push_back(std::move(participant));
    hashes_.push_back(static_cast<std::uint32_t>(hash64(spec.id)));
  }
}

/// Ends of connections that are open at once if everybody is there at once, and a quarter more for attempts.
/// Most swarms have fewer than 64 for each peer, whatever their clients allow.
std::size_t World::ends_expected() const {
  constexpr std::size_t most = 64;
  std::size_t ends = 0;
  for (const Participant& participant : participants_) {
    const std::size_t allowed = connections_at_once(profiles_[participant.profile]);
    ends += std::min({allowed, participants_.size() - 1, most});
  }
  return ends + ends / 4;
}

/// A group that comes to a world that has begun: the last one, as it is in a scenario that has it from the
/// start.
void World::add_group(const GroupSpec& group) {
  const std::size_t before = scenario_.groups.size();
  scenario_.groups.push_back(group);
  std::vector<std::int64_t> bytes((before + 1) * (before + 1));
  for (std::size_t row = 0; row < before; ++row) {
    for (std::size_t column = 0; column < before; ++column) {
      bytes[row * (before + 1) + column] = group_bytes_[row * before + column];
    }
  }
  group_bytes_ = std::move(bytes);
  AddressBook addresses;
  for (const std::uint32_t address : addresses_) addresses.take(address);
  add_participants(expand_group(scenario_, static_cast<std::uint32_t>(before), seed_), addresses);
  for (std::size_t i = participants_.size(); i-- > 0 && participants_[i].group == before;) {
    participants_[i].profile = static_cast<std::uint32_t>(profiles_.size());
  }
  profiles_.push_back(registry_->profile_for(group.client));
}

void World::add_entry(const TimelineEntry& entry, const std::optional<GroupSpec>& newcomer) {
  check(entry.at > now_ || (entry.at == now_ && !past_actions()), "world: an entry comes in time");
  check(entry.after == no_index, "world: a late entry waits for no other");
  if (newcomer) add_group(*newcomer);
  scenario_.timeline.push_back(entry);
  waited_for_.push_back(0);
  entry_starts_.push_back(entry.command.kind == CommandKind::download);
  schedule(static_cast<std::uint32_t>(scenario_.timeline.size() - 1), entry.at);
  end_due_ = rule_met();
}

void World::push_action(const Action& action, SimTime at, PeerId addressee, std::uint32_t ordinal) {
  Event event;
  event.at = at;
  event.order = order_of(Phase::action, addressee, PeerId{});
  event.ordinal = ordinal;
  event.subject = static_cast<std::uint32_t>(actions_.size());
  event.kind = EventKind::action_due;
  actions_.push_back(action);
  actions_pending_ += action.keeps_running ? 1 : 0;
  starters_pending_ += action.may_start && action.keeps_running ? 1 : 0;
  queue_.push(event);
}

void World::schedule_actions() {
  // At one instant: what peers do by themselves in the order of the scenario, then the timeline in the
  // order of the file.
  for (std::uint32_t i = 0; i < participants_.size(); ++i) {
    const SimTime arrives = participants_[i].arrives;
    if (arrives == sim_never) continue;
    const std::vector<DownloadSpec>& downloads = scenario_.groups[participants_[i].group].download;
    bool starts = false;
    for (std::uint32_t d = 0; d < downloads.size(); ++d) {
      starts = starts || downloads[d].after == Duration::zero();
      if (downloads[d].after == Duration::zero()) continue;
      push_action({ActionKind::download, PeerId{i}, d, true}, arrives + downloads[d].after, PeerId{i}, d + 1);
    }
    push_action({ActionKind::arrival, PeerId{i}, 0, starts}, arrives, PeerId{i}, 0);
  }
  for (std::uint32_t i = 0; i < scenario_.timeline.size(); ++i) {
    const TimelineEntry& entry = scenario_.timeline[i];
    if (entry.after == no_index) schedule(i, entry.at);
  }
}

void World::schedule(std::uint32_t entry, SimTime at) {
  const TimelineEntry& line = scenario_.timeline[entry];
  const bool starts = entry_starts_[entry];
  const bool ends = !line.every || line.to;  // what goes on as long as the run does keeps no run going
  push_action({ActionKind::command, no_peer, entry, starts, ends}, at, world_peer, entry);
}

}  // namespace swarmsim
