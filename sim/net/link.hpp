#pragma once
// A peer's access link: two rates, a latency, and one scalar per direction.
//
// `free_up` is when the last committed bit leaves, `free_down` when the last accepted bit has come in:
// the standing queue in front of a new packet is the time until then. Queues are kept as times
// (size / rate), so that asking for room is one comparison and no division.

#include <algorithm>
#include <cstdint>

#include "core/base/ids.hpp"
#include "core/base/int128.hpp"
#include "core/base/rng.hpp"
#include "core/base/serialisation.hpp"
#include "core/base/time.hpp"
#include "core/base/units.hpp"
#include "sim/model/scenario.hpp"

namespace swarmsim {

/// Two cache lines; a chunk that comes or goes touches the first alone.
struct alignas(64) AccessLink {
  Serialisation up_delay;
  Serialisation down_delay;
  SimTime free_up{};
  SimTime free_down{};
  std::int64_t sent_wire = 0;          ///< bytes that crossed the uplink, all headers included
  std::int64_t received_wire = 0;      ///< likewise the downlink
  Duration queue_up{};                 ///< how far free_up may run ahead of now before the queue is full
  std::uint32_t turn_head = no_index;  ///< the direction whose turn it is; circular list
  bool pump_pending = false;           ///< an uplink_ready event is in the queue
  bool silent = false;                 ///< nothing leaves and nothing arrives: its peer has crashed
  // Second line.
  Rate up;
  Rate down;
  Duration queue_down{};
  Duration latency{};
  std::uint32_t region = 0;
  std::uint32_t window = 0;  ///< the peer's receive window; 0: as large as needed
  std::uint64_t loss = 0;    ///< of a segment that crosses this link, in parts of 2^64
  Rng draws;                 ///< of what is lost on the way to its peer

  bool queue_has_room(SimTime now) const { return free_up - now < queue_up || up_delay.is_none(); }

  /// What `wire` bytes take on the uplink, and on the downlink.
  Duration time_up(std::int64_t wire) const {
    return wire < Serialisation::size_end ? up_delay.of(wire) : transmit_time(Bytes{wire}, up);
  }
  Duration time_down(std::int64_t wire) const {
    return wire < Serialisation::size_end ? down_delay.of(wire) : transmit_time(Bytes{wire}, down);
  }

  /// Bytes that were committed to the uplink, which is limited, and have not left.
  std::int64_t held_up(SimTime now) const { return free_up > now ? carried_in(free_up - now, up).value : 0; }
  /// Likewise those that were accepted by the downlink and are not through.
  std::int64_t held_down(SimTime now) const {
    return free_down > now ? carried_in(free_down - now, down).value : 0;
  }

  /// Puts `wire` bytes behind what the uplink holds; returns when the last of them leaves.
  SimTime commit_up(std::int64_t wire, SimTime now) {
    free_up = std::max(now, free_up) + time_up(wire);
    sent_wire += wire;
    return free_up;
  }

  /// When the downlink would be free again behind `wire` bytes whose last one arrives `now` and which took
  /// `serialised` to arrive. A fast downlink adds no second serialisation (cut-through).
  SimTime free_down_behind(std::int64_t wire, Duration serialised, SimTime now) const {
    return std::max(free_down, now - serialised) + time_down(wire);
  }

  /// Such bytes come in: returns when the last of them is through the downlink.
  SimTime pass_down(std::int64_t wire, Duration serialised, SimTime now) {
    free_down = free_down_behind(wire, serialised, now);
    received_wire += wire;
    return std::max(now, free_down);
  }

  /// Acknowledgements of `wire` bytes that set out `now` come in. They take their time of a downlink that is
  /// busy; an idle one has room for them between other packets.
  void pass_acks_down(std::int64_t wire, SimTime now) {
    if (free_down > now) pass_down(wire, Duration::zero(), now);
  }
};

static_assert(sizeof(AccessLink) == 128);

/// The access queue as a time: the larger of a fixed size and a fixed time (network.queue).
constexpr Duration queue_as_time(const NetworkSpec& spec, Rate rate) {
  return rate.is_unlimited() ? spec.queue_time
                             : std::max(spec.queue_time, transmit_time(spec.queue_size, rate));
}

/// Gives `access` the rates, latency and queues of `link`; what it holds and has carried stays.
inline void set_rates(AccessLink& access, const LinkSpec& link, const NetworkSpec& spec) {
  access.up = link.up;
  access.down = link.down;
  access.up_delay = Serialisation(link.up);
  access.down_delay = Serialisation(link.down);
  access.latency = link.latency;
  access.queue_up = queue_as_time(spec, link.up);
  access.queue_down = queue_as_time(spec, link.down);
}

/// `share`, of one half at most, in parts of 2^64.
constexpr std::uint64_t as_chance(Share share) {
  return static_cast<std::uint64_t>((static_cast<Uint128>(share.part) << 64) /
                                    static_cast<Uint128>(share.whole));
}

/// The chance of one or the other where each happens by itself; both are one half at most.
constexpr std::uint64_t either(std::uint64_t a, std::uint64_t b) {
  return a + (b - static_cast<std::uint64_t>((static_cast<Uint128>(a) * b) >> 64));
}

inline AccessLink make_link(const LinkSpec& link, const NetworkSpec& spec) {
  AccessLink made;
  set_rates(made, link, spec);
  made.region = link.region;
  made.loss = as_chance(link.loss);
  made.window = static_cast<std::uint32_t>(link.window.value);
  return made;
}

}  // namespace swarmsim
