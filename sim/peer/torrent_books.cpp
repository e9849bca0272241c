// What a torrent's own lists, slots and queues owe each other; for tests and random swarms.

#include <algorithm>

#include "core/base/check.hpp"
#include "core/base/prefetch.hpp"
#include "sim/peer/torrent.hpp"

namespace swarmsim {

void Torrent::prefetch_self() const {
  const auto* const first = static_cast<const char*>(static_cast<const void*>(this));
  const auto* const end = static_cast<const char*>(static_cast<const void*>(&candidates_));
  prefetch_lines(first, static_cast<std::size_t>(end - first));
}

void Torrent::prefetch_parts() const {
  prefetch_line(&*theirs_);
  prefetch_line(have_.words().data());
  partials_.prefetch();
  queue_.prefetch(0);
}

void Torrent::prefetch(Slot slot) const {
  prefetch_lines(&neighbours_[slot], sizeof(Neighbour));
  theirs_->prefetch(slot);
}

bool Torrent::expects(Slot slot, BlockIndex block) const {
  return (partials_.holder(block) == slot && !partials_.is_reserved(block)) ||
         std::any_of(duplicates_.begin(), duplicates_.end(),
                     [&](const Duplicate& d) { return d.slot == slot && d.block == block; });
}

void Torrent::check_books() const {
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
  std::size_t taken = 0;
  std::size_t asked = 0;
  partials_.for_each_taken([](PieceIndex) { return true; }, [&](BlockIndex, Slot) { ++taken; });
  partials_.for_each_requested([&](BlockIndex, Slot) { ++asked; });
  for (std::size_t slot = 0; slot < reserves_.size(); ++slot) {
    for (const BlockIndex block : reserves_[slot]) {
      check(partials_.is_reserved(block) && partials_.holder(block) == slot,
            "torrent: what is kept for a neighbour is asked of nobody, but as a duplicate");
    }
    taken -= reserves_[slot].size();
  }
  check(taken == asked, "torrent: a reserved block is somebody's");
  if (role_ != Role::idle) return;
  const bool forgot = neighbours_.capacity() == 0 && order_.capacity() == 0 && candidates_.capacity() == 0 &&
                      attempts_.capacity() == 0 && seeds_met_.capacity() == 0 &&
                      duplicates_.capacity() == 0 && reserves_.capacity() == 0 && outboxes_.capacity() == 0 &&
                      queue_.capacity() == 0 && metadata_queue_.capacity() == 0 && partials_.size() == 0;
  check(forgot, "torrent: who is idle keeps nothing of others");
}

}  // namespace swarmsim
