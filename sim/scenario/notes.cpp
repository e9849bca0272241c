#include "sim/scenario/notes.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/base/bitfield.hpp"
#include "core/base/words.hpp"
#include "sim/model/wanted_pieces.hpp"
#include "sim/scenario/holdings.hpp"
#include "sim/scenario/shown_range.hpp"

namespace swarmsim {

namespace {

/// Whether `id` is the group or one of its members.
bool speaks_to(const GroupSpec& group, std::string_view id) {
  if (id == group.id) return true;
  if (!group.count || !id.starts_with(group.id) || id.size() < group.id.size() + 2) return false;
  const std::string_view rest = id.substr(group.id.size());
  return rest[0] == '-' && rest.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

/// Whether the timeline ever tells the group, or one of its members, to do this.
bool is_told(const Scenario& scenario, const GroupSpec& group, CommandKind kind, ContentId content) {
  const std::string& file = scenario.contents[index_of(content)].name;
  return std::any_of(scenario.timeline.begin(), scenario.timeline.end(), [&](const TimelineEntry& entry) {
    const bool is_peer = entry.actor == ActorKind::peer || entry.actor == ActorKind::group;
    return is_peer && entry.command.kind == kind && entry.command.file == file && speaks_to(group, entry.on);
  });
}

bool ever_sends(const Scenario& scenario, const GroupSpec& group, ContentId content) {
  const bool by_key = std::find(group.send.begin(), group.send.end(), content) != group.send.end();
  return by_key || is_told(scenario, group, CommandKind::send, content);
}

void add_held(const GroupSpec& group, const HoldSpec& hold, const ContentSpec& content, std::uint64_t seed,
              Bitfield& held) {
  if (hold.kind == HoldKind::everything || hold.kind == HoldKind::partition) return held.set_all();
  const std::uint32_t members = group.count.value_or(1);
  const bool is_drawn = hold.kind == HoldKind::random || hold.kind == HoldKind::share;
  for (std::uint32_t i = 0; i < (is_drawn ? members : 1) && !held.all(); ++i) {
    const std::string peer = group.count ? fmt::format("{}-{}", group.id, i + 1) : group.id;
    const Bitfield pieces = pieces_held(hold, content, {peer, i, members}, seed);
    for (std::uint32_t piece = 0; piece < held.size(); ++piece) {
      if (pieces.test(piece)) held.set(piece);
    }
  }
}

/// The pieces of `id` that somebody holds at the start who ever takes part in it.
Bitfield pieces_on_offer(const Scenario& scenario, ContentId id, std::uint64_t seed) {
  const ContentSpec& content = scenario.contents[index_of(id)];
  Bitfield held(content.geometry.pieces());
  for (const GroupSpec& group : scenario.groups) {
    if (!ever_sends(scenario, group, id) && !ever_downloads(scenario, group, id)) continue;
    for (const HoldSpec& hold : group.has) {
      if (hold.content == id) add_held(group, hold, content, seed, held);
    }
  }
  return held;
}

/// The pieces of `id` that some download asks for.
Bitfield pieces_wanted(const Scenario& scenario, ContentId id) {
  const ContentSpec& content = scenario.contents[index_of(id)];
  Bitfield wanted(content.geometry.pieces());
  for (const GroupSpec& group : scenario.groups) {
    if (is_told(scenario, group, CommandKind::download, id)) wanted.set_all();
    for (const DownloadSpec& one : group.download) {
      if (one.content != id || wanted.all()) continue;
      const Bitfield pieces = wanted_pieces(content, one);
      for (PieceIndex piece = 0; piece < pieces.size(); ++piece) {
        if (pieces.test(piece)) wanted.set(piece);
      }
    }
  }
  return wanted;
}

void note_content(const Scenario& scenario, ContentId id, std::uint64_t seed,
                  std::vector<std::string>& notes) {
  const auto wants = [&](const GroupSpec& group) { return ever_downloads(scenario, group, id); };
  const auto first = std::find_if(scenario.groups.begin(), scenario.groups.end(), wants);
  if (first == scenario.groups.end()) return;
  const std::string name = in_quotes(scenario.contents[index_of(id)].name);
  const Bitfield held = pieces_on_offer(scenario, id, seed);
  Bitfield missing = pieces_wanted(scenario, id);
  for (PieceIndex piece = 0; piece < held.size(); ++piece) {
    if (held.test(piece)) missing.reset(piece);
  }
  if (held.none()) {
    notes.push_back(fmt::format("{} downloads {}, which nobody ever sends", in_quotes(first->id), name));
  } else if (!missing.none()) {
    PieceIndex first_missing = 0;
    while (!missing.test(first_missing)) ++first_missing;
    notes.push_back(
        fmt::format("nobody holds piece {} of {}{}: no download of it can complete", first_missing, name,
                    missing.count() == 1 ? "" : fmt::format(", nor {} others", missing.count() - 1)));
  }
}

void note_leaving(const Scenario& scenario, const GroupSpec& group, std::vector<std::string>& notes) {
  if (group.leave.never()) return;
  bool downloads = false;
  bool uploads = false;
  for (std::uint32_t i = 0; i < scenario.contents.size(); ++i) {
    downloads = downloads || ever_downloads(scenario, group, ContentId{i});
    uploads = uploads || ever_sends(scenario, group, ContentId{i});
  }
  if (downloads || (uploads && group.leave.after_copies)) return;
  notes.push_back(fmt::format("{} never leaves: it waits for the end of its {}, and has none",
                              in_quotes(group.id), group.leave.after_copies ? "transfers" : "downloads"));
}

/// Of a Poisson process of rate e^(-t/tau) / gap, tau / gap events are expected in all.
void note_arrivals(const GroupSpec& group, std::vector<std::string>& notes) {
  const ArrivalSpec& arrive = group.arrive;
  const std::uint32_t members = group.count.value_or(1);
  if (arrive.kind != ArrivalKind::decay || arrive.tau / arrive.gap >= members) return;
  notes.push_back(fmt::format("of the {} members of {} about {} are expected to come (tau / first_gap)",
                              members, in_quotes(group.id), arrive.tau / arrive.gap));
}

/// Whether every run is over before it begins.
bool ends_at_once(const Scenario& scenario) {
  if (scenario.stop_when != StopWhen::all_complete) return false;
  for (const GroupSpec& group : scenario.groups) {
    for (std::uint32_t i = 0; i < scenario.contents.size(); ++i) {
      if (ever_downloads(scenario, group, ContentId{i})) return false;
    }
  }
  return true;
}

}  // namespace

bool ever_downloads(const Scenario& scenario, const GroupSpec& group, ContentId content) {
  return download_of(group, content) != nullptr || is_told(scenario, group, CommandKind::download, content);
}

std::vector<std::string> notes_on(const Scenario& scenario, std::uint64_t seed) {
  std::vector<std::string> notes;
  if (ends_at_once(scenario)) {
    notes.emplace_back("nobody downloads: all is complete at 0 s, and the run ends there");
  }
  for (std::uint32_t i = 0; i < scenario.contents.size(); ++i)
    note_content(scenario, ContentId{i}, seed, notes);
  for (const GroupSpec& group : scenario.groups) {
    note_leaving(scenario, group, notes);
    note_arrivals(group, notes);
  }
  for (std::string& note : notes_outside_shown_range(scenario, seed)) notes.push_back(std::move(note));
  return notes;
}

}  // namespace swarmsim
