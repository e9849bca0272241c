#pragma once
// What differs between clients, as data: constants and the names of strategies.
//
// A profile is looked up by name in the registry; a scenario's `client` object replaces single values.
// Every constant cites its source where the profile is defined (sim/peer/profiles/).

#include <cstdint>
#include <string>

#include "core/base/time.hpp"
#include "sim/model/scenario.hpp"

namespace swarmsim {

struct Profile {
  std::string name;
  std::string choker;       ///< while something is missing
  std::string seed_choker;  ///< once complete
  std::string picker;
  std::uint32_t unchoke_slots = 4;  ///< interested and unchoked at most, the optimistic one included
  Duration choke_interval{};
  Duration snub_after{};              ///< no block for this long while we want some: snubbed
  std::uint32_t request_queue = 5;    ///< outstanding requests per neighbour
  std::uint32_t numwant = 50;         ///< peers asked of the tracker
  std::uint32_t connections = 80;     ///< at most, per torrent
  std::uint32_t initiate_until = 40;  ///< no own attempts beyond this many
  Duration keep_alive_after{};        ///< a silent direction says so after this long
  Duration drop_after{};              ///< a neighbour that sent nothing for this long is left
};

/// The profile with what `client` replaces.
Profile apply_overrides(Profile profile, const ClientSpec& client);

}  // namespace swarmsim
