#pragma once
// Whether this build has the address sanitizer: it brings an allocator of its own, reserves terabytes of
// addresses and takes ten times as long.
//
// gcc and clang say so in two ways. Knows nothing else; changes no run.

namespace swarmsim {

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool has_address_sanitizer = true;
#elif defined(__has_feature)
inline constexpr bool has_address_sanitizer = __has_feature(address_sanitizer);
#else
inline constexpr bool has_address_sanitizer = false;
#endif

}  // namespace swarmsim
