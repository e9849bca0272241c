// Asking for blocks: pipelining, begun pieces, the picker, and the end game.

#include <algorithm>

#include "core/base/check.hpp"
#include "sim/peer/torrent.hpp"

namespace swarmsim {

namespace {
/// Of blocks that stand together by pieces, leaves those of one piece: each piece equally likely.
void keep_one_piece(std::vector<BlockIndex>& blocks, std::uint32_t blocks_per_piece, Rng& luck) {
  const auto piece_at = [&](std::size_t i) { return blocks[i] / blocks_per_piece; };
  const auto begins = [&](std::size_t i) { return i == 0 || piece_at(i) != piece_at(i - 1); };
  std::uint64_t pieces = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) pieces += begins(i) ? 1 : 0;
  std::uint64_t before = luck.below(pieces);
  std::size_t first = 0;
  while (!begins(first) || before-- > 0) ++first;
  std::size_t end = first + 1;
  while (end < blocks.size() && !begins(end)) ++end;
  blocks.resize(end);
  blocks.erase(blocks.begin(), blocks.begin() + static_cast<std::ptrdiff_t>(first));
}
}  // namespace

/// Whether `neighbour` may be asked for what somebody else was asked for.
bool Torrent::end_game(const Profile& profile, const Neighbour& neighbour) const {
  if (partials_.size() + settled().count() != pieces_) return false;
  switch (profile.end_game) {
    case EndGame::everyone:
    case EndGame::two: return partials_.none_free();
    case EndGame::one_when_idle: return neighbour.outstanding + neighbour.cancelled == 0;
    case EndGame::every_block: return true;
  }
  return false;
}

std::optional<BlockIndex> Torrent::choose_duplicate(Turn& turn, Slot slot,
                                                    std::span<const std::uint64_t> theirs) {
  // What was duplicated to this neighbour already: at most its pipeline, so a short list to look through.
  std::vector<BlockIndex>& asked_twice = turn.workspace.asked_twice;
  std::vector<BlockIndex>& eligible = turn.workspace.eligible;
  asked_twice.clear();
  const bool only_two = turn.profile.end_game == EndGame::two;
  for (const Duplicate& duplicate : duplicates_) {
    if (only_two || duplicate.slot == slot) asked_twice.push_back(duplicate.block);
  }
  eligible.clear();
  const auto is_theirs = [&](PieceIndex piece) { return has_bit(theirs, piece); };
  partials_.for_each_taken(is_theirs, [&](BlockIndex block, Slot holder) {
    if (holder == slot) return;
    if (std::find(asked_twice.begin(), asked_twice.end(), block) != asked_twice.end()) return;
    eligible.push_back(block);
  });
  if (eligible.empty()) return std::nullopt;
  // piece_picker::pick_pieces, its last part: a piece at random, then a block of it.
  if (turn.profile.end_game == EndGame::one_when_idle) {
    keep_one_piece(eligible, blocks_per_piece_, picker_luck_);
  }
  const BlockIndex chosen = eligible[picker_luck_.below(eligible.size())];
  duplicates_.push_back({chosen, slot});
  return chosen;
}

std::optional<BlockIndex> Torrent::choose_block(Turn& turn, Slot slot,
                                                std::span<const std::uint64_t> theirs) {
  const Neighbour& neighbour = neighbours_[slot];
  const bool on_parole = is_on_parole(neighbour.remote);
  if (const auto block = next_kept(slot, on_parole)) return block;
  if (picker_->finishes_begun() && !on_parole) {
    if (const auto block = partials_.take(theirs, slot)) return block;
  }
  const std::int64_t in_time =
      std::int64_t{neighbour.pace.rate} * turn.profile.whole_piece_time.count() / nanoseconds_per_second;
  const PieceView view{.theirs = theirs,
                       .settled = settled(),
                       .begun = partials_.begun(),
                       .availability = theirs_->availability(),
                       .held = have_.count(),
                       .salt = salt_,
                       .partials = partials_,
                       .slot = slot,
                       .neighbours = static_cast<std::uint32_t>(order_.size()),
                       .whole_pieces = on_parole || in_time >= turn.content.geometry.piece_size,
                       .snubbed = neighbour.snubbed};
  if (const auto piece = picker_->pick(view, picker_luck_)) {
    if (!on_parole && picker_->keeps_pieces(view) && keep_pieces(turn, slot, *piece, theirs, in_time)) {
      return next_kept(slot, false);
    }
    if (!partials_.begun().test(*piece)) partials_.begin(*piece);
    return partials_.take_from(*piece, slot);
  }
  if (on_parole) {
    // No piece is left for it alone: better one of several senders than none.
    if (const auto block = partials_.take(theirs, slot)) return block;
  }
  if (!end_game(turn.profile, neighbour)) return std::nullopt;
  if (turn.profile.end_game == EndGame::every_block) {
    // Nobody has a piece for itself any more: what is not asked for yet comes first.
    if (const auto block = partials_.take(theirs, slot)) return block;
  }
  return choose_duplicate(turn, slot, theirs);
}

/// There may be something to ask of `slot`: now, or in the next pulse.
void Torrent::fill_requests(Turn& turn, Slot slot) {
  if (!pulses(turn.profile)) return ask_for_blocks(turn, slot);
  const Neighbour& neighbour = neighbours_[slot];
  const bool may_ask = !neighbour.they_choke_us || neighbour.allowed > 0;
  if (neighbour.we_want && may_ask) expect_pulse(turn, turn.now);
}

void Torrent::ask_for_blocks(Turn& turn, Slot slot) {
  Neighbour& neighbour = neighbours_[slot];
  if (!neighbour.we_want || (neighbour.they_choke_us && neighbour.allowed == 0)) return;
  const PipelineRules& rules = turn.profile.pipeline;
  bring_up_to_date(turn, neighbour);
  const std::uint32_t target = neighbour.snubbed && rules.ramps ? 1 : neighbour.pace.target;
  // Most often the pipeline is full: their row need not be looked at.
  if ((neighbour.outstanding + neighbour.cancelled) * 100U >= target * rules.refill_below) return;
  ask_up_to(turn, slot, target);
  if (neighbour.outstanding + neighbour.cancelled > 0 || neighbour.they_choke_us) return;
  if (turn.profile.idle_retry == Duration::zero()) return;
  expect_deadline(turn, next_retry_,
                  next_tick(turn.profile, turn.now + turn.profile.idle_retry - Duration{1}));
}

void Torrent::ask_up_to(Turn& turn, Slot slot, std::uint32_t target) {
  Neighbour& neighbour = neighbours_[slot];
  if (theirs_->wanted(slot) == 0) return;
  const auto theirs = neighbour.they_choke_us ? allowed_row(turn, slot) : theirs_->row(slot);
  if (is_on_parole(neighbour.remote)) return ask_whole_piece(turn, slot, theirs);
  while (neighbour.outstanding + neighbour.cancelled < target) {
    const auto block = choose_block(turn, slot, theirs);
    if (!block) break;
    ask_for(turn, slot, *block);
  }
}

void Torrent::ask_for(Turn& turn, Slot slot, BlockIndex block) {
  Neighbour& neighbour = neighbours_[slot];
  const PieceIndex piece = block / blocks_per_piece_;
  check(!have_.test(piece) && theirs_->has(slot, piece),
        "torrent: what is asked for is lacked here, there it is");
  const bool first = neighbour.outstanding + neighbour.cancelled == 0;
  if (neighbour.outstanding == 0) neighbour.waiting_since = turn.now;
  ++neighbour.outstanding;
  ++neighbour.unanswered;
  // What was cancelled as a duplicate may come and be taken for the answer: then this request lives on there.
  if (smart_ban_.get() != nullptr && smart_ban_->has_failed(turn.content.geometry, piece)) ++neighbour.voided;
  if (first) expect_answer(turn, slot);
  say(turn, neighbour, {MessageKind::request, block, turn.content.geometry.block_bytes(block)});
}

/// Blocks became free, or there is room again: whoever may be asked is asked, where a client does that at
/// once.
void Torrent::fill_others(Turn& turn) {
  if (!wants_more() || !turn.profile.refills_everyone) return;
  if (pulses(turn.profile)) return expect_pulse(turn, turn.now);
  for (const Slot slot : order_) fill_requests(turn, slot);
}

}  // namespace swarmsim
