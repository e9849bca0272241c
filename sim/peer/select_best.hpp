#pragma once
// The best few of many, in front and otherwise in no order: quickselect with the median of three.
//
// Real clients take std::nth_element for this. What order it leaves depends on the library and on the order
// before; this is libstdc++'s, spelled out, so that every build of ours does the same. `better` orders
// strictly and totally. On average as many comparisons as a few times the number of elements.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace swarmsim {

/// Splits [from, end), at least four, at the median of three of them; what comes before the place that is
/// returned is better than what follows, or it.
template <typename Item, typename Better>
std::size_t split_at_median(std::vector<Item>& all, std::size_t from, std::size_t end, const Better& better) {
  const std::size_t middle = from + (end - from) / 2;
  std::size_t low = from + 1;
  std::size_t median = middle;
  std::size_t high = end - 1;
  if (better(all[median], all[low])) std::swap(low, median);
  if (better(all[high], all[median])) median = better(all[high], all[low]) ? low : high;
  std::swap(all[from], all[median]);
  const Item pivot = all[from];
  std::size_t left = from + 1;
  for (std::size_t right = end;; ++left) {
    while (better(all[left], pivot)) ++left;
    --right;
    while (better(pivot, all[right])) --right;
    if (left >= right) return left;
    std::swap(all[left], all[right]);
  }
}

/// Brings the `count` best to the front.
template <typename Item, typename Better>
void select_best(std::vector<Item>& all, std::size_t count, const Better& better) {
  if (count >= all.size()) return;
  std::size_t from = 0;
  std::size_t end = all.size();
  while (end - from > 3) {
    const std::size_t cut = split_at_median(all, from, end, better);
    (cut <= count ? from : end) = cut;
  }
  std::sort(all.begin() + static_cast<std::ptrdiff_t>(from), all.begin() + static_cast<std::ptrdiff_t>(end),
            better);
}

}  // namespace swarmsim
