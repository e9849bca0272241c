#include "sim/peer/libtorrent_picker.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/torrent_rig.hpp"

namespace swarmsim::libtorrent_picker_test {
namespace {

constexpr PartialPieces::Slot us = 1;
constexpr PartialPieces::Slot other = 2;
constexpr std::uint32_t blocks = 8;

/// One character per piece: 'x' is there, '.' untouched, 'b' begun, with a block that came and no more asked
/// for; a digit is begun, with so many blocks asked of another neighbour.
struct Begun {
  explicit Begun(std::string_view picture)
      : mine(bitfield_of(std::string(picture.size(), '.'))),
        theirs(bitfield_of(std::string(picture.size(), 'x'))),
        availability(picture.size(), 1),
        partials(Geometry{static_cast<std::int64_t>(picture.size()) * blocks, blocks, 1}) {
    for (PieceIndex piece = 0; piece < picture.size(); ++piece) {
      const char state = picture[piece];
      if (state == 'x') mine.set(piece);
      if (state != 'b' && (state < '1' || state > '9')) continue;
      partials.begin(piece);
      if (state == 'b') partials.receive(partials.take_from(piece, other));
      for (char asked = '0'; state != 'b' && asked < state; ++asked) partials.take_from(piece, other);
    }
  }

  PieceIndex pick(bool whole_pieces, std::uint32_t neighbours = 9) {
    const auto piece = LibtorrentPicker().pick({.theirs = theirs.words(),
                                                .settled = mine,
                                                .begun = partials.begun(),
                                                .availability = availability,
                                                .held = mine.count(),
                                                .partials = partials,
                                                .slot = us,
                                                .neighbours = neighbours,
                                                .whole_pieces = whole_pieces},
                                               rng);
    REQUIRE(piece.has_value());
    return *piece;
  }

  Bitfield mine;
  Bitfield theirs;
  std::vector<std::uint16_t> availability;
  PartialPieces partials;
  Rng rng{7, "libtorrent-picker-test", "begun"};
};

}  // namespace

TEST_CASE("at first begun pieces come before new ones, the lowest first", "[picker]") {
  CHECK(Begun("...2..b.").pick(false) == 3);
  CHECK(Begun("..b2....").pick(false) == 2);
}

TEST_CASE("who gets whole pieces takes one for itself, and shares one rather than begin another",
          "[picker]") {
  CHECK(Begun("...2..b.").pick(true) == 6);
  for (int i = 0; i < 20; ++i) CHECK(Begun("xxx.2...").pick(true) == 4);
}

TEST_CASE("later on who gets whole pieces shares none while there are new ones", "[picker]") {
  CHECK(Begun("xxxx.2..").pick(true) != 5);
  CHECK(Begun("xxxxx2xx").pick(true) == 5);
}

TEST_CASE("when too many are begun the one nearest to whole comes first", "[picker]") {
  Begun scene("xxxx137..");
  CHECK(scene.pick(false, 1) == 6);
  scene.availability[4] = 0;
  CHECK(scene.pick(false, 1) == 4);  // but the rarest before it
}

}  // namespace swarmsim::libtorrent_picker_test
