#include "sim/peer/profile.hpp"

#include <algorithm>

namespace swarmsim {

Profile apply_overrides(Profile profile, const ClientSpec& client) {
  profile.unchoke_slots = client.unchoke_slots.value_or(profile.unchoke_slots);
  profile.choke_interval = client.choke_interval.value_or(profile.choke_interval);
  profile.choker = client.choker.value_or(profile.choker);
  profile.seed_choker = client.seed_choker.value_or(profile.seed_choker);
  profile.picker = client.picker.value_or(profile.picker);
  profile.numwant = client.numwant.value_or(profile.numwant);
  profile.request_queue = client.request_queue.value_or(profile.request_queue);
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
