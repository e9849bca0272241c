// Choke rounds: what the choker is shown, what its decisions do, and what a round does besides.

#include <algorithm>
#include <utility>

#include "core/base/check.hpp"
#include "core/base/prefetch.hpp"
#include "sim/peer/torrent.hpp"

namespace swarmsim {

void Torrent::tend_neighbours(Turn& turn) {
  lift_bans(turn);
  const std::vector<Slot> all(order_);
  for (const Slot slot : all) {
    Neighbour& neighbour = neighbours_[slot];
    if (!neighbour.live) continue;
    if (turn.now - neighbour.last_heard > turn.profile.drop_after) {
      part_from(turn, slot, PartReason::silent);
    } else if (neighbour.shaken && turn.now - neighbour.last_sent >= turn.profile.keep_alive_after) {
      say(turn, neighbour, {MessageKind::keep_alive});
    }
  }
}

void Torrent::look_for_snub(Turn& turn, Neighbour& neighbour) {
  if (turn.profile.request_timeout > Duration::zero()) return;  // looked for by the second
  const bool waits = turn.profile.snubs_if_asked ? neighbour.outstanding > 0 : neighbour.we_want;
  const bool snubbed = waits && turn.now - neighbour.waiting_since > turn.profile.snub_after;
  if (snubbed && !neighbour.snubbed) {
    turn.about_peer(EffectKind::was_snubbed, neighbour.remote);
    neighbour.pace.ramping = false;
  }
  neighbour.snubbed = snubbed;
}

void Torrent::gather_candidates(Turn& turn) {
  std::vector<Candidate>& seen = turn.workspace.candidates;
  seen.clear();
  seen.reserve(order_.size());
  const bool reads_rows = choker_->looks_at_completeness();
  for (const Slot slot : order_) prefetch_lines<sizeof(Neighbour) / cache_line>(&neighbours_[slot]);
  for (const Slot slot : order_) {
    Neighbour& neighbour = neighbours_[slot];
    if (!neighbour.shaken) continue;
    look_for_snub(turn, neighbour);
    Candidate& candidate = seen.emplace_back();  // filled where it lies: 80 bytes that nobody copies
    candidate.id = neighbour.remote;
    candidate.interested = neighbour.they_want;
    candidate.unchoked = !neighbour.we_choke_them;
    candidate.snubbed = neighbour.snubbed;
    candidate.just_interested = std::exchange(neighbour.just_interested, false);
    candidate.complete = reads_rows && theirs_->count(slot) == pieces_;
    candidate.received_recently = std::int64_t{neighbour.received_this_round} + neighbour.received_last_round;
    candidate.sent_recently = std::int64_t{neighbour.sent_this_round} + neighbour.sent_last_round;
    candidate.sent_since_unchoke = neighbour.sent_since_unchoke;
    candidate.last_unchoke = neighbour.unchoked_at;
    candidate.received_this_round = neighbour.received_this_round;
    candidate.sent_this_round = neighbour.sent_this_round;
    candidate.connected_for = turn.now - neighbour.connected_at;
  }
}

void Torrent::note_changes(Turn& turn) const {
  const std::vector<Candidate>& seen = turn.workspace.candidates;
  const std::vector<Decision>& decided = turn.workspace.decisions;
  const auto rate = [&](const Candidate& one) {
    return has_all_it_wants() ? one.sent_recently : one.received_recently;
  };
  const auto interested = static_cast<std::uint32_t>(
      std::count_if(seen.begin(), seen.end(), [](const Candidate& one) { return one.interested; }));
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const Candidate& one = seen[i];
    if (one.unchoked == decided[i].unchoke) continue;
    const auto better = std::count_if(seen.begin(), seen.end(), [&](const Candidate& other) {
      return other.interested && rate(other) > rate(one);
    });
    const std::uint32_t rank = one.interested ? static_cast<std::uint32_t>(better) + 1 : 0;
    turn.choke_notes->push_back({one.id, decided[i].unchoke, decided[i].reason, rank, interested,
                                 one.received_this_round, one.sent_this_round});
  }
}

void Torrent::apply_decision(Turn& turn, Slot slot, const Decision& decision) {
  Neighbour& neighbour = neighbours_[slot];
  neighbour.reason = decision.reason;
  if (decision.unchoke == neighbour.we_choke_them) {
    if (!decision.unchoke) note_choke(turn, slot);
    neighbour.we_choke_them = !decision.unchoke;
    if (decision.unchoke) {
      neighbour.unchoked_at = turn.now;
      neighbour.sent_since_unchoke = 0;
      turn.about_peer(EffectKind::unchoked, neighbour.remote, static_cast<std::uint32_t>(decision.reason));
    } else if (!neighbour.fast) {
      drop_queue(slot);
    }
    say(turn, neighbour, {decision.unchoke ? MessageKind::unchoke : MessageKind::choke});
    if (!decision.unchoke && neighbour.fast) reject_queue(turn, slot);
  }
  if (decision.unchoke && decision.weight != neighbour.weight) {
    neighbour.weight = static_cast<std::uint16_t>(decision.weight);
    turn.about_end(EffectKind::weigh, neighbour.end, decision.weight);
  }
}

Standing Torrent::standing() const {
  Standing now;
  for (const Slot slot : order_) {
    const Neighbour& neighbour = neighbours_[slot];
    if (!neighbour.shaken) continue;
    if (neighbour.we_choke_them) {
      now.newly_interested = now.newly_interested || neighbour.just_interested;
    } else {
      ++now.unchoked;
      now.some_idle = now.some_idle || !neighbour.they_want;
      now.some_weighted = now.some_weighted || neighbour.weight != 1;
    }
  }
  return now;
}

/// What a decision that changes nobody's choke does all the same.
void Torrent::leave_chokes(Turn& turn) {
  disturbed_ = false;
  for (const Slot slot : order_) {
    Neighbour& neighbour = neighbours_[slot];
    if (!neighbour.shaken) continue;
    look_for_snub(turn, neighbour);
    neighbour.just_interested = false;
    if (neighbour.reason == ChokeReason::optimistic) continue;
    neighbour.reason = neighbour.we_choke_them ? ChokeReason::not_ranked : ChokeReason::regular;
  }
  expect_optimistic(turn);
}

void Torrent::expect_optimistic(Turn& turn) {
  if (!choker_->optimistic_vacant()) return;
  expect_deadline(turn, next_optimistic_, next_tick(turn.profile, turn.now));
}

void Torrent::rechoke(Turn& turn, bool regular) {
  if (!regular && !choker_->would_change(standing(), slots_)) return leave_chokes(turn);
  decide_chokes(turn, regular, false);
}

void Torrent::decide_chokes(Turn& turn, bool regular, bool optimistic) {
  gather_candidates(turn);
  const std::vector<Candidate>& seen = turn.workspace.candidates;
  std::vector<Decision>& decided = turn.workspace.decisions;
  decided.assign(seen.size(), Decision{});
  const Round round{.regular = regular,
                    .number = rounds_,
                    .slots = slots_,
                    .complete = has_all_it_wants(),
                    .now = turn.now,
                    .optimistic = optimistic,
                    .disturbed = std::exchange(disturbed_, false),
                    .piece_bytes = turn.content.geometry.piece_size};
  choker_->decide(round, seen, choker_luck_, decided);
  expect_optimistic(turn);
  if (turn.choke_notes != nullptr) note_changes(turn);
  std::uint32_t unchoked = 0;
  std::uint32_t serving = 0;
  std::size_t at = 0;
  for (const Slot slot : order_) {
    Neighbour& neighbour = neighbours_[slot];
    if (!neighbour.shaken) continue;
    apply_decision(turn, slot, decided[at++]);
    unchoked += neighbour.we_choke_them ? 0 : 1;
    serving += !neighbour.we_choke_them && neighbour.they_want ? 1 : 0;
    if (!regular) continue;
    neighbour.received_last_round = neighbour.received_this_round;
    neighbour.sent_last_round = neighbour.sent_this_round;
    neighbour.received_this_round = neighbour.sent_this_round = 0;
  }
  check(serving <= slots_ || !choker_->keeps_to_slots(), "torrent: the choker keeps to its slots");
  if (!regular) return;
  ++rounds_;
  turn.ask(EffectKind::held_round, unchoked);
}

}  // namespace swarmsim
