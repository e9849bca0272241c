#include "sim/scenario/arrivals.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/base/distribution.hpp"
#include "core/base/portable_math.hpp"
#include "core/base/rng.hpp"
#include "sim/model/quantity.hpp"

namespace swarmsim {

namespace {

/// No run lasts longer: who would come later never comes, and sums stay in 64 bits.
constexpr SimTime last_arrival = sim_start + longest_duration;

/// Arrivals of a Poisson process whose rate at time t is e^(-t/tau) / gap: those of a process of rate 1,
/// with time stretched so that it has seen gap-units of `tau / gap` when all is over.
std::vector<SimTime> decaying(const ArrivalSpec& arrive, std::uint32_t members, Rng& rng) {
  constexpr std::int64_t unit = 1'000'000'000;
  const Distribution step = Distribution::exponential(unit);
  const auto tau = static_cast<double>(arrive.tau.count());
  const double expected = tau / static_cast<double>(arrive.gap.count());  // arrivals in all
  std::vector<SimTime> times;
  std::int64_t sum = 0;
  for (std::uint32_t i = 0; i < members; ++i) {
    sum += step.sample(rng);
    const double left = 1 - static_cast<double>(sum) / static_cast<double>(unit) / expected;
    if (left <= 0) break;
    const double after = -tau * natural_log(left);
    if (after >= static_cast<double>(longest_duration.count())) break;
    times.push_back(sim_start + arrive.at + Duration{static_cast<std::int64_t>(after)});
  }
  times.resize(members, sim_never);
  return times;
}

}  // namespace

std::vector<SimTime> draw_arrivals(const GroupSpec& group, std::uint32_t members, std::uint64_t seed) {
  const ArrivalSpec& arrive = group.arrive;
  Rng rng(seed, "arrive", group.id);
  std::vector<SimTime> times;
  switch (arrive.kind) {
    case ArrivalKind::command: return std::vector<SimTime>(members, sim_never);
    case ArrivalKind::decay: return decaying(arrive, members, rng);
    case ArrivalKind::trace:
      for (std::uint32_t i = 0; i < members; ++i) {
        times.push_back(sim_start + arrive.at + arrive.times[i]);
      }
      return times;
    case ArrivalKind::every:
      for (std::uint32_t i = 0; i < members; ++i) times.push_back(sim_start + arrive.at + arrive.gap * i);
      return times;
    case ArrivalKind::poisson: {
      const Distribution gap = Distribution::exponential(arrive.gap.count());
      SimTime at = sim_start + arrive.at;
      for (std::uint32_t i = 0; i < members; ++i) {
        const std::int64_t drawn = gap.sample(rng);
        at = std::min(at, last_arrival) + std::min(Duration{drawn}, longest_duration);
        times.push_back(at > last_arrival ? sim_never : at);
      }
      return times;
    }
    case ArrivalKind::flash: {
      const Distribution moment = Distribution::uniform(0, arrive.gap.count());
      for (std::uint32_t i = 0; i < members; ++i) {
        times.push_back(sim_start + arrive.at + Duration{moment.sample(rng)});
      }
      std::sort(times.begin(), times.end());
      return times;
    }
  }
  check(false, "arrivals: every kind is drawn");
  return times;
}

}  // namespace swarmsim
