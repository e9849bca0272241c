#pragma once
// Which make of its data structures a world is built from; what it simulates is the same.
//
// docs/decisions/0008-reference-mode.md: three seams, two makes each, equal fingerprints always.

#include <cstdint>

namespace swarmsim {

enum class Mode : std::uint8_t {
  fast,
  reference,  ///< plain and slow: what the fast one is held against
};

}  // namespace swarmsim
