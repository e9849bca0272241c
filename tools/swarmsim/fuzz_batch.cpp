#include "tools/swarmsim/fuzz_batch.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "tools/swarmsim/parallel.hpp"
#include "tools/swarmsim/status_line.hpp"
#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

namespace {

class SwarmBatch final : public ParallelWork {
 public:
  SwarmBatch(const SeedRange& seeds, const FuzzOptions& options, bool quiet, FuzzReader& reader)
      : seeds_(seeds), options_(options), reader_(reader), line_(quiet, ColourChoice::automatic) {}

  void work(std::size_t index) override {
    const auto began = std::chrono::steady_clock::now();
    TimedCase one{fuzz_seed(seeds_.first + index, Registry::standard(), options_), Duration{}};
    one.took = std::chrono::steady_clock::now() - began;
    const std::lock_guard lock(mutex_);
    ended_.emplace(index, std::move(one));
  }

  bool wants_more() const override { return !stopped_ && !is_interrupted(); }

  void look(std::size_t done) override {
    tell();
    line_.show_done(done, seeds_.size(), "swarms");
  }

  /// Hands on what is next in the order of seeds and has ended.
  void tell() {
    while (!stopped_) {
      std::unique_lock lock(mutex_);
      if (ended_.empty() || ended_.begin()->first != told_) return;
      const TimedCase one = std::move(ended_.begin()->second);
      ended_.erase(ended_.begin());
      lock.unlock();
      if (one.found.judgement.violation) line_.clear();
      if (!reader_.on_case(seeds_.first + told_++, one)) stopped_ = true;
    }
  }

  void end_line() { line_.clear(); }

 private:
  const SeedRange& seeds_;
  const FuzzOptions& options_;
  FuzzReader& reader_;
  StatusLine line_;
  std::atomic<bool> stopped_ = false;
  std::size_t told_ = 0;

  std::mutex mutex_;                        ///< of what follows
  std::map<std::size_t, TimedCase> ended_;  ///< and not told yet
};

}  // namespace

void run_fuzz_batch(const SeedRange& seeds, const FuzzOptions& options, std::size_t threads, bool quiet,
                    FuzzReader& reader) {
  SwarmBatch batch(seeds, options, quiet, reader);
  work_parallel(batch, seeds.size(), threads);
  batch.tell();
  batch.end_line();
}

}  // namespace swarmsim
