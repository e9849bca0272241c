#pragma once
// How far a run is: virtual time, downloads done, events a second, and how long it may still take.
//
// Asks the clock only every few thousand events, so that a run without a watcher pays nothing. Reads the
// world and changes nothing in it.

#include <cstdint>
#include <vector>

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

  /// What the scenario's keys and timeline ask for, whether it will come to it or not. Parts that a peer has
  /// already are not taken off: they are few, or the peer asks for nothing.
  struct Plan {
    std::uint64_t downloads = 0;
    std::uint64_t blocks = 0;  ///< of these downloads
  };

  /// How much was done after so many seconds of wall time.
  struct Share {
    double at_s = 0;
    double share = 0;
  };

  static Plan plan_of(const World& fresh);
  /// How long the rest will take; negative if nothing tells.
  double seconds_left(double now_s, double share);
  void look(const World& world);

  StatusLine line_;
  Plan plan_;
  std::vector<Share> shares_{Share{}};  ///< at every look; one a second
  std::uint64_t events_ = 0;
  std::uint64_t events_shown_ = 0;
  double shown_s_ = 0;
};

}  // namespace swarmsim
