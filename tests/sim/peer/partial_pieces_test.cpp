#include "sim/peer/partial_pieces.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "core/base/check.hpp"
#include "core/base/rng.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/torrent_rig.hpp"

namespace swarmsim::partial_pieces_test {
namespace {

using Slot = PartialPieces::Slot;

/// Five pieces of three blocks, the last one of two, its last block shorter.
constexpr Geometry cut{4 * 48 + 20, 48, 16};

std::optional<BlockIndex> take(PartialPieces& partials, std::string_view theirs, Slot slot) {
  return partials.take(bitfield_of(theirs).words(), slot);
}

TEST_CASE("blocks are taken piece by piece, in the order of beginning", "[partials]") {
  PartialPieces partials(cut);
  CHECK(partials.none_free());
  CHECK_FALSE(take(partials, "xxxxx", 1));
  partials.begin(3);
  partials.begin(1);
  CHECK(take(partials, "xxxxx", 1) == 9U);
  CHECK(take(partials, ".x...", 2) == 3U);  // who lacks the first of them serves the next
  CHECK_FALSE(take(partials, "x.x.x", 2));
  CHECK(take(partials, "xxxxx", 2) == 10U);
  CHECK(take(partials, "xxxxx", 1) == 11U);
  CHECK(take(partials, "xxxxx", 1) == 4U);
  CHECK_FALSE(partials.none_free());
  CHECK(take(partials, "xxxxx", 1) == 5U);
  CHECK(partials.none_free());
  CHECK_FALSE(take(partials, "xxxxx", 1));
  CHECK(partials.size() == 2);
  CHECK(picture_of(partials.begun().words(), 5) == ".x.x.");
}

TEST_CASE("a block knows who was asked for it, until it is there", "[partials]") {
  PartialPieces partials(cut);
  CHECK(partials.holder(7) == PartialPieces::nobody);
  partials.begin(2);
  CHECK(partials.holder(7) == PartialPieces::nobody);
  CHECK(take(partials, "xxxxx", 4) == 6U);
  CHECK(take(partials, "xxxxx", 5) == 7U);
  CHECK(partials.holder(7) == 5);
  partials.reassign(7, 8);
  CHECK(partials.holder(7) == 8);
  partials.release(6);
  CHECK(partials.holder(6) == PartialPieces::nobody);
  CHECK_FALSE(partials.receive(7));
  CHECK(partials.holder(7) == PartialPieces::received);
  CHECK(take(partials, "xxxxx", 9) == 6U);  // what was released is first again
  CHECK(take(partials, "xxxxx", 9) == 8U);
  CHECK_FALSE(partials.receive(8));
  CHECK(partials.receive(6));
}

TEST_CASE("what is kept for a neighbour is nobody else's, and asked for in its order", "[partials]") {
  PartialPieces partials(cut);
  partials.begin(2);
  CHECK(take(partials, "xxxxx", 4) == 6U);
  partials.keep(2, 5);
  partials.begin(0);
  partials.keep(0, 5);
  CHECK(partials.none_free());
  CHECK_FALSE(take(partials, "xxxxx", 6));
  CHECK(partials.holder(7) == 5);
  CHECK(partials.is_kept(7));
  CHECK_FALSE(partials.is_kept(6));
  CHECK_FALSE(partials.first_kept(4));
  const auto asked = partials.asked_now(partials.partials()[0], 5);
  CHECK((asked.of_slot && asked.of_others));

  CHECK(partials.take_kept(5) == 7U);
  CHECK_FALSE(partials.is_kept(7));
  CHECK(partials.holder(7) == 5);
  partials.reassign(8, 9);  // whoever takes over was asked
  CHECK_FALSE(partials.is_kept(8));
  partials.release(0);
  CHECK(take(partials, "xxxxx", 6) == 0U);
  CHECK(partials.take_kept(5) == 1U);
  CHECK(partials.first_kept(5) == 2U);
  partials.drop(0);
  CHECK_FALSE(partials.first_kept(5));
}

TEST_CASE("a block may arrive that nobody was asked for", "[partials]") {
  PartialPieces partials(cut);
  partials.begin(0);
  CHECK_FALSE(partials.receive(1));
  CHECK(take(partials, "xxxxx", 1) == 0U);
  CHECK(take(partials, "xxxxx", 1) == 2U);
  CHECK(partials.none_free());
}

TEST_CASE("the last piece has fewer blocks", "[partials]") {
  PartialPieces partials(cut);
  partials.begin(4);
  CHECK(take(partials, "xxxxx", 1) == 12U);
  CHECK(take(partials, "xxxxx", 1) == 13U);
  CHECK_FALSE(take(partials, "xxxxx", 1));
  CHECK_FALSE(partials.receive(12));
  CHECK(partials.receive(13));
}

TEST_CASE("a dropped piece leaves nothing behind for the next that takes its place", "[partials]") {
  PartialPieces partials(cut);
  partials.begin(0);
  partials.begin(1);
  take(partials, "xxxxx", 1);
  partials.receive(1);
  partials.drop(0);
  CHECK(partials.size() == 1);
  CHECK_FALSE(partials.begun().test(0));
  CHECK(partials.holder(0) == PartialPieces::nobody);
  partials.begin(2);
  for (const BlockIndex block : {6U, 7U, 8U}) CHECK(partials.holder(block) == PartialPieces::nobody);
  for (const BlockIndex block : {3U, 4U, 5U, 6U, 7U, 8U}) CHECK(take(partials, "xxxxx", 1) == block);
  CHECK(partials.none_free());
  partials.drop(1);
  partials.drop(2);
  CHECK(partials.none_free());
  CHECK(partials.size() == 0);
}

TEST_CASE("what contradicts itself is an InvariantError", "[partials]") {
  PartialPieces partials(cut);
  partials.begin(0);
  CHECK_THROWS_AS(partials.begin(0), InvariantError);
  CHECK_THROWS_AS(partials.drop(1), InvariantError);
  CHECK_THROWS_AS(partials.release(0), InvariantError);
  CHECK_THROWS_AS(partials.reassign(0, 1), InvariantError);
  CHECK_THROWS_AS(partials.receive(3), InvariantError);
  partials.receive(0);
  CHECK_THROWS_AS(partials.receive(0), InvariantError);
  CHECK_THROWS_AS(partials.release(0), InvariantError);
  CHECK_THROWS_AS(partials.reassign(0, 1), InvariantError);
}

/// The same, said as simply as can be.
struct Model {
  std::vector<PieceIndex> order;
  std::map<BlockIndex, Slot> holders;

  void begin(PieceIndex piece) {
    order.push_back(piece);
    for (std::uint32_t i = 0; i < cut.blocks_in(piece); ++i) {
      holders[cut.first_block(piece) + i] = PartialPieces::nobody;
    }
  }
  void drop(PieceIndex piece) {
    std::erase(order, piece);
    std::erase_if(holders, [&](const auto& entry) { return cut.piece_of(entry.first) == piece; });
  }
  std::optional<BlockIndex> take(const Bitfield& theirs, Slot slot) {
    for (const PieceIndex piece : order) {
      for (auto& [block, holder] : holders) {
        if (cut.piece_of(block) != piece || !theirs.test(piece) || holder != PartialPieces::nobody) continue;
        holder = slot;
        return block;
      }
    }
    return std::nullopt;
  }
  bool begun(PieceIndex piece) const { return std::ranges::count(order, piece) != 0; }
  bool complete(PieceIndex piece) const {
    return std::ranges::all_of(holders, [&](const auto& entry) {
      return cut.piece_of(entry.first) != piece || entry.second == PartialPieces::received;
    });
  }
};

void expect_equal(const PartialPieces& partials, const Model& model) {
  REQUIRE(partials.size() == model.order.size());
  bool none_free = true;
  std::vector<std::pair<BlockIndex, Slot>> requested;
  for (const PieceIndex piece : model.order) {
    for (const auto& [block, holder] : model.holders) {
      if (cut.piece_of(block) != piece) continue;
      none_free = none_free && holder != PartialPieces::nobody;
      if (holder < PartialPieces::received) requested.emplace_back(block, holder);
    }
  }
  REQUIRE(partials.none_free() == none_free);
  std::vector<std::pair<BlockIndex, Slot>> found;
  partials.for_each_requested([&](BlockIndex block, Slot slot) { found.emplace_back(block, slot); });
  REQUIRE(found == requested);
  for (BlockIndex block = 0; block < cut.blocks_total(); ++block) {
    const auto entry = model.holders.find(block);
    REQUIRE(partials.holder(block) == (entry == model.holders.end() ? PartialPieces::nobody : entry->second));
  }
  for (PieceIndex piece = 0; piece < cut.pieces(); ++piece) {
    REQUIRE(partials.begun().test(piece) == model.begun(piece));
  }
}

TEST_CASE("random operations on partial pieces agree with a naive model", "[partials]") {
  PartialPieces partials(cut);
  Model model;
  Rng luck(4, "partials-test", "random");
  for (int step = 0; step < 20'000; ++step) {
    CAPTURE(step);
    const auto piece = static_cast<PieceIndex>(luck.below(cut.pieces()));
    const auto block = static_cast<BlockIndex>(luck.below(cut.blocks_total()));
    const auto slot = static_cast<Slot>(luck.below(6));
    const std::uint64_t action = luck.below(12);
    const bool known = model.holders.contains(block);
    const Slot holder = known ? model.holders[block] : PartialPieces::nobody;
    if (action == 0 && !model.begun(piece)) {
      partials.begin(piece);
      model.begin(piece);
    } else if (action == 1 && model.begun(piece)) {
      partials.drop(piece);
      model.drop(piece);
    } else if (action < 6) {
      Bitfield theirs(cut.pieces());
      for (PieceIndex p = 0; p < cut.pieces(); ++p) {
        if (luck.below(3) != 0) theirs.set(p);
      }
      REQUIRE(partials.take(theirs.words(), slot) == model.take(theirs, slot));
    } else if (action < 8 && known && holder != PartialPieces::received) {
      model.holders[block] = PartialPieces::received;
      REQUIRE(partials.receive(block) == model.complete(cut.piece_of(block)));
    } else if (action < 10 && holder < PartialPieces::received) {
      partials.release(block);
      model.holders[block] = PartialPieces::nobody;
    } else if (action < 12 && holder < PartialPieces::received) {
      partials.reassign(block, slot);
      model.holders[block] = slot;
    }
    expect_equal(partials, model);
  }
}

}  // namespace
}  // namespace swarmsim::partial_pieces_test
