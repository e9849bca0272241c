// Asking the memory early: a window of pending events is looked through when it opens, stage by stage.
//
// Beyond a few hundred peers an event costs what it misses, and what it needs lies behind pointers. Each
// stage asks for what the one before it has brought, for all events of the window, so that the misses of a
// stage overlap instead of adding up (docs/performance.md). Changes nothing: an event that comes in between,
// or a connection that closes, makes a hint void and no more.

#include "core/base/prefetch.hpp"
#include "sim/net/fast_network.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

namespace {
/// The kinds that make nearly all events of a run: what they touch is worth asking for.
bool moves_bytes(EventKind kind) {
  return kind == EventKind::chunk_arrived || kind == EventKind::ack_due || kind == EventKind::uplink_ready;
}
/// Whether it brings a `have` or less: that touches little of its receiver.
bool is_brief(const Event& event) {
  constexpr std::uint32_t have_bytes = wire_size({MessageKind::have}, 0);
  return event.kind == EventKind::chunk_arrived && event.bytes <= have_bytes;
}
}  // namespace

void World::prefetch_window() const {
  // Only the fast mode's queue has windows; and a virtual call would cost as much as what it asks for.
  const auto& network = static_cast<const FastNetwork&>(*network_);
  const std::span<const Event> soon = queue_.window();
  for (const Event& event : soon) {
    if (!moves_bytes(event.kind)) continue;
    const PeerId peer = addressee_of(event);
    network.prefetch_link(peer);
    prefetch_line(&reaches_.of(peer));
    if (event.kind == EventKind::uplink_ready) continue;
    network.prefetch(EndId{event.subject}, is_brief(event));
    if (event.kind == EventKind::ack_due) continue;
    prefetch_line(&hashes_[index_of(peer)]);
    prefetch_line(&hashes_[index_of(origin_of(event))]);
    network.prefetch_link(origin_of(event));
  }
  for (const Event& event : soon) {
    if (!moves_bytes(event.kind)) continue;
    network.prefetch_next(event);
    const Reach& reach = reaches_.of(addressee_of(event));
    if (reach.torrent != nullptr) reach.torrent->prefetch_self(is_brief(event));
  }
  for (const Event& event : soon) {
    if (!moves_bytes(event.kind)) continue;
    network.prefetch_after(event);
    const Reach& reach = reaches_.of(addressee_of(event));
    if (reach.torrent != nullptr) reach.torrent->prefetch_parts(is_brief(event));
  }
  for (const Event& event : soon) {
    if (!moves_bytes(event.kind)) continue;
    const Reach& reach = reaches_.of(addressee_of(event));
    if (reach.torrent == nullptr) continue;
    const std::optional<EndId> end = network.end_of(event);
    if (!end) continue;
    const Direction& direction = network.direction(*end);
    const std::uint16_t slot = event.kind == EventKind::chunk_arrived ? direction.reader : direction.owner;
    if (slot == Direction::no_owner || index_of(reach.content) != direction.content) continue;
    const bool brief = is_brief(event);
    // A block is answered by the next request, and a request by the block.
    if (event.kind == EventKind::chunk_arrived && !brief) network.prefetch(direction.reverse, false);
    reach.torrent->prefetch(slot, brief, brief ? network.piece_told(event) : no_index);
  }
}

}  // namespace swarmsim
