#pragma once
// The summary of a run, `swarmsim/summary/1`: one JSON document, and its values by path.
//
// Everything but `run` is a function of scenario, seed and version; `partial` is there, and true, only
// where a user interrupted the run. A path is keys joined by dots; where a key has dots itself, the longest
// one that fits is taken; an element of a list is called by its `id`. The keys of an un-run world are those
// of a finished one, so paths can be checked before a run.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"
#include "sim/report/expect.hpp"
#include "sim/report/measures.hpp"
#include "sim/report/metric.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

/// What the program measured around the run.
struct RunStats {
  Duration wall{};
  Duration cpu{};       ///< user + system, of the process
  Duration loop_cpu{};  ///< of this, from the first event to the last
  std::int64_t peak_rss_bytes = 0;
  std::string build;
};

/// Beyond this many peers `peers` is left out, unless it is asked for or an expectation reads it.
inline constexpr std::size_t listed_peers_max = 10'000;

class Summary final : public MetricSource {
 public:
  Summary(const World& world, const Measures& measures, bool with_all_peers = false);
  ~Summary() override;
  Summary(const Summary&) = delete;
  Summary& operator=(const Summary&) = delete;

  std::optional<Metric> find(std::string_view path) const override;
  /// Every path that find() knows, in the order of the document.
  std::vector<std::string> paths() const;

  /// Completes the document with `expect` and `run`: its text, with a newline at its end.
  std::string to_json(std::span<const ExpectResult> expect, const RunStats& run);

 private:
  struct Document;
  std::unique_ptr<Document> document_;
};

}  // namespace swarmsim
