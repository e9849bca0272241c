#include "sim/scenario/shown_range.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/model/quantity.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/notes.hpp"

namespace swarmsim {

namespace {

constexpr std::int64_t kib = 1'024;
constexpr std::int64_t mib = 1'024 * kib;
constexpr std::int64_t kilo = 1'000;
constexpr std::int64_t milliseconds = 1'000'000;

std::string count_text(std::int64_t count) { return fmt::format("{}", count); }
std::string size_text(std::int64_t bytes) { return exact_text(Bytes{bytes}); }
std::string rate_text(std::int64_t bytes_per_second) {
  return fmt::format("{} kB/s", static_cast<double>(bytes_per_second) / kilo);
}
/// Times of nanoseconds' exactness help nobody here.
std::string time_text(std::int64_t nanoseconds) {
  return exact_text(Duration{(nanoseconds + milliseconds / 2) / milliseconds * milliseconds});
}

/// How a span is spoken of. Its place in the table is its number.
struct SpanWords {
  std::string_view name;
  std::string_view short_name;  ///< in a note: "measured with ... from A to B"
  std::string (*text)(std::int64_t);
};

constexpr std::array<SpanWords, span_kinds> span_words{{
    {"pieces of the content", "numbers of pieces", count_text},
    {"size of a piece", "pieces", size_text},
    {"size of the content", "contents", size_text},
    {"uplinks", "uplinks", rate_text},
    {"downlinks of leechers", "downlinks", rate_text},
    {"latency of an access, one way", "access latencies", time_text},
    {"leechers", "numbers of leechers", count_text},
    {"mean gap between their arrivals (0 s: all at once)", "mean gaps between arrivals", time_text},
}};

void include(Extent& into, std::int64_t value) {
  into.least = std::min(into.least, value);
  into.most = std::max(into.most, value);
}

Extent& at(Spans& spans, Span which) { return spans[static_cast<std::size_t>(which)]; }

bool downloads(const Scenario& scenario, const GroupSpec& group) {
  for (std::uint32_t i = 0; i < scenario.contents.size(); ++i) {
    if (ever_downloads(scenario, group, ContentId{i})) return true;
  }
  return false;
}

/// When leechers come, one after the other.
class Arrivals {
 public:
  void add(SimTime at) {
    first_ = std::min(first_.value_or(at), at);
    last_ = std::max(last_.value_or(at), at);
    ++count_;
  }
  std::int64_t count() const { return count_; }
  std::int64_t mean_gap() const { return count_ < 2 ? 0 : (*last_ - *first_).count() / (count_ - 1); }

 private:
  std::optional<SimTime> first_;
  std::optional<SimTime> last_;
  std::int64_t count_ = 0;
};

void note_kinds(const Scenario& scenario, const std::string& measured, std::vector<std::string>& notes) {
  const auto add = [&](std::string_view how, std::string_view here) {
    notes.push_back(fmt::format("{} {}: {} (docs/fidelity.md)", measured, how, here));
  };
  if (scenario.contents.size() > 1) {
    add("with one content", fmt::format("here are {}", scenario.contents.size()));
  }
  if (scenario.network.tcp == TcpKind::none) add("over TCP", R"(here network.tcp is "none")");
  if (!scenario.network.regions.names.empty()) add("without regions", "here network.regions are");
}

}  // namespace

constinit const Spans shown_range{{
    {24, 512},
    {64 * kib, 512 * kib},
    {4 * mib, 128 * mib},
    {20 * kilo, 1'250 * kilo},
    {100 * kilo, 6'250 * kilo},
    {0, 200 * milliseconds},
    {1, 100},
    {0, 10'000 * milliseconds},
}};

Spans spans_of(const Scenario& scenario, std::uint64_t seed) {
  Spans spans;
  spans.fill({std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()});
  for (const ContentSpec& content : scenario.contents) {
    include(at(spans, Span::pieces), content.geometry.pieces());
    include(at(spans, Span::piece_size), content.geometry.piece_size);
    include(at(spans, Span::size), content.geometry.size);
  }
  std::vector<bool> is_leecher;
  for (const GroupSpec& group : scenario.groups) is_leecher.push_back(downloads(scenario, group));
  Arrivals arrivals;
  for (const PeerSpec& peer : expand_peers(scenario, seed)) {
    if (peer.arrive == sim_never) continue;
    include(at(spans, Span::up), peer.link.up.bytes_per_second);
    include(at(spans, Span::latency), peer.link.latency.count());
    if (!is_leecher[peer.group]) continue;
    include(at(spans, Span::down), peer.link.down.bytes_per_second);
    arrivals.add(peer.arrive);
  }
  if (arrivals.count() == 0) return spans;
  include(at(spans, Span::leechers), arrivals.count());
  include(at(spans, Span::arrival_gap), arrivals.mean_gap());
  return spans;
}

Spans joined(const Spans& a, const Spans& b) {
  Spans both = a;
  for (std::size_t i = 0; i < span_kinds; ++i) {
    both[i] = {std::min(a[i].least, b[i].least), std::max(a[i].most, b[i].most)};
  }
  return both;
}

bool is_measured_profile(std::string_view profile) {
  constexpr std::array<std::string_view, 6> measured{"libtorrent",        "libtorrent-2.0", "transmission",
                                                     "transmission-3.00", "aria2",          "aria2-1.36"};
  return std::find(measured.begin(), measured.end(), profile) != measured.end();
}

std::vector<std::string> notes_outside_shown_range(const Scenario& scenario, std::uint64_t seed) {
  std::vector<std::string> notes;
  const auto group = std::find_if(scenario.groups.begin(), scenario.groups.end(), [](const GroupSpec& one) {
    return is_measured_profile(one.client.profile);
  });
  if (group == scenario.groups.end()) return notes;
  const std::string measured = fmt::format("{} was measured", in_quotes(group->client.profile));
  const Spans spans = spans_of(scenario, seed);
  for (std::size_t i = 0; i < span_kinds; ++i) {
    const Extent shown = shown_range[i];
    if (spans[i].least > spans[i].most) continue;  // there is no leecher, or nobody comes
    const bool is_below = spans[i].least < shown.least;
    if (!is_below && spans[i].most <= shown.most) continue;
    const SpanWords& words = span_words[i];
    notes.push_back(fmt::format("{} with {} from {} to {}: here is {} (docs/fidelity.md)", measured,
                                words.short_name, words.text(shown.least), words.text(shown.most),
                                words.text(is_below ? spans[i].least : spans[i].most)));
  }
  note_kinds(scenario, measured, notes);
  return notes;
}

std::string shown_range_markdown() {
  std::string table = "| what | from | to |\n|---|---|---|\n";
  for (std::size_t i = 0; i < span_kinds; ++i) {
    const SpanWords& words = span_words[i];
    table += fmt::format("| {} | {} | {} |\n", words.name, words.text(shown_range[i].least),
                         words.text(shown_range[i].most));
  }
  return table;
}

}  // namespace swarmsim
