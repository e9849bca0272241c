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
#include "sim/peer/pace.hpp"

namespace swarmsim {

/// What a client speaks with others. Clients of different protocols refuse each other.
enum class Protocol : std::uint8_t {
  wire,      ///< BEP 3: pieces, interest, choking
  ranges,    ///< one range of bytes of each of a few complete holders
  contacts,  ///< a piece pushed to a random peer
};

/// The constants of a client that speaks `ranges`.
struct RangeRules {
  std::uint32_t owners = 3;                                  ///< asked for a range each, at most
  Duration heartbeat = std::chrono::seconds(20);             ///< between two announces
  std::optional<Duration> retry = std::chrono::seconds(30);  ///< after a loss; nothing: never
  bool serve_after_download = true;                          ///< else it serves when told `send`
  std::uint32_t datagram = 4'096;  ///< bytes of content in one; the same for all who meet
};

/// What is asked for a second time, and of whom, once everything that is missing has been begun.
enum class EndGame : std::uint8_t {
  everyone,       ///< whatever is asked for is asked of everybody, once every missing block is (BEP 3)
  one_when_idle,  ///< one block at a time, of a neighbour that is asked for nothing (libtorrent, strict)
  every_block,    ///< any missing block of everybody, once every missing piece has been begun (aria2)
  two,            ///< as `everyone`, but of no more than two (Transmission)
};

struct Profile {
  std::string name;
  Protocol protocol = Protocol::wire;
  std::string choker;       ///< while something is missing
  std::string seed_choker;  ///< once complete
  std::string picker;
  std::uint32_t unchoke_slots = 4;  ///< interested and unchoked at most, the optimistic one included
  Duration choke_interval{};
  Duration snub_after{};        ///< no block for this long while we want some: snubbed
  Duration request_timeout{};   ///< most that an answer is waited for, where time-outs adapt; 0: they do not
  bool snubs_if_asked = false;  ///< only who has been asked for something can snub us
  PipelineRules pipeline;       ///< requests outstanding at one neighbour
  std::uint16_t send_buffer = 1;  ///< the next block is handed over when fewer bytes than this are unsent
  /// ... or than so many per cent of what it was sent in the last second.
  std::uint32_t send_buffer_share = 0;
  std::uint32_t numwant = 50;         ///< peers asked of the tracker
  std::uint32_t connections = 80;     ///< at most, per torrent
  std::uint32_t initiate_until = 40;  ///< no own attempts beyond this many
  Duration keep_alive_after{};        ///< a silent direction says so after this long
  Duration drop_after{};              ///< a neighbour that sent nothing for this long is left
  Duration choke_grace{};             ///< who asks so long after we choked it is left for a while; 0: nobody
  Duration reconnect_after{};         ///< how long
  Duration connect_timeout{};         ///< an attempt that nobody answers fails after this long
  Duration announce_timeout{};        ///< and a question to the tracker
  Duration retry_first{};             ///< from the first failed announce to the next try
  std::uint32_t retry_growth = 100;   ///< per cent of the wait before, at each further failure
  Duration retry_most{};              ///< no wait is longer
  bool slots_per_session = false;     ///< all torrents of a peer share its slots
  // Choke rounds of clients that look at a clock: on its ticks, and at the next one when an unchoked
  // neighbour loses interest or leaves. Without it rounds are `choke_interval` apart, and nothing else.
  Duration tick{};
  Duration optimistic_interval{};   ///< the optimistic unchoke moves on; none: the choker counts rounds
  bool interest_in_rounds = false;  ///< interest is told in choke rounds alone
  // Clients that ask, serve and speak in pulses alone, and gather small messages until a pulse sends them.
  Duration pulse{};           ///< between two; 0: everything is done as it comes up
  Duration interest_waits{};  ///< a batch with nothing more urgent is sent when it is so old
  Duration have_waits{};      ///< likewise
  // The fast extension (BEP 6), extensions (BEP 10), peer exchange (BEP 11).
  bool fast_extension = false;
  std::uint32_t allowed_fast = 0;  ///< pieces served to a choked neighbour: the size of the set
  /// Grants them when a neighbour first wants something, not as soon as it has told its pieces.
  bool grants_when_interested = false;
  bool uses_allowed_fast = true;  ///< asks for those that it is allowed itself
  /// Bytes of the dictionary in the extension handshake; 0: does not speak it, nor of metadata (BEP 9).
  std::uint32_t extended = 0;
  std::uint32_t metadata_requests = 1;  ///< to one neighbour at a time, of who fetches metadata (BEP 9)
  bool tells_upload_only = false;       ///< a partial seed says so, to the tracker too (BEP 21)
  std::optional<Duration> pex;          ///< between two tellings to one neighbour; none: does not speak it
  // Asking for blocks.
  EndGame end_game = EndGame::everyone;
  bool asks_on_have = true;      ///< a `have` is a reason to ask; false: only if it makes them interesting
  bool refills_everyone = true;  ///< blocks that become free are asked of whoever has room, at once
  Duration idle_retry{};         ///< who is asked for nothing is looked at again after this long; 0: never
  Duration whole_piece_time{};   ///< who brings a piece within this gets pieces for itself; 0: nobody
  StartPhase start_phase = StartPhase::at_arrival;
  Duration start_spread{};   ///< of a random phase: so long before arrival at most; 0: an interval
  RangeRules ranges;         ///< of a client that speaks `ranges`
  Duration contact_every{};  ///< of a client that speaks `contacts`: mean gap between two
};

/// How long to wait before asking the tracker again after `failures` in a row, at least one.
Duration retry_after(const Profile& profile, std::uint32_t failures);

/// How many connections for one content a client has at once, at most.
std::uint32_t connections_at_once(const Profile& profile);

/// The profile with what `client` replaces.
Profile apply_overrides(Profile profile, const ClientSpec& client);

}  // namespace swarmsim
