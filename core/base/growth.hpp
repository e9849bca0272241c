#pragma once
// Growing a vector by a quarter and not by a factor of two, where a great many vectors are held.
//
// A peer's lists settle at some size and stay there: of doubling, a quarter of the memory would lie unused on
// average. Costs a few more moves while they grow. Changes capacity alone.

#include <cstddef>
#include <vector>

namespace swarmsim {

/// Makes room for `more` elements behind the last.
template <typename T>
void grow_gently(std::vector<T>& list, std::size_t more = 1) {
  constexpr std::size_t at_least = 4;
  const std::size_t needed = list.size() + more;
  if (needed <= list.capacity()) return;
  const std::size_t comfortable = list.size() + list.size() / 4 + at_least;
  list.reserve(needed > comfortable ? needed : comfortable);
}

/// Gives `list` that size.
template <typename T>
void resize_gently(std::vector<T>& list, std::size_t size) {
  if (size > list.size()) grow_gently(list, size - list.size());
  list.resize(size);
}

/// The entry of `slot` in a list that reaches as far as it has to.
template <typename T>
T& entry_of(std::vector<T>& list, std::size_t slot) {
  if (list.size() <= slot) resize_gently(list, slot + 1);
  return list[slot];
}

}  // namespace swarmsim
