#include "sim/report/bound.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "core/base/int128.hpp"

namespace swarmsim {

namespace {

/// The uplinks of some peers, together.
struct Uplinks {
  Int128 sum = 0;  ///< bytes per second
  bool unlimited = false;
  std::uint32_t peers = 0;

  void add(Rate up) {
    ++peers;
    unlimited = unlimited || up.is_unlimited();
    if (!up.is_unlimited()) sum += up.bytes_per_second;
  }
};

/// Who takes part, as the bound sees them.
struct Swarm {
  std::optional<SimTime> start;  ///< of every download
  bool applies = true;
  Uplinks seeds;
  Uplinks all;  ///< seeds and leechers
  std::uint32_t completed = 0;
  Rate slowest_down = Rate::unlimited();  ///< among those that completed
  std::string_view slowest;
};

bool began_with_data(const Participant& peer) {
  return std::any_of(peer.torrents.begin(), peer.torrents.end(),
                     [](const Participation& part) { return part.bytes_at_start > 0; });
}

void add_leecher(Swarm& swarm, const Participant& peer, const Participation& part) {
  swarm.applies = swarm.applies && !peer.rates_changed;
  if (!swarm.start) swarm.start = part.download_started;
  swarm.applies = swarm.applies && swarm.start == part.download_started && part.bytes_at_start == 0 &&
                  (!part.completed || part.torrent->complete());
  swarm.all.add(peer.up);
  if (!part.completed) return;
  ++swarm.completed;
  if (peer.down >= swarm.slowest_down) return;
  swarm.slowest_down = peer.down;
  swarm.slowest = peer.name;
}

/// A complete holder counts if it is there when the downloads start; if it sends later, so much the
/// better for the bound.
void add_holder(Swarm& swarm, const Participant& peer) {
  if (peer.presence == Presence::gone && peer.left < *swarm.start) return;
  swarm.applies = swarm.applies && peer.arrives <= *swarm.start && !peer.rates_changed;
  swarm.seeds.add(peer.up);
  swarm.all.add(peer.up);
}

Swarm gather(const World& world) {
  Swarm swarm;
  for (const Participant& peer : world.participants()) {
    for (const Participation& part : peer.torrents) {
      if (part.download_started) add_leecher(swarm, peer, part);
    }
    if (!swarm.applies) return swarm;
  }
  if (!swarm.start) return swarm;
  for (const Participant& peer : world.participants()) {
    if (began_with_data(peer)) add_holder(swarm, peer);
  }
  return swarm;
}

/// How long `bytes` take at the least, rounded down.
Duration least_time(Int128 bytes, Int128 rate) {
  return Duration{static_cast<std::int64_t>(bytes * nanoseconds_per_second / rate)};
}

void raise(CompletionBound& bound, Duration at_least, std::string by) {
  if (at_least > bound.at_least) bound = {at_least, std::move(by)};
}

}  // namespace

std::optional<CompletionBound> completion_bound(const World& world) {
  if (world.contents().size() != 1) return std::nullopt;
  const Swarm swarm = gather(world);
  if (!swarm.applies || swarm.completed == 0 || swarm.seeds.peers == 0) return std::nullopt;
  const Int128 size = world.contents()[0].geometry.size;
  CompletionBound bound;
  if (!swarm.seeds.unlimited) {
    const bool one = swarm.seeds.peers == 1;
    raise(bound, least_time(size, swarm.seeds.sum), one ? "the seed's uplink" : "the seeds' uplinks");
  }
  if (!swarm.slowest_down.is_unlimited()) {
    raise(bound, least_time(size, swarm.slowest_down.bytes_per_second),
          fmt::format("the downlink of {}", swarm.slowest));
  }
  if (!swarm.all.unlimited) {
    raise(bound, least_time(size * swarm.completed, swarm.all.sum), "all uplinks together");
  }
  if (bound.by.empty()) return std::nullopt;
  return bound;
}

}  // namespace swarmsim
