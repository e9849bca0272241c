// Piece pickers over views as a swarm has them: 40 neighbours, every progress from a twentieth to all but
// one.
//
// Torrents are asked in turn, as the peers of a run are: one alone stays in the caches, two thousand do not.
// Each is at a progress of its own; its neighbours have random pieces, and a few pieces are begun with some
// of their blocks asked of one neighbour or another. A pick changes nothing, so every round asks the same.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/check.hpp"
#include "sim/peer/packed_pieces.hpp"
#include "sim/peer/partial_pieces.hpp"
#include "sim/peer/registry.hpp"
#include "tests/bench/bench.hpp"

namespace swarmsim {
namespace {

constexpr std::uint16_t neighbours = 40;
constexpr std::uint32_t piece_bytes = 262'144;
constexpr std::uint32_t begun_pieces = 6;

/// What one torrent knows.
struct Knowledge {
  Knowledge(std::uint32_t pieces, std::uint32_t number)
      : mine(pieces),
        theirs(pieces),
        partials(Geometry{.size = std::int64_t{pieces} * piece_bytes, .piece_size = piece_bytes}),
        rng(Rng(1, "pick", "torrents").fork(number)) {
    const std::uint32_t share = 5 + number * 37 % 95;  // 5 to 99 %, neighbouring torrents far apart
    for (PieceIndex piece = 0; piece < pieces; ++piece) {
      if (rng.below(100) < share) mine.set(piece);
    }
    for (std::uint16_t slot = 0; slot < neighbours; ++slot) {
      theirs.open(slot);
      const std::uint64_t their_share = 5 + rng.below(95);
      for (PieceIndex piece = 0; piece < pieces; ++piece) {
        if (rng.below(100) < their_share) theirs.add(slot, piece, mine.test(piece));
      }
    }
    begin_some(pieces);
    salt = rng.next();
  }

  void begin_some(std::uint32_t pieces) {
    for (std::uint32_t i = 0; i < begun_pieces; ++i) {
      const auto piece = static_cast<PieceIndex>(rng.below(pieces));
      if (mine.test(piece) || partials.begun().test(piece)) continue;
      partials.begin(piece);
      const std::uint64_t asked = 1 + rng.below(16);  // of 16 blocks
      for (std::uint64_t block = 0; block < asked; ++block) {
        const auto slot = static_cast<std::uint16_t>(rng.below(neighbours));
        partials.take_from(piece, slot);
      }
    }
  }

  PieceView view(std::uint16_t slot) const {
    return {.theirs = theirs.row(slot),
            .settled = mine,
            .begun = partials.begun(),
            .availability = theirs.availability(),
            .held = mine.count(),
            .salt = salt,
            .partials = partials,
            .slot = slot,
            .neighbours = neighbours,
            .whole_pieces = slot % 8 == 0,
            .snubbed = slot % 16 == 1};
  }

  Bitfield mine;
  PackedPieces theirs;
  PartialPieces partials;
  Rng rng;
  std::uint64_t salt = 0;
};

void measure(const bench::Bench& bench, std::string_view name, std::uint32_t pieces, std::uint32_t torrents) {
  const PiecePicker* picker = Registry::standard().find_picker(name);
  check(picker != nullptr, "pick: the picker is registered");
  std::vector<std::unique_ptr<Knowledge>> all;
  for (std::uint32_t i = 0; i < torrents; ++i) all.push_back(std::make_unique<Knowledge>(pieces, i));
  std::uint64_t asked = 0;
  bench.measure(fmt::format("{}, {} pieces, {} torrents", name, pieces, torrents), 1'000'000,
                [&](std::uint64_t picks) {
                  std::uint64_t sum = 0;
                  for (std::uint64_t i = 0; i < picks; ++i, ++asked) {
                    Knowledge& one = *all[asked % torrents];
                    const auto slot = static_cast<std::uint16_t>(asked / torrents % neighbours);
                    sum = bench::add_to(sum, picker->pick(one.view(slot), one.rng).value_or(no_index));
                  }
                  return sum;
                });
}

void measure_all(const bench::Bench& bench) {
  const std::uint32_t many = bench.is_smoke() ? 20 : 2'000;
  for (const std::string_view profile : {"bep3", "libtorrent-2.0"}) {
    const std::string picker = Registry::standard().find_profile(profile)->picker;
    for (const std::uint32_t pieces : {64U, 256U, 1'600U}) {
      measure(bench, picker, pieces, 20);
      if (!bench.is_smoke()) measure(bench, picker, pieces, many);
    }
  }
}

}  // namespace
}  // namespace swarmsim

int main(int argc, char** argv) {
  return swarmsim::bench::bench_main(argc, argv, "pick", "pick", swarmsim::measure_all);
}
