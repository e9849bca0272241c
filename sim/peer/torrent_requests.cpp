// Asking for blocks: pipelining, strict priority, rarest first, end game, cancel.

#include <algorithm>

#include "core/base/check.hpp"
#include "sim/peer/torrent.hpp"

namespace swarmsim {

/// BEP 3: once every missing block is asked for, the rest is asked of everyone.
bool Torrent::end_game() const {
  return partials_.none_free() && partials_.size() + have_.count() == pieces_;
}

std::optional<BlockIndex> Torrent::choose_duplicate(Slot slot) {
  // What was duplicated to this neighbour already: at most its pipeline, so a short list to look through.
  asked_twice_.clear();
  for (const Duplicate& duplicate : duplicates_) {
    if (duplicate.slot == slot) asked_twice_.push_back(duplicate.block);
  }
  eligible_.clear();
  partials_.for_each_requested([&](BlockIndex block, Slot holder) {
    if (holder == slot || !theirs_->has(slot, block / blocks_per_piece_)) return;
    if (std::find(asked_twice_.begin(), asked_twice_.end(), block) != asked_twice_.end()) return;
    eligible_.push_back(block);
  });
  if (eligible_.empty()) return std::nullopt;
  const BlockIndex chosen = eligible_[picker_luck_.below(eligible_.size())];
  duplicates_.push_back({chosen, slot});
  return chosen;
}

std::optional<BlockIndex> Torrent::choose_block(Slot slot) {
  const auto theirs = theirs_->row(slot);
  if (const auto block = partials_.take(theirs, slot)) return block;
  const PieceView view{theirs, have_, partials_.begun(), theirs_->availability()};
  if (const auto piece = picker_->pick(view, picker_luck_)) {
    partials_.begin(*piece);
    return partials_.take(theirs, slot);
  }
  if (end_game()) return choose_duplicate(slot);
  return std::nullopt;
}

void Torrent::fill_requests(Turn& turn, Slot slot) {
  Neighbour& neighbour = neighbours_[slot];
  if (neighbour.they_choke_us || !neighbour.we_want) return;
  // Most often the pipeline is full: their row need not be looked at.
  if (neighbour.outstanding >= turn.profile.request_queue || theirs_->wanted(slot) == 0) return;
  while (neighbour.outstanding < turn.profile.request_queue) {
    const auto block = choose_block(slot);
    if (!block) return;
    const PieceIndex piece = *block / blocks_per_piece_;
    check(!have_.test(piece) && theirs_->has(slot, piece),
          "torrent: what is asked for is lacked here, there it is");
    ++neighbour.outstanding;
    ++neighbour.unanswered;
    say(turn, neighbour, {MessageKind::request, *block, turn.content.geometry.block_bytes(*block)});
  }
}

void Torrent::fill_all(Turn& turn) {
  if (!wants_more()) return;
  for (const Slot slot : order_) fill_requests(turn, slot);
}

void Torrent::cancel_at(Turn& turn, Slot slot, BlockIndex block) {
  Neighbour& neighbour = neighbours_[slot];
  check(neighbour.outstanding > 0, "torrent: only what was asked for is cancelled");
  --neighbour.outstanding;
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

void Torrent::on_block(Turn& turn, Slot slot, const Message& message) {
  Neighbour& neighbour = neighbours_[slot];
  const BlockIndex block = message.subject;
  const PieceIndex piece = block / blocks_per_piece_;
  // A choke travels behind every block that was handed over before it, and behind it goes none.
  check(!neighbour.they_choke_us, "torrent: no block comes from who chokes us");
  check(neighbour.unanswered > 0, "torrent: a block was asked for on this connection");
  --neighbour.unanswered;
  neighbour.received_this_round += message.length;
  neighbour.waiting_since = turn.now;
  totals_.downloaded += message.length;
  if (have_.test(piece) || partials_.holder(block) == PartialPieces::received) {
    totals_.wasted += message.length;  // a cancel came too late
    ++totals_.wasted_blocks;
    return;
  }
  if (!partials_.begun().test(piece)) partials_.begin(piece);  // its request crossed a choke and an unchoke
  ++totals_.blocks;
  const Slot holder = partials_.holder(block);
  if (holder == slot) {
    --neighbour.outstanding;
  } else if (holder != PartialPieces::nobody) {
    cancel_at(turn, holder, block);
  }
  const bool freed_elsewhere = !duplicates_.empty() || (holder != slot && holder != PartialPieces::nobody);
  forget_duplicates(turn, block, slot);
  if (turn.content.carries_data) store_.write(turn.content, block, turn.payloads.bytes(message.payload));
  if (partials_.receive(block)) {
    on_piece_complete(turn, slot, piece);
  } else {
    fill_requests(turn, slot);
  }
  // The cancels made room elsewhere.
  if (freed_elsewhere) fill_all(turn);
}

void Torrent::release_requests(Slot slot) {
  Neighbour& neighbour = neighbours_[slot];
  if (neighbour.outstanding == 0) return;
  neighbour.voided += neighbour.outstanding;
  std::erase_if(duplicates_, [&](const Duplicate& d) { return d.slot == slot; });
  std::vector<BlockIndex> held;
  partials_.for_each_requested([&](BlockIndex block, Slot holder) {
    if (holder == slot) held.push_back(block);
  });
  for (const BlockIndex block : held) {
    const auto heir = std::find_if(duplicates_.begin(), duplicates_.end(),
                                   [&](const Duplicate& d) { return d.block == block; });
    if (heir == duplicates_.end()) {
      partials_.release(block);
    } else {
      partials_.reassign(block, heir->slot);
      duplicates_.erase(heir);
    }
  }
  neighbour.outstanding = 0;
}

}  // namespace swarmsim
