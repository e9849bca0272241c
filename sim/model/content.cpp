#include "sim/model/content.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/base/rng.hpp"

namespace swarmsim {

void generate_bytes(const ContentInfo& content, std::int64_t offset, std::span<std::byte> into) {
  auto word_index = static_cast<std::uint64_t>(offset) / 8;
  // A piece of an odd size ends inside a word, and the next begins there.
  auto skipped = static_cast<std::size_t>(offset % 8);
  for (std::size_t at = 0; at < into.size(); ++word_index) {
    const std::uint64_t word = Rng::mix(content.key + word_index * 0x9E3779B97F4A7C15ULL);
    const std::size_t here = std::min(8 - skipped, into.size() - at);
    std::array<std::byte, 8> bytes{};
    std::memcpy(bytes.data(), &word, bytes.size());
    std::memcpy(into.data() + at, bytes.data() + skipped, here);
    at += here;
    skipped = 0;
  }
}

namespace {
/// Twenty bytes of digests of the name.
InfoHash info_hash_of(const std::string& name) {
  const Digest128 digest = hash128(std::as_bytes(std::span(name)));
  const std::uint64_t words[] = {digest.low, digest.high, hash64(name)};
  InfoHash hash;
  for (std::size_t i = 0; i < hash.size(); ++i)
    hash[i] = static_cast<std::byte>(words[i / 8] >> (8 * (i % 8)));
  return hash;
}
}  // namespace

ContentInfo make_content(const ContentSpec& spec, std::uint64_t seed) {
  ContentInfo content;
  content.name = spec.name;
  content.geometry = spec.geometry;
  content.carries_data = spec.data == DataKind::seeded;
  content.key = hash64(spec.name, Rng::mix(seed + 1));
  content.info_hash = info_hash_of(spec.name);
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
