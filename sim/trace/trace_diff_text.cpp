// The words of trace_diff.hpp.

#include <algorithm>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/trace/seconds.hpp"
#include "sim/trace/trace_diff.hpp"

namespace swarmsim {

namespace {

/// Names of the two, and what stands in front of lines that both have.
struct Names {
  std::string_view a;
  std::string_view b;
  static constexpr std::string_view both = "both";

  std::size_t width() const { return std::max({a.size(), b.size(), both.size()}); }
};

std::string values_of(const ValueChange& change, const Names& names) {
  return fmt::format("{} {}, {} {}", names.a, change.a, names.b, change.b);
}

void add_changes(std::string& text, std::string_view where, const std::vector<ValueChange>& changes,
                 const Names& names) {
  for (const ValueChange& change : changes) {
    text += fmt::format("{}  {}: {}\n", where, change.what, values_of(change, names));
  }
}

void add_records(std::string& text, std::string_view name, const std::vector<ShownRecord>& records,
                 std::size_t width) {
  for (const ShownRecord& record : records) {
    text += fmt::format("  {:<{}}  {:>6}  {}\n", name, width, record.number, record.text);
  }
}

/// "record 17", or "record 17 of golden, 18 of now" where messages were passed over.
std::string place_of(const TraceDivergence& divergence, const Names& names) {
  const std::uint64_t a = divergence.a.front().number;
  const std::uint64_t b = divergence.b.front().number;
  if (a == b) return fmt::format("record {}", a);
  return fmt::format("record {} of {}, {} of {}", a, names.a, b, names.b);
}

std::string headline_of(const TraceDivergence& divergence, const Names& names) {
  std::string text = fmt::format("first difference: {}, at {} s", place_of(divergence, names),
                                 seconds_of(nanoseconds_of(divergence.time)));
  std::vector<std::string> peers;
  for (const std::string& peer : divergence.peers) peers.push_back(in_quotes(peer));
  if (!peers.empty()) text += fmt::format(", {}", comma_list(peers));
  return text;
}

}  // namespace

std::string diff_text(const TraceDiff& diff, std::string_view a, std::string_view b) {
  const Names names{a, b};
  std::string text;
  add_changes(text, "first line", diff.head, names);
  if (diff.only_a_has_messages || diff.only_b_has_messages) {
    text += fmt::format("only {} has messages: they are passed over\n", diff.only_a_has_messages ? a : b);
  }
  add_changes(text, "last line", diff.end, names);
  if (!diff.divergence) return text;
  const TraceDivergence& divergence = *diff.divergence;
  text += headline_of(divergence, names) + "\n";
  add_records(text, Names::both, divergence.before, names.width());
  add_records(text, a, divergence.a, names.width());
  add_records(text, b, divergence.b, names.width());
  add_changes(text, "differs in", divergence.fields, names);
  return text;
}

std::string diff_line(const TraceDiff& diff, std::string_view a, std::string_view b) {
  const Names names{a, b};
  if (diff.divergence) return headline_of(*diff.divergence, names);
  std::vector<std::string> what;
  for (const ValueChange& change : diff.end) what.push_back(change.what);
  return what.empty() ? "" : fmt::format("the last line differs in {}", comma_list(what));
}

}  // namespace swarmsim
