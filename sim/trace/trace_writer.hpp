#pragma once
// A run as JSON lines, `swarmsim/trace/1`: a header, one line per record and note, and totals.
//
// Lines come in the order of the calls, which is that of time and of the engine. Keys have a fixed order,
// times are integer nanoseconds (docs/trace-format.md). Writes bytes to a sink and knows no file; peers
// are named by whoever knows them. A line costs about as much as formatting its numbers.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/hash.hpp"
#include "core/protocol/geometry.hpp"
#include "sim/trace/block_senders.hpp"
#include "sim/trace/kinds.hpp"
#include "sim/trace/record.hpp"

namespace swarmsim {

/// Where the bytes of a trace go. Failures are the sink's to remember.
class ByteSink {
 public:
  virtual ~ByteSink() = default;
  virtual void write(std::string_view bytes) = 0;
};

/// Names of peers, of those too that come during the run.
class NameSource {
 public:
  virtual ~NameSource() = default;
  virtual std::string_view name_of(PeerId peer) const = 0;
};

struct TraceContent {
  std::string name;
  Geometry geometry;
};

/// What the first line says.
struct TraceHead {
  std::string scenario;     ///< its name
  Digest128 scenario_hash;  ///< XXH3-128 of its text
  std::uint64_t seed = 0;
  TraceLevel level = TraceLevel::app;
  std::vector<TraceContent> contents;
  std::size_t peers = 0;  ///< in the scenario
};

/// What the last line says beside what the writer counted.
struct TraceEnd {
  SimTime time{};
  std::string_view reason;
  bool partial = false;  ///< interrupted: there would have been more
  std::uint64_t records = 0;
  Digest128 fingerprint;
};

/// The swarm as a whole at one moment.
struct TraceSample {
  SimTime time{};
  std::int64_t leechers = 0;  ///< online, with a download under way
  std::int64_t seeds = 0;     ///< online, sending, with all they want
  std::int64_t up = 0;        ///< bytes of blocks per second since the last sample, all peers
  std::int64_t down = 0;
  std::span<const std::uint32_t> copies_min;  ///< of the rarest piece online, by content
};

class TraceWriter final : public RecordSink {
 public:
  /// Writes the header. `names` and `out` outlive the writer.
  TraceWriter(const TraceHead& head, const NameSource& names, ByteSink& out);

  void on_record(const Record& record, const Detail& detail) override;
  void on_note(const Record& record, const Detail& detail) override { write(record, detail, {}); }
  void write_sample(const TraceSample& sample);
  /// Writes the last line and what is still buffered. Once, and nothing after it.
  void finish(const TraceEnd& end);

 private:
  using Shares = std::vector<SenderShare>;
  using Copies = std::span<const std::uint32_t>;

  void write(const Record& record, const Detail& detail, const Shares& shares, Copies copies = {});
  void add_parties(const Record& record);
  void add_field(const FieldSpec& field, const Record& record, const Detail& detail, const Shares& shares,
                 Copies copies);
  void add_key(std::string_view key);
  void add_number(std::string_view key, std::uint64_t value);
  void add_number(std::string_view key, std::int64_t value);
  void add_flag(std::string_view key, bool value);
  void add_string(std::string_view key, std::string_view text);
  void add_peer(std::string_view key, PeerId peer);
  void add_lines(std::string_view key, std::span<const std::string> lines);
  void add_senders(std::string_view key, const Shares& shares);
  void end_line();
  void flush();

  const NameSource& names_;
  ByteSink& out_;
  TraceLevel level_;
  std::vector<std::string> contents_;  ///< names, in quotes
  std::vector<std::uint32_t> blocks_per_piece_;
  BlockSenders senders_;
  std::array<std::uint64_t, 256> counts_{};  ///< by kind, written or not
  std::uint64_t lines_ = 0;                  ///< between the first and the last
  std::int64_t block_bytes_ = 0;             ///< delivered and read
  std::string buffer_;
};

/// Appends `text`, which is UTF-8, as a JSON string.
void append_json_string(std::string& out, std::string_view text);

}  // namespace swarmsim
