#include "sim/peer/profile.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace swarmsim {

Duration retry_after(const Profile& profile, std::uint32_t failures) {
  Duration wait = profile.retry_first;
  for (std::uint32_t i = 1; i < failures && wait < profile.retry_most; ++i) {
    wait = wait * profile.retry_growth / 100;
  }
  return std::min(wait, profile.retry_most);
}

std::uint32_t connections_at_once(const Profile& profile) {
  // A client that speaks ranges opens one to each owner, and is asked about as often.
  if (profile.protocol == Protocol::ranges) return 2 * profile.ranges.owners;
  // The contacts under way, few at any time.
  if (profile.protocol == Protocol::contacts) return 4;
  return profile.connections;
}

namespace {
/// A scenario may not ask for more: sim/scenario/load_client.cpp says so.
std::uint16_t clamped(std::uint32_t requests) {
  check(requests <= request_queue_most, "profile: a request queue within its limit");
  return static_cast<std::uint16_t>(requests);
}
}  // namespace

Profile apply_overrides(Profile profile, const ClientSpec& client) {
  profile.unchoke_slots = client.unchoke_slots.value_or(profile.unchoke_slots);
  profile.slots_per_session = client.slots_per_session.value_or(profile.slots_per_session);
  profile.start_phase = client.start_phase.value_or(profile.start_phase);
  profile.choke_interval = client.choke_interval.value_or(profile.choke_interval);
  profile.choker = client.choker.value_or(profile.choker);
  profile.seed_choker = client.seed_choker.value_or(profile.seed_choker);
  profile.picker = client.picker.value_or(profile.picker);
  profile.numwant = client.numwant.value_or(profile.numwant);
  if (client.request_queue) profile.pipeline = {PipelineKind::fixed, clamped(*client.request_queue)};
  profile.allowed_fast = client.allowed_fast.value_or(profile.allowed_fast);
  if (!client.pex.value_or(true)) profile.pex.reset();
  profile.contact_every = client.contact_every.value_or(profile.contact_every);
  if (!client.pulses.value_or(true)) profile.pulse = Duration::zero();
  profile.ranges.owners = client.owners.value_or(profile.ranges.owners);
  profile.ranges.serve_after_download =
      client.serve_after_download.value_or(profile.ranges.serve_after_download);
  profile.ranges.retry = client.retry.value_or(profile.ranges.retry);
  if (client.connections) {
    // The share of own attempts stays: somebody must have room for the attempts of the others.
    const std::uint64_t scaled =
        std::uint64_t{profile.initiate_until} * *client.connections / profile.connections;
    profile.initiate_until = std::max<std::uint32_t>(1, static_cast<std::uint32_t>(scaled));
    profile.connections = *client.connections;
  }
  return profile;
}

}  // namespace swarmsim
