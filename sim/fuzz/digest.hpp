#pragma once
// What a run recorded as one number that knows no order, with or without one peer.
//
// Peers count by their names: two worlds that number them differently can be compared. The end of the run
// is no record and no part of it.

#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/trace/fingerprint.hpp"
#include "sim/trace/record.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

class RecordDigest final : public RecordSink {
 public:
  /// Of all records of `world`, which has not begun and outlives this, but those from or to the peer called
  /// `without`.
  explicit RecordDigest(const World& world, std::string_view without = {});

  void on_record(const Record& record, const Detail&) override;

  Digest128 value() const { return sum_.at(sim_start); }
  std::uint64_t records() const { return sum_.records(); }

 private:
  const World& world_;
  PeerId without_ = no_peer;
  Fingerprint sum_;
};

/// Hands what it is told to several sinks, in their order. Owns none.
class Fanout final : public RecordSink {
 public:
  void add(RecordSink& sink) { sinks_.push_back(&sink); }
  void on_record(const Record& record, const Detail& detail) override {
    for (RecordSink* sink : sinks_) sink->on_record(record, detail);
  }
  void on_note(const Record& record, const Detail& detail) override {
    for (RecordSink* sink : sinks_) sink->on_note(record, detail);
  }

 private:
  std::vector<RecordSink*> sinks_;
};

}  // namespace swarmsim
