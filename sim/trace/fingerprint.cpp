// XXH_INLINE_ALL: 48 bytes are hashed per message, a call into the library would cost as much again.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <array>
#include <bit>
#include <cstring>

#include "sim/trace/fingerprint.hpp"

namespace swarmsim {

static_assert(std::endian::native == std::endian::little, "records are hashed as laid out in memory");

namespace {

template <typename T>
std::size_t put(unsigned char* into, std::size_t at, T value) {
  std::memcpy(into + at, &value, sizeof value);
  return at + sizeof value;
}

Digest128 digest_of(const unsigned char* bytes, std::size_t size) {
  const XXH128_hash_t hash = XXH3_128bits(bytes, size);
  return {hash.low64, hash.high64};
}

}  // namespace

void Fingerprint::add(const Record& record, std::uint32_t from_hash, std::uint32_t to_hash) {
  std::array<unsigned char, 48> bytes;
  std::size_t at = put(bytes.data(), 0, static_cast<std::uint64_t>(nanoseconds_of(record.time)));
  at = put(bytes.data(), at, static_cast<std::uint8_t>(record.kind));
  at = put(bytes.data(), at, record.flags);
  at = put(bytes.data(), at, std::uint16_t{0});
  at = put(bytes.data(), at, from_hash);
  at = put(bytes.data(), at, to_hash);
  at = put(bytes.data(), at, record.ordinal);
  at = put(bytes.data(), at, record.a);
  at = put(bytes.data(), at, record.b);
  put(bytes.data(), at, static_cast<std::uint64_t>(nanoseconds_of(record.sent)));
  sum_ += digest_of(bytes.data(), bytes.size());
  ++records_;
}

Digest128 Fingerprint::at(SimTime end) const {
  std::array<unsigned char, 16> bytes;
  const std::size_t at = put(bytes.data(), 0, static_cast<std::uint64_t>(nanoseconds_of(end)));
  put(bytes.data(), at, records_);
  Digest128 total = sum_;
  total += digest_of(bytes.data(), bytes.size());
  return total;
}

}  // namespace swarmsim
