#pragma once
// The indices 0 .. n-1, worked off by several threads while the calling one looks on.
//
// Indices are handed out in order, each once, until none is left, the work has had enough, or one has
// failed. All below a failed index were begun before it and run to their end: the failure that is thrown
// is that of the lowest index that has one, however the threads are scheduled. Results are the work's own
// to keep, each in the place of its index, to be read in order afterwards. Knows nothing of what is done.

#include <cstddef>
#include <optional>

namespace swarmsim {

/// What is done with an index. Two functions are called by several threads at once.
class ParallelWork {
 public:
  virtual ~ParallelWork() = default;
  /// Any thread, once for each index that is handed out. What it throws ends the whole.
  virtual void work(std::size_t index) = 0;
  /// Any thread, before each index: whether another is wanted.
  virtual bool wants_more() const { return true; }
  /// The calling thread alone: a few times a second, when an index is done, and at the end.
  virtual void look(std::size_t /*done*/) {}
};

/// Works off `count` indices in up to `threads` threads, at least one; how many were worked. Throws what
/// the lowest index that failed has thrown, after all threads have ended.
std::size_t work_parallel(ParallelWork& work, std::size_t count, std::size_t threads);

/// Threads for `count` pieces of work: `jobs`, or else all cores; no more than there is work, at least one.
std::size_t threads_for(std::size_t count, std::optional<std::size_t> jobs = std::nullopt);

}  // namespace swarmsim
