#include "core/base/sha1.hpp"

#include <openssl/evp.h>

#include <bit>

#include "core/base/check.hpp"

namespace swarmsim {

namespace {

const EVP_MD* algorithm() {
  // Fetched once: looking the algorithm up costs as much as six short digests.
  static EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA1", nullptr);
  return fetched;
}

}  // namespace

struct Sha1Stream::State {
  State() { begin(); }
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  void begin() { check(EVP_DigestInit_ex(context, algorithm(), nullptr) == 1, "sha1: it can begin"); }

  EVP_MD_CTX* context = EVP_MD_CTX_new();
};

Sha1Stream::Sha1Stream() : state_(std::make_unique<State>()) {}
Sha1Stream::~Sha1Stream() = default;

void Sha1Stream::add(std::span<const std::byte> bytes) {
  check(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1, "sha1: it can go on");
}

Sha1 Sha1Stream::finish() {
  std::array<unsigned char, 20> raw{};
  check(EVP_DigestFinal_ex(state_->context, raw.data(), nullptr) == 1, "sha1: it can end");
  state_->begin();
  return std::bit_cast<Sha1>(raw);
}

Sha1 sha1(std::span<const std::byte> bytes) {
  std::array<unsigned char, 20> raw{};
  const int ok = EVP_Digest(bytes.data(), bytes.size(), raw.data(), nullptr, algorithm(), nullptr);
  check(ok == 1, "sha1: it can be computed");
  return std::bit_cast<Sha1>(raw);
}

std::string to_hex(const Sha1& digest) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (const std::byte byte : digest) {
    hex += digits[std::to_integer<std::size_t>(byte) >> 4];
    hex += digits[std::to_integer<std::size_t>(byte) & 15];
  }
  return hex;
}

}  // namespace swarmsim
