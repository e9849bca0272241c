// Dependent random reads: what this machine's memory takes to answer, whatever the simulator does.
//
// One cycle through all cache lines of a buffer in random order; where to read next stands in what was read.
// The yardstick for figures of different machines: beyond some thousand peers a run waits for memory most of
// the time. The program's own heap has small pages; the cases with huge pages show what these would give.

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "core/base/rng.hpp"
#include "tests/bench/bench.hpp"

namespace swarmsim {
namespace {

struct alignas(64) Line {
  std::uint32_t next = 0;
};

/// Memory straight from the system, with pages of the wanted size as far as it gives them.
class Lines {
 public:
  Lines(std::size_t bytes, bool huge) : bytes_(bytes) {
    memory_ = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    check(memory_ != MAP_FAILED, "chase: the memory does not suffice");
    told_ = madvise(memory_, bytes, huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE) == 0;
  }
  ~Lines() { munmap(memory_, bytes_); }
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;

  /// Whether the system knows of page sizes at all.
  bool told() const { return told_; }
  std::span<Line> lines() { return {static_cast<Line*>(memory_), bytes_ / sizeof(Line)}; }

 private:
  void* memory_ = nullptr;
  std::size_t bytes_;
  bool told_ = false;
};

/// Makes one cycle of all lines (Sattolo: as a shuffle, but nobody keeps its place).
void link_randomly(std::span<Line> lines) {
  Rng rng(1, "chase", "cycle");
  for (std::size_t i = 0; i < lines.size(); ++i) lines[i].next = static_cast<std::uint32_t>(i);
  for (std::size_t i = lines.size() - 1; i > 0; --i) {
    const auto j = static_cast<std::size_t>(rng.below(i));
    std::swap(lines[i].next, lines[j].next);
  }
}

void measure(const bench::Bench& bench, std::size_t mebibytes, bool huge) {
  Lines memory(mebibytes << 20, huge);
  if (huge && !memory.told()) {
    fmt::print(stderr, "chase: this system has no huge pages\n");
    return;
  }
  const std::span<const Line> lines = memory.lines();
  link_randomly(memory.lines());
  std::uint32_t at = 0;
  bench.measure(fmt::format("{} MiB{}", mebibytes, huge ? ", huge pages" : ""), 5'000'000,
                [&](std::uint64_t steps) {
                  for (std::uint64_t i = 0; i < steps; ++i) at = lines[at].next;
                  return at;
                });
}

void measure_all(const bench::Bench& bench) {
  if (bench.is_smoke()) return measure(bench, 1, false);
  for (const std::size_t mebibytes : {std::size_t{1}, std::size_t{256}, std::size_t{1'024}}) {
    measure(bench, mebibytes, false);
    if (mebibytes > 1) measure(bench, mebibytes, true);
  }
}

}  // namespace
}  // namespace swarmsim

int main(int argc, char** argv) {
  return swarmsim::bench::bench_main(argc, argv, "chase", "read", swarmsim::measure_all);
}
