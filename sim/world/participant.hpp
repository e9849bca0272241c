#pragma once
// One peer as the world keeps it: who it is, when it came and went, and its torrents.
//
// Decisions are the torrents'; this only remembers what commands and reports ask for.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/cloned.hpp"
#include "core/base/ids.hpp"
#include "core/base/int128.hpp"
#include "core/base/time.hpp"
#include "core/base/units.hpp"
#include "sim/peer/torrent_client.hpp"

namespace swarmsim {

enum class Presence : std::uint8_t { expected, online, gone };

/// A peer's part in one content, with the marks that reports need.
struct Participation {
  Cloned<TorrentClient> torrent;
  std::optional<SimTime> download_started;
  std::optional<SimTime> completed;
  std::optional<SimTime> first_piece;
  std::optional<SimTime> metadata_completed;  ///< of who began without it
  std::int64_t bytes_at_start = 0;            ///< of the content, held when the peer arrived
  std::int64_t bytes_held = 0;                ///< in verified pieces
  std::int64_t bytes_wanted = 0;  ///< by its download: of all pieces that it wants, held ones included
  std::uint32_t announces = 0;
  std::uint32_t result = no_index;  ///< the scripted download command to be told of the end
  bool rechoke_pending = false;
};

struct Participant {
  std::string name;
  std::uint32_t group = 0;
  std::uint32_t member = 0;   ///< of the group, from 0
  std::uint32_t profile = 0;  ///< the world's number of what it runs: its group's until `set` changes it
  Rate up;
  Rate down;
  SimTime rates_since{};            ///< when these rates began to hold
  Int128 could_send_before = 0;     ///< bytes the uplink could carry before that, while online, and its queue
  Int128 could_receive_before = 0;  ///< likewise the downlink
  bool rates_changed = false;
  bool crashed = false;
  std::string_view departing;    ///< why its own exit is on its way; empty: it is not
  std::uint32_t departures = 0;  ///< departure_due events that keep the run going
  Presence presence = Presence::expected;
  SimTime arrives{};
  SimTime left{};                ///< meaningful once gone
  SimTime timer_at = sim_never;  ///< the pending peer_timer event
  std::uint32_t attempts = 0;    ///< connection attempts so far, their ordinal
  std::uint32_t questions = 0;   ///< asked of the tracker so far, their ordinal
  std::vector<Participation> torrents;

  bool online() const { return presence == Presence::online; }
  /// Bytes that its limited uplink could carry from its arrival until `until`.
  Int128 could_send(SimTime until) const {
    return could_send_before +
           static_cast<Int128>(up.bytes_per_second) * (until - rates_since).count() / nanoseconds_per_second;
  }
  Int128 could_receive(SimTime until) const {
    return could_receive_before + static_cast<Int128>(down.bytes_per_second) * (until - rates_since).count() /
                                      nanoseconds_per_second;
  }
};

/// The part of `peer`, const or not, in `content`; null if it has none.
template <typename Peer>
auto part_in(Peer& peer, ContentId content) -> decltype(peer.torrents.data()) {
  for (auto& part : peer.torrents) {
    if (part.torrent->content() == content) return &part;
  }
  return nullptr;
}

}  // namespace swarmsim
