#pragma once
// The choker of libtorrent 2.0 with its default settings, for leechers and seeds alike.
//
// A round lets the best interested neighbours download, by bytes received from them since the last round.
// Ties, and everybody at a seed, by round robin: who was served for a minute and got more than 20 pieces goes
// last, then whoever was sent most since the last round, then whoever waited longest since its last unchoke.
// One slot in five, at least one, is optimistic: it goes to whoever waited longest since its last optimistic
// unchoke. Between rounds a neighbour that becomes interested is unchoked at once if a slot of any kind is
// free, and one that loses interest is choked. Source: libtorrent 2.0 (session_impl.cpp, choker.cpp), as
// described in docs/clients.md. Where libtorrent leaves the order of equals open, it is drawn when they
// connect.

#include <vector>

#include "sim/peer/choker.hpp"

namespace swarmsim {

class LibtorrentChoker final : public Choker {
 public:
  std::unique_ptr<Choker> clone() const override { return std::make_unique<LibtorrentChoker>(*this); }
  std::string_view rule() const override {
    return "the best interested neighbours by bytes since the last round, ties and all of a seed by "
           "round robin; one slot in five, at least one, is optimistic.";
  }
  void joined(PeerId neighbour, Rng& rng) override;
  void left(PeerId neighbour) override;
  bool unchokes_between_rounds() const override { return true; }
  bool unchokes_newcomers() const override { return false; }
  bool optimistic_vacant() const override { return vacant_; }
  bool would_change(const Standing& standing, std::uint32_t slots) const override {
    return standing.some_idle || standing.some_weighted || standing.unchoked > slots ||
           (standing.newly_interested && standing.unchoked < slots);
  }
  void decide(const Round& round, std::span<const Candidate> neighbours, Rng& rng,
              std::span<Decision> out) override;

 private:
  using Place = std::uint16_t;  ///< among neighbours, whose slots have 15 bits
  static constexpr Place no_place = 0xFFFF;

  /// What is remembered of a neighbour: 24 bytes, for each of all connections.
  struct Known {
    std::uint64_t order = 0;    ///< among equals
    SimTime last_optimistic{};  ///< when it got an optimistic slot; the start of time: never
    PeerId id{};
    Place seen_at = no_place;  ///< among the neighbours of the last decision
    bool optimistic = false;   ///< holds an optimistic slot
  };

  void find_known(std::span<const Candidate> neighbours);
  void between_rounds(const Round& round, std::span<const Candidate> neighbours, std::span<Decision> out);
  void regular_round(const Round& round, std::span<const Candidate> neighbours, std::span<Decision> out);
  void optimistic_round(const Round& round, std::span<const Candidate> neighbours, std::span<Decision> out);

  std::vector<Known> known_;  ///< in the order of joining
  bool vacant_ = false;
  /// Place in known_ of each neighbour of the decision at hand, and interested ones; kept to spare
  /// allocations.
  std::vector<Place> place_;
  std::vector<Place> ranked_;
};

}  // namespace swarmsim
