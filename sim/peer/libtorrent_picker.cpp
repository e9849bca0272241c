#include "sim/peer/libtorrent_picker.hpp"

#include <limits>

namespace swarmsim {

namespace {

/// initial_picker_threshold.
constexpr std::uint32_t pieces_at_random = 4;
/// More begun pieces than 3/2 of the neighbours, or than this many blocks in them, come first.
constexpr std::uint64_t begun_blocks_most = 2'048;

/// Others are asked for blocks of it now, or have them reserved.
bool is_shared(const PieceView& view, const PartialPieces::Partial& partial) {
  return view.partials.asked_now(partial, view.slot).of_others;
}

/// Of those that have free blocks: piece_downloading, not piece_full.
bool too_many_begun(const PieceView& view) {
  const auto partials = view.partials.partials();
  if (partials.empty()) return false;
  const std::uint64_t begun = view.partials.open().count();
  return begun * 2 > std::uint64_t{view.neighbours} * 3 ||
         begun * partials.front().blocks > begun_blocks_most;
}

/// Where a piece stands among others of its availability: begun ones first, then the torrent's own order.
struct Rank {
  std::uint32_t availability = std::numeric_limits<std::uint32_t>::max();
  std::uint64_t order = 0;

  friend bool operator<(const Rank& a, const Rank& b) {
    return a.availability != b.availability ? a.availability < b.availability : a.order < b.order;
  }
};

/// Low comes first. Snubbed: the commonest, so that all who snub us are asked for the same piece.
std::uint32_t scarcity(const PieceView& view, PieceIndex piece) {
  const std::uint32_t most = std::numeric_limits<std::uint16_t>::max();
  return view.snubbed ? most - view.availability[piece] : view.availability[piece];
}

Rank rank_of(const PieceView& view, PieceIndex piece) {
  const std::uint64_t own_order = Rng::mix(view.salt + piece) >> 1;
  const std::uint64_t untouched = view.begun.test(piece) ? 0 : std::uint64_t{1} << 63;
  return {scarcity(view, piece), untouched | own_order};
}

/// Of the begun pieces that they have the one of the lowest rank; `shared`: also those that others were asked
/// for.
template <typename RankOf>
std::optional<PieceIndex> best_begun(const PieceView& view, bool shared, RankOf&& rank_of_begun) {
  std::optional<PieceIndex> best;
  Rank rank;
  for (const PartialPieces::Partial& partial : view.partials.partials()) {
    if (partial.free == 0 || !has_bit(view.theirs, partial.piece)) continue;
    if (!shared && is_shared(view, partial)) continue;
    const Rank one = rank_of_begun(partial);
    if (best && !(one < rank)) continue;
    best = partial.piece;
    rank = one;
  }
  return best;
}

/// As among all pieces.
auto by_scarcity(const PieceView& view) {
  return [&view](const PartialPieces::Partial& partial) { return rank_of(view, partial.piece); };
}

/// The first untouched piece they have from a random place on, around the end.
std::optional<PieceIndex> next_from_random(const PieceView& view, Rng& rng) {
  const auto start = static_cast<PieceIndex>(rng.below(view.settled.size()));
  const std::size_t words = view.theirs.size();
  const std::size_t first = start / 64;
  for (std::size_t i = 0; i <= words; ++i) {
    const std::size_t word = (first + i) % words;
    std::uint64_t open = view.untouched(word);
    const std::uint64_t from_start = ~std::uint64_t{0} << (start % 64);
    if (i == 0) open &= from_start;
    if (i == words) open &= ~from_start;
    if (open != 0)
      return static_cast<PieceIndex>(word * 64) + static_cast<PieceIndex>(std::countr_zero(open));
  }
  return std::nullopt;
}

std::optional<PieceIndex> rarest(const PieceView& view) {
  std::optional<PieceIndex> best;
  Rank rank;
  const auto open = view.partials.open().words();
  for (std::size_t word = 0; word < view.theirs.size(); ++word) {
    // With whole pieces, begun ones are looked at apart: who was asked for them matters.
    const std::uint64_t begun = view.whole_pieces ? 0 : open[word] & view.theirs[word];
    for_each_bit(view.untouched(word) | begun, static_cast<std::uint32_t>(word * 64), [&](PieceIndex piece) {
      if (best && scarcity(view, piece) > rank.availability) return;
      const Rank one = rank_of(view, piece);
      if (best && !(one < rank)) return;
      best = piece;
      rank = one;
    });
  }
  if (!view.whole_pieces) return best;
  const auto own = best_begun(view, false, by_scarcity(view));
  return own && (!best || rank_of(view, *own) < rank) ? own : best;
}

}  // namespace

/// Where too many are begun nobody gets one for itself.
bool LibtorrentPicker::keeps_pieces(const PieceView& view) const {
  return view.whole_pieces && !too_many_begun(view);
}

std::optional<PieceIndex> LibtorrentPicker::pick(const PieceView& view, Rng& rng) const {
  const bool at_random = view.held < pieces_at_random;
  if (at_random || too_many_begun(view)) {
    // Begun pieces come first, in their own order: the lowest, or of the rarest the one nearest to whole.
    const auto rank = [&](const PartialPieces::Partial& partial) {
      return at_random ? Rank{0, partial.piece} : Rank{view.availability[partial.piece], partial.free};
    };
    // Who gets whole pieces takes one for itself if there is one, and shares one rather than begin a new one.
    if (keeps_pieces(view)) {
      if (const auto own = best_begun(view, false, rank)) return own;
    }
    if (const auto begun = best_begun(view, true, rank)) return begun;
  }
  if (const auto piece = at_random ? next_from_random(view, rng) : rarest(view)) return piece;
  return best_begun(view, true, by_scarcity(view));
}

}  // namespace swarmsim
