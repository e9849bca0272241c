// Work in several threads: every index once, no more than is wanted, and the failure of the lowest index.

#include <atomic>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/catch.hpp"
#include "tools/swarmsim/parallel.hpp"

namespace swarmsim::parallel_test {

namespace {

/// Counts how often each index is worked, and which thread looks.
class Counting : public ParallelWork {
 public:
  explicit Counting(std::size_t count) : times(count) {}
  void work(std::size_t index) override { ++times[index]; }
  void look(std::size_t done) override {
    looked_at = done;
    looked_here = std::this_thread::get_id() == home;
  }

  std::vector<std::atomic<int>> times;
  std::size_t looked_at = 0;
  bool looked_here = false;
  std::thread::id home = std::this_thread::get_id();
};

/// Fails at every index from 5 on; the later, the sooner.
class Failing final : public Counting {
 public:
  using Counting::Counting;
  void work(std::size_t index) override {
    Counting::work(index);
    if (index < 5) return;
    if (index == 5) std::this_thread::sleep_for(std::chrono::milliseconds(30));
    throw std::runtime_error(std::to_string(index));
  }
};

class Sated final : public Counting {
 public:
  using Counting::Counting;
  bool wants_more() const override { return times[2] == 0; }
};

}  // namespace

TEST_CASE("every index is worked exactly once, and the calling thread looks on", "[program]") {
  const auto threads = GENERATE(as<std::size_t>{}, 1, 2, 7);
  Counting work(500);
  CHECK(work_parallel(work, 500, threads) == 500);
  for (const auto& times : work.times) CHECK(times == 1);
  CHECK(work.looked_at == 500);
  CHECK(work.looked_here);
  CHECK(work_parallel(work, 0, threads) == 0);
}

TEST_CASE("the failure of the lowest index is thrown, and no index is begun after it", "[program]") {
  const auto threads = GENERATE(as<std::size_t>{}, 1, 2, 7);
  Failing work(500);
  CHECK_THROWS_WITH(work_parallel(work, 500, threads), "5");
  for (std::size_t i = 0; i <= 5; ++i) CHECK(work.times[i] == 1);
  CHECK(work.times[499] == 0);
}

TEST_CASE("work that has had enough is given nothing more", "[program]") {
  Sated work(500);
  CHECK(work_parallel(work, 500, 1) == 3);
  CHECK(work.times[3] == 0);
}

TEST_CASE("there are no more threads than work, and at least one", "[program]") {
  CHECK(threads_for(100, 3) == 3);
  CHECK(threads_for(2, 3) == 2);
  CHECK(threads_for(0, 3) == 1);
  CHECK(threads_for(1) == 1);
  CHECK(threads_for(100'000) >= 1);
}

}  // namespace swarmsim::parallel_test
