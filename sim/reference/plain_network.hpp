#pragma once
// The network of docs/network-model.md as a reader of that page would write it down.
//
// Containers of the library, an entry for every chunk under way, sums computed when they are asked for.
// Ends are numbered and never used again, so nothing that depends on a pool's slots can agree with it by
// chance. Shares the nouns of sim/net (Direction, AccessLink) and none of its code. Costs what it costs.
// Split: plain_network.cpp (links, connections, messages), plain_transport.cpp (turns, arrivals),
// plain_windows.cpp (windows), plain_losses.cpp (what is lost and goes again).

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "sim/net/network.hpp"

namespace swarmsim {

class PlainNetwork final : public Network {
 public:
  explicit PlainNetwork(const NetworkSpec& spec);
  std::unique_ptr<Network> clone() const override { return std::make_unique<PlainNetwork>(*this); }

  void add_peer(const LinkSpec& link, const Rng& losses) override;
  void set_tracker(const TrackerSpec& tracker) override;
  void change_link(PeerId peer, const LinkSpec& link) override;
  void silence(PeerId peer) override;

  EndId connect(PeerId a, PeerId b, std::uint16_t content) override;
  void close(EndId end, std::vector<Delivery>& cut) override;
  void attach(EndId end, std::uint16_t slot, std::uint16_t low_water) override;
  void set_low_water(EndId end, std::uint16_t low_water) override;
  void detach(EndId end) override;
  void hold(EndId end) override;
  void release(EndId end) override;

  void send(EndId end, const Message& message, std::uint32_t wire, SimTime now,
            PendingEvents& queue) override;
  void set_farewell(EndId end, std::uint8_t why) override;
  void set_weight(EndId end, std::uint32_t weight) override;
  SimTime send_packet(PeerId from, std::int64_t wire, Duration latency, SimTime now) override;
  SimTime receive_packet(PeerId to, std::int64_t wire, SimTime now) override;

  void on_chunk_arrived(const Event& event, PendingEvents& queue, std::vector<Delivery>& out) override;
  void on_uplink_ready(PeerId peer, SimTime now, PendingEvents& queue) override;
  void on_ack_due(const Event& event, PendingEvents& queue) override;

  const Direction& direction(EndId end) const override;
  const AccessLink& link(PeerId peer) const override;
  Window window(EndId end) const override;
  DirectionState state_of(EndId end) const override;
  UplinkState state_of(PeerId peer) const override;
  std::int64_t undelivered_bytes(EndId end) const override;
  Duration latency_between(PeerId a, PeerId b) const override;
  std::uint32_t live_ends() const override { return static_cast<std::uint32_t>(flows_.size()); }
  std::uint32_t end_capacity() const override { return ends_made_; }
  std::uint32_t messages_on_the_way() const override;
  void list_undelivered(EndId end, std::vector<Delivery>& out) const override;
  void list_undelivered(std::vector<Delivery>& out) const override;
  std::int64_t wire_bytes(std::int64_t stream) const override;

 private:
  /// A message in its direction's order, until its last byte has arrived.
  struct Queued {
    Message message;
    std::int64_t bytes_to_come = 0;
    SimTime sent{};
  };
  /// An acknowledgement on its way back.
  struct Acknowledgement {
    std::uint32_t chunk = 0;
    SimTime heard{};  ///< when it is back
  };
  struct Flow {
    Direction facts;
    std::deque<Queued> messages;
    std::map<std::uint32_t, std::int64_t> chunks;  ///< under way: bytes by number
    std::uint32_t chunks_committed = 0;
    std::map<std::uint32_t, std::int64_t> unacknowledged;  ///< of the window: bytes by number
    std::deque<Acknowledgement> acknowledgements;          ///< in the order in which they set out
    std::int64_t window = 0;
    std::int64_t threshold = 0;
    std::int64_t put_into_window = 0;  ///< bytes, ever
    std::int64_t recovered_at = 0;     ///< bytes acknowledged, ever, that end the recovery
    bool recovers = false;
    std::int64_t flat_at = 0;           ///< cubic: the window at which the curve is flat
    std::int64_t as_reno = 0;           ///< cubic: the window that Reno would have
    std::int64_t flat_after = 0;        ///< cubic: milliseconds from the start of the curve
    std::optional<SimTime> curve_from;  ///< cubic: since when it grows along its curve
    std::int64_t in_last_segment = 0;   ///< bytes of data that its last, begun segment holds
    SimTime last_data{};
    bool waits_for_window = false;
    bool is_woken = false;  ///< an ack_due event is pending
    std::int64_t credit = 0;
    std::int64_t weight = 1;
    bool has_turn = false;
  };
  struct Access {
    AccessLink facts;
    std::deque<EndId> turns;  ///< whose turn it is, who is next, ...
    bool is_woken = false;    ///< an uplink_ready event is pending
  };

  Flow& flow(EndId end);
  const Flow* find(EndId end) const;
  Access& access(PeerId peer);
  const Access& access(PeerId peer) const;
  std::int64_t segment() const;
  std::int64_t segments(std::int64_t stream) const;
  std::int64_t segments_begun(const Event& chunk) const;
  std::int64_t on_the_wire(const Event& chunk) const;
  void update_unsent(Flow& flow);
  void drop(Flow& flow, EndId end, std::vector<Delivery>& cut);
  void forget_if_unused(EndId end);

  // plain_transport.cpp
  bool has_room(const AccessLink& link, SimTime now) const;
  SimTime depart(AccessLink& link, std::int64_t wire, SimTime now) const;
  SimTime come_in(AccessLink& link, std::int64_t wire, SimTime first_byte, SimTime last_byte) const;
  void commit(EndId end, std::int64_t bytes, bool in_window, SimTime now, PendingEvents& queue);
  void become_eligible(EndId end, SimTime now, PendingEvents& queue);
  void lose_next(std::deque<EndId>& turns, SimTime now, PendingEvents& queue);
  void take_turns(PeerId peer, SimTime now, PendingEvents& queue);
  void give_turn(EndId end, SimTime now, PendingEvents& queue);
  void wake_uplink(PeerId peer, PendingEvents& queue);
  SimTime first_byte_of(const Event& chunk, const Flow& flow) const;
  SimTime pass_downlink(const Event& event, const Flow& flow);
  void receive(EndId end, std::int64_t bytes, std::vector<Delivery>& out);

  // plain_windows.cpp
  bool is_cubic() const { return spec_.tcp == TcpKind::cubic; }
  std::int64_t first_window() const;
  std::int64_t allowed(const Flow& flow) const;
  std::int64_t in_flight(const Flow& flow) const;
  bool may_send(const Flow& flow) const;
  void wait_for_window(EndId end, PendingEvents& queue);
  void hear(Flow& flow, SimTime now);
  void take_acknowledgement(Flow& flow, std::int64_t was_used);
  void follow_curve(Flow& flow, std::int64_t bytes, SimTime at) const;
  void come_back(Flow& flow, SimTime now) const;
  void lose_segment(Flow& flow);
  void set_out_acknowledgement(EndId end, const Event& event, PendingEvents& queue);

  // plain_losses.cpp
  std::int64_t lose_in_queue(const Event& chunk, Flow& flow);
  std::int64_t lose_by_chance(const Event& chunk, Flow& flow);
  void take_back(Event& chunk, std::int64_t lost, PendingEvents& queue);

  NetworkSpec spec_;
  std::map<EndId, Flow> flows_;
  std::uint32_t ends_made_ = 0;
  std::vector<Access> peers_;
  Access tracker_;
};

}  // namespace swarmsim
