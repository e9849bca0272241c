#include "tools/swarmsim/large_pages.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <memory>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "core/base/sanitizers.hpp"

namespace swarmsim {

#if defined(__GLIBC__) && defined(MADV_HUGEPAGE)

void prefer_large_pages() {
  if constexpr (has_address_sanitizer) return;
  // All from one heap, which never shrinks: freed memory is for the next peer.
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, -1);
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  const auto pages = static_cast<std::size_t>(sysconf(_SC_PHYS_PAGES));
  constexpr std::size_t least = std::size_t{64} << 20;
  // Whoever limits the address space gets less: half of it, and half again.
  for (std::size_t size = pages / 4 * 3 * page; size >= least; size /= 2) {
    void* const range = std::malloc(size);
    void* begin = range;
    std::size_t left = size;
    if (range == nullptr || std::align(page, page, begin, left) == nullptr) continue;
    madvise(begin, left / page * page, MADV_HUGEPAGE);
    std::free(range);
    return;
  }
}

#else

void prefer_large_pages() {}

#endif

}  // namespace swarmsim
