#include "sim/peer/bep3_choker.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace swarmsim {

namespace {
/// BEP 3: "rotates every 30 seconds", three rounds of 10 s.
constexpr std::uint32_t rounds_per_rotation = 3;
/// BEP 3: new connections are three times as likely to start as the current optimistic unchoke.
constexpr std::uint64_t extra_chances_at_start = 2;

std::int64_t rate_of(const Candidate& neighbour, bool complete) {
  return complete ? neighbour.sent_recently : neighbour.received_recently;
}
}  // namespace

void Bep3Choker::joined(PeerId neighbour, Rng& rng) {
  const std::uint64_t places = ring_.size() + 1;
  const std::uint64_t draw = rng.below(places + extra_chances_at_start);
  const std::uint64_t place = draw < places ? draw : 0;
  ring_.insert(ring_.begin() + static_cast<std::ptrdiff_t>(place), {neighbour, no_index});
}

void Bep3Choker::left(PeerId neighbour) {
  const auto found =
      std::find_if(ring_.begin(), ring_.end(), [&](const Place& place) { return place.id == neighbour; });
  check(found != ring_.end(), "choker: who leaves had joined");
  ring_.erase(found);
}

void Bep3Choker::order_by_ring(std::span<const Candidate> neighbours) {
  check(neighbours.size() == ring_.size(), "choker: sees exactly who joined and has not left");
  by_ring_.clear();
  for (Place& place : ring_) {
    place.seen_at = find_from(place.seen_at, neighbours, place.id);
    by_ring_.push_back(place.seen_at);
  }
}

void Bep3Choker::rotate(std::span<const Candidate> neighbours) {
  const auto waiting = [&](std::uint32_t i) { return neighbours[i].interested && !neighbours[i].unchoked; };
  const auto next = std::find_if(by_ring_.begin(), by_ring_.end(), waiting);
  if (next == by_ring_.end()) return;
  const std::ptrdiff_t places = next - by_ring_.begin();
  std::rotate(ring_.begin(), ring_.begin() + places, ring_.end());
  std::rotate(by_ring_.begin(), next, by_ring_.end());
}

void Bep3Choker::decide(const Round& round, std::span<const Candidate> neighbours, Rng&,
                        std::span<Decision> out) {
  std::fill(out.begin(), out.end(), Decision{false, 1, ChokeReason::not_ranked});
  if (round.slots == 0) return;
  order_by_ring(neighbours);
  if (round.regular && (round.number + 1) % rounds_per_rotation == 0) rotate(neighbours);

  ranked_.clear();
  for (const std::uint32_t i : by_ring_) {
    if (neighbours[i].interested && !neighbours[i].snubbed) ranked_.push_back(i);
  }
  // Stable: equal rates keep the order of the ring, which is random and ours alone.
  std::stable_sort(ranked_.begin(), ranked_.end(), [&](std::uint32_t a, std::uint32_t b) {
    return rate_of(neighbours[a], round.complete) > rate_of(neighbours[b], round.complete);
  });
  if (ranked_.size() >= round.slots) ranked_.resize(round.slots - 1);
  for (const std::uint32_t i : ranked_) out[i] = {true, 1, ChokeReason::regular};
  const std::int64_t worst = ranked_.empty() ? 0 : rate_of(neighbours[ranked_.back()], round.complete);

  auto taken = static_cast<std::uint32_t>(ranked_.size());
  bool optimistic = false;
  for (const std::uint32_t i : by_ring_) {
    if (out[i].unchoke) continue;
    const bool better = !neighbours[i].interested && rate_of(neighbours[i], round.complete) > worst;
    if (taken >= round.slots && optimistic && !better) continue;
    if (neighbours[i].interested) {
      ++taken;
      optimistic = true;
      out[i] = {true, 1, ChokeReason::optimistic};
    } else {
      out[i] = {true, 1, ChokeReason::preemptive};
    }
  }
}

}  // namespace swarmsim
