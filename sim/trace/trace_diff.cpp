#include "sim/trace/trace_diff.hpp"

#include <algorithm>
#include <array>
#include <deque>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/trace/seconds.hpp"

namespace swarmsim {

namespace {

/// One of the two, at the record that is compared next.
class Side {
 public:
  Side(TraceReader& reader, bool passes_messages) : reader_(reader), passes_messages_(passes_messages) {}

  void advance() {
    do line_ = reader_.next();
    while (line_ && passes_messages_ && line_->kind->level() == TraceLevel::wire);
  }
  /// Absent at the end.
  const std::optional<TraceLine>& line() const { return line_; }
  const TraceReader& reader() const { return reader_; }
  SimTime time() const { return line_ ? line_->time : reader_.totals().time; }

  ShownRecord shown() const {
    if (line_) return {reader_.record_number(), reader_.text()};
    const TraceTotals& totals = reader_.totals();
    return {reader_.record_number(), fmt::format("{:>14}  end: {}, {} records, fingerprint {}",
                                                 seconds_of(nanoseconds_of(totals.time)), totals.reason,
                                                 totals.records, totals.fingerprint)};
  }

  /// The record it is at, and so many behind it.
  std::vector<ShownRecord> shown_from_here(std::size_t behind) {
    std::vector<ShownRecord> records{shown()};
    while (records.size() <= behind && line_) {
      advance();
      if (reader_.problem()) break;
      records.push_back(shown());
    }
    return records;
  }

 private:
  TraceReader& reader_;
  bool passes_messages_;
  std::optional<TraceLine> line_;
};

/// Lines that were the same in both, the last few.
class Context {
 public:
  explicit Context(std::size_t size) : size_(size) {}

  void add(std::uint64_t number, std::string_view raw) {
    if (size_ == 0) return;
    if (lines_.size() == size_) lines_.pop_front();
    lines_.push_back({number, std::string(raw)});
  }
  std::vector<ShownRecord> shown() const {
    std::vector<ShownRecord> records;
    for (const ShownRecord& line : lines_) records.push_back({line.number, text_of_line(line.text)});
    return records;
  }

 private:
  std::size_t size_;
  std::deque<ShownRecord> lines_;  ///< as they stand in the file
};

void add_change(std::vector<ValueChange>& changes, std::string_view what, std::string a, std::string b) {
  if (a != b) changes.push_back({std::string(what), std::move(a), std::move(b)});
}

std::vector<ValueChange> head_changes(const TraceFacts& a, const TraceFacts& b) {
  std::vector<ValueChange> changes;
  add_change(changes, "version", a.version, b.version);
  add_change(changes, "scenario", a.scenario, b.scenario);
  add_change(changes, "scenario_hash", a.scenario_hash, b.scenario_hash);
  add_change(changes, "seed", fmt::format("{}", a.seed), fmt::format("{}", b.seed));
  add_change(changes, "level", std::string(name_of(a.level)), std::string(name_of(b.level)));
  add_change(changes, "peers", fmt::format("{}", a.peers), fmt::format("{}", b.peers));
  add_change(changes, "contents", fmt::format("{}", fmt::join(a.contents, ", ")),
             fmt::format("{}", fmt::join(b.contents, ", ")));
  return changes;
}

std::uint64_t count_in(const TraceTotals& totals, std::string_view kind) {
  const auto found = totals.by_kind.find(kind);
  return found == totals.by_kind.end() ? 0 : found->second;
}

std::vector<ValueChange> end_changes(const TraceTotals& a, const TraceTotals& b) {
  std::vector<ValueChange> changes;
  add_change(changes, "end", seconds_of(nanoseconds_of(a.time)), seconds_of(nanoseconds_of(b.time)));
  add_change(changes, "reason", a.reason, b.reason);
  add_change(changes, "partial", a.partial ? "true" : "false", b.partial ? "true" : "false");
  add_change(changes, "records", fmt::format("{}", a.records), fmt::format("{}", b.records));
  for (const std::string& kind : kind_names()) {
    add_change(changes, kind, fmt::format("{}", count_in(a, kind)), fmt::format("{}", count_in(b, kind)));
  }
  add_change(changes, "block_bytes", fmt::format("{}", a.block_bytes), fmt::format("{}", b.block_bytes));
  add_change(changes, "fingerprint", a.fingerprint, b.fingerprint);
  return changes;
}

/// Fields of two records of one kind that differ, in the order of the table of kinds.
std::vector<ValueChange> field_changes(const TraceLine& a, const TraceLine& b) {
  std::vector<ValueChange> changes;
  if (a.kind != b.kind) return changes;
  const auto left = nlohmann::json::parse(a.raw);
  const auto right = nlohmann::json::parse(b.raw);
  const auto compare = [&](std::string_view field) {
    const auto text = [field](const nlohmann::json& record) {
      const auto found = record.find(field);
      return found == record.end() ? "none" : found->dump();
    };
    add_change(changes, field, text(left), text(right));
  };
  for (const std::string_view field : {"t", "peer", "from", "to", "content"}) compare(field);
  for (const FieldSpec& field : a.kind->fields) compare(field.name);
  return changes;
}

std::vector<std::string> peers_of(const Side& a, const Side& b) {
  std::vector<std::string> peers;
  for (const Side* side : {&a, &b}) {
    if (!side->line()) continue;
    for (const std::string_view name : {side->line()->from, side->line()->to}) {
      if (!name.empty() && std::find(peers.begin(), peers.end(), name) == peers.end()) {
        peers.emplace_back(name);
      }
    }
  }
  return peers;
}

TraceDivergence divergence_of(Side& a, Side& b, const Context& before, std::size_t context) {
  TraceDivergence divergence;
  divergence.before = before.shown();
  divergence.time = std::min(a.time(), b.time());
  divergence.peers = peers_of(a, b);
  if (a.line() && b.line()) divergence.fields = field_changes(*a.line(), *b.line());
  divergence.a = a.shown_from_here(context);
  divergence.b = b.shown_from_here(context);
  return divergence;
}

}  // namespace

TraceDiff diff_traces(TraceReader& a_reader, TraceReader& b_reader, std::size_t context) {
  TraceDiff diff;
  if (a_reader.problem() || b_reader.problem()) return diff;
  const TraceLevel a_level = a_reader.facts().level;
  const TraceLevel b_level = b_reader.facts().level;
  diff.head = head_changes(a_reader.facts(), b_reader.facts());
  diff.only_a_has_messages = a_level == TraceLevel::wire && b_level == TraceLevel::app;
  diff.only_b_has_messages = b_level == TraceLevel::wire && a_level == TraceLevel::app;
  Side a(a_reader, diff.only_a_has_messages);
  Side b(b_reader, diff.only_b_has_messages);
  Context before(context);
  for (;;) {
    a.advance();
    b.advance();
    if (a_reader.problem() || b_reader.problem()) return diff;
    if (!a.line() && !b.line()) break;
    if (!a.line() || !b.line() || !a_reader.says_the_same(b_reader)) {
      diff.divergence = divergence_of(a, b, before, context);
      return diff;
    }
    before.add(a_reader.record_number(), a.line()->raw);
  }
  diff.end = end_changes(a_reader.totals(), b_reader.totals());
  return diff;
}

}  // namespace swarmsim
