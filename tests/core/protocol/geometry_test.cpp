#include "core/protocol/geometry.hpp"

#include <cstdint>

#include "tests/support/catch.hpp"

namespace swarmsim::geometry_test {

TEST_CASE("the last piece and the last block are shorter when the size demands it", "[protocol]") {
  // Two whole pieces of four blocks, then one block and 100 bytes.
  constexpr Geometry geometry{.size = 2 * 65'536 + 16'384 + 100, .piece_size = 65'536};
  CHECK(geometry.pieces() == 3);
  CHECK(geometry.blocks_per_piece() == 4);
  CHECK(geometry.piece_bytes(0) == 65'536);
  CHECK(geometry.piece_bytes(2) == 16'484);
  CHECK(geometry.blocks_in(1) == 4);
  CHECK(geometry.blocks_in(2) == 2);
  CHECK(geometry.blocks_total() == 10);
  CHECK(geometry.block_bytes(7) == 16'384);
  CHECK(geometry.block_bytes(8) == 16'384);
  CHECK(geometry.block_bytes(9) == 100);
  CHECK(geometry.block_offset(9) == 2 * 65'536 + 16'384);
}

TEST_CASE("a block knows its piece and its place in it", "[protocol]") {
  constexpr Geometry geometry{.size = 8 << 20, .piece_size = 256 << 10};
  CHECK(geometry.pieces() == 32);
  CHECK(geometry.blocks_total() == 512);
  CHECK(geometry.first_block(3) == 48);
  CHECK(geometry.piece_of(47) == 2);
  CHECK(geometry.in_piece(47) == 15);
  CHECK(geometry.piece_of(48) == 3);
  CHECK(geometry.in_piece(48) == 0);
  CHECK(geometry.block_offset(48) == 3 * 256 * 1'024);
}

TEST_CASE("the pieces, and the blocks of each piece, lie end to end and make up the size", "[protocol]") {
  const auto geometry = GENERATE(values<Geometry>({
      {.size = 1, .piece_size = 16'384},                         // one byte
      {.size = 16'384, .piece_size = 16'384},                    // one block exactly
      {.size = 16'385, .piece_size = 16'384},                    // one byte more
      {.size = 65'536, .piece_size = 65'536},                    // one piece exactly
      {.size = 1'000'000, .piece_size = 262'144},
      {.size = 1'048'576, .piece_size = 262'144},
      {.size = 5'000'000'007, .piece_size = 4'194'304},          // beyond 4 GiB
      {.size = 3'000'000, .piece_size = 1'048'576, .block_size = 262'144},
      {.size = 100'000, .piece_size = 40'000},                   // the last block of every piece is shorter
  }));
  CAPTURE(geometry.size, geometry.piece_size, geometry.block_size);
  std::int64_t offset = 0;
  BlockIndex block = 0;
  for (PieceIndex piece = 0; piece < geometry.pieces(); ++piece) {
    REQUIRE(geometry.first_block(piece) == block);
    std::uint32_t bytes = 0;
    for (std::uint32_t i = 0; i < geometry.blocks_in(piece); ++i, ++block) {
      REQUIRE(geometry.piece_of(block) == piece);
      REQUIRE(geometry.in_piece(block) == i);
      REQUIRE(geometry.block_offset(block) == offset + bytes);
      REQUIRE(geometry.block_at(offset + bytes) == block);
      REQUIRE(geometry.block_at(offset + bytes + geometry.block_bytes(block) - 1) == block);
      REQUIRE(geometry.piece_at(offset + bytes) == piece);
      REQUIRE(geometry.block_bytes(block) > 0);
      REQUIRE(geometry.block_bytes(block) <= geometry.block_size);
      bytes += geometry.block_bytes(block);
    }
    REQUIRE(bytes == geometry.piece_bytes(piece));
    offset += bytes;
  }
  CHECK(block == geometry.blocks_total());
  CHECK(offset == geometry.size);
}

}  // namespace swarmsim::geometry_test
