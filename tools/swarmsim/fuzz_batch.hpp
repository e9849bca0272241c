#pragma once
// Random swarms of a range of seeds, on several threads, told in the order of the seeds.
//
// Whatever the number of threads, the reader is told of the same cases in the same order, each as soon as
// those below it are done. It may end the batch: cases beyond are thrown away.

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "sim/fuzz/fuzz_case.hpp"
#include "tools/swarmsim/seed_range.hpp"

namespace swarmsim {

/// A case that has ended, and the wall time it took, shrinking left out.
struct TimedCase {
  FuzzCase found;
  Duration took{};
};

class FuzzReader {
 public:
  virtual ~FuzzReader() = default;
  /// False ends the batch.
  virtual bool on_case(std::uint64_t seed, const TimedCase& one) = 0;
};

/// Runs the range on `threads` threads, until its end, the reader's or Ctrl-C.
void run_fuzz_batch(const SeedRange& seeds, const FuzzOptions& options, std::size_t threads, bool quiet,
                    FuzzReader& reader);

}  // namespace swarmsim
