#pragma once
// Chance for the making of random swarms: a named stream of a seed, and the few questions asked of it.
//
// One stream for each concern (network, peers, timeline), so that a change to one moves no other. Ask
// once per statement: the order in which arguments are evaluated differs between compilers.

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "core/base/rng.hpp"

namespace swarmsim {

class Dice {
 public:
  Dice(std::uint64_t seed, std::string_view concern) : rng_(seed, "fuzz", concern) {}

  bool chance(int percent) { return between(0, 99) < percent; }
  /// Uniform, both ends included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(rng_.below(static_cast<std::uint64_t>(high - low) + 1));
  }
  template <typename T>
  T one_of(std::initializer_list<T> items) {
    return items.begin()[rng_.below(items.size())];
  }
  template <typename T>
  const T& one_of(const std::vector<T>& items) {
    return items[rng_.below(items.size())];
  }

 private:
  Rng rng_;
};

}  // namespace swarmsim
