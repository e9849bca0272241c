#pragma once
// The choker of aria2 1.36: three regular places and an optimistic one, for leechers and for seeds.
//
// A leecher unchokes the three interested neighbours that send it most, of those that do not keep it waiting;
// the optimistic one is drawn every third time. A seed prefers whom it unchoked within the last 20 s, then
// whom it sends most; two times out of three its fourth place is drawn. It decides every 10 s, and at once
// when an unchoked neighbour changes its interest or leaves. Source: aria2 1.36 (BtLeecherStateChoke.cc,
// BtSeederStateChoke.cc), as described in docs/clients.md.

#include <optional>
#include <vector>

#include "sim/peer/choker.hpp"

namespace swarmsim {

class Aria2Choker final : public Choker {
 public:
  std::unique_ptr<Choker> clone() const override { return std::make_unique<Aria2Choker>(*this); }
  std::string_view rule() const override {
    return "the three best interested neighbours that keep us not waiting (a seed: whom it unchoked "
           "lately, then whom it sends most) and one drawn at random.";
  }
  void joined(PeerId, Rng&) override {}
  void left(PeerId neighbour) override;
  void decide(const Round& round, std::span<const Candidate> neighbours, Rng& rng,
              std::span<Decision> out) override;

 private:
  void decide_as_leecher(const Round& round, std::span<const Candidate> neighbours, Rng& rng,
                         std::span<Decision> out);
  void decide_as_seed(const Round& round, std::span<const Candidate> neighbours, Rng& rng,
                      std::span<Decision> out);
  /// One of `from` at random, which is taken out.
  static std::uint32_t draw(std::vector<std::uint32_t>& from, Rng& rng);

  std::uint32_t turn_ = 0;  ///< of three
  std::optional<PeerId> optimistic_;
  std::vector<std::uint32_t> ranked_;
};

}  // namespace swarmsim
