#pragma once
// What a check of the whole world gathers once, so that each rule is a look-up: every message under way,
// and for every end and peer the events that are pending about it.
//
// Lives for one call of World::check_invariants(). Indexed by EndId and PeerId; nothing here decides an
// order. O(world): one pass over the ends, one over the queue.

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/protocol/message.hpp"
#include "sim/net/network.hpp"

namespace swarmsim {

/// One end of a connection that is open, or whose events are still to come.
struct EndMarks {
  std::uint32_t begin = 0;       ///< its messages: [begin, finish) of said
  std::uint32_t sent = 0;        ///< [begin, sent) are under way
  std::uint32_t finish = 0;      ///< [sent, finish) wait at the sender for its pulse
  std::uint32_t events = 0;      ///< that name it
  std::int64_t chunk_bytes = 0;  ///< of these, the chunks'
  bool opening = false;          ///< its opener has not been answered yet
  bool in_use = false;           ///< open, or an event names it or its reverse
};

struct PeerMarks {
  bool timer = false;       ///< the peer_timer event that it counts on
  std::uint32_t pumps = 0;  ///< uplink_ready events
  std::uint32_t rechokes = 0;
};

struct Inspection {
  std::vector<Delivery> said;
  std::vector<EndMarks> ends;
  std::vector<PeerMarks> peers;
  std::uint32_t attempts = 0;        ///< events of connection attempts
  std::uint32_t exchanges = 0;       ///< and of questions to the tracker
  std::uint32_t neighbours = 0;      ///< that clients list, in sum
  std::vector<std::uint64_t> words;  ///< scratch: one bitfield

  /// What was said at `end` and is not known at the other.
  std::span<const Delivery> from(EndId end) const {
    const EndMarks& marks = ends[index_of(end)];
    return std::span(said).subspan(marks.begin, marks.finish - marks.begin);
  }
  /// Of it: what the network has.
  std::span<const Delivery> under_way(EndId end) const {
    const EndMarks& marks = ends[index_of(end)];
    return std::span(said).subspan(marks.begin, marks.sent - marks.begin);
  }
};

}  // namespace swarmsim
