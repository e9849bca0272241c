#include "sim/peer/transmission_choker.hpp"

#include <algorithm>
#include <tuple>

namespace swarmsim {

namespace {
/// OPTIMISTIC_UNCHOKE_MULTIPLIER.
constexpr std::uint32_t optimistic_rounds = 4;
/// A neighbour is new for so long, and then as likely as this many others.
constexpr Duration new_for = std::chrono::seconds(45);
constexpr std::uint32_t chances_of_new = 3;
}  // namespace

void TransmissionChoker::left(PeerId neighbour) {
  if (optimistic_ == neighbour) optimistic_.reset();
}

void TransmissionChoker::decide(const Round& round, std::span<const Candidate> neighbours, Rng& rng,
                                std::span<Decision> out) {
  keep(neighbours, out);
  if (!round.regular) return;
  if (rounds_left_ > 0) {
    --rounds_left_;
  } else {
    optimistic_.reset();
  }
  ranked_.clear();
  salt_.clear();
  for (std::uint32_t i = 0; i < neighbours.size(); ++i) {
    salt_.push_back(rng.next());
    out[i] = {false, 1, ChokeReason::not_ranked};
    if (neighbours[i].id == optimistic_) {
      out[i] = {true, 1, ChokeReason::optimistic};
    } else if (!neighbours[i].complete) {
      ranked_.push_back(i);
    }
  }
  const auto rate = [&](std::uint32_t i) {
    return round.complete ? neighbours[i].sent_this_round : neighbours[i].received_this_round;
  };
  std::sort(ranked_.begin(), ranked_.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::make_tuple(-rate(a), !neighbours[a].unchoked, salt_[a], a) <
           std::make_tuple(-rate(b), !neighbours[b].unchoked, salt_[b], b);
  });
  std::uint32_t interested = 0;
  std::size_t looked_at = 0;
  for (; looked_at < ranked_.size() && interested < round.slots; ++looked_at) {
    const std::uint32_t i = ranked_[looked_at];
    interested += neighbours[i].interested ? 1 : 0;
    out[i] = {true, 1, neighbours[i].interested ? ChokeReason::regular : ChokeReason::preemptive};
  }
  if (!optimistic_ && round.slots > 0) {
    unchoke_optimistically(neighbours, std::span(ranked_).subspan(looked_at), rng, out);
  }
}

void TransmissionChoker::unchoke_optimistically(std::span<const Candidate> neighbours,
                                                std::span<const std::uint32_t> rest, Rng& rng,
                                                std::span<Decision> out) {
  const auto chances_of = [&](std::uint32_t i) -> std::uint32_t {
    if (!neighbours[i].interested) return 0;
    return neighbours[i].connected_for < new_for ? chances_of_new : 1;
  };
  std::uint64_t chances = 0;
  for (const std::uint32_t i : rest) chances += chances_of(i);
  if (chances == 0) return;
  std::uint64_t draw = rng.below(chances);
  for (const std::uint32_t i : rest) {
    if (draw < chances_of(i)) {
      optimistic_ = neighbours[i].id;
      rounds_left_ = optimistic_rounds;
      out[i] = {true, 1, ChokeReason::optimistic};
      return;
    }
    draw -= chances_of(i);
  }
}

}  // namespace swarmsim
