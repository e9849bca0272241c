// Asking the memory early: a window of pending events is looked through when it opens, stage by stage.
//
// Beyond a few hundred peers an event costs what it misses, and what it needs lies behind pointers. Each
// stage asks for what the one before it has brought, for all events of the window, so that the misses of a
// stage overlap instead of adding up (docs/performance.md). Changes nothing: an event that comes in between,
// or a connection that closes, makes a hint void and no more.

#include "core/base/prefetch.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

namespace {
/// The kinds that make nearly all events of a run: what they touch is worth asking for.
bool moves_bytes(EventKind kind) {
  return kind == EventKind::chunk_arrived || kind == EventKind::ack_due || kind == EventKind::uplink_ready;
}
}  // namespace

void World::prefetch_window() const {
  const std::span<const Event> soon = queue_.window();
  for (const Event& event : soon) {
    const PeerId peer = addressee_of(event);
    switch (event.kind) {
      case EventKind::chunk_arrived:
        prefetch_line(&hashes_[index_of(peer)]);
        prefetch_line(&hashes_[index_of(origin_of(event))]);
        network_->prefetch_link(origin_of(event));
        [[fallthrough]];
      case EventKind::ack_due: network_->prefetch(EndId{event.subject}); [[fallthrough]];
      case EventKind::uplink_ready:
        network_->prefetch_link(peer);
        prefetch_line(&reaches_.of(peer));
        break;
      default: break;
    }
  }
  for (const Event& event : soon) {
    if (!moves_bytes(event.kind)) continue;
    network_->prefetch_next(event);
    const Reach& reach = reaches_.of(addressee_of(event));
    if (reach.torrent != nullptr) reach.torrent->prefetch_self();
  }
  for (const Event& event : soon) {
    if (!moves_bytes(event.kind)) continue;
    network_->prefetch_after(event);
    const Reach& reach = reaches_.of(addressee_of(event));
    if (reach.torrent != nullptr) reach.torrent->prefetch_parts();
  }
  for (const Event& event : soon) {
    if (!moves_bytes(event.kind)) continue;
    const std::optional<EndId> end = network_->end_of(event);
    const Reach& reach = reaches_.of(addressee_of(event));
    if (!end || reach.torrent == nullptr) continue;
    const Direction& direction = network_->direction(*end);
    const std::uint16_t slot = event.kind == EventKind::chunk_arrived ? direction.reader : direction.owner;
    if (slot == Direction::no_owner || index_of(reach.content) != direction.content) continue;
    reach.torrent->prefetch(slot);
  }
}

}  // namespace swarmsim
