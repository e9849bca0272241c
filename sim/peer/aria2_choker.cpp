#include "sim/peer/aria2_choker.hpp"

#include <algorithm>
#include <tuple>

namespace swarmsim {

namespace {
constexpr std::uint32_t turns = 3;
/// TIME_FRAME of the seed's choker: an unchoke is recent for so long.
constexpr Duration recent = std::chrono::seconds(20);
}  // namespace

void Aria2Choker::left(PeerId neighbour) {
  if (optimistic_ == neighbour) optimistic_.reset();
}

std::uint32_t Aria2Choker::draw(std::vector<std::uint32_t>& from, Rng& rng) {
  const auto at = from.begin() + static_cast<std::ptrdiff_t>(rng.below(from.size()));
  const std::uint32_t drawn = *at;
  from.erase(at);
  return drawn;
}

void Aria2Choker::decide(const Round& round, std::span<const Candidate> neighbours, Rng& rng,
                         std::span<Decision> out) {
  keep(neighbours, out);
  if (!round.regular && !round.disturbed && !serves_too_many(round, neighbours)) return;
  std::fill(out.begin(), out.end(), Decision{false, 1, ChokeReason::not_ranked});
  if (round.slots > 0) {
    if (round.complete) {
      decide_as_seed(round, neighbours, rng, out);
    } else {
      decide_as_leecher(round, neighbours, rng, out);
    }
  }
  turn_ = (turn_ + 1) % turns;
}

void Aria2Choker::decide_as_leecher(const Round& round, std::span<const Candidate> neighbours, Rng& rng,
                                    std::span<Decision> out) {
  ranked_.clear();
  for (std::uint32_t i = 0; i < neighbours.size(); ++i) {
    if (neighbours[i].interested && !neighbours[i].snubbed) ranked_.push_back(i);
  }
  if (turn_ == 0) {
    std::vector<std::uint32_t> choked;
    std::copy_if(ranked_.begin(), ranked_.end(), std::back_inserter(choked),
                 [&](std::uint32_t i) { return !neighbours[i].unchoked; });
    optimistic_.reset();
    if (!choked.empty()) optimistic_ = neighbours[draw(choked, rng)].id;
  }
  std::stable_sort(ranked_.begin(), ranked_.end(), [&](std::uint32_t a, std::uint32_t b) {
    return neighbours[a].received_recently > neighbours[b].received_recently;
  });
  bool promoted = false;
  std::vector<std::uint32_t> rest;
  std::uint32_t regular = round.slots - 1;
  for (const std::uint32_t i : ranked_) {
    const bool is_optimistic = neighbours[i].id == optimistic_;
    if (regular > 0) {
      --regular;
      out[i] = {true, 1, ChokeReason::regular};
      promoted = promoted || is_optimistic;
    } else if (is_optimistic) {
      out[i] = {true, 1, ChokeReason::optimistic};
    } else {
      rest.push_back(i);
    }
  }
  // The optimistic one is fast enough for a regular place: another takes its own.
  if (!promoted) return;
  optimistic_.reset();
  if (rest.empty()) return;
  const std::uint32_t next = draw(rest, rng);
  optimistic_ = neighbours[next].id;
  out[next] = {true, 1, ChokeReason::optimistic};
}

void Aria2Choker::decide_as_seed(const Round& round, std::span<const Candidate> neighbours, Rng& rng,
                                 std::span<Decision> out) {
  ranked_.clear();
  for (std::uint32_t i = 0; i < neighbours.size(); ++i) {
    if (neighbours[i].interested) ranked_.push_back(i);
  }
  const auto is_recent = [&](const Candidate& one) {
    return one.last_unchoke > sim_start && round.now - one.last_unchoke < recent;
  };
  std::stable_sort(ranked_.begin(), ranked_.end(), [&](std::uint32_t a, std::uint32_t b) {
    const Candidate& one = neighbours[a];
    const Candidate& other = neighbours[b];
    const bool recently = is_recent(one);
    if (recently != is_recent(other)) return recently;
    if (recently && one.last_unchoke != other.last_unchoke) return one.last_unchoke > other.last_unchoke;
    return one.sent_recently > other.sent_recently;
  });
  const bool draws_one = turn_ + 1 < turns;
  const std::size_t by_rank = std::min<std::size_t>(ranked_.size(), round.slots - (draws_one ? 1 : 0));
  for (std::size_t i = 0; i < by_rank; ++i) out[ranked_[i]] = {true, 1, ChokeReason::regular};
  if (!draws_one || by_rank == ranked_.size()) return;
  ranked_.erase(ranked_.begin(), ranked_.begin() + static_cast<std::ptrdiff_t>(by_rank));
  out[draw(ranked_, rng)] = {true, 1, ChokeReason::optimistic};
}

}  // namespace swarmsim
