#include "sim/model/content.hpp"

#include <cstring>

#include "core/base/check.hpp"
#include "core/base/rng.hpp"

namespace swarmsim {

void generate_bytes(const ContentInfo& content, std::int64_t offset, std::span<std::byte> into) {
  check(offset % 8 == 0, "content: bytes are generated from a multiple of 8 on");
  auto word_index = static_cast<std::uint64_t>(offset) / 8;
  for (std::size_t at = 0; at < into.size(); at += 8, ++word_index) {
    const std::uint64_t word = Rng::mix(content.key + word_index * 0x9E3779B97F4A7C15ULL);
    std::memcpy(into.data() + at, &word, std::min<std::size_t>(8, into.size() - at));
  }
}

ContentInfo make_content(const ContentSpec& spec, std::uint64_t seed) {
  ContentInfo content;
  content.name = spec.name;
  content.geometry = spec.geometry;
  content.carries_data = spec.data == DataKind::seeded;
  content.key = hash64(spec.name, Rng::mix(seed + 1));
  if (!content.carries_data) return content;
  std::vector<std::byte> piece;
  for (PieceIndex p = 0; p < spec.geometry.pieces(); ++p) {
    piece.resize(spec.geometry.piece_bytes(p));
    generate_bytes(content, std::int64_t{p} * spec.geometry.piece_size, piece);
    content.piece_digests.push_back(hash128(piece));
  }
  return content;
}

}  // namespace swarmsim
