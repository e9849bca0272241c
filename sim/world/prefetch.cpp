// Asking the memory early: a window of pending events is looked through when it opens, stage by stage.
//
// Beyond a few hundred peers an event costs what it misses, and what it needs lies behind pointers. Each
// stage asks for what the one before it has brought, for all events of the window, so that the misses of a
// stage overlap instead of adding up (docs/performance.md). Changes nothing: an event that comes in between,
// or a connection that closes, makes a hint void and no more.

#include <array>
#include <span>

#include "core/base/prefetch.hpp"
#include "sim/net/fast_network.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

namespace {
/// The kinds that make nearly all events of a run: what they touch is worth asking for.
bool moves_bytes(EventKind kind) {
  return kind == EventKind::chunk_arrived || kind == EventKind::ack_due || kind == EventKind::uplink_ready;
}
/// What its message is shows in its size: nothing but a block is longer than a request, most often.
Touch touch_of(const Event& event) {
  constexpr std::uint32_t longest_brief = wire_size({MessageKind::have}, 0);
  constexpr std::uint32_t size_of_request = wire_size({MessageKind::request}, 0);
  if (event.kind != EventKind::chunk_arrived || event.bytes == size_of_request) return Touch::serving;
  return event.bytes <= longest_brief ? Touch::brief : Touch::all;
}
}  // namespace

void World::prefetch_window() const {
  // Only the fast mode's queue has windows; and a virtual call would cost as much as what it asks for.
  const auto& network = static_cast<const FastNetwork&>(*network_);
  /// An event as the later stages need it.
  struct Soon {
    const Event* event;
    const Reach* reach;
    Touch touch;
    bool arrives;
  };
  constexpr std::size_t most = 128;
  std::array<Soon, most> list;
  std::size_t size = 0;
  for (const Event& event : queue_.window()) {
    if (!moves_bytes(event.kind)) continue;
    const PeerId peer = addressee_of(event);
    const Touch touch = touch_of(event);
    const bool arrives = event.kind == EventKind::chunk_arrived;
    list[size++] = {&event, &reaches_.of(peer), touch, arrives};
    network.prefetch_link(peer);
    prefetch_line(&reaches_.of(peer));
    if (event.kind != EventKind::uplink_ready) network.prefetch(EndId{event.subject}, touch == Touch::brief);
    if (arrives) {
      prefetch_line(&hashes_[index_of(peer)]);
      prefetch_line(&hashes_[index_of(origin_of(event))]);
      network.prefetch_link(origin_of(event));
    }
    if (size == most) break;
  }
  std::size_t goes_on = 0;
  for (const Soon& one : std::span(list).first(size)) {
    // A chunk that will wait for its downlink comes again, and touches the rest only then. Where the way to
    // a torrent is not known yet there is nothing to follow.
    if (one.reach->torrent == nullptr || network.will_wait(*one.event)) continue;
    network.prefetch_next(*one.event);
    one.reach->torrent->prefetch_self(one.touch);
    list[goes_on++] = one;
  }
  const std::span<const Soon> soon = std::span(list).first(goes_on);
  for (const Soon& one : soon) one.reach->torrent->prefetch_parts(one.touch);
  for (const auto& [event, reach, touch, arrives] : soon) {
    const std::optional<EndId> end = network.end_of(*event);
    if (!end) continue;
    const Direction& direction = network.direction(*end);
    const std::uint16_t slot = arrives ? direction.reader : direction.owner;
    if (slot == Direction::no_owner || index_of(reach->content) != direction.content) continue;
    const bool brief = touch == Touch::brief;
    // A block is answered by the next request, and a request by the block.
    if (arrives && !brief) network.prefetch(direction.reverse, false);
    if (!brief) network.prefetch_behind(*event);
    reach->torrent->prefetch(slot, touch, brief ? network.piece_told(*event) : no_index);
  }
  for (const Soon& one : soon) {
    if (!one.arrives || one.touch == Touch::brief) continue;
    network.prefetch_last(network.direction(EndId{one.event->subject}).reverse);
  }
}

}  // namespace swarmsim
