#include "core/base/pool.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/base/rng.hpp"
#include "tests/support/catch.hpp"

namespace swarmsim::pool_test {
namespace {

struct Item {
  std::uint32_t value = 0;
  std::uint32_t next = no_index;
};

}  // namespace

TEST_CASE("a pool hands out each slot once until it is given back, and then that one first", "[pool]") {
  Pool<Item> pool;
  const std::uint32_t a = pool.take({.value = 1});
  const std::uint32_t b = pool.take({.value = 2});
  const std::uint32_t c = pool.take({.value = 3});
  CHECK(a != b);
  CHECK(b != c);
  CHECK(pool.live() == 3);
  pool.give_back(a);
  pool.give_back(c);
  CHECK(pool.live() == 1);
  CHECK(pool.take({.value = 4}) == c);
  CHECK(pool.take({.value = 5}) == a);
  CHECK(pool.capacity() == 3);
  CHECK(pool[a].value == 5);
  CHECK(pool[b].value == 2);
  CHECK(pool[c].value == 4);
}

TEST_CASE("an empty pool takes nothing back", "[pool]") {
  Pool<Item> pool;
  const std::uint32_t slot = pool.take({.value = 1});
  pool.give_back(slot);
  CHECK_THROWS_AS(pool.give_back(slot), InvariantError);
}

TEST_CASE("a copy of a pool keeps its slots and goes its own way", "[pool]") {
  Pool<Item> pool;
  const std::uint32_t kept = pool.take({.value = 1});
  const std::uint32_t freed = pool.take({.value = 2});
  pool.give_back(freed);
  Pool<Item> copy = pool;
  CHECK(copy.take({.value = 3}) == freed);
  copy[kept].value = 9;
  CHECK(pool[kept].value == 1);
  CHECK(pool.live() == 1);
  CHECK(copy.live() == 2);
}

TEST_CASE("a pool keeps every live value over random takes and returns", "[pool]") {
  Rng rng(1, "pool-test", "");
  Pool<Item> pool;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> live;  // slot, value
  std::size_t peak = 0;
  for (std::uint32_t step = 0; step < 5'000; ++step) {
    if (live.empty() || rng.below(100) < 52) {
      const std::uint32_t slot = pool.take({.value = step});
      live.emplace_back(slot, step);
    } else {
      const auto victim = static_cast<std::size_t>(rng.below(live.size()));
      pool.give_back(live[victim].first);
      live[victim] = live.back();
      live.pop_back();
    }
    peak = live.size() > peak ? live.size() : peak;
    REQUIRE(pool.live() == live.size());
  }
  for (const auto& [slot, value] : live) REQUIRE(pool[slot].value == value);
  CHECK(pool.capacity() == peak);
}

}  // namespace swarmsim::pool_test
