#pragma once
// One fact of a run, as the fingerprint and every reader of the run see it.
//
// One record per message at the delivery of its last byte (cut ones at that moment, those under way at
// the end of the run then; a run that is interrupted has no end and leaves them out), and per command,
// timer that acted, announce and change of a peer's state.
// What is hashed of a record is in docs/trace-format.md, what `a` and `b` mean per kind in kinds.cpp.
// Kinds keep their number for ever: it is hashed. Numbers from 128 on are notes: seen by a sink and by
// nobody else. Knows peers and contents by their ids alone.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/protocol/message.hpp"

namespace swarmsim {

enum class RecordKind : std::uint8_t {
  // 0 .. 31: messages of the peer wire, by MessageKind. a: piece or block, b: bytes of data.
  first_message = 0,
  // 32 .. : everything else.
  arrived = 32,
  left = 33,
  connected = 34,
  refused = 35,
  disconnected = 36,
  announced = 37,
  answered = 38,
  scraped = 39,
  expired = 40,
  commanded = 41,
  piece_completed = 42,
  piece_failed = 43,
  download_completed = 44,
  choke_round = 45,
  snubbed = 46,
  unanswered = 47,
  banned = 48,
  metadata_completed = 49,
  // 128 .. : notes, never hashed.
  choked = 128,    ///< `from` decided to choke `to`
  unchoked = 129,  ///< `from` decided to unchoke `to`
  sample = 130,    ///< the swarm as a whole at one moment
};

constexpr RecordKind record_kind(MessageKind kind) { return static_cast<RecordKind>(kind); }
constexpr bool is_message(RecordKind kind) { return kind < RecordKind::arrived; }

/// The message never reached a reader: its connection ended, or the run did.
inline constexpr std::uint8_t record_cut = 1;
/// The message arrived at a side that had said goodbye already.
inline constexpr std::uint8_t record_unread = 2;

inline constexpr std::uint16_t no_content = 0xFFFF;

struct Record {
  SimTime time{};
  RecordKind kind{};
  std::uint8_t flags = 0;
  std::uint16_t content = no_content;  ///< index of the content concerned; not hashed
  PeerId from{};                       ///< tracker_peer and world_peer included
  PeerId to{};
  std::uint32_t ordinal = 0;  ///< within its direction
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  SimTime sent{};

  friend bool operator==(const Record&, const Record&) = default;
};

/// What stands beside a record and is not hashed; made only if somebody listens. Views hold during the
/// call alone. Which kind has which is in kinds.cpp.
struct Detail {
  std::string_view word{};  ///< why, or which: "exit", "optimistic", "started"
  std::string_view text{};  ///< a command line as written
  std::span<const std::string> lines{};
  bool ok = true;
  std::array<std::int64_t, 4> numbers{};
};

std::string_view name_of(RecordKind kind);

/// Whoever wants to see a run as it comes. Times never decrease, notes included.
class RecordSink {
 public:
  virtual ~RecordSink() = default;
  virtual void on_record(const Record& record, const Detail& detail) = 0;
  /// Something that is no part of the fingerprint: a kind from 128 on.
  virtual void on_note(const Record&, const Detail&) {}
};

}  // namespace swarmsim
