#include "sim/peer/answer_times.hpp"
#include "tests/support/catch.hpp"

namespace swarmsim::answer_times_test {
namespace {

using namespace std::chrono_literals;

}  // namespace

TEST_CASE("who never answered is waited for as long as may be", "[answer_times]") {
  CHECK(AnswerTimes().late_after(60s) == 60s);
  CHECK(AnswerTimes().mean() == 0s);
}

TEST_CASE("after one answer a fifth more is allowed", "[answer_times]") {
  AnswerTimes times;
  times.add(10s);
  CHECK(times.late_after(60s) == 12s);
}

TEST_CASE("steady answers are late after their time, in whole seconds", "[answer_times]") {
  AnswerTimes times;
  for (int i = 0; i < 30; ++i) times.add(4'300ms);
  CHECK(times.late_after(60s) == 5s);
  CHECK(times.late_after(4s) == 4s);
}

TEST_CASE("four deviations are allowed", "[answer_times]") {
  AnswerTimes times;
  times.add(2s);
  times.add(4s);
  // mean 3 s, mean deviation 2 s
  CHECK(times.mean() == 3s);
  CHECK(times.late_after(60s) == 11s);
}

TEST_CASE("nobody is late within two seconds", "[answer_times]") {
  AnswerTimes times;
  for (int i = 0; i < 30; ++i) times.add(5ms);
  CHECK(times.late_after(60s) == AnswerTimes::least);
}

}  // namespace swarmsim::answer_times_test
