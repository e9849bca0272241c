#pragma once
// What a random swarm may hold, as features that are switched on and off.
//
// Swarm testing (Groce et al., ISSTA 2012): a case that holds a bit of everything hides what one feature
// does alone, so each seed first chooses which features there are. Facts and chance only: what a feature
// puts into a scenario is the business of the other files here.

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace swarmsim {

enum class Feature : std::uint8_t {
  ties,             ///< no latency and equal links: much happens in one instant
  unlimited_links,  ///< up, down or both
  own_links,        ///< each group its own
  drawn_links,      ///< each member its own
  classes,
  regions,
  no_segments,
  odd_segments,
  no_tcp,
  quantum,
  tiny_queue,
  slow_down,  ///< downlinks slower than uplinks
  tracker_link,
  tracker_rules,  ///< interval, numwant, expire
  vbittorrent,
  slots,
  session_slots,
  request_queue,
  few_connections,
  choke_interval,
  pickers,
  start_phase,
  numwant,
  arrivals,
  late_downloads,
  leaves,
  crashes,
  exits,
  link_changes,
  tracker_outages,
  partial_stores,
  seedless,  ///< nobody is complete from the start
  odd_contents,
  many_contents,
  no_data,
  commands,
  chains,    ///< entries that wait for others, or come again
  mistakes,  ///< second downloads, sends without a file, commands to who is gone
  addresses,
  stop_early,
  stop_never,
  stop_all_complete,
  cubic,
  loss,
  receive_windows,
  real_clients,   ///< those of libtorrent, Transmission and aria2, mixed
  fast_sets,      ///< allowed fast sets of other sizes
  no_exchange,    ///< no peer exchange
  socket_buffer,  ///< unsent bytes that connections take beyond what their clients hand over
  contacts,       ///< clients that push pieces to random peers
  newcomers,      ///< peers that come when the timeline says so
  settings,       ///< values of clients that change while they run
  corruption,     ///< blocks that arrive changed
  real_files,     ///< contents are files and folders
  torrents,       ///< .torrent files describe them
  wanted_files,   ///< downloads leave files out
  magnets,        ///< downloads begin without metadata
};

inline constexpr std::size_t feature_count = static_cast<std::size_t>(Feature::magnets) + 1;

using FeatureSet = std::bitset<feature_count>;

constexpr std::size_t bit_of(Feature feature) { return static_cast<std::size_t>(feature); }

/// "few_connections"
std::string_view name_of(Feature feature);

/// Which features the swarm of `seed` has: none, one alone, a few, or half of all.
FeatureSet choose_features(std::uint64_t seed);

}  // namespace swarmsim
