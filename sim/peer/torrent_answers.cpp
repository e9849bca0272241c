// What comes of requests: blocks, cancels of duplicates, and blocks that nobody is asked for any more.

#include <algorithm>

#include "core/base/check.hpp"
#include "sim/peer/torrent.hpp"

namespace swarmsim {

void Torrent::cancel_at(Turn& turn, Slot slot, BlockIndex block) {
  Neighbour& neighbour = neighbours_[slot];
  check(neighbour.outstanding > 0, "torrent: only what was asked for is cancelled");
  --neighbour.outstanding;
  if (neighbour.fast) ++neighbour.cancelled;  // its answer is still to come
  say(turn, neighbour, {MessageKind::cancel, block, turn.content.geometry.block_bytes(block)});
}

void Torrent::forget_duplicates(Turn& turn, BlockIndex block, Slot from) {
  if (duplicates_.empty()) return;
  // In order: the cancels leave in the order in which the duplicates were asked for.
  for (const Duplicate& duplicate : duplicates_) {
    if (duplicate.block != block) continue;
    if (duplicate.slot == from) {
      --neighbours_[from].outstanding;
    } else {
      cancel_at(turn, duplicate.slot, block);
    }
  }
  std::erase_if(duplicates_, [&](const Duplicate& d) { return d.block == block; });
}

void Torrent::note_received(Turn& turn, Slot slot, std::uint32_t bytes) {
  Neighbour& neighbour = neighbours_[slot];
  add_bytes(neighbour.received_this_round, bytes);
  totals_.downloaded += bytes;
  const PipelineRules& rules = turn.profile.pipeline;
  const bool answered =
      neighbour.outstanding + neighbour.cancelled == 1 && !end_game(turn.profile, neighbour);
  // The first one after a pause comes at the end of the wait for it, not all the while.
  const SimTime since = neighbour.streams ? neighbour.waiting_since : turn.now;
  stream_in(neighbour.pace, rules, {since - clock_origin_, turn.now - clock_origin_}, bytes,
            neighbour.they_choke_us);
  neighbour.streams = neighbour.outstanding + neighbour.cancelled > 1;
  note_block(neighbour.pace, rules, answered, turn.content.geometry.block_size);
  if (note_answer(turn, slot)) neighbour.snubbed = false;
  neighbour.waiting_since = turn.now;
  if (neighbour.outstanding + neighbour.cancelled > 1) expect_answer(turn, slot);
}

void Torrent::on_block(Turn& turn, Slot slot, const Message& message) {
  Neighbour& neighbour = neighbours_[slot];
  const BlockIndex block = message.subject;
  const PieceIndex piece = block / blocks_per_piece_;
  // A choke travels behind every block that was handed over before it; behind it go granted pieces alone.
  check(!neighbour.they_choke_us || neighbour.fast, "torrent: no block comes from who chokes us");
  check(neighbour.unanswered > 0, "torrent: a block was asked for on this connection");
  --neighbour.unanswered;
  note_received(turn, slot, message.length);
  if (have_.test(piece) || partials_.holder(block) == PartialPieces::received) {
    totals_.wasted += message.length;  // a cancel came too late
    ++totals_.wasted_blocks;
    if (!neighbour.fast) return;
    check(neighbour.cancelled > 0, "torrent: what comes a second time was cancelled");
    --neighbour.cancelled;
    return fill_requests(turn, slot);
  }
  if (!partials_.begun().test(piece)) partials_.begin(piece);  // its request crossed a choke and an unchoke
  if (partials_.is_kept(block)) partials_.release(block);      // a duplicate, or late: not to be asked for
  ++totals_.blocks;
  const Slot holder = partials_.holder(block);
  if (neighbour.fast && !expects(slot, block)) {
    check(neighbour.cancelled > 0, "torrent: what comes unexpected was given up");
    --neighbour.cancelled;
  }
  if (holder == slot) {
    --neighbour.outstanding;
  } else if (holder != PartialPieces::nobody) {
    cancel_at(turn, holder, block);
  }
  const bool freed_elsewhere = !duplicates_.empty() || (holder != slot && holder != PartialPieces::nobody);
  forget_duplicates(turn, block, slot);
  if (turn.content.carries_data) {
    store_.write(turn.content, block, turn.payloads.bytes(message.payload));
    note_sender(turn.content.geometry, block, neighbour.remote);
  }
  if (partials_.receive(block)) {
    on_piece_complete(turn, slot, piece);
  } else {
    fill_requests(turn, slot);
  }
  // The cancels made room elsewhere.
  if (freed_elsewhere) fill_others(turn);
}

/// `block` is not to come from `slot`, who was asked for it, after all.
void Torrent::release_request(Slot slot, BlockIndex block) {
  check(neighbours_[slot].outstanding > 0, "torrent: only what was asked for is released");
  --neighbours_[slot].outstanding;
  if (partials_.holder(block) == slot) return pass_on(block);
  std::erase_if(duplicates_, [&](const Duplicate& d) { return d.block == block && d.slot == slot; });
}

/// Its holder is out of it: who is asked for it as a duplicate holds it from now on, or nobody.
void Torrent::pass_on(BlockIndex block) {
  const auto heir = std::find_if(duplicates_.begin(), duplicates_.end(),
                                 [&](const Duplicate& d) { return d.block == block; });
  if (heir == duplicates_.end()) return partials_.release(block);
  partials_.reassign(block, heir->slot);
  duplicates_.erase(heir);
}

void Torrent::release_requests(Slot slot) {
  give_back_kept(slot);
  Neighbour& neighbour = neighbours_[slot];
  if (neighbour.outstanding == 0) return;
  neighbour.voided += neighbour.outstanding;
  std::vector<BlockIndex> asked;
  for_each_asked([&](BlockIndex block, Slot holder) {
    if (holder == slot) asked.push_back(block);
  });
  for (const BlockIndex block : asked) release_request(slot, block);
  check(neighbour.outstanding == 0, "torrent: every block asked of a neighbour is known");
}

}  // namespace swarmsim
