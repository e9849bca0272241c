#pragma once
// SHA-1 (RFC 3174), by OpenSSL's libcrypto: what BEP 3 names torrents and checks pieces with.
//
// Only where real files or a BEP ask for it: it takes eight times as long as XXH3 (core/base/hash.hpp), which
// is what the simulator hashes with by itself. Knows no torrent. No proof of anything against an attacker.

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace swarmsim {

using Sha1 = std::array<std::byte, 20>;

Sha1 sha1(std::span<const std::byte> bytes);
inline Sha1 sha1(std::string_view text) { return sha1(std::as_bytes(std::span(text))); }

/// The same of bytes that come one part after the other.
class Sha1Stream {
 public:
  Sha1Stream();
  ~Sha1Stream();
  Sha1Stream(const Sha1Stream&) = delete;
  Sha1Stream& operator=(const Sha1Stream&) = delete;

  void add(std::span<const std::byte> bytes);
  /// Of all that was added; the next digest begins empty.
  Sha1 finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// 40 lower-case hex digits.
std::string to_hex(const Sha1& digest);

}  // namespace swarmsim
