#include "sim/peer/libtorrent_choker.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/base/growth.hpp"
#include "sim/peer/select_best.hpp"

namespace swarmsim {

namespace {

/// seeding_piece_quota: a neighbour that got more pieces than this since its unchoke has had its turn ...
constexpr std::int64_t piece_quota = 20;
/// ... if it was unchoked for longer than this.
constexpr Duration turn_at_least = std::chrono::minutes(1);

/// num_optimistic_unchoke_slots 0: a fifth of the slots.
std::uint32_t optimistic_slots(std::uint32_t slots) {
  return std::min(slots, std::max<std::uint32_t>(1, slots / 5));
}

bool had_its_turn(const Candidate& one, const Round& round) {
  return one.unchoked && one.sent_since_unchoke > piece_quota * round.piece_bytes &&
         round.now - one.last_unchoke > turn_at_least;
}

}  // namespace

void LibtorrentChoker::joined(PeerId neighbour, Rng& rng) {
  grow_gently(known_);
  known_.push_back({rng.next(), sim_start, neighbour});
}

void LibtorrentChoker::left(PeerId neighbour) {
  const auto found =
      std::find_if(known_.begin(), known_.end(), [&](const Known& one) { return one.id == neighbour; });
  check(found != known_.end(), "choker: who leaves had joined");
  vacant_ = vacant_ || found->optimistic;
  known_.erase(found);
}

void LibtorrentChoker::find_known(std::span<const Candidate> neighbours) {
  check(neighbours.size() == known_.size(), "choker: sees exactly who joined and has not left");
  resize_gently(place_, known_.size());
  ranked_.reserve(place_.capacity());
  for (Place at = 0; at < known_.size(); ++at) {
    const auto i = static_cast<Place>(find_from(known_[at].seen_at, neighbours, known_[at].id));
    known_[at].seen_at = i;
    place_[i] = at;
  }
}

void LibtorrentChoker::decide(const Round& round, std::span<const Candidate> neighbours, Rng&,
                              std::span<Decision> out) {
  keep(neighbours, out);
  find_known(neighbours);
  between_rounds(round, neighbours, out);
  if (round.regular || serves_too_many(round, neighbours)) regular_round(round, neighbours, out);
  if (round.optimistic) optimistic_round(round, neighbours, out);
}

void LibtorrentChoker::between_rounds(const Round& round, std::span<const Candidate> neighbours,
                                      std::span<Decision> out) {
  std::uint32_t unchoked = 0;
  for (Place i = 0; i < neighbours.size(); ++i) {
    Known& known = known_[place_[i]];
    if (out[i].unchoke && !neighbours[i].interested) {
      out[i] = {false, 1, ChokeReason::not_ranked};
      vacant_ = vacant_ || known.optimistic;
      known.optimistic = false;
    }
    if (known.optimistic) out[i].reason = ChokeReason::optimistic;
    unchoked += out[i].unchoke ? 1 : 0;
  }
  for (Place i = 0; i < neighbours.size() && unchoked < round.slots; ++i) {
    if (out[i].unchoke || !neighbours[i].just_interested) continue;
    out[i] = {true, 1, ChokeReason::preemptive};
    ++unchoked;
  }
}

void LibtorrentChoker::regular_round(const Round& round, std::span<const Candidate> neighbours,
                                     std::span<Decision> out) {
  ranked_.clear();
  for (Place i = 0; i < neighbours.size(); ++i) {
    if (neighbours[i].interested) ranked_.push_back(i);
  }
  const auto better = [&](Place a, Place b) {
    const Candidate& one = neighbours[a];
    const Candidate& other = neighbours[b];
    if (one.received_this_round != other.received_this_round) {
      return one.received_this_round > other.received_this_round;
    }
    const bool served = had_its_turn(one, round);
    if (served != had_its_turn(other, round)) return !served;
    const std::int64_t sent = one.unchoked ? one.sent_this_round : 0;
    const std::int64_t sent_other = other.unchoked ? other.sent_this_round : 0;
    if (sent != sent_other) return sent > sent_other;
    if (one.last_unchoke != other.last_unchoke) return one.last_unchoke < other.last_unchoke;
    return known_[place_[a]].order < known_[place_[b]].order;
  };
  // All slots are given to the best, but the optimistic ones keep theirs: which of the best goes without is
  // the selection's whim, as in libtorrent. Its order before is that of addresses; ours of draws.
  std::sort(ranked_.begin(), ranked_.end(),
            [&](Place a, Place b) { return known_[place_[a]].order < known_[place_[b]].order; });
  select_best(ranked_, round.slots, better);
  std::uint32_t optimistic = optimistic_slots(round.slots);
  std::uint32_t left = round.slots - optimistic;
  for (const Place i : ranked_) {
    Known& known = known_[place_[i]];
    if (left > 0) {
      --left;
      out[i] = {true, 1, ChokeReason::regular};
      vacant_ = vacant_ || known.optimistic;
      known.optimistic = false;
    } else if (known.optimistic && optimistic > 0) {
      --optimistic;
    } else {
      known.optimistic = false;
      out[i] = {false, 1, ChokeReason::not_ranked};
    }
  }
}

void LibtorrentChoker::optimistic_round(const Round& round, std::span<const Candidate> neighbours,
                                        std::span<Decision> out) {
  vacant_ = false;
  const std::uint32_t places = optimistic_slots(round.slots);
  const auto taken =
      static_cast<std::uint32_t>(std::count_if(out.begin(), out.end(), [](const Decision& one) {
        return one.unchoke && one.reason != ChokeReason::optimistic;
      }));
  // Preemptive unchokes hold the place: libtorrent unchokes one too many, and a round follows within a
  // second.
  if (taken > round.slots - places) regular_round(round, neighbours, out);
  ranked_.clear();
  for (Place i = 0; i < neighbours.size(); ++i) {
    if (neighbours[i].interested && (!out[i].unchoke || known_[place_[i]].optimistic)) ranked_.push_back(i);
  }
  std::sort(ranked_.begin(), ranked_.end(), [&](Place a, Place b) {
    const Known& one = known_[place_[a]];
    const Known& other = known_[place_[b]];
    return one.last_optimistic != other.last_optimistic ? one.last_optimistic < other.last_optimistic
                                                        : one.order < other.order;
  });
  std::uint32_t left = places;
  for (const Place i : ranked_) {
    Known& known = known_[place_[i]];
    if (left > 0) {
      --left;
      if (!known.optimistic) known.last_optimistic = round.now;
      known.optimistic = true;
      out[i] = {true, 1, ChokeReason::optimistic};
    } else {
      known.optimistic = false;
      out[i] = {false, 1, ChokeReason::not_ranked};
    }
  }
}

}  // namespace swarmsim
