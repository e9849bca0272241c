#pragma once
// What just happened, as the console's `trace` shows it: the last records and notes of a world.
//
// A copyable value that goes back in time with its world. Two rings, so that the many messages push out
// nothing of what people look for first. Knows no world: who is called what, the caller says.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/record.hpp"

namespace swarmsim {

/// A record and what stood beside it.
struct KeptRecord {
  Record record;
  std::uint64_t number = 0;  ///< in the order of happening, over both rings
  std::string word;
  std::string text;
  std::vector<std::string> lines;
  bool ok = true;
  std::array<std::int64_t, 4> numbers{};
};

class Recent final : public RecordSink {
 public:
  static constexpr std::size_t kept_max = 500;  ///< of each kind: more than anybody scrolls through

  void on_record(const Record& record, const Detail& detail) override { keep(record, detail); }
  void on_note(const Record& record, const Detail& detail) override { keep(record, detail); }

  /// The last `most`, oldest first; without `messages` those of the peer wire are left out.
  std::vector<const KeptRecord*> last(std::size_t most, bool messages) const;
  /// Records and notes so far, kept or not: the number of the next one.
  std::uint64_t count() const { return count_; }

 private:
  struct Ring {
    std::vector<KeptRecord> kept;
    std::size_t next = 0;  ///< to be written over
  };

  void keep(const Record& record, const Detail& detail);

  Ring facts_;
  Ring messages_;
  std::uint64_t count_ = 0;
};

/// One line: seconds, who, what, and the fields that people read. `names` turns a peer into its name.
class PeerNaming {
 public:
  virtual ~PeerNaming() = default;
  virtual std::string name_of(PeerId peer) const = 0;
  virtual std::string content_name(std::uint16_t content) const = 0;
  virtual std::uint32_t blocks_per_piece(std::uint16_t content) const = 0;
};

std::string trace_line(const KeptRecord& kept, const PeerNaming& names);

}  // namespace swarmsim
