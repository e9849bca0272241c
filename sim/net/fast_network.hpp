#pragma once
// The network that runs: pools of small structs, lists threaded through them, sums kept in step.
//
// One scalar per link end and one chunk (a train of segments, at most `network.quantum`) at a time, known
// when it is committed to an uplink or when it arrives: O(1) per block.
// Split: fast_network.cpp (links, connections, FIFOs), transport.cpp (turns, departures, arrivals),
// windows.cpp (windows, acknowledgements), losses.cpp (what is lost and goes again), prefetch.cpp.

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/check.hpp"
#include "core/base/pool.hpp"
#include "core/base/prefetch.hpp"
#include "sim/net/cubic.hpp"
#include "sim/net/network.hpp"
#include "sim/net/packed_direction.hpp"

namespace swarmsim {

class FastNetwork final : public Network {
 public:
  explicit FastNetwork(const NetworkSpec& spec);
  std::unique_ptr<Network> clone() const override { return std::make_unique<FastNetwork>(*this); }

  void add_peer(const LinkSpec& link, const Rng& losses) override;
  void expect(std::size_t ends) override;
  void set_tracker(const TrackerSpec& tracker) override;
  void change_link(PeerId peer, const LinkSpec& link) override;
  void silence(PeerId peer) override;

  EndId connect(PeerId a, PeerId b, std::uint16_t content) override;
  void close(EndId end, std::vector<Delivery>& cut) override;
  void attach(EndId end, std::uint16_t slot, std::uint16_t low_water) override;
  void set_low_water(EndId end, std::uint16_t low_water) override;
  void detach(EndId end) override;
  void hold(EndId end) override { ++directions_[index_of(end)].pending; }
  void release(EndId end) override;

  void send(EndId end, const Message& message, std::uint32_t wire, SimTime now,
            PendingEvents& queue) override;
  void set_farewell(EndId end, std::uint8_t why) override { directions_[index_of(end)].farewell = why; }
  void set_weight(EndId end, std::uint32_t weight) override {
    check(weight > 0, "network: a direction has a share");
    directions_[index_of(end)].weight = weight;
  }
  SimTime send_packet(PeerId from, std::int64_t wire, Duration latency, SimTime now) override;
  SimTime receive_packet(PeerId to, std::int64_t wire, SimTime now) override;

  void on_chunk_arrived(const Event& event, PendingEvents& queue, std::vector<Delivery>& out) override;
  void on_uplink_ready(PeerId peer, SimTime now, PendingEvents& queue) override;
  void on_ack_due(const Event& event, PendingEvents& queue) override;

  const Direction& direction(EndId end) const override { return directions_[index_of(end)]; }
  const AccessLink& link(PeerId peer) const override { return links_[index_of(peer)]; }
  Window window(EndId end) const override {
    return {directions_[index_of(end)].cwnd, directions_[index_of(end)].flight};
  }
  DirectionState state_of(EndId end) const override {
    const PackedDirection& direction = directions_[index_of(end)];
    return {direction.turn_next != no_index, direction.blocked, direction.ack_pending};
  }
  UplinkState state_of(PeerId peer) const override {
    const AccessLink& link = links_[index_of(peer)];
    return {link.turn_head != no_index, link.pump_pending};
  }
  std::int64_t undelivered_bytes(EndId end) const override;
  Duration latency_between(PeerId a, PeerId b) const override;
  std::uint32_t live_ends() const override { return directions_.live(); }
  std::uint32_t end_capacity() const override { return directions_.capacity(); }
  std::uint32_t messages_on_the_way() const override { return messages_.live(); }
  void list_undelivered(EndId end, std::vector<Delivery>& out) const override;
  void list_undelivered(std::vector<Delivery>& out) const override;
  std::int64_t wire_bytes(std::int64_t stream) const override;
  void prefetch(EndId end) const override { prefetch(end, true); }
  void prefetch_last(EndId end) const override { messages_.prefetch(directions_[index_of(end)].tail); }

  // Ask the memory for what an event will touch: its ends and links, then what those lead to, then what comes
  // after it. They change nothing.
  /// `brief`: a small message on an idle direction.
  void prefetch(EndId end, bool brief) const {
    if (brief) return directions_.prefetch<1>(index_of(end));
    directions_.prefetch(index_of(end));
  }
  void prefetch_link(PeerId peer) const { prefetch_line(&links_[index_of(peer)]); }
  void prefetch_next(const Event& event) const;
  /// What lies behind that in its list: a chunk may complete several messages, or end within the next.
  void prefetch_behind(const Event& event) const;
  /// Whether it is a chunk that will find its downlink busy, by what is known before.
  bool will_wait(const Event& event) const {
    return event.kind == EventKind::chunk_arrived && (event.flags & passed_downlink) == 0 &&
           links_[index_of(addressee_of(event))].free_down > event.at;
  }
  /// The piece that the chunk's first message tells of; no_index if it is no `have`.
  PieceIndex piece_told(const Event& chunk) const;
  /// The end that an event of this network is about, as far as it is known before.
  std::optional<EndId> end_of(const Event& event) const;

 private:
  AccessLink& access(PeerId peer) { return peer == tracker_peer ? tracker_ : links_[index_of(peer)]; }
  const AccessLink& access(PeerId peer) const {
    return peer == tracker_peer ? tracker_ : links_[index_of(peer)];
  }
  std::int64_t segments_of(std::int64_t stream) const {
    if (stream <= segment_) return stream > 0 ? 1 : 0;  // most often: a division is dear
    return (stream + segment_ - 1) / segment_;
  }
  /// Segments that `chunk` begins, and what it is on the wire.
  std::int64_t segments_in(const Event& chunk) const {
    return segments_of(chunk.bytes) - ((chunk.flags & shares_segment) != 0 ? 1 : 0);
  }
  std::int64_t wire_of(const Event& chunk) const { return chunk.bytes + segments_in(chunk) * overhead_; }
  bool fill_segment(PackedDirection& direction, std::uint32_t bytes) const;
  void schedule_pump(PeerId peer, PendingEvents& queue);
  void lose_next(std::uint32_t end, SimTime now, PendingEvents& queue);
  void pump(PeerId peer, SimTime now, PendingEvents& queue);
  void commit(std::uint32_t end, std::uint32_t bytes, std::uint8_t flags, SimTime now, PendingEvents& queue);
  void activate(std::uint32_t end, SimTime now, PendingEvents& queue);
  SimTime through_downlink(const Event& event, const AccessLink& sender, AccessLink& receiver);
  void take_arrived(std::uint32_t end, std::uint32_t bytes, std::vector<Delivery>& out);
  void enter_turn(std::uint32_t end);
  void leave_turn(std::uint32_t end);
  void discard(std::uint32_t end, std::vector<Delivery>& cut);
  void free_if_unused(std::uint32_t end);

  // windows.cpp
  bool is_cubic() const { return spec_.tcp == TcpKind::cubic; }
  std::uint32_t first_window() const;
  std::uint32_t window_of(const PackedDirection& direction) const;
  bool has_window(const PackedDirection& direction) const;
  void wait_for_window(std::uint32_t end, PendingEvents& queue);
  void collect_acks(std::uint32_t end, SimTime now);
  void acknowledge(std::uint32_t end, std::uint32_t bytes, std::uint32_t used, SimTime at);
  void cut_window(std::uint32_t end);
  void resume_window(std::uint32_t end, SimTime now);
  Duration way_back(const PackedDirection& direction) const;
  void return_ack(std::uint32_t end, std::uint32_t bytes, SimTime now, PendingEvents& queue);

  // losses.cpp
  std::int64_t segments_lost(const Event& chunk);
  Duration beyond_queue(const Event& chunk) const;
  std::int64_t lost_in_queue(const Event& chunk, Duration beyond) const;
  std::int64_t draw_losses(const Event& chunk);
  void lose(Event& chunk, std::int64_t segments, PendingEvents& queue);

  NetworkSpec spec_;
  std::uint32_t segment_ = 0;   ///< payload of a full segment; what one window step counts in
  std::uint32_t overhead_ = 0;  ///< headers of one segment on the wire
  std::uint32_t quantum_ = 0;   ///< most of one direction in a turn
  bool windows_ = true;
  bool lossy_ = false;             ///< some link loses segments
  bool receive_windows_ = false;   ///< some link has one
  std::uint32_t connections_ = 0;  ///< ever made
  std::vector<AccessLink> links_;
  AccessLink tracker_;
  Pool<PackedDirection> directions_;
  Pool<MessageNode> messages_;
  Pool<AckNode> acks_;
  std::vector<Cubic> cubics_;  ///< by end, where the windows are cubic
};

}  // namespace swarmsim
