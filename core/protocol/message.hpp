#pragma once
// The messages of the peer wire protocol (BEP 3) as plain values, and their sizes on the wire.
//
// Sizes are bytes of TCP payload: 4 bytes of length, 1 of id, then the fields; segment headers are the
// network's business. `goodbye` is the orderly end of a TCP connection (FIN), counted as one byte.

#include <cstdint>
#include <string_view>

#include "core/base/ids.hpp"

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
};

inline constexpr std::uint32_t no_payload = no_index;

/// One message. `subject` is a piece for have, a block for request, cancel and block.
struct Message {
  MessageKind kind{};
  std::uint32_t subject = 0;
  std::uint32_t length = 0;            ///< bytes of data in or asked for by a block or request
  std::uint32_t payload = no_payload;  ///< slot of the carried bytes where content is simulated
};

/// Bytes of TCP payload; `pieces` sizes a bitfield.
constexpr std::uint32_t wire_size(const Message& message, std::uint32_t pieces) {
  switch (message.kind) {
    case MessageKind::handshake: return 68;  // 1 + 19 + 8 + 20 + 20
    case MessageKind::bitfield: return 5 + (pieces + 7) / 8;
    case MessageKind::have: return 9;
    case MessageKind::interested:
    case MessageKind::not_interested:
    case MessageKind::choke:
    case MessageKind::unchoke: return 5;
    case MessageKind::request:
    case MessageKind::cancel: return 17;
    case MessageKind::block: return 13 + message.length;
    case MessageKind::keep_alive: return 4;
    case MessageKind::goodbye: return 1;  // a FIN takes one number of the sequence
  }
  return 0;
}

std::string_view name_of(MessageKind kind);

}  // namespace swarmsim
