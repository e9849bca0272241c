#include "sim/model/content.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/base/rng.hpp"
#include "core/protocol/metainfo.hpp"

namespace swarmsim {

namespace {

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

void copy_bytes(const ContentInfo& content, std::int64_t offset, std::span<std::byte> into) {
  for (const ContentFile& file : content.files) {
    if (into.empty()) return;
    if (offset >= file.size) {
      offset -= file.size;
      continue;
    }
    const std::size_t here = std::min(static_cast<std::size_t>(file.size - offset), into.size());
    if (file.is_padding) {
      std::fill_n(into.begin(), here, std::byte{0});
    } else {
      const auto bytes = std::as_bytes(std::span(file.bytes)).subspan(static_cast<std::size_t>(offset));
      std::copy_n(bytes.begin(), here, into.begin());
    }
    into = into.subspan(here);
    offset = 0;
  }
}

/// Twenty bytes of digests of the name.
InfoHash info_hash_of(const std::string& name) {
  const Digest128 digest = hash128(std::as_bytes(std::span(name)));
  const std::uint64_t words[] = {digest.low, digest.high, hash64(name)};
  InfoHash hash;
  for (std::size_t i = 0; i < hash.size(); ++i)
    hash[i] = static_cast<std::byte>(words[i / 8] >> (8 * (i % 8)));
  return hash;
}

/// Of the .torrent that somebody would make of it.
std::uint32_t metadata_size_of(const ContentSpec& spec) {
  Metainfo torrent;
  torrent.name = spec.name;
  torrent.size = spec.geometry.size;
  torrent.piece_size = spec.geometry.piece_size;
  for (const ContentFile& file : spec.files) torrent.files.push_back({file.path, file.size, file.is_padding});
  if (torrent.files.empty()) torrent.files.push_back({{}, spec.geometry.size, false});
  return info_size(torrent, spec.geometry.pieces());
}
}  // namespace

ContentInfo make_content(const ContentSpec& spec, std::uint64_t seed) {
  ContentInfo content;
  content.name = spec.name;
  content.geometry = spec.geometry;
  content.files = spec.files;
  content.carries_data = spec.data != DataKind::none;
  content.is_seeded = spec.data == DataKind::seeded;
  content.key = hash64(spec.name, Rng::mix(seed + 1));
  content.info_hash = spec.hashes.empty() ? info_hash_of(spec.name) : spec.info_hash;
  content.metadata_size = spec.metadata_size > 0 ? spec.metadata_size : metadata_size_of(spec);
  if (!content.carries_data) return content;
  content.piece_hashes = spec.hashes;
  if (!content.piece_hashes.empty()) return content;
  std::vector<std::byte> piece;
  for (PieceIndex p = 0; p < spec.geometry.pieces(); ++p) {
    piece.resize(spec.geometry.piece_bytes(p));
    read_original(content, std::int64_t{p} * spec.geometry.piece_size, piece);
    content.piece_digests.push_back(hash128(piece));
  }
  return content;
}

void read_original(const ContentInfo& content, std::int64_t offset, std::span<std::byte> into) {
  return content.is_seeded ? generate_bytes(content, offset, into) : copy_bytes(content, offset, into);
}

bool is_original(const ContentInfo& content, PieceIndex piece, std::span<const std::byte> bytes) {
  if (!content.piece_hashes.empty()) return sha1(bytes) == content.piece_hashes[piece];
  return hash128(bytes) == content.piece_digests[piece];
}

}  // namespace swarmsim
