// Asking the memory early: a window of pending events is looked through when it opens, stage by stage.
//
// Beyond a few hundred peers an event costs what it misses, and what it needs lies behind pointers. Each stage
// asks for what the one before it has brought, for all events of the window, so that the misses of a stage
// overlap instead of adding up (docs/performance.md). Changes nothing: an event that comes in between, or a
// connection that closes, makes a hint void and no more.

#include "sim/world/world.hpp"

namespace swarmsim {

void World::prefetch_window() const {
  const std::span<const Event> soon = queue_.window();
  for (const Event& event : soon) {
    if (event.kind == EventKind::chunk_arrived) {
      network_->prefetch(EndId{event.subject});
      network_->prefetch_links(addressee_of(event), origin_of(event));
      __builtin_prefetch(&reaches_.of(addressee_of(event)));
      __builtin_prefetch(&hashes_[index_of(addressee_of(event))]);
      __builtin_prefetch(&hashes_[index_of(origin_of(event))]);
    } else if (event.kind == EventKind::ack_due) {
      network_->prefetch(EndId{event.subject});
    }
  }
  for (const Event& event : soon) {
    if (event.kind != EventKind::chunk_arrived) continue;
    network_->prefetch_head(EndId{event.subject});
    const Reach& reach = reaches_.of(addressee_of(event));
    if (reach.torrent != nullptr) reach.torrent->prefetch_self();
  }
  for (const Event& event : soon) {
    if (const TorrentClient* reader = reader_of(event)) reader->prefetch_parts();
  }
  for (const Event& event : soon) {
    if (const TorrentClient* reader = reader_of(event)) {
      reader->prefetch(network_->direction(EndId{event.subject}).reader);
    }
  }
}

/// Who reads the chunk that arrives with `event`, as far as the short way knows.
const TorrentClient* World::reader_of(const Event& event) const {
  if (event.kind != EventKind::chunk_arrived) return nullptr;
  const Reach& reach = reaches_.of(addressee_of(event));
  if (reach.torrent == nullptr || index_of(reach.content) != event.content) return nullptr;
  return network_->direction(EndId{event.subject}).reader == Direction::no_owner ? nullptr : reach.torrent;
}

}  // namespace swarmsim
