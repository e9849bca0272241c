#pragma once
// Digests of text and bytes: XXH3 with 64 and 128 bits, seed 0 unless given.
//
// The same on every compiler and machine, as long as what is hashed is laid out little-endian by the
// caller. They name streams and fingerprint runs; they protect against nothing and nobody.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace swarmsim {

/// A 128-bit digest; addition is modulo 2^128, which makes sums of digests independent of order.
struct Digest128 {
  std::uint64_t low = 0;
  std::uint64_t high = 0;

  friend constexpr bool operator==(const Digest128&, const Digest128&) = default;
  constexpr Digest128& operator+=(Digest128 other) {
    const std::uint64_t sum = low + other.low;
    high += other.high + (sum < low ? 1 : 0);
    low = sum;
    return *this;
  }
};

std::uint64_t hash64(std::string_view text, std::uint64_t seed = 0);
Digest128 hash128(std::span<const std::byte> bytes);
/// 32 lower-case hex digits, high half first.
std::string to_hex(Digest128 digest);

}  // namespace swarmsim
