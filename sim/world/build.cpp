// From a scenario to a world at time 0: contents, peers, and everything that is going to happen.

#include <algorithm>

#include "core/base/check.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/world/address.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

namespace {

Profile profile_for(const GroupSpec& group, const Registry& registry) {
  const Profile* found = registry.find_profile(group.client.profile);
  check(found != nullptr, "world: a group's profile is registered");
  return apply_overrides(*found, group.client);
}

bool may_start_download(const GroupSpec& group) { return !group.download.empty(); }

}  // namespace

World::World(const Scenario& scenario, std::uint64_t seed, const Registry& registry)
    : scenario_(scenario),
      seed_(seed),
      registry_(&registry),
      network_(scenario.network),
      tracker_(scenario.tracker, static_cast<std::uint32_t>(scenario.contents.size())) {
  for (const GroupSpec& group : scenario_.groups) profiles_.push_back(profile_for(group, registry));
  for (const ContentSpec& spec : scenario_.contents) {
    contents_.push_back(make_content(spec, seed));
    ContentState state;
    state.copies.resize(spec.geometry.pieces());
    state.spread = Bitfield(spec.geometry.pieces());
    content_states_.push_back(std::move(state));
  }
  group_bytes_.resize(scenario_.groups.size() * scenario_.groups.size());
  add_participants(expand_peers(scenario_, seed));
  schedule_actions();
}

void World::add_participants(const std::vector<PeerSpec>& specs) {
  AddressBook addresses;
  participants_.reserve(specs.size());
  for (const PeerSpec& spec : specs) {
    Participant participant;
    participant.name = spec.id;
    participant.group = spec.group;
    participant.address = addresses.assign(spec.id);
    participant.up = spec.link.up;
    participant.down = spec.link.down;
    participant.arrives = spec.arrive;
    network_.add_peer(spec.link);
    participants_.push_back(std::move(participant));
    hashes_.push_back(static_cast<std::uint32_t>(hash64(spec.id)));
  }
}

void World::push_action(const Action& action, SimTime at, PeerId addressee, std::uint32_t ordinal) {
  Event event;
  event.at = at;
  event.order = order_of(Phase::action, addressee, PeerId{});
  event.ordinal = ordinal;
  event.subject = static_cast<std::uint32_t>(actions_.size());
  event.kind = EventKind::action_due;
  actions_.push_back(action);
  ++actions_pending_;
  starters_pending_ += action.may_start_download ? 1 : 0;
  queue_.push(event);
}

void World::schedule_actions() {
  // At one instant: arrivals in the order of the scenario, then the timeline in the order of the file.
  for (std::uint32_t i = 0; i < participants_.size(); ++i) {
    const bool starts = may_start_download(scenario_.groups[participants_[i].group]);
    push_action({PeerId{i}, no_index, starts}, participants_[i].arrives, PeerId{i}, 0);
  }
  for (std::uint32_t i = 0; i < scenario_.timeline.size(); ++i) {
    const bool starts = scenario_.timeline[i].command.kind == CommandKind::download;
    push_action({no_peer, i, starts}, scenario_.timeline[i].at, world_peer, i);
  }
}

}  // namespace swarmsim
