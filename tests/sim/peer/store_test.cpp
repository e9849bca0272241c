#include "sim/peer/store.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "tests/support/catch.hpp"

namespace swarmsim::store_test {
namespace {

/// Three pieces of two blocks; the last piece has one block and four bytes.
ContentInfo some_content() { return make_content({"file", {2 * 32 + 20, 32, 16}, DataKind::seeded}, 1); }

std::vector<std::byte> original(const ContentInfo& content, BlockIndex block) {
  std::vector<std::byte> bytes(content.geometry.block_bytes(block));
  read_original(content, content.geometry.block_offset(block), bytes);
  return bytes;
}

Store full_store(const ContentInfo& content) {
  Store store;
  for (BlockIndex block = 0; block < content.geometry.blocks_total(); ++block) {
    store.write(content, block, original(content, block));
  }
  return store;
}

TEST_CASE("what is written is read, and complete pieces verify", "[store]") {
  const ContentInfo content = some_content();
  const Store store = full_store(content);
  for (BlockIndex block = 0; block < content.geometry.blocks_total(); ++block) {
    std::vector<std::byte> bytes(content.geometry.block_bytes(block));
    store.read(content, block, bytes);
    CHECK(bytes == original(content, block));
  }
  for (PieceIndex piece = 0; piece < 3; ++piece) CHECK(store.verify(content, piece));
  CHECK(store.equals_original(content));
}

TEST_CASE("the original equals what was transferred", "[store]") {
  const ContentInfo content = some_content();
  Store store;
  CHECK_FALSE(store.equals_original(content));
  for (PieceIndex piece = 0; piece < 3; ++piece) {
    CHECK_FALSE(store.verify(content, piece));
    store.put_original(content, piece);
    CHECK(store.verify(content, piece));
    CHECK(store.equals_original(content) == (piece == 2));
  }
}

TEST_CASE("one flipped byte anywhere is found", "[store]") {
  const ContentInfo content = some_content();
  const auto at = GENERATE(0U, 15U, 16U, 31U, 32U, 64U, 83U);
  const BlockIndex block = at / 16;
  Store store = full_store(content);
  std::vector<std::byte> bytes = original(content, block);
  bytes[at % 16] ^= std::byte{0x80};
  store.write(content, block, bytes);
  for (PieceIndex piece = 0; piece < 3; ++piece) CHECK(store.verify(content, piece) == (piece != at / 32));
  CHECK_FALSE(store.equals_original(content));
}

TEST_CASE("a missing or forgotten piece is not the original", "[store]") {
  const ContentInfo content = some_content();
  Store store = full_store(content);
  store.forget(1);
  CHECK_FALSE(store.verify(content, 1));
  CHECK_FALSE(store.equals_original(content));
  store.put_original(content, 1);
  CHECK(store.equals_original(content));
}

TEST_CASE("bytes are written and read from any place, across pieces", "[store]") {
  const ContentInfo content = some_content();
  std::vector<std::byte> original(static_cast<std::size_t>(content.geometry.size));
  read_original(content, 0, original);
  const auto step = GENERATE(std::size_t{1}, std::size_t{7}, std::size_t{33}, std::size_t{84});
  Store store;
  for (std::size_t at = 0; at < original.size(); at += step) {
    const auto bytes = std::span(original).subspan(at, std::min(step, original.size() - at));
    store.write_at(content, static_cast<std::int64_t>(at), bytes);
  }
  CHECK(store.equals_original(content));
  for (std::size_t at = 0; at < original.size(); at += step) {
    std::vector<std::byte> bytes(std::min(step, original.size() - at));
    store.read_at(content, static_cast<std::int64_t>(at), bytes);
    CHECK(std::ranges::equal(bytes, std::span(original).subspan(at, bytes.size())));
  }
  store.forget(1);
  std::vector<std::byte> bytes(8);
  CHECK_THROWS_AS(store.read_at(content, 28, bytes), InvariantError);
  CHECK_THROWS_AS(store.write_at(content, 77, bytes), InvariantError);
}

TEST_CASE("nothing is read that was never written, nothing written outside", "[store]") {
  const ContentInfo content = some_content();
  Store store;
  std::vector<std::byte> bytes(16);
  CHECK_THROWS_AS(store.read(content, 0, bytes), InvariantError);
  store.write(content, 0, bytes);
  CHECK_THROWS_AS(store.read(content, 2, bytes), InvariantError);
  CHECK_THROWS_AS(store.write(content, 5, bytes), InvariantError);  // the last block has 4 bytes
}

}  // namespace
}  // namespace swarmsim::store_test
