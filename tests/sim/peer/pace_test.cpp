#include "sim/peer/pace.hpp"
#include "tests/support/catch.hpp"

namespace swarmsim::pace_test {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t block = 16'384;

PipelineRules ramping() {
  return {.kind = PipelineKind::rate_time, .first = 4, .least = 2, .most = 500, .horizon = 3s, .ramps = true};
}

/// A block that came within the second in which it was whole.
void receive(Pace& pace, const PipelineRules& rules, bool answered = false) {
  const Duration now = std::chrono::seconds(pace.second) + 500ms;
  stream_in(pace, rules, {now, now}, block, false);
  note_block(pace, rules, answered, block);
}

/// `blocks` of them in each of `seconds` seconds.
Pace after(const PipelineRules& rules, std::uint32_t seconds, std::uint32_t blocks) {
  Pace pace = start_pace(rules, 0);
  for (std::uint32_t second = 0; second < seconds; ++second) {
    pass_time(pace, rules, second, false, block);
    for (std::uint32_t i = 0; i < blocks; ++i) receive(pace, rules);
  }
  pass_time(pace, rules, seconds, false, block);
  return pace;
}

}  // namespace

TEST_CASE("a fixed pipeline stays as it is", "[pace]") {
  const PipelineRules rules{.kind = PipelineKind::fixed, .first = 5};
  CHECK(after(rules, 100, 50).target == 5);
}

TEST_CASE("a ramp grows by one for each block until the rate stops growing", "[pace]") {
  Pace pace = start_pace(ramping(), 0);
  for (int i = 0; i < 7; ++i) receive(pace, ramping());
  CHECK(pace.target == 11);
  pass_time(pace, ramping(), 1, false, block);
  CHECK(pace.ramping);  // the first second is compared with nothing
  for (int i = 0; i < 7; ++i) receive(pace, ramping());
  CHECK(pace.target == 18);
  pass_time(pace, ramping(), 2, false, block);
  CHECK(!pace.ramping);
}

TEST_CASE("while they choke us a ramp goes on", "[pace]") {
  Pace pace = start_pace(ramping(), 0);
  receive(pace, ramping());
  pass_time(pace, ramping(), 30, true, block);
  CHECK(pace.ramping);
}

TEST_CASE("after a ramp the pipeline holds the horizon at the measured rate", "[pace]") {
  // The average of five seconds comes within a hundredth of ten blocks a second after twenty-one seconds.
  const Pace pace = after(ramping(), 30, 10);
  CHECK(pace.rate > 10 * block * 99 / 100);
  CHECK(pace.rate <= 10 * block);
  CHECK(pace.target == 29);
}

TEST_CASE("a silent neighbour is asked for the least, however long nobody looked", "[pace]") {
  for (const std::uint32_t silence : {60U, 10'000U}) {
    Pace pace = after(ramping(), 30, 10);
    pass_time(pace, ramping(), 30 + silence, false, block);
    CHECK(pace.target == 2);
  }
}

TEST_CASE("to look seldom is to look every second", "[pace]") {
  Pace seldom = after(ramping(), 10, 5);
  Pace often = seldom;
  for (std::uint32_t second = 11; second <= 27; ++second) pass_time(often, ramping(), second, false, block);
  pass_time(seldom, ramping(), 27, false, block);
  CHECK(seldom.rate == often.rate);
  CHECK(seldom.target == often.target);
}

TEST_CASE("a block's bytes are credited to the seconds in which they came", "[pace]") {
  Pace pace = start_pace(ramping(), 0);
  stream_in(pace, ramping(), {500ms, 2'500ms}, block, true);
  CHECK(pace.second == 2);
  CHECK(pace.last_second == block / 2);
  CHECK(pace.this_second == block / 4);
  CHECK(pace.rate == block / 4 / 5 * 4 / 5 + block / 2 / 5);
}

TEST_CASE("seconds that were closed before a block was whole stay closed", "[pace]") {
  Pace pace = start_pace(ramping(), 0);
  pass_time(pace, ramping(), 2, true, block);
  stream_in(pace, ramping(), {500ms, 2'500ms}, block, true);
  CHECK(pace.last_second == 0);
  CHECK(pace.this_second == block);
}

TEST_CASE("a doubling pipeline doubles when everything was answered, up to its most", "[pace]") {
  const PipelineRules rules{.kind = PipelineKind::doubling, .first = 6, .least = 6, .most = 20};
  Pace pace = start_pace(rules, 0);
  receive(pace, rules);
  CHECK(pace.target == 6);
  receive(pace, rules, true);
  CHECK(pace.target == 12);
  receive(pace, rules, true);
  CHECK(pace.target == 20);
}

}  // namespace swarmsim::pace_test
