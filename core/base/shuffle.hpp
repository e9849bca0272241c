#pragma once
// Uniform random orders and samples, the same with every standard library.
//
// std::shuffle and std::sample leave their draws to the implementation; these fix them: every draw is
// one Rng::below. Their results depend on the stream and on the order of what is given, nothing else.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/base/check.hpp"
#include "core/base/rng.hpp"

namespace swarmsim {

/// Puts `items` into one of their n! orders, each equally likely (Fisher and Yates, from the front:
/// element i is final after draw i). n - 1 draws.
template <typename T, std::size_t extent>
void shuffle(std::span<T, extent> items, Rng& rng) {
  for (std::size_t i = 0; i + 1 < items.size(); ++i) {
    const std::size_t j = i + static_cast<std::size_t>(rng.below(items.size() - i));
    std::swap(items[i], items[j]);
  }
}

/// Replaces the content of `out` by k <= n distinct indices below n, in uniformly random order. Memory
/// O(k), an expected 4k/3 draws at most; looking for repetitions costs k^2 / 2 comparisons of
/// neighbouring words, which up to a few hundred is less than any set would.
inline void sample_indices(Rng& rng, std::uint32_t n, std::uint32_t k, std::vector<std::uint32_t>& out) {
  check(k <= n, "sample_indices: a sample is no larger than the whole");
  // From this many times k on, drawing again what was drawn already is cheaper than listing all n.
  constexpr std::uint64_t sparse_factor = 4;
  out.clear();
  if (n >= sparse_factor * k) {
    while (out.size() < k) {
      const auto index = static_cast<std::uint32_t>(rng.below(n));
      if (std::find(out.begin(), out.end(), index) == out.end()) out.push_back(index);
    }
    return;
  }
  for (std::uint32_t i = 0; i < n; ++i) out.push_back(i);
  for (std::uint32_t i = 0; i < k; ++i) {
    const auto j = i + static_cast<std::uint32_t>(rng.below(n - i));
    std::swap(out[i], out[j]);
  }
  out.resize(k);
}

}  // namespace swarmsim
