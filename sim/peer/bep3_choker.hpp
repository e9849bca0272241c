#pragma once
// The choker of BEP 3 and of the first client: tit for tat with a rotating optimistic slot.
//
// The best `slots - 1` interested neighbours that do not snub us are unchoked, by what they sent us in
// the last 20 s (by what we sent them once we are complete). The rest of the slots is filled from a
// ring of all neighbours, whose start moves every third round to the next choked and interested one:
// that is the optimistic unchoke. New neighbours enter the ring at a random place, three times as
// likely at its start. Uninterested ones that send better than the worst regular one, or that stand
// before the optimistic one, are unchoked too, so that they can start at once.

#include <vector>

#include "sim/peer/choker.hpp"

namespace swarmsim {

class Bep3Choker final : public Choker {
 public:
  std::unique_ptr<Choker> clone() const override { return std::make_unique<Bep3Choker>(*this); }
  std::string_view rule() const override {
    return "the best slots - 1 interested neighbours by what they sent us in the last 20 s (a seed: "
           "by what we sent them); the rest of the slots goes round a ring that moves every third "
           "round, the optimistic unchoke.";
  }
  void joined(PeerId neighbour, Rng& rng) override;
  void left(PeerId neighbour) override;
  bool fills_slots() const override { return true; }
  void decide(const Round& round, std::span<const Candidate> neighbours, Rng& rng,
              std::span<Decision> out) override;

 private:
  struct Place {
    PeerId id{};
    std::uint32_t seen_at = 0;  ///< where it stood among the neighbours last time: where to look first
  };

  void rotate(std::span<const Candidate> neighbours);
  void order_by_ring(std::span<const Candidate> neighbours);

  std::vector<Place> ring_;
  /// Positions in `neighbours` in ring order; kept only to spare the allocation.
  std::vector<std::uint32_t> by_ring_;
  std::vector<std::uint32_t> ranked_;
};

}  // namespace swarmsim
