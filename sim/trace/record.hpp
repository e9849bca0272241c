#pragma once
// One fact of a run, as the fingerprint and every reader of the run see it.
//
// One record per message at the delivery of its last byte (cut ones at that moment, those under way at
// the end of the run then), and per command, timer that acted, announce and change of a peer's state.
// The meaning of `a` and `b` per kind is in the table of docs/trace-format.md. Kinds keep their number
// for ever: it is hashed.

#include <cstdint>
#include <string_view>

#include "core/base/time.hpp"
#include "core/protocol/message.hpp"

namespace swarmsim {

enum class RecordKind : std::uint8_t {
  // 0 .. 31: messages of the peer wire, by MessageKind. a: piece or block, b: bytes of data.
  first_message = 0,
  // 32 .. : everything else.
  arrived = 32,             ///< a peer came online
  left = 33,                ///< a peer went; b: 0 by its own exit
  connected = 34,           ///< `from` opened a connection to `to`; a: content
  refused = 35,             ///< `to` refused `from`; a: content
  disconnected = 36,        ///< the connection is gone at both sides; a: content
  announced = 37,           ///< reached the tracker; a: content, b: event (see AnnounceEvent)
  answered = 38,            ///< the tracker's answer reached the peer; a: content, b: peers in it
  scraped = 39,             ///< a scrape's answer reached the peer; a: seeders, b: leechers
  expired = 40,             ///< the tracker dropped a silent peer; a: content
  commanded = 41,           ///< a scripted command took effect; a: hash of its text, b: hash of its answer
  piece_completed = 42,     ///< a piece was verified; a: content, b: piece
  piece_failed = 43,        ///< a piece failed its hash; a: content, b: piece
  download_completed = 44,  ///< a: content
  choke_round = 45,         ///< a round was held; a: content, b: peers unchoked after it
  snubbed = 46,             ///< `from` is now snubbed by `to`; a: content
};

constexpr RecordKind record_kind(MessageKind kind) { return static_cast<RecordKind>(kind); }

/// The message never reached a reader: its connection ended, or the run did.
inline constexpr std::uint8_t record_cut = 1;
/// The message arrived at a side that had said goodbye already.
inline constexpr std::uint8_t record_unread = 2;

/// Peers by the low 32 bits of hash64(name); the tracker's name is "tracker".
struct Record {
  SimTime time{};
  RecordKind kind{};
  std::uint8_t flags = 0;
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  std::uint32_t ordinal = 0;  ///< within its direction
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  SimTime sent{};

  friend bool operator==(const Record&, const Record&) = default;
};

std::string_view name_of(RecordKind kind);

/// Whoever wants to see the records of a run as they come.
class RecordSink {
 public:
  virtual ~RecordSink() = default;
  virtual void on_record(const Record& record) = 0;
};

}  // namespace swarmsim
