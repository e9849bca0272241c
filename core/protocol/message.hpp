#pragma once
// The messages between peers as plain values, and their sizes on the wire: those of the peer wire
// protocol (BEP 3), those of clients that ask for ranges of bytes (`vbittorrent`), and behind them those of
// the fast extension (BEP 6), the extension protocol (BEP 10), peer exchange (BEP 11), partial seeds
// (BEP 21) and metadata (BEP 9).
//
// Sizes are bytes of TCP payload: in BEP 3 4 bytes of length, 1 of id, then the fields; segment headers
// are the network's business. `goodbye` is the orderly end of a TCP connection (FIN), counted as one byte.
// A message about ranges is a pickled dictionary of named fields, as in the Python program: what pickling
// (protocol 4) makes of such a one, with a file name of ten characters.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/ids.hpp"
#include "core/protocol/geometry.hpp"

namespace swarmsim {

enum class MessageKind : std::uint8_t {
  handshake,
  bitfield,
  have,
  interested,
  not_interested,
  choke,
  unchoke,
  request,
  cancel,
  block,  ///< the message BEP 3 calls `piece`
  keep_alive,
  goodbye,
  size_request,   ///< how large is the content?
  size_answer,    ///< subject, length: the high and the low half of the size
  range_request,  ///< subject: range_subject(); length: datagrams of it that the asker has
  range_data,     ///< a datagram; subject: its number in the range
  range_end,      ///< subject: that of the request; nothing of the range follows
  have_all,
  have_none,
  reject,            ///< a request that is not going to be served
  allowed_fast,      ///< a piece that is served even while its receiver is choked
  extended,          ///< the handshake of the extension protocol; length: bytes of its dictionary
  peer_exchange,     ///< length: peers it tells of, payload: their ids
  upload_only,       ///< the sender fetches no more
  metadata_request,  ///< subject: which piece of the info dictionary
  metadata_piece,    ///< subject: likewise; length: bytes of it
  metadata_reject,   ///< subject: likewise; the sender does not have it
};

inline constexpr std::size_t message_kinds = static_cast<std::size_t>(MessageKind::metadata_reject) + 1;

inline constexpr std::uint32_t no_payload = no_index;

/// Set in the subject of a handshake by who speaks the fast extension (BEP 6).
inline constexpr std::uint32_t speaks_fast = 1;
/// Set in the subject of an extension handshake by who fetches no more (BEP 21).
inline constexpr std::uint32_t says_upload_only = 1;
/// Likewise by who does not know the info dictionary: it cannot tell its size (BEP 9).
inline constexpr std::uint32_t says_no_metadata = 2;
/// Bytes of a piece of metadata, but for the last (BEP 9).
inline constexpr std::uint32_t metadata_piece_bytes = 16'384;
/// Pieces of so many bytes of metadata.
constexpr std::uint32_t metadata_pieces(std::uint32_t bytes) {
  return (bytes + metadata_piece_bytes - 1) / metadata_piece_bytes;
}

/// One message. `subject` is a piece for have and allowed_fast, a block for request, cancel, reject and
/// block.
struct Message {
  MessageKind kind{};
  std::uint32_t subject = 0;
  std::uint32_t length = 0;            ///< bytes of data in a block or datagram, or asked for by a request
  std::uint32_t payload = no_payload;  ///< slot of the carried bytes where content is simulated
};

/// Whether the message is data of the content.
constexpr bool carries_content(MessageKind kind) {
  return kind == MessageKind::block || kind == MessageKind::range_data;
}
/// Whether more of the kind may wait at the sender until this one has left.
constexpr bool is_served(MessageKind kind) {
  return carries_content(kind) || kind == MessageKind::range_end || kind == MessageKind::metadata_piece;
}

/// Names range `part`, from 0, of `parts` (at most 65,535) equal ones.
constexpr std::uint32_t range_subject(std::uint32_t part, std::uint32_t parts) { return part << 16 | parts; }

/// Bytes of TCP payload; `pieces` sizes a bitfield.
constexpr std::uint32_t wire_size(const Message& message, std::uint32_t pieces) {
  switch (message.kind) {
    case MessageKind::handshake: return 68;  // 1 + 19 + 8 + 20 + 20
    case MessageKind::bitfield: return 5 + (pieces + 7) / 8;
    case MessageKind::have:
    case MessageKind::allowed_fast: return 9;
    case MessageKind::have_all:
    case MessageKind::have_none:
    case MessageKind::interested:
    case MessageKind::not_interested:
    case MessageKind::choke:
    case MessageKind::unchoke: return 5;
    case MessageKind::request:
    case MessageKind::cancel:
    case MessageKind::reject: return 17;
    case MessageKind::block: return 13 + message.length;
    case MessageKind::keep_alive: return 4;
    case MessageKind::goodbye: return 1;  // a FIN takes one number of the sequence
    case MessageKind::size_request:
    case MessageKind::size_answer: return 85;  // sender, receiver, name of the file, size
    case MessageKind::range_request:
    case MessageKind::range_end: return 110;  // sender, receiver, name of the file, range, index, chunk
    case MessageKind::range_data: return 112 + message.length;
    case MessageKind::extended: return 6 + message.length;
    case MessageKind::upload_only:
      return 7;  // the extended message's head and one byte
    // "d8:msg_typei0e5:piecei0ee", and in front of the bytes "10:total_sizei31235e" as well.
    case MessageKind::metadata_request:
    case MessageKind::metadata_reject: return 6 + 25;
    case MessageKind::metadata_piece: return 6 + 45 + message.length;
    // "d5:added<n>:...7:added.f<n>:...7:dropped0:e": 6 bytes of address and one of flags for each.
    case MessageKind::peer_exchange: return 6 + 36 + 7 * message.length;
  }
  return 0;
}

/// Likewise, in a content cut like this. A division is spared where the number of pieces does not matter.
constexpr std::uint32_t wire_size(const Message& message, const Geometry& geometry) {
  return wire_size(message, message.kind == MessageKind::bitfield ? geometry.pieces() : 0);
}

std::string_view name_of(MessageKind kind);

}  // namespace swarmsim
