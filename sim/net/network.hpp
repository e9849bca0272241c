#pragma once
// What the world asks of a network: access links, path latency, and the transport of bytes in order.
//
// docs/network-model.md holds the formulas and their closed forms. Two makes keep them: FastNetwork, and
// PlainNetwork (sim/reference) to hold it against.
// Rule: nothing arrives in the instant in which it was sent; the shortest path takes 1 ns.
// Knows no choking and no pieces: messages are sizes, and whose turn it is decides a weight.

#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/rng.hpp"
#include "core/protocol/message.hpp"
#include "sim/model/event.hpp"
#include "sim/model/pending_events.hpp"
#include "sim/model/scenario.hpp"
#include "sim/net/direction.hpp"
#include "sim/net/link.hpp"

namespace swarmsim {

/// A message that came out of a direction: arrived, or cut when the connection ended.
struct Delivery {
  EndId end{};  ///< the sending end
  Message message;
  std::uint32_t ordinal = 0;  ///< in its direction
  SimTime sent{};
};

/// What the network did, in sums over all links.
struct NetworkTotals {
  std::int64_t stream_bytes = 0;    ///< TCP payload committed
  std::int64_t overhead_bytes = 0;  ///< segment headers and acknowledgements
  std::int64_t resent_bytes = 0;    ///< on the wire, for lost segments
  std::int64_t losses = 0;          ///< windows cut
  std::int64_t handed_over = 0;     ///< TCP payload given to connections
  std::int64_t arrived = 0;         ///< of it
  std::int64_t cut = 0;             ///< of it: had not arrived when its connection ended

  friend bool operator==(const NetworkTotals&, const NetworkTotals&) = default;
};

/// What limits a direction, in bytes of TCP payload.
struct Window {
  std::uint32_t size = 0;
  std::uint32_t in_flight = 0;
};

/// What a direction with data waits for.
struct DirectionState {
  bool in_turn = false;
  bool waits_for_window = false;
  bool is_woken = false;  ///< an ack_due event is pending
};

struct UplinkState {
  bool has_turns = false;  ///< somebody is in turn
  bool is_woken = false;   ///< an uplink_ready event is pending
};

class Network {
 public:
  virtual ~Network() = default;
  virtual std::unique_ptr<Network> clone() const = 0;

  /// Peers are added in the order of their ids. What is lost on the way to this one is drawn in `losses`.
  virtual void add_peer(const LinkSpec& link, const Rng& losses) = 0;
  /// So many ends of connections may be open at once: room is set aside where that makes a difference.
  virtual void expect(std::size_t /*ends*/) {}
  /// The tracker's access; without this it is unlimited, without latency and in no region.
  virtual void set_tracker(const TrackerSpec& tracker) = 0;
  /// Changes an access from now on: what its queues hold already leaves as it would have.
  virtual void change_link(PeerId peer, const LinkSpec& link) = 0;
  /// Nothing leaves `peer` and nothing reaches it any more, and nobody is told.
  virtual void silence(PeerId peer) = 0;

  /// Opens both directions between two peers and returns the end of `a`; the other is reverse_of().
  virtual EndId connect(PeerId a, PeerId b, std::uint16_t content) = 0;
  /// Ends both directions at once. What had not arrived is appended to `cut`, the direction of `end` first.
  virtual void close(EndId end, std::vector<Delivery>& cut) = 0;
  /// `slot` of the sender's torrent speaks at `end` and reads what comes back. It is asked for more when
  /// fewer bytes than `low_water`, at least 1, are unsent: 1 is "when nothing is".
  virtual void attach(EndId end, std::uint16_t slot, std::uint16_t low_water) = 0;
  /// Another mark for an end that is attached.
  virtual void set_low_water(EndId end, std::uint16_t low_water) = 0;
  /// Lets go of a side: its owner takes no more messages; used when a peer says goodbye.
  virtual void detach(EndId end) = 0;
  /// Keeps an end from being reused while an event outside the network names it.
  virtual void hold(EndId end) = 0;
  virtual void release(EndId end) = 0;

  /// Puts `message` of `wire` bytes of TCP payload into the direction that starts at `end`.
  virtual void send(EndId end, const Message& message, std::uint32_t wire, SimTime now,
                    PendingEvents& queue) = 0;
  /// Why the sender at `end` lets go, for the receiver of its goodbye.
  virtual void set_farewell(EndId end, std::uint8_t why) = 0;
  /// Shares of the uplink against the other directions; at least 1.
  virtual void set_weight(EndId end, std::uint32_t weight) = 0;

  /// A packet outside any connection (SYN, tracker request): returns when its last byte has crossed the
  /// uplink and `latency`. `wire` counts all headers.
  virtual SimTime send_packet(PeerId from, std::int64_t wire, Duration latency, SimTime now) = 0;
  /// Such a packet, whose last byte comes `now`, at the receiver: when it is through the downlink.
  virtual SimTime receive_packet(PeerId to, std::int64_t wire, SimTime now) = 0;

  /// A chunk has arrived: appends the messages it completes to `out`, or puts it behind the downlink's
  /// standing queue and appends nothing.
  virtual void on_chunk_arrived(const Event& event, PendingEvents& queue, std::vector<Delivery>& out) = 0;
  virtual void on_uplink_ready(PeerId peer, SimTime now, PendingEvents& queue) = 0;
  virtual void on_ack_due(const Event& event, PendingEvents& queue) = 0;
  /// Ends that have come below their low-water mark: their owners may have more to send. The caller
  /// empties it.
  std::vector<EndId>& drained() { return drained_; }

  virtual const Direction& direction(EndId end) const = 0;
  virtual const AccessLink& link(PeerId peer) const = 0;
  bool is_silent(PeerId peer) const { return link(peer).silent; }
  bool is_closed(EndId end) const { return direction(end).closed; }
  /// Bytes handed over at `end` and not yet committed.
  std::uint32_t backlog(EndId end) const { return direction(end).unsent; }
  EndId reverse_of(EndId end) const { return direction(end).reverse; }
  virtual Window window(EndId end) const = 0;
  virtual DirectionState state_of(EndId end) const = 0;
  virtual UplinkState state_of(PeerId peer) const = 0;
  /// Bytes handed over at `end` that have not arrived.
  virtual std::int64_t undelivered_bytes(EndId end) const = 0;
  /// One way from `a` to `b`; either may be the tracker.
  virtual Duration latency_between(PeerId a, PeerId b) const = 0;
  const NetworkTotals& totals() const { return totals_; }
  /// Ends that are open, or closed and still named by an event.
  virtual std::uint32_t live_ends() const = 0;
  /// One more than the highest end so far.
  virtual std::uint32_t end_capacity() const = 0;
  /// Messages anywhere between two peers.
  virtual std::uint32_t messages_on_the_way() const = 0;
  /// All that is still under way from `end`, in order, as if cut now.
  virtual void list_undelivered(EndId end, std::vector<Delivery>& out) const = 0;
  /// The same from every open end, in no order that means anything.
  virtual void list_undelivered(std::vector<Delivery>& out) const = 0;
  /// Bytes on the wire of `stream` bytes of TCP payload.
  virtual std::int64_t wire_bytes(std::int64_t stream) const = 0;

  /// Asks the memory for what a message sent at `end` will touch. Changes nothing.
  virtual void prefetch(EndId) const {}
  /// Then for the message behind which it is put, if there is one.
  virtual void prefetch_last(EndId) const {}

 protected:
  Network() = default;
  Network(const Network&) = default;
  Network& operator=(const Network&) = default;

  std::vector<EndId> drained_;
  NetworkTotals totals_;
};

}  // namespace swarmsim
