#include "sim/model/wanted_pieces.hpp"

#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace swarmsim::wanted_pieces_test {

namespace {

/// Pieces of 10 bytes: "a" has bytes 0 to 14, "b" none, "c" 15 to 19, padding up to 29, "d" 30 to 43.
const std::vector<ContentFile> files{
    {{"a"}, 15}, {{"b"}, 0}, {{"c"}, 5}, {{"pad"}, 10, {}, true}, {{"d"}, 14}};
constexpr Geometry geometry{44, 10, 10};

std::string pieces_without(std::vector<std::uint32_t> unwanted) {
  const Bitfield pieces = wanted_pieces(geometry, files, unwanted);
  std::string text;
  for (PieceIndex piece = 0; piece < pieces.size(); ++piece) text += pieces.test(piece) ? '1' : '0';
  return text;
}

}  // namespace

TEST_CASE("who wants some of the files needs every piece that holds a byte of them", "[wanted]") {
  CHECK(pieces_without({}) == "11111");
  CHECK(pieces_without({0}) == "01011");  // the end of a shares a piece with c
  CHECK(pieces_without({2}) == "11011");  // c lies in the last piece of a
  CHECK(pieces_without({4}) == "11000");  // padding is wanted by nobody
  CHECK(pieces_without({0, 2}) == "00011");
  CHECK(pieces_without({0, 2, 4}) == "00000");  // an empty file needs none
  CHECK(pieces_without({1}) == "11011");
}

TEST_CASE("bytes and blocks of a set of pieces count a short last piece as it is", "[wanted]") {
  const Geometry odd{45, 20, 10};
  Bitfield pieces(odd.pieces());
  pieces.set(0);
  CHECK(odd.bytes_of(pieces) == 20);
  CHECK(odd.blocks_of(pieces) == 2);
  pieces.set(2);
  CHECK(odd.bytes_of(pieces) == 25);
  CHECK(odd.blocks_of(pieces) == 3);
}

}  // namespace swarmsim::wanted_pieces_test
