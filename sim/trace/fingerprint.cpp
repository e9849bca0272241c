// XXH_INLINE_ALL: 48 bytes are hashed per message, a call into the library would cost as much again.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <array>
#include <bit>

#include "sim/trace/fingerprint.hpp"

namespace swarmsim {

static_assert(std::endian::native == std::endian::little, "records are hashed as laid out in memory");

namespace {

Digest128 digest_of(const void* bytes, std::size_t size) {
  const XXH128_hash_t hash = XXH3_128bits(bytes, size);
  return {hash.low64, hash.high64};
}

}  // namespace

void Fingerprint::add(const Record& record, std::uint32_t from_hash, std::uint32_t to_hash) {
  // Whole words: what is put together byte by byte in memory cannot be read as words at once.
  const std::array<std::uint64_t, 6> words = {
      static_cast<std::uint64_t>(nanoseconds_of(record.time)),
      static_cast<std::uint64_t>(record.kind) | std::uint64_t{record.flags} << 8 |
          std::uint64_t{from_hash} << 32,
      to_hash | std::uint64_t{record.ordinal} << 32,
      record.a,
      record.b,
      static_cast<std::uint64_t>(nanoseconds_of(record.sent)),
  };
  sum_ += digest_of(words.data(), sizeof words);
  ++records_;
}

Digest128 Fingerprint::at(SimTime end) const {
  const std::array<std::uint64_t, 2> words = {static_cast<std::uint64_t>(nanoseconds_of(end)), records_};
  Digest128 total = sum_;
  total += digest_of(words.data(), sizeof words);
  return total;
}

}  // namespace swarmsim
