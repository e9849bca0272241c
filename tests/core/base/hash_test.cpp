#include "core/base/hash.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "tests/support/catch.hpp"

namespace swarmsim::hash_test {

TEST_CASE("digests are those of XXH3", "[hash]") {
  // The empty inputs' are in xxHash's own test vectors.
  CHECK(hash64("") == 0x2d06800538d394c2);
  CHECK(to_hex(hash128({})) == "99aa06d3014798d86001c324468d497f");
  CHECK(hash64("swarmsim") == 0x2df7f5a0d0654e01);
  CHECK(hash64("swarmsim", 1) == 0x4c9928bbc9b8f065);
  constexpr std::array bytes{std::byte{0}, std::byte{1}, std::byte{2}};
  CHECK(to_hex(hash128(bytes)) == "e3b55f57945a17cf5f4299fc161c9cbb");
}

TEST_CASE("a digest is written as 32 hexadecimal digits, high half first", "[hash]") {
  CHECK(to_hex({.low = 0xab, .high = 1}) == "000000000000000100000000000000ab");
}

TEST_CASE("sums of digests carry from the low half into the high one", "[hash]") {
  constexpr std::uint64_t ones = std::numeric_limits<std::uint64_t>::max();
  Digest128 sum{.low = ones, .high = 4};
  sum += {.low = 1, .high = 2};
  CHECK(sum == Digest128{.low = 0, .high = 7});
  sum = {.low = ones, .high = ones};
  sum += {.low = 2, .high = 0};
  CHECK(sum == Digest128{.low = 1, .high = 0});
  sum = {.low = 3, .high = 0};
  sum += {.low = 4, .high = 0};
  CHECK(sum == Digest128{.low = 7, .high = 0});
}

TEST_CASE("sums of digests do not depend on the order", "[hash]") {
  constexpr std::array one{std::byte{1}};
  constexpr std::array two{std::byte{2}};
  constexpr std::array three{std::byte{3}};
  Digest128 forwards = hash128(one);
  forwards += hash128(two);
  forwards += hash128(three);
  Digest128 backwards = hash128(three);
  backwards += hash128(two);
  backwards += hash128(one);
  CHECK(forwards == backwards);
  CHECK(forwards != hash128(one));
}

}  // namespace swarmsim::hash_test
