#include "sim/scenario/arrivals.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace swarmsim::arrivals_test {

namespace {

constexpr Duration second{1'000'000'000};

GroupSpec group_of(ArrivalKind kind, Duration at, Duration gap, Duration tau = Duration{}) {
  GroupSpec group;
  group.id = "crowd";
  group.arrive.kind = kind;
  group.arrive.at = at;
  group.arrive.gap = gap;
  group.arrive.tau = tau;
  return group;
}

double seconds(SimTime time) { return static_cast<double>((time - sim_start).count()) / 1e9; }

bool is_near(double found, double expected, double margin) {
  return found >= expected - margin && found <= expected + margin;
}

}  // namespace

TEST_CASE("members arrive in order, none before `at`, and the seed decides when", "[scenario]") {
  const auto kind =
      GENERATE(ArrivalKind::every, ArrivalKind::poisson, ArrivalKind::decay, ArrivalKind::flash);
  const GroupSpec group = group_of(kind, 5 * second, 2 * second, 100 * second);
  const std::vector<SimTime> times = draw_arrivals(group, 60, 1);
  REQUIRE(times.size() == 60);
  CHECK(std::is_sorted(times.begin(), times.end()));
  CHECK(times.front() >= sim_start + 5 * second);
  CHECK(draw_arrivals(group, 60, 1) == times);
  CHECK((draw_arrivals(group, 60, 2) == times) == (kind == ArrivalKind::every));
}

TEST_CASE("a longer group has the same first arrivals", "[scenario]") {
  const auto kind = GENERATE(ArrivalKind::every, ArrivalKind::poisson, ArrivalKind::decay);
  const GroupSpec group = group_of(kind, Duration{}, second, 100 * second);
  std::vector<SimTime> longer = draw_arrivals(group, 50, 1);
  longer.resize(20);
  CHECK(longer == draw_arrivals(group, 20, 1));
}

TEST_CASE("another group's arrivals are drawn from another stream", "[scenario]") {
  GroupSpec group = group_of(ArrivalKind::poisson, Duration{}, second);
  const std::vector<SimTime> times = draw_arrivals(group, 10, 1);
  group.id = "others";
  CHECK(draw_arrivals(group, 10, 1) != times);
}

TEST_CASE("every: one gap apart, the first at `at`", "[scenario]") {
  const std::vector<SimTime> times = draw_arrivals(group_of(ArrivalKind::every, second, 2 * second), 3, 1);
  CHECK(times == std::vector<SimTime>{sim_start + second, sim_start + 3 * second, sim_start + 5 * second});
}

TEST_CASE("poisson: gaps of the mean that was asked for, and as wide as exponential ones", "[scenario]") {
  constexpr std::uint32_t members = 100'000;
  const GroupSpec group = group_of(ArrivalKind::poisson, Duration{}, 2 * second);
  const std::vector<SimTime> times = draw_arrivals(group, members, 1);
  CHECK(is_near(seconds(times.back()) / members, 2, 0.03));
  double squares = 0;
  SimTime before = sim_start;
  for (const SimTime time : times) {
    const double gap = static_cast<double>((time - before).count()) / 1e9;
    squares += gap * gap;
    before = time;
  }
  CHECK(is_near(squares / members, 8, 0.3));  // an exponential's second moment is 2 mean^2
}

TEST_CASE("poisson: who would come after a hundred years never comes", "[scenario]") {
  const Duration century{std::int64_t{36'500} * 86'400 * 1'000'000'000};
  const std::vector<SimTime> times = draw_arrivals(group_of(ArrivalKind::poisson, century, century), 20, 1);
  CHECK(times.back() == sim_never);
}

TEST_CASE("decay: tau / first_gap members come in all, and of them 1 - 1/e within tau", "[scenario]") {
  constexpr std::uint32_t members = 20'000;
  const GroupSpec group = group_of(ArrivalKind::decay, Duration{}, Duration{10'000'000}, 100 * second);
  const std::vector<SimTime> times = draw_arrivals(group, members, 1);
  const auto come = std::count_if(times.begin(), times.end(), [](SimTime time) { return time != sim_never; });
  CHECK(is_near(static_cast<double>(come), 10'000, 400));  // sigma 100
  const auto early = std::count_if(times.begin(), times.end(),
                                   [](SimTime time) { return time <= sim_start + 100 * second; });
  CHECK(is_near(static_cast<double>(early), 6'321, 320));
}

TEST_CASE("flash: all come within, and spread over all of it", "[scenario]") {
  const GroupSpec group = group_of(ArrivalKind::flash, second, 30 * second);
  const std::vector<SimTime> times = draw_arrivals(group, 3'000, 1);
  CHECK(times.front() >= sim_start + second);
  CHECK(times.back() <= sim_start + 31 * second);
  CHECK(seconds(times.front()) < 1.2);
  CHECK(seconds(times.back()) > 30.8);
  CHECK(is_near(seconds(times[1'500]), 16, 1.5));
}

TEST_CASE("trace: at the times listed, counted from `at`", "[scenario]") {
  GroupSpec group = group_of(ArrivalKind::trace, second, Duration{});
  group.arrive.times = {Duration{}, 3 * second, 3 * second, 9 * second};
  CHECK(draw_arrivals(group, 3, 1) ==
        std::vector<SimTime>{sim_start + second, sim_start + 4 * second, sim_start + 4 * second});
}

}  // namespace swarmsim::arrivals_test
