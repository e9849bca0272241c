#include "core/base/hash.hpp"

#include <fmt/format.h>
#include <xxhash.h>

namespace swarmsim {

std::uint64_t hash64(std::string_view text, std::uint64_t seed) {
  return XXH3_64bits_withSeed(text.data(), text.size(), seed);
}

Digest128 hash128(std::span<const std::byte> bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.low64, hash.high64};
}

std::string to_hex(Digest128 digest) { return fmt::format("{:016x}{:016x}", digest.high, digest.low); }

}  // namespace swarmsim
