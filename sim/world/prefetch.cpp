// Asking the memory early: a window of pending events is looked through when it opens, stage by stage.
//
// Beyond a few hundred peers an event costs what it misses, and what it needs lies behind pointers. Each
// stage asks for what the one before it has brought, for all events of the window, so that the misses of a
// stage overlap instead of adding up (docs/performance.md). Changes nothing: an event that comes in between,
// or a connection that closes, makes a hint void and no more.

#include <array>

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
  /// An event as the later stages need it.
  struct Soon {
    const Event* event;
    const Reach* reach;
    bool brief;
  };
  constexpr std::size_t most = 128;
  std::array<Soon, most> list;
  std::size_t size = 0;
  for (const Event& event : queue_.window()) {
    if (!moves_bytes(event.kind)) continue;
    const PeerId peer = addressee_of(event);
    const bool brief = is_brief(event);
    list[size++] = {&event, &reaches_.of(peer), brief};
    network.prefetch_link(peer);
    prefetch_line(&reaches_.of(peer));
    if (event.kind != EventKind::uplink_ready) network.prefetch(EndId{event.subject}, brief);
    if (event.kind == EventKind::chunk_arrived) {
      prefetch_line(&hashes_[index_of(peer)]);
      prefetch_line(&hashes_[index_of(origin_of(event))]);
      network.prefetch_link(origin_of(event));
    }
    if (size == most) break;
  }
  const std::span<const Soon> soon = std::span(list).first(size);
  for (const Soon& one : soon) {
    network.prefetch_next(*one.event);
    if (one.reach->torrent != nullptr) one.reach->torrent->prefetch_self(one.brief);
  }
  for (const Soon& one : soon) {
    if (one.reach->torrent != nullptr) one.reach->torrent->prefetch_parts(one.brief);
  }
  for (const auto& [event, reach, brief] : soon) {
    if (reach->torrent == nullptr) continue;
    const std::optional<EndId> end = network.end_of(*event);
    if (!end) continue;
    const Direction& direction = network.direction(*end);
    const bool arrives = event->kind == EventKind::chunk_arrived;
    const std::uint16_t slot = arrives ? direction.reader : direction.owner;
    if (slot == Direction::no_owner || index_of(reach->content) != direction.content) continue;
    // A block is answered by the next request, and a request by the block.
    if (arrives && !brief) network.prefetch(direction.reverse, false);
    reach->torrent->prefetch(slot, brief, brief ? network.piece_told(*event) : no_index);
  }
}

}  // namespace swarmsim
