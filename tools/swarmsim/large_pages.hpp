#pragma once
// Memory of a long run in pages of 2 MiB where the kernel has them (transparent huge pages).
//
// A large swarm touches memory all over: with pages of 4 KiB many a miss of a cache is one of the TLB too.
// Knows the C library and the kernel, nothing of swarms. Changes speed alone: where it does not work, nothing
// is said.

namespace swarmsim {

/// Gives the heap one contiguous range of addresses and asks for large pages there. Called once, early: what
/// was allocated before stays where it is. Costs addresses, no memory. Does nothing on other systems than
/// Linux with glibc, or under the address sanitizer, which has an allocator of its own.
void prefer_large_pages();

}  // namespace swarmsim
