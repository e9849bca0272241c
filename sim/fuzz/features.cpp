#include "sim/fuzz/features.hpp"

#include <array>

#include "sim/fuzz/dice.hpp"

namespace swarmsim {

namespace {

constexpr std::array<std::string_view, feature_count> names{"ties",
                                                            "unlimited_links",
                                                            "own_links",
                                                            "drawn_links",
                                                            "classes",
                                                            "regions",
                                                            "no_segments",
                                                            "odd_segments",
                                                            "no_tcp",
                                                            "quantum",
                                                            "tiny_queue",
                                                            "slow_down",
                                                            "tracker_link",
                                                            "tracker_rules",
                                                            "vbittorrent",
                                                            "slots",
                                                            "session_slots",
                                                            "request_queue",
                                                            "few_connections",
                                                            "choke_interval",
                                                            "pickers",
                                                            "start_phase",
                                                            "numwant",
                                                            "arrivals",
                                                            "late_downloads",
                                                            "leaves",
                                                            "crashes",
                                                            "exits",
                                                            "link_changes",
                                                            "tracker_outages",
                                                            "partial_stores",
                                                            "seedless",
                                                            "odd_contents",
                                                            "many_contents",
                                                            "no_data",
                                                            "commands",
                                                            "chains",
                                                            "mistakes",
                                                            "addresses",
                                                            "stop_early",
                                                            "stop_never",
                                                            "stop_all_complete",
                                                            "cubic",
                                                            "loss",
                                                            "receive_windows",
                                                            "real_clients",
                                                            "fast_sets",
                                                            "no_exchange",
                                                            "socket_buffer",
                                                            "contacts",
                                                            "newcomers",
                                                            "settings",
                                                            "corruption",
                                                            "real_files",
                                                            "torrents",
                                                            "wanted_files",
                                                            "magnets"};

}  // namespace

std::string_view name_of(Feature feature) { return names[bit_of(feature)]; }

FeatureSet choose_features(std::uint64_t seed) {
  Dice dice(seed, "features");
  FeatureSet chosen;
  // The density of a case: none, one alone, or this share of all.
  const int density = dice.one_of({-1, -1, 0, 10, 10, 20, 20, 30, 50});
  if (density < 0) {
    chosen.set(static_cast<std::size_t>(dice.between(0, std::int64_t{feature_count} - 1)));
    return chosen;
  }
  for (std::size_t i = 0; i < feature_count; ++i) chosen.set(i, dice.chance(density));
  return chosen;
}

}  // namespace swarmsim
