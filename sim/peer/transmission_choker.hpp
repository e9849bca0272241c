#pragma once
// The choker of Transmission 3.00 and 4: decided in rounds alone.
//
// Neighbours that are not complete are ranked by the rate at which they send us (by ours to them once we are
// complete), unchoked ones before choked ones, then at random. From the best on everybody is unchoked until
// as many interested ones are as there are slots; uninterested ones on the way too, so that they may start at
// once. Beyond the slots one interested neighbour is unchoked optimistically, at random, new ones three times
// as likely, for four rounds. Source: Transmission (peer-mgr.c), as described in docs/clients.md.

#include <optional>
#include <vector>

#include "sim/peer/choker.hpp"

namespace swarmsim {

class TransmissionChoker final : public Choker {
 public:
  std::unique_ptr<Choker> clone() const override { return std::make_unique<TransmissionChoker>(*this); }
  std::string_view rule() const override {
    return "interested neighbours by rate, unchoked ones first among equals, until the slots are "
           "full; one more is optimistic, at random, for four rounds.";
  }
  void joined(PeerId, Rng&) override {}
  void left(PeerId neighbour) override;
  bool keeps_to_slots() const override { return false; }
  bool looks_at_completeness() const override { return true; }
  void decide(const Round& round, std::span<const Candidate> neighbours, Rng& rng,
              std::span<Decision> out) override;

 private:
  void unchoke_optimistically(std::span<const Candidate> neighbours, std::span<const std::uint32_t> rest,
                              Rng& rng, std::span<Decision> out);

  std::optional<PeerId> optimistic_;
  std::uint32_t rounds_left_ = 0;  ///< of the optimistic one
  std::vector<std::uint32_t> ranked_;
  std::vector<std::uint64_t> salt_;  ///< by neighbour, of the decision at hand
};

}  // namespace swarmsim
