#pragma once
// The summary of a run, `swarmsim/summary/1`: one JSON document, and its values by path.
//
// Everything but `run` is a function of scenario, seed and version. A path is keys joined by dots; where
// a key has dots itself, the longest one that fits is taken; an element of a list is called by its `id`.
// The keys of an un-run world are those of a finished one, so paths can be checked before a run.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/time.hpp"
#include "sim/report/measures.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

/// A single value of the summary, and its text as the document prints it (strings without quotes).
struct Metric {
  std::variant<std::monostate, bool, double, std::string> value;  ///< monostate: null
  std::string text;
};

/// One expectation and what came of it.
struct ExpectResult {
  std::string that;
  std::string is;
  std::string actual;
  bool ok = false;
};

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

class Summary {
 public:
  Summary(const World& world, const Measures& measures, bool with_all_peers = false);
  ~Summary();
  Summary(const Summary&) = delete;
  Summary& operator=(const Summary&) = delete;

  /// The single value at `path`; absent if there is none, or an object or a list.
  std::optional<Metric> find(std::string_view path) const;
  /// Every path that find() knows, in the order of the document.
  std::vector<std::string> paths() const;

  /// Completes the document with `expect` and `run`: its text, with a newline at its end.
  std::string to_json(std::span<const ExpectResult> expect, const RunStats& run);

 private:
  struct Document;
  std::unique_ptr<Document> document_;
};

}  // namespace swarmsim
