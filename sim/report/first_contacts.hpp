#pragma once
// When each peer was first unchoked, and when it first gave something back.
//
// A sink for a run: watches messages as they are delivered, and changes nothing. O(1) for each.

#include <cstddef>
#include <optional>
#include <vector>

#include "sim/trace/record.hpp"

namespace swarmsim {

class FirstContacts final : public RecordSink {
 public:
  explicit FirstContacts(std::size_t peers) : first_(peers) {}

  struct Firsts {
    std::optional<SimTime> unchoke;  ///< the first one that reached it
    std::optional<SimTime> upload;   ///< the last byte of the first block of its own that reached somebody
  };
  const std::vector<Firsts>& by_peer() const { return first_; }

  void on_record(const Record& record, const Detail& detail) override;

 private:
  std::vector<Firsts> first_;
};

}  // namespace swarmsim
