#pragma once
// What differs between clients, as data: constants and the names of strategies.
//
// A profile is looked up by name in the registry; a scenario's `client` object replaces single values.
// Every constant cites its source where the profile is defined (sim/peer/profiles/).

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/time.hpp"
#include "sim/model/scenario.hpp"

namespace swarmsim {

/// What a client speaks with others. Clients of different protocols refuse each other.
enum class Protocol : std::uint8_t {
  wire,    ///< BEP 3: pieces, interest, choking
  ranges,  ///< one range of bytes of each of a few complete holders
};

/// The constants of a client that speaks `ranges`.
struct RangeRules {
  std::uint32_t owners = 3;                                  ///< asked for a range each, at most
  Duration heartbeat = std::chrono::seconds(20);             ///< between two announces
  std::optional<Duration> retry = std::chrono::seconds(30);  ///< after a loss; nothing: never
  bool serve_after_download = true;                          ///< else it serves when told `send`
  std::uint32_t datagram = 4'096;  ///< bytes of content in one; the same for all who meet
};

struct Profile {
  std::string name;
  Protocol protocol = Protocol::wire;
  std::string choker;       ///< while something is missing
  std::string seed_choker;  ///< once complete
  std::string picker;
  std::uint32_t unchoke_slots = 4;  ///< interested and unchoked at most, the optimistic one included
  Duration choke_interval{};
  Duration snub_after{};              ///< no block for this long while we want some: snubbed
  std::uint32_t request_queue = 5;    ///< outstanding requests per neighbour
  std::uint32_t send_buffer = 1;      ///< the next block is handed over when fewer bytes than this are unsent
  std::uint32_t numwant = 50;         ///< peers asked of the tracker
  std::uint32_t connections = 80;     ///< at most, per torrent
  std::uint32_t initiate_until = 40;  ///< no own attempts beyond this many
  Duration keep_alive_after{};        ///< a silent direction says so after this long
  Duration drop_after{};              ///< a neighbour that sent nothing for this long is left
  Duration connect_timeout{};         ///< an attempt that nobody answers fails after this long
  Duration announce_timeout{};        ///< and a question to the tracker
  Duration retry_first{};             ///< from the first failed announce to the next try
  std::uint32_t retry_growth = 100;   ///< per cent of the wait before, at each further failure
  Duration retry_most{};              ///< no wait is longer
  bool slots_per_session = false;     ///< all torrents of a peer share its slots
  StartPhase start_phase = StartPhase::at_arrival;
  RangeRules ranges;  ///< of a client that speaks `ranges`
};

/// How long to wait before asking the tracker again after `failures` in a row, at least one.
Duration retry_after(const Profile& profile, std::uint32_t failures);

/// The profile with what `client` replaces.
Profile apply_overrides(Profile profile, const ClientSpec& client);

}  // namespace swarmsim
