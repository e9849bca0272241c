#include "sim/scenario/holdings.hpp"

#include <vector>

#include "core/base/check.hpp"
#include "core/base/hash.hpp"
#include "core/base/int128.hpp"
#include "core/base/rng.hpp"
#include "core/base/shuffle.hpp"

namespace swarmsim {

namespace {

Bitfield drawn(std::uint32_t pieces, std::uint32_t number, Rng rng) {
  std::vector<std::uint32_t> chosen;
  sample_indices(rng, pieces, number, chosen);
  Bitfield held(pieces);
  for (const std::uint32_t piece : chosen) held.set(piece);
  return held;
}

}  // namespace

Bitfield pieces_held(const HoldSpec& hold, const ContentSpec& content, const Holder& holder,
                     std::uint64_t seed) {
  const std::uint32_t pieces = content.geometry.pieces();
  if (hold.member && *hold.member != holder.number) return Bitfield(pieces);
  const Rng rng = Rng(seed, "has", holder.peer).fork(hash64(content.name));
  switch (hold.kind) {
    case HoldKind::listed: return hold.pieces;
    case HoldKind::random: return drawn(pieces, hold.number, rng);
    case HoldKind::share: {
      const Int128 twice = static_cast<Int128>(pieces) * hold.share.part * 2;
      const Int128 number = (twice + hold.share.whole) / (Int128{2} * hold.share.whole);
      return drawn(pieces, static_cast<std::uint32_t>(number), rng);
    }
    case HoldKind::partition: {
      Bitfield held(pieces);
      for (std::uint32_t piece = holder.number; piece < pieces; piece += holder.members) held.set(piece);
      return held;
    }
    case HoldKind::everything: {
      Bitfield held(pieces);
      held.set_all();
      return held;
    }
  }
  check(false, "holdings: every kind is drawn");
  return hold.pieces;
}

}  // namespace swarmsim
