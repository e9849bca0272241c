#pragma once
// Asking the memory for a line before it is needed.
//
// The one place that does: gcc takes a function that does nothing but prefetch for one without any effect and
// drops the calls of it, unless something in it must not be dropped. Changes nothing but the time taken.

#include <cstddef>
#include <utility>

namespace swarmsim {

inline constexpr std::size_t cache_line = 64;

/// The line in which `address` lies; an address that is not valid does no harm.
[[gnu::always_inline]] inline void prefetch_line(const void* address) {
  __builtin_prefetch(address);
  __asm__ volatile("");  // must not be dropped: see above
}

/// The first `lines` from `address` on, without a loop.
template <std::size_t lines>
[[gnu::always_inline]] inline void prefetch_lines(const void* address) {
  const auto* const first = static_cast<const std::byte*>(address);
  [first]<std::size_t... line>(std::index_sequence<line...>) {
    (prefetch_line(first + line * cache_line), ...);
  }
  (std::make_index_sequence<lines>{});
}

/// All lines of `bytes` bytes from `address` on.
[[gnu::always_inline]] inline void prefetch_lines(const void* address, std::size_t bytes) {
  const auto* const first = static_cast<const std::byte*>(address);
  for (std::size_t at = 0; at < bytes; at += cache_line) prefetch_line(first + at);
}

}  // namespace swarmsim
