#pragma once
// Reads a trace back, plain or compressed, line by line in constant memory.
//
// Told apart by the first bytes. What is no trace, is damaged or ends too early is a problem with the
// number of the record (the first line is record 0), never an exception. Only lines are kept in memory:
// one at a time. Knows no file: whoever has the bytes hands them over piece by piece.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"
#include "sim/trace/kinds.hpp"

namespace swarmsim {

/// Longer than any line of ours, short enough that a file of something else fills no memory.
inline constexpr std::size_t longest_trace_line = std::size_t{64} << 20;

/// Where the bytes of a trace come from.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Further bytes, nothing at the end. What it returns holds until the next call.
  virtual std::string_view read() = 0;
};

/// What a trace says of itself in its first line.
struct TraceFacts {
  std::string version;  ///< of swarmsim
  std::string scenario;
  std::string scenario_hash;
  std::uint64_t seed = 0;
  TraceLevel level = TraceLevel::app;
  std::uint64_t peers = 0;
  std::vector<std::string> contents;
};

/// What it says in its last.
struct TraceTotals {
  SimTime time{};
  std::string reason;
  bool partial = false;
  std::uint64_t records = 0;
  std::uint64_t lines = 0;
  std::map<std::string, std::uint64_t, std::less<>> by_kind;
  std::int64_t block_bytes = 0;
  std::string fingerprint;
};

/// One line of a trace between the first and the last. Views hold until the next is read.
struct TraceLine {
  std::string_view raw;  ///< without its newline
  SimTime time{};
  const KindSpec* kind = nullptr;
  std::string_view from;  ///< both the same where one peer is concerned, empty where none is
  std::string_view to;
  std::string_view content;  ///< empty where none is concerned
};

class TraceReader {
 public:
  /// Reads the first line; problem() says if it could not.
  explicit TraceReader(ByteSource& source, std::size_t longest_line = longest_trace_line);
  ~TraceReader();
  TraceReader(const TraceReader&) = delete;
  TraceReader& operator=(const TraceReader&) = delete;

  /// The next record; nothing after the last line, or after a problem.
  std::optional<TraceLine> next();
  /// "record 17: ...", once next() came to an end before the trace did.
  const std::optional<std::string>& problem() const { return problem_; }

  const TraceFacts& facts() const { return facts_; }
  /// Of the last line; meaningful when next() returned nothing and there is no problem.
  const TraceTotals& totals() const { return totals_; }

  /// Of the record that next() returned last: its line in the file, the first line being 0.
  std::uint64_t record_number() const;
  /// The fields of it, in words: "piece 3, 16384 bytes".
  std::string words() const;
  /// The whole of it as people read it: time, kind, who, content and words.
  std::string text() const;
  /// Whether the last record of both says the same, whatever its blanks and the order of its keys.
  bool says_the_same(const TraceReader& other) const;
  bool has(std::string_view field) const;
  /// One number of it, 0 if it has none of that name.
  std::int64_t number(std::string_view field) const;

 private:
  struct State;

  void read_head();
  void read_end();
  bool next_line();
  bool refill();
  bool unpack();
  void fail(std::string_view what);

  std::unique_ptr<State> state_;
  TraceFacts facts_;
  TraceTotals totals_;
  std::optional<std::string> problem_;
};

/// TraceReader::text() of a line that was read before.
std::string text_of_line(std::string_view raw);

}  // namespace swarmsim
