#include "sim/model/content.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "sim/model/payload.hpp"
#include "tests/support/catch.hpp"

namespace swarmsim::content_test {
namespace {

/// Three pieces; the last one has 20 bytes.
constexpr Geometry cut{2 * 32 + 20, 32, 16};

std::vector<std::byte> bytes_of(const ContentInfo& content, std::int64_t offset, std::size_t size) {
  std::vector<std::byte> bytes(size);
  read_original(content, offset, bytes);
  return bytes;
}

TEST_CASE("seeded bytes are a function of seed, name and offset", "[content]") {
  const ContentInfo content = make_content({"file", cut, DataKind::seeded}, 1);
  const ContentInfo again = make_content({"file", {1'000, 64, 16}, DataKind::seeded}, 1);
  const std::vector<std::byte> bytes = bytes_of(content, 0, 84);
  CHECK(bytes_of(again, 0, 84) == bytes);  // the cut does not matter
  CHECK(bytes_of(make_content({"file", cut, DataKind::seeded}, 2), 0, 84) != bytes);
  CHECK(bytes_of(make_content({"File", cut, DataKind::seeded}, 1), 0, 84) != bytes);
  for (const std::int64_t offset : {1, 7, 8, 13, 32, 64, 80}) {
    CAPTURE(offset);
    CHECK(std::ranges::equal(bytes_of(content, offset, static_cast<std::size_t>(84 - offset)),
                             std::span(bytes).subspan(static_cast<std::size_t>(offset))));
  }
}

TEST_CASE("seeded bytes look like chance", "[content]") {
  const ContentInfo content = make_content({"file", cut, DataKind::seeded}, 1);
  std::vector<double> counts(256);
  for (const std::byte byte : bytes_of(content, 0, 256'000)) ++counts[static_cast<std::size_t>(byte)];
  double chi_square = 0;
  for (const double count : counts) chi_square += (count - 1'000) * (count - 1'000) / 1'000;
  CHECK(chi_square > 175);  // 255 degrees of freedom, p = 0.0001 on either side
  CHECK(chi_square < 347);
}

TEST_CASE("every piece has the digest of its bytes", "[content]") {
  const ContentInfo content = make_content({"file", cut, DataKind::seeded}, 1);
  REQUIRE(content.carries_data);
  REQUIRE(content.piece_digests.size() == 3);
  CHECK(content.piece_digests[0] == hash128(bytes_of(content, 0, 32)));
  CHECK(content.piece_digests[1] == hash128(bytes_of(content, 32, 32)));
  CHECK(content.piece_digests[2] == hash128(bytes_of(content, 64, 20)));
  CHECK_FALSE(content.piece_digests[0] == content.piece_digests[1]);
}

TEST_CASE("content without data has no digests", "[content]") {
  const ContentInfo content = make_content({"file", cut, DataKind::none}, 1);
  CHECK(content.name == "file");
  CHECK(content.geometry.pieces() == 3);
  CHECK_FALSE(content.carries_data);
  CHECK(content.piece_digests.empty());
}

TEST_CASE("payload slots are used again, and counted", "[content]") {
  PayloadPool payloads;
  const std::uint32_t one = payloads.take(16);
  const std::uint32_t two = payloads.take(4);
  CHECK(one != two);
  CHECK(payloads.live() == 2);
  CHECK(payloads.bytes(two).size() == 4);
  payloads.give_back(one);
  payloads.give_back(no_payload);
  CHECK(payloads.live() == 1);
  CHECK(payloads.take(8) == one);
  CHECK(payloads.bytes(one).size() == 8);
  payloads.give_back(one);
  payloads.give_back(two);
  CHECK(payloads.live() == 0);
  CHECK_THROWS_AS(payloads.give_back(two), InvariantError);
}

}  // namespace
}  // namespace swarmsim::content_test
