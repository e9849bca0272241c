// Bytes that arrive changed: a property of a peer or a link, and of nothing else.
//
// One byte of the copy that travels is changed, at the moment of its arrival. Whether is a function of seed,
// sender, receiver, content and of which message it is: no state, no order among draws, the same in both
// modes.

#include "core/base/hash.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

void World::note_corruption(const PeerSpec& spec) {
  const Share by_peer = scenario_.groups[spec.group].corrupt;
  if (by_peer.part == 0 && spec.link.corrupt.part == 0 && corruption_.empty()) return;
  // Called peer by peer, in order: those before had none.
  corruption_.resize(participants_.size() + 1);
  corruption_.back() = {by_peer, spec.link.corrupt};
}

void World::corrupt(const Delivery& delivery) {
  if (!carries_content(delivery.message.kind)) return;
  const Direction& direction = network_->direction(delivery.end);
  const Corruption& sender = corruption_[index_of(direction.from)];
  const Corruption& receiver = corruption_[index_of(direction.to)];
  Rng luck = Rng(seed_, "corrupt", participants_[index_of(direction.from)].name)
                 .fork(hash64(participants_[index_of(direction.to)].name))
                 .fork(hash64(contents_[direction.content].name))
                 .fork(static_cast<std::uint64_t>(delivery.sent.time_since_epoch().count()))
                 .fork(delivery.ordinal);
  bool is_hit = false;
  for (const Share& share : {sender.by_peer, sender.by_link, receiver.by_link}) {
    if (share.part == 0) continue;
    const std::uint64_t draw = luck.below(static_cast<std::uint64_t>(share.whole));
    is_hit = is_hit || draw < static_cast<std::uint64_t>(share.part);
  }
  if (!is_hit) return;
  const std::span<std::byte> bytes = payloads_.bytes(delivery.message.payload);
  const std::uint64_t at = luck.below(bytes.size());
  const std::uint64_t change = 1 + luck.below(255);
  bytes[at] ^= static_cast<std::byte>(change);
  ++counters_.corrupted_blocks;
}

}  // namespace swarmsim
