#pragma once
// What a swarm shares: geometry, the bytes where they are simulated, and the digest of every piece.
//
// `seeded` bytes are a function of (seed, content name, offset) and are never kept as a whole: a peer
// that begins complete generates what it holds, everybody else holds only what arrived.

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
  bool carries_data = false;             ///< blocks carry bytes, pieces are verified
  std::uint64_t key = 0;                 ///< of the seeded bytes
  InfoHash info_hash{};                  ///< a digest of the name, where there is no .torrent
  std::vector<Digest128> piece_digests;  ///< XXH3-128; empty without data
};

ContentInfo make_content(const ContentSpec& spec, std::uint64_t seed);

/// The original bytes of `content` from `offset` on.
void generate_bytes(const ContentInfo& content, std::int64_t offset, std::span<std::byte> into);

}  // namespace swarmsim
