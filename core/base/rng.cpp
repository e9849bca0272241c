#include "core/base/rng.hpp"

#include "core/base/hash.hpp"

namespace swarmsim {

Rng::Rng(std::uint64_t seed, std::string_view purpose, std::string_view owner) {
  // Chained, not concatenated: ("ab","c") and ("a","bc") are different streams.
  const std::uint64_t of_purpose = hash64(purpose, mix(seed + weyl));
  key_ = hash64(owner, of_purpose);
}

Rng Rng::fork(std::uint64_t index) const {
  Rng child;
  child.key_ = mix(key_ ^ mix(index + weyl));
  return child;
}

}  // namespace swarmsim
