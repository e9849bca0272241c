#pragma once
// What the operating system says about this process: CPU time and memory.
//
// For the part of a report that is no function of the scenario. Knows nothing of runs.

#include <cstdint>

#include "core/base/time.hpp"

namespace swarmsim {

/// User and system time of all threads.
Duration cpu_time();

/// The most memory that was resident at once.
std::int64_t peak_rss_bytes();

}  // namespace swarmsim
