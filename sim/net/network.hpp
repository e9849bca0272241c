#pragma once
// The modelled network: access links, path latency, and the transport of bytes in order.
//
// One scalar per link end and one chunk (a train of segments, at most `network.quantum`) at a time,
// known when it is committed to an uplink or when it arrives: O(1) per block. docs/network-model.md
// holds the formulas and their closed forms.
// Rule: nothing arrives in the instant in which it was sent; the shortest path takes 1 ns.
// Knows no choking and no pieces: messages are sizes, and whose turn it is decides a weight.

#include <cstdint>
#include <vector>

#include "core/base/check.hpp"
#include "core/base/pool.hpp"
#include "core/engine/event_queue.hpp"
#include "sim/model/event.hpp"
#include "sim/model/scenario.hpp"
#include "sim/net/direction.hpp"
#include "sim/net/link.hpp"

namespace swarmsim {

using Queue = EventQueue<Event>;

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
  std::int64_t losses = 0;          ///< windows halved
  std::int64_t handed_over = 0;     ///< TCP payload given to connections
  std::int64_t arrived = 0;         ///< of it
  std::int64_t cut = 0;             ///< of it: had not arrived when its connection ended
};

class Network {
 public:
  explicit Network(const NetworkSpec& spec);

  /// Peers are added in the order of their ids.
  void add_peer(const LinkSpec& link);
  /// The tracker's access; without this it is unlimited, without latency and in no region.
  void set_tracker(const TrackerSpec& tracker);
  /// Changes an access from now on: what its queues hold already leaves as it would have.
  void change_link(PeerId peer, const LinkSpec& link);
  /// Nothing leaves `peer` and nothing reaches it any more, and nobody is told.
  void silence(PeerId peer);
  bool is_silent(PeerId peer) const { return links_[index_of(peer)].silent; }

  /// Opens both directions between two peers and returns the end of `a`; the other is reverse_of().
  EndId connect(PeerId a, PeerId b, std::uint16_t content);
  /// Ends both directions at once. What had not arrived is appended to `cut`, a's direction first.
  void close(EndId end, std::vector<Delivery>& cut);
  /// `slot` of the sender's torrent speaks at `end` and reads what comes back.
  void attach(EndId end, std::uint16_t slot);
  /// Lets go of a side: its owner takes no more messages; used when a peer says goodbye.
  void detach(EndId end);

  /// Puts `message` of `wire` bytes of TCP payload into the direction that starts at `end`.
  void send(EndId end, const Message& message, std::uint32_t wire, SimTime now, Queue& queue);
  /// Shares of the uplink against the other directions; at least 1.
  void set_weight(EndId end, std::uint32_t weight) {
    check(weight > 0, "network: a direction has a share");
    directions_[index_of(end)].weight = weight;
  }

  /// A packet outside any connection (SYN, tracker request): returns when its last byte has crossed the
  /// uplink and `latency`. `wire` counts all headers.
  SimTime send_packet(PeerId from, std::int64_t wire, Duration latency, SimTime now);
  /// Such a packet at the receiver: when it is through the downlink. `serialised`: see AccessLink.
  SimTime receive_packet(PeerId to, std::int64_t wire, Duration serialised, SimTime now);

  /// A chunk has arrived: appends the messages it completes to `out`, or puts it behind the downlink's
  /// standing queue and appends nothing.
  void on_chunk_arrived(const Event& event, Queue& queue, std::vector<Delivery>& out);
  void on_uplink_ready(PeerId peer, SimTime now, Queue& queue);
  void on_ack_due(const Event& event, Queue& queue);
  /// Keeps an end from being reused while an event outside the network names it.
  void hold(EndId end) { ++directions_[index_of(end)].pending; }
  void release(EndId end);

  /// Ends whose last byte was just committed: their owners may have more to send. The caller empties it.
  std::vector<EndId>& drained() { return drained_; }

  bool is_closed(EndId end) const { return directions_[index_of(end)].closed; }
  /// Bytes handed over at `end` and not yet committed.
  std::uint32_t backlog(EndId end) const { return directions_[index_of(end)].unsent; }
  const Direction& direction(EndId end) const { return directions_[index_of(end)]; }
  Direction& direction(EndId end) { return directions_[index_of(end)]; }
  EndId reverse_of(EndId end) const { return directions_[index_of(end)].reverse; }
  const AccessLink& link(PeerId peer) const { return links_[index_of(peer)]; }
  /// One way from `a` to `b`; either may be the tracker.
  Duration latency_between(PeerId a, PeerId b) const;
  const NetworkTotals& totals() const { return totals_; }
  std::uint32_t live_ends() const { return directions_.live(); }
  /// Messages anywhere between two peers.
  std::uint32_t messages_on_the_way() const { return messages_.live(); }
  /// All that is still under way from `end`, in order, as if cut now.
  void list_undelivered(EndId end, std::vector<Delivery>& out) const;
  std::uint32_t end_capacity() const { return directions_.capacity(); }

  /// Asks the memory for what a chunk from `end` will touch. Changes nothing.
  void prefetch(EndId end) const { directions_.prefetch(index_of(end)); }

  /// Bytes on the wire of `stream` bytes of TCP payload.
  std::int64_t wire_bytes(std::int64_t stream) const;

 private:
  AccessLink& access(PeerId peer) { return peer == tracker_peer ? tracker_ : links_[index_of(peer)]; }
  const AccessLink& access(PeerId peer) const {
    return peer == tracker_peer ? tracker_ : links_[index_of(peer)];
  }
  std::int64_t segments_of(std::int64_t stream) const;
  void schedule_pump(PeerId peer, Queue& queue);
  void pump(PeerId peer, SimTime now, Queue& queue);
  void commit(std::uint32_t end, std::uint32_t bytes, std::uint8_t flags, SimTime now, Queue& queue);
  void activate(std::uint32_t end, SimTime now, Queue& queue);
  bool has_window(const Direction& direction) const;
  void wait_for_window(std::uint32_t end, Queue& queue);
  void collect_acks(Direction& direction, SimTime now);
  void acknowledge(Direction& direction, std::uint32_t bytes) const;
  void halve_window(Direction& direction);
  void return_ack(std::uint32_t end, std::uint32_t bytes, SimTime now, Queue& queue);
  SimTime through_downlink(const Event& event, Direction& direction);
  void take_arrived(std::uint32_t end, std::uint32_t bytes, std::vector<Delivery>& out);
  void enter_turn(std::uint32_t end);
  void leave_turn(std::uint32_t end);
  void discard(std::uint32_t end, std::vector<Delivery>& cut);
  void free_if_unused(std::uint32_t end);

  NetworkSpec spec_;
  std::uint32_t segment_ = 0;   ///< payload of a full segment; what one window step counts in
  std::uint32_t overhead_ = 0;  ///< headers of one segment on the wire
  bool windows_ = true;
  std::vector<AccessLink> links_;
  AccessLink tracker_;
  Pool<Direction> directions_;
  Pool<MessageNode> messages_;
  Pool<AckNode> acks_;
  std::vector<EndId> drained_;
  NetworkTotals totals_;
};

}  // namespace swarmsim
