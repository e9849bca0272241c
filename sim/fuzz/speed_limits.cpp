#include "sim/fuzz/speed_limits.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/report/bound.hpp"
#include "sim/report/rounding.hpp"

namespace swarmsim {

namespace {

std::optional<std::string> beaten(std::string_view who, Duration took, Duration at_least,
                                  std::string_view by) {
  if (took >= at_least) return std::nullopt;
  return fmt::format("{} took {} ns, less than the {} ns that {} allows", who, took.count(), at_least.count(),
                     by);
}

}  // namespace

std::optional<std::string> broken_bound(const World& ended) {
  Duration longest{};
  for (const Participant& peer : ended.participants()) {
    for (const Participation& part : peer.torrents) {
      if (!part.completed || !part.download_started) continue;
      const Duration took = *part.completed - *part.download_started;
      longest = std::max(longest, took);
      if (peer.rates_changed || peer.down.is_unlimited()) continue;
      const Bytes missing{part.bytes_held - part.bytes_at_start};  // all that it wanted is there
      // Rounded up, a chunk at a time: as a whole it may be a nanosecond less.
      const Duration at_least = transmit_time(missing, peer.down) - Duration{1};
      if (auto broken = beaten(peer.name, took, at_least, "its downlink")) return broken;
    }
  }
  const auto bound = completion_bound(ended);
  if (!bound) return std::nullopt;
  return beaten("the last completion", longest, bound->at_least, bound->by);
}

}  // namespace swarmsim
