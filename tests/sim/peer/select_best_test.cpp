#include "sim/peer/select_best.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "core/base/rng.hpp"
#include "tests/support/catch.hpp"

namespace swarmsim::select_best_test {

namespace {

std::vector<std::uint32_t> shuffled(std::uint32_t size, Rng& rng) {
  std::vector<std::uint32_t> all(size);
  std::iota(all.begin(), all.end(), 0U);
  for (std::uint32_t i = size; i > 1; --i) std::swap(all[i - 1], all[rng.below(i)]);
  return all;
}

bool is_less(std::uint32_t a, std::uint32_t b) { return a < b; }

}  // namespace

TEST_CASE("the best stand in front, and nobody is lost", "[choker]") {
  Rng rng{7, "select-best-test", "sizes"};
  for (std::uint32_t size = 0; size < 60; ++size) {
    for (std::uint32_t count = 0; count <= size; ++count) {
      std::vector<std::uint32_t> all = shuffled(size, rng);
      select_best(all, count, is_less);
      const auto end = all.begin() + count;
      REQUIRE(std::all_of(all.begin(), end, [&](std::uint32_t one) { return one < count; }));
      std::sort(all.begin(), all.end());
      REQUIRE(std::adjacent_find(all.begin(), all.end()) == all.end());
    }
  }
}

TEST_CASE("the order of the selected is that of libstdc++", "[choker]") {
  std::vector<std::uint32_t> all{13, 4, 18, 0, 9, 15, 2, 11, 7, 19, 5, 16, 1, 12, 8, 3, 17, 10, 6, 14};
  select_best(all, 8, is_less);
  // What nth_element of libstdc++ 12 makes of it.
  CHECK(all ==
        std::vector<std::uint32_t>{5, 4, 3, 0, 1, 2, 7, 6, 8, 9, 10, 11, 12, 15, 16, 18, 17, 13, 19, 14});
}

}  // namespace swarmsim::select_best_test
