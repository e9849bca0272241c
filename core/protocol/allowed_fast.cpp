#include "core/protocol/allowed_fast.hpp"

#include <algorithm>
#include <numeric>

#include "core/base/sha1.hpp"

namespace swarmsim {

namespace {

std::uint32_t word_of(const Sha1& digest, std::size_t i) {
  std::uint32_t word = 0;
  for (std::size_t byte = 0; byte < 4; ++byte) {
    word = word << 8 | std::to_integer<std::uint32_t>(digest[4 * i + byte]);
  }
  return word;
}

}  // namespace

std::vector<PieceIndex> allowed_fast_set(std::uint32_t address, const InfoHash& info_hash,
                                         std::uint32_t pieces, std::uint32_t size) {
  std::vector<PieceIndex> set;
  if (size >= pieces) {
    set.resize(pieces);
    std::iota(set.begin(), set.end(), PieceIndex{0});
    return set;
  }
  std::array<std::byte, 24> first{};
  for (std::size_t i = 0; i < 4; ++i) first[i] = static_cast<std::byte>(address >> (24 - 8 * i));
  std::copy(info_hash.begin(), info_hash.end(), first.begin() + 4);
  Sha1 digest = sha1(first);
  while (set.size() < size) {
    for (std::size_t i = 0; i < digest.size() / 4 && set.size() < size; ++i) {
      const PieceIndex piece = word_of(digest, i) % pieces;
      if (std::find(set.begin(), set.end(), piece) == set.end()) set.push_back(piece);
    }
    digest = sha1(digest);
  }
  return set;
}

}  // namespace swarmsim
