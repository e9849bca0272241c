#pragma once
// What happened in a world so far, in numbers.
//
// Everything here is a function of scenario, seed and version, so a test may compare it. The world counts;
// reports read. Knows no peer and no time.

#include <array>
#include <cstdint>

#include "core/protocol/message.hpp"

namespace swarmsim {

struct Counters {
  std::array<std::uint64_t, message_kinds> messages{};  ///< delivered, by MessageKind
  std::uint64_t cut_messages = 0;                       ///< never delivered
  std::uint64_t choke_rounds = 0;
  std::uint64_t unchokes = 0;
  std::uint64_t optimistic = 0;  ///< of these
  std::uint64_t announces = 0;
  std::uint64_t failed_announces = 0;
  std::uint64_t connections = 0;
  std::uint64_t refused = 0;
  std::uint64_t completed = 0;         ///< downloads
  std::uint64_t aborted = 0;           ///< downloads given up, or whose peer left before their end
  std::int64_t protocol_bytes = 0;     ///< TCP payload that was not blocks, delivered
  std::uint64_t corrupted_blocks = 0;  ///< delivered with a byte changed
  std::uint64_t failed_pieces = 0;     ///< their hash did not match
  std::uint64_t bans = 0;
  std::int64_t lost_bytes = 0;  ///< of content: cut, or delivered to who had let go
  std::uint64_t events = 0;     ///< handled
};

}  // namespace swarmsim
