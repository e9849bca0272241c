// What the events of a network lead to in memory, a step at a time: see sim/world/prefetch.cpp.

#include "sim/net/fast_network.hpp"

namespace swarmsim {

std::optional<EndId> FastNetwork::end_of(const Event& event) const {
  if (event.kind != EventKind::uplink_ready) return EndId{event.subject};
  const std::uint32_t first = links_[index_of(addressee_of(event))].turn_head;
  if (first == no_index) return std::nullopt;
  return EndId{first};
}

/// The message that a chunk completes, most often; the direction whose turn it is; the acknowledgement.
void FastNetwork::prefetch_next(const Event& event) const {
  const std::optional<EndId> end = end_of(event);
  if (!end) return;
  if (event.kind == EventKind::uplink_ready) return prefetch(*end);
  const PackedDirection& direction = directions_[index_of(*end)];
  if (event.kind == EventKind::chunk_arrived) {
    messages_.prefetch(direction.head);
  } else {
    acks_.prefetch(direction.acks_head);
  }
}

void FastNetwork::prefetch_behind(const Event& event) const {
  if (event.kind == EventKind::uplink_ready) return;  // it names a peer and no direction
  const PackedDirection& direction = directions_[event.subject];
  if (event.kind == EventKind::chunk_arrived) {
    messages_.prefetch_behind(direction.head);
  } else {
    acks_.prefetch_behind(direction.acks_head);
  }
}

PieceIndex FastNetwork::piece_told(const Event& chunk) const {
  const std::uint32_t head = directions_[chunk.subject].head;
  if (head == no_index || messages_[head].message.kind != MessageKind::have) return no_index;
  return messages_[head].message.subject;
}

}  // namespace swarmsim
