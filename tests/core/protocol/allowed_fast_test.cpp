#include <algorithm>
#include <vector>

#include "core/protocol/allowed_fast.hpp"
#include "tests/support/catch.hpp"

namespace swarmsim::allowed_fast_test {

namespace {
InfoHash all_aa() {
  InfoHash hash;
  hash.fill(std::byte{0xAA});
  return hash;
}
constexpr std::uint32_t masked = (80U << 24) | (4U << 16) | (4U << 8);  // 80.4.4.200 without its last byte
}  // namespace

TEST_CASE("the allowed fast set is that of BEP 6's vectors", "[protocol]") {
  const std::vector<PieceIndex> seven{1059, 431, 808, 1217, 287, 376, 1188};
  CHECK(allowed_fast_set(masked, all_aa(), 1313, 7) == seven);
  const std::vector<PieceIndex> nine{1059, 431, 808, 1217, 287, 376, 1188, 353, 508};
  CHECK(allowed_fast_set(masked, all_aa(), 1313, 9) == nine);
}

TEST_CASE("a set of no fewer pieces than there are is all of them", "[protocol]") {
  CHECK(allowed_fast_set(masked, all_aa(), 3, 3) == std::vector<PieceIndex>{0, 1, 2});
  CHECK(allowed_fast_set(masked, all_aa(), 3, 10) == std::vector<PieceIndex>{0, 1, 2});
  CHECK(allowed_fast_set(masked, all_aa(), 3, 0).empty());
}

TEST_CASE("no piece is in an allowed fast set twice", "[protocol]") {
  std::vector<PieceIndex> set = allowed_fast_set(masked, all_aa(), 12, 11);
  std::sort(set.begin(), set.end());
  CHECK(set.size() == 11);
  CHECK(std::adjacent_find(set.begin(), set.end()) == set.end());
}

}  // namespace swarmsim::allowed_fast_test
