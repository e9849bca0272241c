#pragma once
// A network without peers: links, connections, and flows that have blocks to send.
//
// The rig is the world of the tests of sim/net. It pops events, hands them to the network, feeds what
// has run dry and writes down what came out, chunk by chunk and message by message. A greedy flow is
// fed when its last byte is committed, as World does; a windowed one keeps a fixed number of blocks
// outstanding, as requests do. It knows no protocol. A rig is a value: a copy runs on by itself.

#include <cstdint>
#include <vector>

#include "core/base/cloned.hpp"
#include "sim/net/network.hpp"

namespace swarmsim {

inline constexpr std::int64_t block_wire = 13 + 16'384;
inline constexpr std::uint32_t endless = 0xFFFF'FFFF;

/// A network whose closed forms are simple: no segment headers, no acknowledgements, no windows.
NetworkSpec ideal_network();

constexpr double seconds_of(Duration time) { return static_cast<double>(time.count()) / 1e9; }
constexpr SimTime at_second(double seconds) {
  return sim_time_from(static_cast<std::int64_t>(seconds * 1e9 + 0.5));
}
/// How far `value` is from `expected`, as a part of it.
constexpr double deviation(double value, double expected) {
  return value > expected ? value / expected - 1 : 1 - value / expected;
}

class NetRig {
 public:
  /// A chunk that has come to the receiver's downlink, or is through it.
  struct Chunk {
    SimTime at{};
    EndId end{};
    std::uint32_t ordinal = 0;  ///< of the chunk in its direction
    std::uint32_t bytes = 0;
    friend bool operator==(const Chunk&, const Chunk&) = default;
  };
  /// A message that is whole.
  struct Arrival {
    SimTime at{};
    EndId end{};
    MessageKind kind{};
    std::uint32_t subject = 0;
    std::uint32_t ordinal = 0;
    SimTime sent{};
    friend bool operator==(const Arrival&, const Arrival&) = default;
  };

  explicit NetRig(const NetworkSpec& spec, Mode mode = Mode::fast);

  PeerId add_peer(Rate up, Rate down, Duration latency = {});
  PeerId add_peer(const LinkSpec& link);
  EndId connect(PeerId a, PeerId b);
  /// One message, now; the subject counts the messages of the end.
  void send(EndId end, MessageKind kind, std::uint32_t length = 0);
  /// Sends `blocks` blocks; the next one when the uplink has taken the one before.
  void send_greedily(EndId end, std::uint32_t blocks = endless);
  /// Sends `blocks` blocks, never more than `outstanding` between handing one over and hearing of it:
  /// its delivery and one path latency.
  void send_windowed(EndId end, std::uint32_t outstanding, std::uint32_t blocks = endless);
  void stop(EndId end) { flow(end).left = 0; }

  /// Handles every event up to and including `limit`.
  void run_until(SimTime limit);
  /// Handles all events there are.
  void run() { run_until(sim_never); }
  /// One event; false where none is due by `limit`.
  bool step(SimTime limit);
  /// The same, and what has run dry is left in network->drained().
  bool step_unfed(SimTime limit = sim_never);
  /// Closes the connection of `end`; what had not arrived is in `cuts`.
  void close(EndId end) { network->close(end, cuts); }

  /// Blocks of `end` that arrived in (from, to], times their size.
  std::int64_t block_bytes(EndId end, SimTime from, SimTime to) const;
  /// The same as bytes per second.
  double rate(EndId end, SimTime from, SimTime to) const;
  /// All bytes of `end` that passed the downlink in (from, to].
  std::int64_t chunk_bytes(EndId end, SimTime from, SimTime to) const;
  /// Bytes, and messages, handed over at `end` so far.
  std::int64_t handed_over(EndId end) const;
  std::uint32_t messages_of(EndId end) const;

  Cloned<Network> network;
  PendingEvents queue;
  SimTime now = sim_start;
  std::vector<Chunk> comings;  ///< chunks when their last byte has crossed uplink and path
  std::vector<Chunk> chunks;   ///< chunks when they are through the downlink as well
  std::vector<Arrival> arrivals;
  std::vector<Delivery> cuts;

 private:
  struct Flow {
    std::uint32_t left = 0;  ///< blocks to send yet
    bool greedy = false;
    std::uint32_t messages = 0;  ///< handed over so far
    std::int64_t bytes = 0;
  };

  Flow& flow(EndId end);
  void next_block(EndId end);
  void on_chunk(const Event& event);
  bool is_held_up(const Event& chunk) const;
  void hear_of(EndId end);
  void feed_drained();

  std::vector<Flow> flows_;  ///< by end
  std::vector<Delivery> deliveries_;
  std::uint32_t peers_ = 0;
  std::uint16_t connections_ = 0;
};

}  // namespace swarmsim
