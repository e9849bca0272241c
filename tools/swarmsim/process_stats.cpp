#include "tools/swarmsim/process_stats.hpp"

#include <sys/resource.h>

namespace swarmsim {

namespace {

rusage usage_of_process() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage;
}

}  // namespace

Duration cpu_time() {
  const rusage usage = usage_of_process();
  const auto duration_of = [](const timeval& time) -> Duration {
    return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
  };
  return duration_of(usage.ru_utime) + duration_of(usage.ru_stime);
}

std::int64_t peak_rss_bytes() {
  constexpr std::int64_t unit = 1'024;  // ru_maxrss is in KiB on Linux
  return usage_of_process().ru_maxrss * unit;
}

}  // namespace swarmsim
