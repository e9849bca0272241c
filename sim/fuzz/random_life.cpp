// When peers come and go, and what client they run.

#include <algorithm>

#include "sim/fuzz/draft.hpp"

namespace swarmsim {

namespace {

using namespace std::chrono_literals;

std::uint32_t count_of(std::int64_t value) { return static_cast<std::uint32_t>(value); }

ClientSpec make_range_client(Dice& dice) {
  ClientSpec client;
  client.profile = "vbittorrent";
  if (dice.chance(40)) client.owners = count_of(dice.between(1, 5));
  if (dice.chance(40)) client.serve_after_download = dice.chance(50);
  if (dice.chance(40)) {
    client.retry = dice.one_of<std::optional<Duration>>({std::nullopt, Duration{1s}, Duration{7s}});
  }
  return client;
}

}  // namespace

ArrivalSpec make_arrival(const Draft& draft, std::uint32_t members, Dice& dice) {
  ArrivalSpec arrive;
  if (!draft.has(Feature::arrivals) || dice.chance(30)) return arrive;
  const std::int64_t scale = draft.scale.count();
  if (dice.chance(50)) arrive.at = Duration{dice.between(0, scale)};
  if (members == 0) return arrive;  // a single peer, not a group
  const std::int64_t gap = std::max<std::int64_t>(dice.between(1, scale) / members, 1);
  arrive.gap = Duration{gap};
  switch (dice.between(0, 5)) {
    case 0: arrive.gap = Duration{}; break;
    case 1: break;
    case 2: arrive.kind = ArrivalKind::poisson; break;
    case 3:
      arrive.kind = ArrivalKind::decay;
      arrive.tau = Duration{dice.between(1, gap * members * 2)};
      break;
    case 4: arrive.kind = ArrivalKind::flash; break;
    default:
      arrive.kind = ArrivalKind::trace;
      arrive.gap = Duration{};
      for (std::uint32_t i = 0; i < members; ++i) arrive.times.emplace_back(dice.between(0, scale));
      std::sort(arrive.times.begin(), arrive.times.end());
  }
  return arrive;
}

LeaveSpec make_leave(const Draft& draft, Dice& dice) {
  LeaveSpec leave;
  if (!draft.has(Feature::leaves) || dice.chance(40)) return leave;
  const std::int64_t scale = draft.scale.count();
  const std::int64_t kind = dice.between(0, 3);
  if (kind == 0) leave.on_complete = true;
  if (kind == 1 || kind == 3) {
    const bool fixed = dice.chance(50);
    const std::int64_t wait = dice.between(1, scale / 4);
    leave.after_complete = fixed ? Distribution::constant(wait) : Distribution::exponential(wait);
  }
  if (kind == 2 || kind == 3) leave.after_copies = Share{dice.one_of({1, 50, 100, 120, 300}), 100};
  return leave;
}

ClientSpec make_client(const Draft& draft, bool ranges, Dice& dice) {
  ClientSpec client;
  if (ranges) client = make_range_client(dice);
  if (draft.has(Feature::few_connections) && dice.chance(60)) {
    client.connections = count_of(dice.one_of({1, 2, 3, 5}));
  }
  if (ranges) return client;
  if (draft.has(Feature::contacts) && (dice.chance(60) || !draft.profile.empty())) {
    client.profile = "random-contact";
    client.contact_every = dice.one_of<Duration>({1s, 7s, 60s});
    return client;
  }
  if (draft.has(Feature::real_clients) && (dice.chance(85) || !draft.profile.empty())) {
    client.profile = dice.one_of({"libtorrent-2.0", "libtorrent-2.0", "libtorrent-2.0", "transmission-3.00",
                                  "transmission-4", "aria2-1.36"});
    if (!draft.profile.empty()) client.profile = draft.profile;
    if (draft.has(Feature::fast_sets)) client.allowed_fast = count_of(dice.one_of({0, 1, 2, 16}));
    if (draft.has(Feature::no_exchange)) client.pex = dice.chance(30);
  }
  if (draft.has(Feature::slots) && dice.chance(60)) {
    client.unchoke_slots = count_of(dice.one_of({0, 1, 1, 2, 3, 8, 40}));
  }
  if (draft.has(Feature::session_slots)) client.slots_per_session = dice.chance(80);
  if (draft.has(Feature::request_queue) && dice.chance(70)) {
    client.request_queue = count_of(dice.one_of({1, 2, 3, 16, 64, 500}));
  }
  if (draft.has(Feature::choke_interval) && dice.chance(70)) {
    client.choke_interval = dice.one_of<Duration>({1s, 3s, 10s, 25s, 70s});
  }
  if (draft.has(Feature::pickers)) client.picker = dice.one_of({"rarest-first", "random", "in-order"});
  if (draft.has(Feature::start_phase) && dice.chance(80)) client.start_phase = StartPhase::random;
  if (draft.has(Feature::numwant) && dice.chance(70)) {
    client.numwant = count_of(dice.one_of({0, 1, 2, 5, 200}));
  }
  return client;
}

}  // namespace swarmsim
