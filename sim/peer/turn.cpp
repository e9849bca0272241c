// The words of what a turn may say, for traces.

#include "sim/peer/turn.hpp"

#include <array>

namespace swarmsim {

std::string_view name_of(AnnounceEvent event) {
  static constexpr std::array<std::string_view, 5> names{"regular", "started", "completed", "stopped",
                                                         "paused"};
  return names[static_cast<std::size_t>(event)];
}

std::string_view name_of(PartReason reason) {
  static constexpr std::array<std::string_view, 8> names{"none", "exit",     "seeds",  "silent",
                                                         "full", "unwanted", "banned", "insistent"};
  return names[static_cast<std::size_t>(reason)];
}

std::string_view name_of(ChokeReason reason) {
  static constexpr std::array<std::string_view, 5> names{"none", "regular", "optimistic", "preemptive",
                                                         "not_ranked"};
  return names[static_cast<std::size_t>(reason)];
}

}  // namespace swarmsim
