#pragma once
// How the kernels of tests/bench measure and report: CPU time of some runs of each case, the median of them.
//
// A case is prepared outside the clock, takes a fixed number of steps, and returns a sum over what came out.
// The sum keeps the compiler from leaving the work out, and tells two builds that did the same work from two
// that did not; it never depends on time. One row for each case, as text or, with --json, as a JSON line.
// Measures; asserts no time. Knows nothing of what is measured.

#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/check.hpp"

namespace swarmsim::bench {

struct Options {
  bool json = false;
  bool smoke = false;  ///< as few steps as show that the kernel works
  std::uint32_t runs = 3;
};

/// CPU time of this thread: what others do counts only as far as they empty our caches.
inline double cpu_ns() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

/// Order matters: swapping two values changes the sum.
constexpr std::uint64_t add_to(std::uint64_t sum, std::uint64_t value) {
  return ((sum << 7) | (sum >> 57)) ^ value;
}

class Bench {
 public:
  /// `step`: what one step is, "pop and push".
  Bench(std::string_view name, std::string_view step, const Options& options)
      : name_(name), step_(step), options_(options) {}

  bool is_smoke() const { return options_.smoke; }

  /// Measures one case. `work(steps)` takes so many steps and returns its sum; each run goes on where the one
  /// before ended.
  template <typename Work>
  void measure(std::string_view what, std::uint64_t steps, Work&& work) const {
    constexpr std::uint64_t smoke_factor = 1'000;
    if (options_.smoke) steps = std::max<std::uint64_t>(1, steps / smoke_factor);
    std::uint64_t first_sum = 0;
    std::vector<double> ns;
    for (std::uint32_t run = 0; run < options_.runs; ++run) {
      const double begin = cpu_ns();
      const std::uint64_t sum = work(steps);
      ns.push_back((cpu_ns() - begin) / static_cast<double>(steps));
      if (run == 0) first_sum = sum;
    }
    std::sort(ns.begin(), ns.end());
    report(what, steps, ns, first_sum);
  }

 private:
  void report(std::string_view what, std::uint64_t steps, const std::vector<double>& ns,
              std::uint64_t sum) const {
    const double median = (ns[(ns.size() - 1) / 2] + ns[ns.size() / 2]) / 2;
    if (options_.json) {
      fmt::print(R"({{"bench":"{}","case":"{}","step":"{}","ns":{:.2f},"ns_min":{:.2f},"ns_max":{:.2f},)"
                 R"("per_s":{:.0f},"runs":{},"steps":{},"sum":"{:016x}"}})"
                 "\n",
                 name_, what, step_, median, ns.front(), ns.back(), 1e9 / median, ns.size(), steps, sum);
    } else {
      fmt::print("{:<6}  {:<40}  {:8.1f} ns per {} ({:.1f} to {:.1f})\n", name_, what, median, step_,
                 ns.front(), ns.back());
    }
    std::fflush(stdout);
  }

  std::string_view name_;
  std::string_view step_;
  Options options_;
};

/// main() of a kernel: reads its options and calls `body(bench)`. Exit 2: usage; 3: the code under test is
/// broken.
template <typename Body>
int bench_main(int argc, char** argv, std::string_view name, std::string_view step, Body&& body) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--json") {
      options.json = true;
    } else if (argument == "--smoke") {
      options.smoke = true;
      options.runs = 1;
    } else if (argument == "--runs" && i + 1 < argc) {
      const std::string_view text = argv[++i];
      const auto read = std::from_chars(text.data(), text.data() + text.size(), options.runs);
      if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) options.runs = 0;
    } else {
      options.runs = 0;
    }
    if (options.runs == 0) {
      fmt::print(stderr, "usage: {} [--json] [--runs N] [--smoke]\n", name);
      return 2;
    }
  }
  try {
    body(Bench(name, step, options));
  } catch (const InvariantError& error) {
    fmt::print(stderr, "{}: {}\n", name, error.what());
    return 3;
  }
  return 0;
}

}  // namespace swarmsim::bench
