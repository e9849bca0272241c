// Passes over what is shared.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "sim/command/grammar.hpp"
#include "sim/fuzz/shrink_passes.hpp"
#include "sim/fuzz/shrink_tools.hpp"

namespace swarmsim {

namespace {

std::size_t count_contents(const Scenario& scenario) { return scenario.contents.size(); }

/// Takes every mention of `gone` out of `items` and renumbers those behind it.
template <typename T, typename Member>
void forget_content(std::vector<T>& items, std::uint32_t gone, Member content_of) {
  std::erase_if(items, [&](T& item) { return index_of(content_of(item)) == gone; });
  for (T& item : items) {
    ContentId& content = content_of(item);
    if (index_of(content) > gone) content = ContentId{index_of(content) - 1};
  }
}

bool drop_content(Scenario& scenario, std::size_t index) {
  if (scenario.contents.size() == 1) return false;
  const auto gone = static_cast<std::uint32_t>(index);
  const std::string name = scenario.contents[index].name;
  scenario.contents.erase(scenario.contents.begin() + static_cast<std::ptrdiff_t>(index));
  for (GroupSpec& group : scenario.groups) {
    forget_content(group.has, gone, [](HoldSpec& hold) -> ContentId& { return hold.content; });
    forget_content(group.send, gone, [](ContentId& content) -> ContentId& { return content; });
    forget_content(group.download, gone, [](DownloadSpec& one) -> ContentId& { return one.content; });
  }
  erase_entries_if(scenario, [&name](const TimelineEntry& entry) { return entry.command.file == name; });
  for (TimelineEntry& entry : scenario.timeline) {
    if (std::erase(entry.command.has, name) > 0) entry.text = format_command(entry.command);
  }
  return true;
}

/// Lists and numbers of pieces follow a content that is cut anew.
void fit_holdings(Scenario& scenario, std::size_t index) {
  const std::uint32_t pieces = scenario.contents[index].geometry.pieces();
  for (GroupSpec& group : scenario.groups) {
    for (HoldSpec& hold : group.has) {
      if (index_of(hold.content) != index) continue;
      hold.number = std::min(hold.number, pieces);
      if (hold.kind != HoldKind::listed) continue;
      const Bitfield before = std::exchange(hold.pieces, Bitfield(pieces));
      for (std::uint32_t piece = 0; piece < std::min(pieces, before.size()); ++piece) {
        if (before.test(piece)) hold.pieces.set(piece);
      }
    }
  }
}

/// Files on disk are as large as they are.
bool is_fixed(const Scenario& scenario, std::size_t index) {
  return !scenario.contents[index].path.empty() || !scenario.contents[index].torrent.empty();
}

/// Bytes that need no file.
bool take_off_disk(Scenario& scenario, std::size_t index) {
  if (!is_fixed(scenario, index)) return false;
  forget_files(scenario, ContentId{static_cast<std::uint32_t>(index)});
  return true;
}

bool halve_content(Scenario& scenario, std::size_t index) {
  Geometry& geometry = scenario.contents[index].geometry;
  if (geometry.size < 2 || is_fixed(scenario, index)) return false;
  // Whole pieces as long as there are some.
  const std::int64_t half = geometry.size / 2;
  geometry.size = half >= geometry.piece_size ? half - half % geometry.piece_size : half;
  fit_holdings(scenario, index);
  return true;
}

bool drop_piece(Scenario& scenario, std::size_t index) {
  Geometry& geometry = scenario.contents[index].geometry;
  if (geometry.pieces() < 2 || is_fixed(scenario, index)) return false;
  geometry.size = std::int64_t{geometry.pieces() - 1} * geometry.piece_size;
  fit_holdings(scenario, index);
  return true;
}

bool cut_into_blocks(Scenario& scenario, std::size_t index) {
  Geometry& geometry = scenario.contents[index].geometry;
  if (geometry.piece_size == geometry.block_size || is_fixed(scenario, index)) return false;
  geometry.piece_size = geometry.block_size;
  fit_holdings(scenario, index);
  return true;
}

bool drop_data(Scenario& scenario, std::size_t index) {
  return !is_fixed(scenario, index) && reset(scenario.contents[index].data, DataKind::none);
}

constexpr ShrinkPass of_contents[] = {
    {count_contents, drop_content}, {count_contents, take_off_disk},   {count_contents, halve_content},
    {count_contents, drop_piece},   {count_contents, cut_into_blocks}, {count_contents, drop_data},
};

}  // namespace

std::span<const ShrinkPass> content_passes() { return of_contents; }

}  // namespace swarmsim
