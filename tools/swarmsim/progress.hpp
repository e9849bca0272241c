#pragma once
// How far a run is: virtual time, downloads done, events a second, and how long it may still take.
//
// Asks the clock only every few thousand events, so that a run without a watcher pays nothing. Reads the
// world and changes nothing in it.

#include <cstdint>

#include "sim/world/world.hpp"
#include "tools/swarmsim/status_line.hpp"

namespace swarmsim {

class Progress {
 public:
  Progress(const World& fresh, bool quiet, ColourChoice colour);

  /// After each event.
  void tick(const World& world) {
    if (++events_ % events_between_looks == 0) look(world);
  }

 private:
  static constexpr std::uint64_t events_between_looks = 4'096;

  void look(const World& world);

  StatusLine line_;
  std::uint64_t planned_;  ///< downloads that the scenario asks for
  std::uint64_t events_ = 0;
  std::uint64_t events_shown_ = 0;
  double shown_s_ = 0;
};

}  // namespace swarmsim
