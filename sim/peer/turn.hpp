#pragma once
// One handling of one thing by one torrent: what it is given, and the effects it asks for.
//
// A torrent never touches the network, the tracker or another peer: it appends effects, and the world
// applies them in order when the handler returns. That is what makes a torrent testable alone.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/protocol/message.hpp"
#include "sim/model/content.hpp"
#include "sim/model/payload.hpp"
#include "sim/peer/allowed_fast_sets.hpp"
#include "sim/peer/choker.hpp"
#include "sim/peer/profile.hpp"

namespace swarmsim {

/// `paused`: a partial seed's in place of `regular` (BEP 21).
enum class AnnounceEvent : std::uint8_t { regular, started, completed, stopped, paused };

/// Why a connection is let go of.
enum class PartReason : std::uint8_t {
  none,
  exit,       ///< the peer leaves
  seeds,      ///< both sides have all they want, or one has all it wants and nothing for the other
  silent,     ///< nothing was heard for too long
  full,       ///< others took the last place while the attempt was on its way
  unwanted,   ///< the opener had left when its attempt was answered
  banned,     ///< it sent bytes that failed their hash
  insistent,  ///< it went on asking though it was choked
};

std::string_view name_of(AnnounceEvent event);
std::string_view name_of(PartReason reason);

enum class EffectKind : std::uint8_t {
  send,         ///< message to end
  serve,        ///< end has requests waiting: feed it when its send buffer is short
  say_goodbye,  ///< end: we let go of the connection, the neighbour learns by the wire; number: PartReason
  fall_silent,  ///< end: we are gone without a word
  weigh,        ///< end gets `number` shares of our uplink
  connect,      ///< remote
  announce,     ///< number: AnnounceEvent
  ask_owners,   ///< announce, and ask for complete holders only; number: AnnounceEvent
  ask_rechoke,  ///< decide who is unchoked at the end of this instant
  piece_completed,     ///< number: piece
  piece_failed,        ///< number: piece
  banned,              ///< remote, which sent bad bytes; number: how often that is now
  completed,           ///< all that it wants is there
  metadata_completed,  ///< number: bytes of the info dictionary
  held_round,          ///< a regular choke round; number: unchoked after it
  unchoked,            ///< remote; number: ChokeReason
  was_snubbed,         ///< remote keeps us waiting
  alone,               ///< the tracker knows no other peer
  gave_up,             ///< the download has ended without the content
  deadline_moved,      ///< next_deadline() may be earlier than it was
};

struct Effect {
  EffectKind kind{};
  EndId end{};
  PeerId remote{};
  std::uint32_t number = 0;
  Message message;
};

/// A message that a client hands over, and where it goes.
struct Outgoing {
  EndId end{};
  Message message;
  std::uint16_t send_buffer = 0;  ///< the next one goes when fewer bytes than this are unsent; 0: as before
};

/// One neighbour's change of state in a choke decision, with what the choker saw.
struct ChokeNote {
  PeerId remote{};
  bool unchoked = false;
  ChokeReason reason{};
  std::uint32_t rank = 0;        ///< 1 + interested neighbours that did better lately; 0: not interested
  std::uint32_t interested = 0;  ///< neighbours that are
  std::int64_t received = 0;     ///< bytes of blocks in this round
  std::int64_t sent = 0;
};

/// Room that a handler needs while it runs: one for all torrents, which would otherwise keep kilobytes each.
/// What it holds means nothing to the next handler.
struct Workspace {
  std::vector<Candidate> candidates;
  std::vector<Decision> decisions;
  std::vector<BlockIndex> asked_twice;
  std::vector<BlockIndex> eligible;
  std::vector<std::uint64_t> row;
};

struct Turn {
  SimTime now{};
  const Profile& profile;
  const ContentInfo& content;
  PayloadPool& payloads;
  std::vector<Effect>& effects;
  Workspace& workspace;
  std::span<const std::uint32_t> addresses{};     ///< IPv4, host order, by PeerId
  AllowedFastSets* fast_sets = nullptr;           ///< of the content
  std::vector<ChokeNote>* choke_notes = nullptr;  ///< null: nobody listens

  void send(EndId end, Message message) { effects.push_back({EffectKind::send, end, no_peer, 0, message}); }
  void ask(EffectKind kind, std::uint32_t number = 0) {
    effects.push_back({kind, EndId{}, no_peer, number, {}});
  }
  void announce(AnnounceEvent event) { ask(EffectKind::announce, static_cast<std::uint32_t>(event)); }
  void about_end(EffectKind kind, EndId end, std::uint32_t number = 0) {
    effects.push_back({kind, end, no_peer, number, {}});
  }
  void about_peer(EffectKind kind, PeerId remote, std::uint32_t number = 0) {
    effects.push_back({kind, EndId{}, remote, number, {}});
  }
};

}  // namespace swarmsim
