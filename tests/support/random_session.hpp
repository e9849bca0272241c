#pragma once
// Somebody before a console who does whatever comes to mind: lines that mean something, and lines that do
// not.
//
// Deterministic by seed. Lines are made of the names of the session's world, so most commands find somebody.

#include <cstdint>
#include <string>

#include "core/base/rng.hpp"
#include "sim/console/console.hpp"

namespace swarmsim {

class RandomTypist {
 public:
  explicit RandomTypist(std::uint64_t seed) : luck_(seed, "typist", "") {}

  /// A line that means something most of the time.
  std::string sensible_line(const Console& console);
  /// A line that has been damaged, or never was one.
  std::string damaged_line(const Console& console);

 private:
  std::uint64_t draw(std::uint64_t count) { return luck_.below(count); }
  std::string peer(const World& world);
  std::string file(const World& world);
  std::string time();
  std::string condition(const World& world);
  std::string looking(const World& world);
  std::string moving(const World& world);
  std::string intervening(const World& world);

  Rng luck_;
  std::uint32_t newcomers_ = 0;
};

}  // namespace swarmsim
