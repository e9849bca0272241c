// What a torrent's own lists, slots and queues owe each other; for tests and random swarms.

#include <algorithm>
#include <cstddef>

#include "core/base/check.hpp"
#include "core/base/prefetch.hpp"
#include "sim/peer/torrent.hpp"

namespace swarmsim {

void Torrent::prefetch_parts(Touch touch) const {
  prefetch_line(have_.words().data());
  if (touch != Touch::serving) prefetch_line(&*theirs_);
  if (touch != Touch::brief) {
    queue_.prefetch(0);
    prefetch_line(&metadata_queue_);
  }
  if (touch == Touch::all) partials_.prefetch();
}

void Torrent::prefetch(Slot slot, Touch touch, PieceIndex has) const {
  prefetch_line(&neighbours_[slot]);
  if (touch != Touch::serving) theirs_->prefetch(slot, has);
  if (touch == Touch::brief) return;
  prefetch_line(&neighbours_[slot].received_this_round);
  if (slot < upload_paces_.size()) prefetch_line(&upload_paces_[slot]);
  if (touch == Touch::all && slot < answer_times_.size()) prefetch_line(&answer_times_[slot]);
}

bool Torrent::expects(Slot slot, BlockIndex block) const {
  return (partials_.holder(block) == slot && !partials_.is_kept(block)) ||
         std::any_of(duplicates_.begin(), duplicates_.end(),
                     [&](const Duplicate& d) { return d.slot == slot && d.block == block; });
}

void Torrent::check_books() const {
  const auto reach = [this](const auto& member) {
    const auto byte = [](const void* at) { return static_cast<const std::byte*>(at); };
    return static_cast<std::size_t>(byte(&member) - byte(this));
  };
  check(reach(partials_) <= brief_bytes && reach(candidates_) <= hot_bytes,
        "torrent: what messages touch lies in front");
  check(neighbours_.size() == order_.size() + free_slots_.size(), "torrent: a slot is in use or free");
  std::uint32_t waiting = 0;
  for (const Slot slot : order_) {
    std::uint32_t queued = 0;
    for_each_waiting(slot, [&](BlockIndex) { ++queued; });
    check(queued == neighbours_[slot].queued, "torrent: requests that wait are counted");
    waiting += queued;
  }
  check(waiting == queue_.live(), "torrent: nobody's request waits no more");
  for (const Duplicate& duplicate : duplicates_) {
    const Slot holder = partials_.holder(duplicate.block);
    check(holder < PartialPieces::received && holder != duplicate.slot,
          "torrent: a duplicate is asked of two neighbours");
  }
  for (const MetadataRequest& request : metadata_queue_) {
    check(neighbours_[request.slot].live, "torrent: metadata is for who is there");
  }
  partials_.for_each_taken([](PieceIndex) { return true; },
                           [&](BlockIndex, Slot slot) {
                             check(neighbours_[slot].live,
                                   "torrent: a block is asked of, or kept for, who is there");
                           });
  if (role_ != Role::idle) return;
  const bool knows_nobody = neighbours_.capacity() == 0 && order_.capacity() == 0 &&
                            candidates_.capacity() == 0 && attempts_.capacity() == 0 &&
                            seeds_met_.capacity() == 0 && duplicates_.capacity() == 0 &&
                            outboxes_.capacity() == 0 && queue_.capacity() == 0 &&
                            metadata_queue_.capacity() == 0 && partials_.size() == 0;
  check(knows_nobody, "torrent: who is idle keeps nothing of others");
}

}  // namespace swarmsim
