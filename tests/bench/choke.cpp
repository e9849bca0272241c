// Chokers with 40 neighbours: a regular round, and a decision between rounds.
//
// A thousand chokers in turn, as peers of a run have them. Each has its own neighbours, whose rates are drawn
// anew before a round and one of whom changes its mind before a decision in between; what was decided becomes
// their state. Drawing belongs to the step and is the same for all.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/check.hpp"
#include "sim/peer/registry.hpp"
#include "tests/bench/bench.hpp"

namespace swarmsim {
namespace {

constexpr std::uint32_t neighbours = 40;

class Table {
 public:
  Table(std::string_view choker, std::uint32_t number)
      : choker_(Registry::standard().make_choker(choker)), rng_(Rng(1, "choke", choker).fork(number)) {
    check(choker_ != nullptr, "choke: the choker is registered");
    for (std::uint32_t i = 0; i < neighbours; ++i) {
      Candidate one;
      one.id = PeerId{number * neighbours + i};
      one.interested = rng_.below(2) == 0;
      seats_.push_back(one);
      choker_->joined(one.id, rng_);
    }
  }

  /// The regular round: everybody's rates have changed.
  void hold_round(bool complete) {
    constexpr std::uint64_t recently_most = 2'000'000;  // bytes in two rounds, on the fastest links
    for (Candidate& one : seats_) {
      one.received_this_round = static_cast<std::int64_t>(rng_.below(recently_most));
      one.received_recently = one.received_this_round * 2;
      one.sent_this_round = one.unchoked ? one.received_this_round / 2 : 0;
      one.sent_recently = one.sent_this_round * 2;
      one.sent_since_unchoke += one.sent_this_round;
      one.snubbed = one.received_this_round < 20'000;
    }
    now_ += std::chrono::seconds(10);
    decide({.regular = true, .number = round_, .complete = complete, .optimistic = round_ % 3 == 0});
    ++round_;
  }

  /// One neighbour changes its mind.
  void decide_between(bool complete) {
    Candidate& one = seats_[rng_.below(neighbours)];
    one.interested = !one.interested;
    one.just_interested = one.interested;
    now_ += std::chrono::milliseconds(100);
    decide({.number = round_, .complete = complete, .disturbed = one.unchoked});
  }

  std::uint64_t unchoked() const {
    std::uint64_t bits = 0;
    for (const Candidate& one : seats_) bits = bits << 1 | (one.unchoked ? 1 : 0);
    return bits;
  }

 private:
  void decide(Round round) {
    round.slots = 8;
    round.now = now_;
    round.piece_bytes = 262'144;
    decided_.assign(seats_.size(), Decision{});
    choker_->decide(round, seats_, rng_, decided_);
    for (std::size_t i = 0; i < seats_.size(); ++i) {
      Candidate& one = seats_[i];
      if (decided_[i].unchoke && !one.unchoked) {
        one.last_unchoke = now_;
        one.sent_since_unchoke = 0;
      }
      one.unchoked = decided_[i].unchoke;
      one.just_interested = false;
    }
  }

  std::unique_ptr<Choker> choker_;
  Rng rng_;
  std::vector<Candidate> seats_;
  std::vector<Decision> decided_;
  SimTime now_ = sim_start + std::chrono::seconds(1);
  std::uint32_t round_ = 0;
};

void measure(const bench::Bench& bench, std::string_view choker, bool regular, bool complete) {
  const std::uint32_t tables = bench.is_smoke() ? 10 : 1'000;
  std::vector<Table> all;
  for (std::uint32_t i = 0; i < tables; ++i) all.emplace_back(choker, i);
  std::uint64_t held = 0;
  bench.measure(
      fmt::format("{}, {}, {}", choker, complete ? "seed" : "leecher", regular ? "round" : "between"),
      1'000'000, [&](std::uint64_t decisions) {
        std::uint64_t sum = 0;
        for (std::uint64_t i = 0; i < decisions; ++i) {
          Table& table = all[held++ % tables];
          if (regular) {
            table.hold_round(complete);
          } else {
            table.decide_between(complete);
          }
          sum = bench::add_to(sum, table.unchoked());
        }
        return sum;
      });
}

void measure_all(const bench::Bench& bench) {
  for (const std::string& choker : Registry::standard().choker_names()) {
    for (const bool complete : {false, true}) {
      measure(bench, choker, true, complete);
      measure(bench, choker, false, complete);
    }
  }
}

}  // namespace
}  // namespace swarmsim

int main(int argc, char** argv) {
  return swarmsim::bench::bench_main(argc, argv, "choke", "decision", swarmsim::measure_all);
}
