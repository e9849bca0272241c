#pragma once
// What one neighbour is sent in a second, for clients whose send buffer follows it.
//
// Nothing ticks here: the next block that is handed over closes the seconds before it. Knows no neighbour.

#include <cstdint>

#include "sim/peer/pace.hpp"

namespace swarmsim {

struct UploadPace {
  std::uint32_t second = 0;       ///< up to which this is
  std::uint32_t this_second = 0;  ///< bytes of blocks handed over in it
  std::uint32_t last_second = 0;
};

/// Notes `bytes` in `second`; what went in the whole second before it.
constexpr std::uint32_t note_sent(UploadPace& pace, std::uint32_t second, std::uint32_t bytes) {
  if (second != pace.second) {
    pace.last_second = second == pace.second + 1 ? pace.this_second : 0;
    pace.this_second = 0;
    pace.second = second;
  }
  add_bytes(pace.this_second, bytes);
  return pace.last_second;
}

}  // namespace swarmsim
