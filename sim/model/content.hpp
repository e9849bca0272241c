#pragma once
// What a swarm shares: geometry, the bytes where they are simulated, and the digest of every piece.
//
// The original is read through read_original() alone, whatever it is made of: `seeded` bytes are a function
// of (seed, content name, offset) and are never kept as a whole; given ones lie where the scenario's files
// were read. A peer that begins complete copies what it holds, everybody else holds only what arrived.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/hash.hpp"
#include "core/protocol/allowed_fast.hpp"
#include "core/protocol/geometry.hpp"
#include "sim/model/scenario.hpp"

namespace swarmsim {

struct ContentInfo {
  std::string name;
  Geometry geometry;
  std::vector<ContentFile> files;        ///< one behind the other; none: one file, called as the content is
  bool carries_data = false;             ///< blocks carry bytes, pieces are verified
  bool is_seeded = false;                ///< these bytes are generated, else they are those of `files`
  std::uint64_t key = 0;                 ///< of the seeded bytes
  InfoHash info_hash{};                  ///< a digest of the name, where there is no .torrent
  std::uint32_t metadata_size = 0;       ///< bytes of the info dictionary that it has, or would have
  std::vector<Digest128> piece_digests;  ///< XXH3-128; empty without data, or with `piece_hashes`
  std::vector<Sha1> piece_hashes;        ///< of a .torrent; empty without one, or without data
};

ContentInfo make_content(const ContentSpec& spec, std::uint64_t seed);

/// The original bytes of `content` from `offset` on.
void read_original(const ContentInfo& content, std::int64_t offset, std::span<std::byte> into);
/// Whether `bytes` are those of `piece`, by their digest.
bool is_original(const ContentInfo& content, PieceIndex piece, std::span<const std::byte> bytes);

}  // namespace swarmsim
