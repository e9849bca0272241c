#pragma once
// Two traces side by side: what their first lines tell apart, the first record in which they differ, and
// what their last lines say.
//
// Streams, and ends soon after the first difference: a few lines of context are all that is kept. A record
// differs if it says something else, not if it is written otherwise. Where one trace has messages and the
// other has none, messages are passed over, and the fingerprint still speaks of them. Knows no file and
// not which of the two is right.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"
#include "sim/trace/trace_reader.hpp"

namespace swarmsim {

/// One record as people read it; behind the last there is the end, which is shown as one too.
struct ShownRecord {
  std::uint64_t number = 0;  ///< its line in its file, the first line being 0
  std::string text;
};

/// One value that both have, and have differently.
struct ValueChange {
  std::string what;  ///< "seed", "unchoked"
  std::string a;     ///< "none" where it is missing
  std::string b;
};

/// The first record in which two traces differ, and what is around it.
struct TraceDivergence {
  std::vector<ShownRecord> before;  ///< the same in both, oldest first; numbers are those of a
  std::vector<ShownRecord> a;       ///< the one that differs and what follows
  std::vector<ShownRecord> b;
  std::vector<ValueChange> fields;  ///< where both are of one kind
  SimTime time{};                   ///< the earlier of the two
  std::vector<std::string> peers;   ///< whom the two concern
};

struct TraceDiff {
  std::vector<ValueChange> head;  ///< of the first lines
  bool only_a_has_messages = false;
  bool only_b_has_messages = false;
  std::optional<TraceDivergence> divergence;
  std::vector<ValueChange> end;  ///< of the last lines, if there is no divergence

  /// Whether both are the same run, whatever their first lines say.
  bool is_same_run() const { return !divergence && end.empty(); }
};

/// Reads both up to the first difference and `context` records further, or to their ends. Without a
/// divergence it is meaningless if one of them has a problem then.
TraceDiff diff_traces(TraceReader& a, TraceReader& b, std::size_t context);

/// What a reader of the two is told, in lines; `a` and `b` are short names for them. Empty for equal ones.
std::string diff_text(const TraceDiff& diff, std::string_view a, std::string_view b);
/// The first difference in one line, or in what the last lines differ.
std::string diff_line(const TraceDiff& diff, std::string_view a, std::string_view b);

}  // namespace swarmsim
