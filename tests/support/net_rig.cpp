#include "tests/support/net_rig.hpp"

#include <algorithm>
#include <memory>
#include <string>

#include "sim/net/fast_network.hpp"
#include "sim/reference/plain_network.hpp"

namespace swarmsim {

NetworkSpec ideal_network() {
  NetworkSpec spec;
  spec.segment = {0, 0, 0};
  spec.tcp = TcpKind::none;
  return spec;
}

NetRig::NetRig(const NetworkSpec& spec, Mode mode)
    : network(mode == Mode::fast ? std::unique_ptr<Network>(std::make_unique<FastNetwork>(spec))
                                 : std::make_unique<PlainNetwork>(spec)),
      queue(mode) {}

PeerId NetRig::add_peer(Rate up, Rate down, Duration latency) { return add_peer({up, down, latency}); }

PeerId NetRig::add_peer(const LinkSpec& link) {
  network->add_peer(link, Rng(1, "loss", std::to_string(peers_)));
  return PeerId{peers_++};
}

EndId NetRig::connect(PeerId a, PeerId b) {
  const EndId end = network->connect(a, b, connections_++);
  flow(end) = {};  // The slot may have served another connection.
  flow(network->reverse_of(end)) = {};
  return end;
}

NetRig::Flow& NetRig::flow(EndId end) {
  if (index_of(end) >= flows_.size()) flows_.resize(index_of(end) + 1);
  return flows_[index_of(end)];
}

void NetRig::send(EndId end, MessageKind kind, std::uint32_t length) {
  Flow& sender = flow(end);
  const Message message{kind, sender.messages++, length};
  const std::uint32_t wire = wire_size(message, 0);
  sender.bytes += wire;
  network->send(end, message, wire, now, queue);
}

void NetRig::next_block(EndId end) {
  Flow& sender = flow(end);
  if (sender.left == 0) return;
  if (sender.left != endless) --sender.left;
  send(end, MessageKind::block, 16'384);
}

void NetRig::send_greedily(EndId end, std::uint32_t blocks) {
  flow(end).left = blocks;
  flow(end).greedy = true;
  if (network->backlog(end) == 0) next_block(end);
  feed_drained();
}

void NetRig::send_windowed(EndId end, std::uint32_t outstanding, std::uint32_t blocks) {
  flow(end).left = blocks;
  for (std::uint32_t i = 0; i < outstanding; ++i) next_block(end);
  feed_drained();
}

void NetRig::feed_drained() {
  // Feeding one may drain it, or another, again.
  auto& drained = network->drained();
  for (std::size_t i = 0; i < drained.size(); ++i) {
    const EndId end = drained[i];
    if (!network->is_closed(end) && flow(end).greedy && network->backlog(end) == 0) next_block(end);
  }
  drained.clear();
}

void NetRig::hear_of(EndId end) {
  const Direction& direction = network->direction(end);
  Event event;
  event.at = now + direction.path_latency;
  event.order = order_of(Phase::timer, direction.from, direction.to);
  event.content = direction.content;
  event.kind = EventKind::peer_timer;
  event.subject = index_of(end);
  network->hold(end);
  queue.push(event);
}

/// Whether the chunk was put behind the downlink's queue, and is to come once more.
bool NetRig::is_held_up(const Event& chunk) const {
  bool found = false;
  queue.for_each([&](const Event& event) {
    found = found || (event.kind == EventKind::chunk_arrived && event.subject == chunk.subject &&
                      event.ordinal == chunk.ordinal);
  });
  return found;
}

void NetRig::on_chunk(const Event& event) {
  const EndId end{event.subject};
  const Direction& direction = network->direction(end);
  const bool open = !direction.closed;
  const std::int64_t before = network->totals().arrived;
  network->on_chunk_arrived(event, queue, deliveries_);
  const auto arrived = static_cast<std::uint32_t>(network->totals().arrived - before);
  if (arrived > 0) chunks.push_back({now, end, event.ordinal, arrived});
  const bool is_taken_in = arrived > 0 || is_held_up(event);  // and not lost as a whole
  if (open && is_taken_in && (event.flags & passed_downlink) == 0) {
    comings.push_back({now, end, event.ordinal, event.bytes});
  }
  for (const Delivery& delivery : deliveries_) {
    arrivals.push_back({now, delivery.end, delivery.message.kind, delivery.message.subject, delivery.ordinal,
                        delivery.sent});
    if (delivery.message.kind == MessageKind::block && !flow(end).greedy) hear_of(end);
  }
  deliveries_.clear();
}

bool NetRig::step(SimTime limit) {
  if (!step_unfed(limit)) return false;
  feed_drained();
  return true;
}

bool NetRig::step_unfed(SimTime limit) {
  const auto event = queue.pop(limit);
  if (!event) return false;
  now = event->at;
  switch (event->kind) {
    case EventKind::chunk_arrived: on_chunk(*event); break;
    case EventKind::uplink_ready: network->on_uplink_ready(addressee_of(*event), now, queue); break;
    case EventKind::ack_due: network->on_ack_due(*event, queue); break;
    default: {
      const EndId end{event->subject};
      if (!network->is_closed(end)) next_block(end);
      network->release(end);
    }
  }
  return true;
}

void NetRig::run_until(SimTime limit) {
  while (step(limit)) {}
  if (limit != sim_never) now = limit;
}

std::int64_t NetRig::block_bytes(EndId end, SimTime from, SimTime to) const {
  return 16'384 * std::ranges::count_if(arrivals, [&](const Arrival& arrival) {
           return arrival.end == end && arrival.kind == MessageKind::block && arrival.at > from &&
                  arrival.at <= to;
         });
}

double NetRig::rate(EndId end, SimTime from, SimTime to) const {
  return static_cast<double>(block_bytes(end, from, to)) / seconds_of(to - from);
}

std::int64_t NetRig::chunk_bytes(EndId end, SimTime from, SimTime to) const {
  std::int64_t sum = 0;
  for (const Chunk& chunk : chunks) {
    if (chunk.end == end && chunk.at > from && chunk.at <= to) sum += chunk.bytes;
  }
  return sum;
}

std::int64_t NetRig::handed_over(EndId end) const { return flows_[index_of(end)].bytes; }

std::uint32_t NetRig::messages_of(EndId end) const { return flows_[index_of(end)].messages; }

}  // namespace swarmsim
