#include "tools/swarmsim/parallel.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace swarmsim {

namespace {

/// How long the calling thread waits for a change before it looks all the same.
constexpr auto look_interval = std::chrono::milliseconds(200);

/// The counter that threads draw from, and what became of them.
class WorkQueue {
 public:
  WorkQueue(ParallelWork& work, std::size_t count, std::size_t threads)
      : work_(work), count_(count), running_(threads) {}

  /// The life of one thread.
  void drain() {
    while (const std::optional<std::size_t> index = next()) {
      try {
        work_.work(*index);
        note_done();
      } catch (...) {
        note_failure(*index);
      }
    }
    const std::lock_guard lock(mutex_);
    --running_;
    changed_.notify_one();
  }

  /// So many threads were not to be had.
  void do_without(std::size_t threads) {
    const std::lock_guard lock(mutex_);
    running_ -= threads;
  }

  /// Until every thread is through, and once then: they may be faster than the first look.
  void look_on() {
    std::unique_lock lock(mutex_);
    for (bool is_over = false; !is_over;) {
      is_over = running_ == 0;
      const std::size_t done = done_;
      lock.unlock();  // whoever looks may print, and nobody waits for that
      work_.look(done);
      lock.lock();
      // What changed meanwhile has notified nobody.
      if (running_ > 0 && done_ == done) changed_.wait_for(lock, look_interval);
    }
  }

  /// Of threads that have ended.
  std::size_t result() const {
    if (failure_) std::rethrow_exception(failure_);
    return done_;
  }

 private:
  std::optional<std::size_t> next() {
    if (!work_.wants_more()) return std::nullopt;
    const std::lock_guard lock(mutex_);
    if (failure_ || next_ == count_) return std::nullopt;
    return next_++;
  }

  void note_done() {
    const std::lock_guard lock(mutex_);
    ++done_;
    changed_.notify_one();
  }

  void note_failure(std::size_t index) {
    const std::lock_guard lock(mutex_);
    if (failure_ && failed_ < index) return;
    failure_ = std::current_exception();
    failed_ = index;
  }

  ParallelWork& work_;
  const std::size_t count_;

  std::mutex mutex_;  ///< of everything below
  std::condition_variable changed_;
  std::size_t running_;
  std::size_t next_ = 0;
  std::size_t done_ = 0;
  std::size_t failed_ = 0;  ///< the index of failure_
  std::exception_ptr failure_;
};

}  // namespace

std::size_t work_parallel(ParallelWork& work, std::size_t count, std::size_t threads) {
  WorkQueue queue(work, count, threads);
  {
    std::vector<std::jthread> workers;
    while (workers.size() < threads) {
      try {
        workers.emplace_back([&queue] { queue.drain(); });
      } catch (const std::system_error&) {
        if (workers.empty()) throw;
        break;  // The system grants no more: those that there are do all the work.
      }
    }
    queue.do_without(threads - workers.size());
    queue.look_on();
  }
  return queue.result();
}

std::size_t threads_for(std::size_t count, std::optional<std::size_t> jobs) {
  const std::size_t wanted = jobs.value_or(std::thread::hardware_concurrency());
  return std::clamp<std::size_t>(wanted, 1, std::max<std::size_t>(count, 1));
}

}  // namespace swarmsim
