// Who takes part: seeds, leechers, holders of a part, and somebody who only watches.

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "sim/fuzz/draft.hpp"
#include "sim/model/wanted_pieces.hpp"
#include "sim/peer/registry.hpp"

namespace swarmsim {

namespace {

/// Names in no order: who is called what decides streams and ties.
std::string draw_id(const Draft& draft, Dice& dice) {
  const std::int64_t letter = dice.between(0, 25);
  const std::int64_t number = dice.between(0, 99);
  const auto id = fmt::format("{}{}", static_cast<char>('a' + letter), number);
  const bool taken = std::any_of(draft.scenario.groups.begin(), draft.scenario.groups.end(),
                                 [&id](const GroupSpec& group) { return group.id == id; });
  return taken ? fmt::format("{}_{}", id, draft.scenario.groups.size()) : id;
}

ContentId content_at(std::size_t index) { return ContentId{static_cast<std::uint32_t>(index)}; }

HoldSpec make_part(const Draft& draft, ContentId content, bool is_group, Dice& dice) {
  HoldSpec hold;
  hold.content = content;
  const std::uint32_t pieces = draft.scenario.contents[index_of(content)].geometry.pieces();
  switch (dice.between(0, is_group ? 3 : 2)) {
    case 0:
      hold.kind = HoldKind::listed;
      hold.pieces = Bitfield(pieces);
      for (std::uint32_t piece = 0; piece < pieces; ++piece) {
        if (dice.chance(40)) hold.pieces.set(piece);
      }
      break;
    case 1:
      hold.kind = HoldKind::random;
      hold.number = static_cast<std::uint32_t>(dice.between(0, pieces));
      break;
    case 2:
      hold.kind = HoldKind::share;
      hold.share = dice.one_of<Share>({{30, 100}, {1, 3}, {0, 1}, {1, 1}, {77, 100}});
      break;
    default: hold.kind = HoldKind::partition;
  }
  return hold;
}

GroupSpec make_member(const Draft& draft, std::uint32_t members, bool ranges, Dice& dice) {
  GroupSpec group;
  group.id = draw_id(draft, dice);
  const bool is_group = members > 1 || dice.chance(10);
  if (is_group) group.count = members;
  group.link = make_link(draft, dice);
  if (draft.has(Feature::classes) && dice.chance(70)) {
    for (std::uint32_t i = 0; i < draft.scenario.classes.size(); ++i) {
      const std::int64_t weight = dice.between(i == 0 ? 1 : 0, 3);
      group.classes.push_back({i, weight});
    }
  }
  group.client = make_client(draft, ranges, dice);
  // Who fetches metadata, and serves it, speaks extensions.
  const bool may_choose = draft.profile.empty() && group.client.profile == "bep3";
  if (draft.has(Feature::magnets) && may_choose) group.client.profile = "libtorrent-2.0";
  group.arrive = make_arrival(draft, is_group ? members : 0, dice);
  group.leave = make_leave(draft, dice);
  if (draft.has(Feature::addresses) && !is_group && dice.chance(70)) {
    const auto place = static_cast<std::uint32_t>(draft.scenario.groups.size());
    group.address = (std::uint32_t{20} << 24) + place * 256 + 1;  // 20.0.x.1
  }
  return group;
}

/// Who serves may lie, too.
void make_liar(const Draft& draft, GroupSpec& group, Dice& dice) {
  if (draft.corrupts() && dice.chance(30))
    group.corrupt = dice.one_of<Share>({{1, 100}, {1, 10}, {1, 2}, {1, 1}});
}

/// Leaves files out of the last download of `group`, and its metadata, where its client knows how.
void choose_files(const Draft& draft, GroupSpec& group, Dice& dice) {
  DownloadSpec& download = group.download.back();
  const Profile profile = Registry::standard().profile_for(group.client);
  const ContentSpec& content = draft.scenario.contents[index_of(download.content)];
  if (draft.has(Feature::magnets) && profile.extended > 0) download.magnet = dice.chance(70);
  if (!draft.has(Feature::wanted_files) || profile.protocol != Protocol::wire) return;
  for (std::uint32_t file = 0; file < content.files.size(); ++file) {
    if (dice.chance(50)) download.unwanted.push_back(file);
  }
  if (wanted_pieces(content, download).none()) download.unwanted.clear();
}

void make_seeds(Draft& draft, std::uint32_t members, bool ranges, Dice& dice) {
  GroupSpec group = make_member(draft, members, ranges, dice);
  if (dice.chance(70)) group.leave = {};
  make_liar(draft, group, dice);
  for (std::size_t i = 0; i < draft.scenario.contents.size(); ++i) {
    group.has.push_back({content_at(i), HoldKind::everything, {}, 0, {}});
    if (!draft.has(Feature::mistakes) || dice.chance(90)) group.send.push_back(content_at(i));
  }
  draft.scenario.groups.push_back(std::move(group));
}

void make_leechers(Draft& draft, std::uint32_t members, bool ranges, Dice& dice) {
  GroupSpec group = make_member(draft, members, ranges, dice);
  make_liar(draft, group, dice);
  Dice dice_of_files = draft.dice("files of " + group.id);
  for (std::size_t i = 0; i < draft.scenario.contents.size(); ++i) {
    const bool wants = draft.scenario.contents.size() == 1 || dice.chance(70);
    const bool part = draft.has(Feature::partial_stores) && dice.chance(60);
    if (part) group.has.push_back(make_part(draft, content_at(i), group.count.has_value(), dice));
    if (!wants) continue;
    const bool later = draft.has(Feature::late_downloads) && dice.chance(50);
    const Duration after{later ? dice.between(0, draft.scale.count()) : 0};
    group.download.push_back({content_at(i), after});
    choose_files(draft, group, dice_of_files);
    if (draft.has(Feature::mistakes) && dice.chance(20)) group.send.push_back(content_at(i));
  }
  draft.scenario.groups.push_back(std::move(group));
}

}  // namespace

void make_groups(Draft& draft) {
  Dice dice = draft.dice("groups");
  const bool any_ranges = draft.has(Feature::vbittorrent);
  const bool mixed = any_ranges && dice.chance(40) && draft.profile.empty();
  std::uint32_t left = draft.peers;
  const bool seedless = draft.has(Feature::seedless);
  std::int64_t seed_groups = seedless ? 0 : dice.one_of({1, 1, 1, 2});
  if (seedless) {
    // Together they may hold everything all the same.
    const std::uint32_t members = std::min<std::uint32_t>(left, 3);
    make_leechers(draft, members, any_ranges && !mixed, dice);
    for (ContentId content{}; index_of(content) < draft.scenario.contents.size();
         content = content_at(index_of(content) + 1)) {
      auto& has = draft.scenario.groups.back().has;
      std::erase_if(has, [content](const HoldSpec& hold) { return hold.content == content; });
      has.push_back(make_part(draft, content, draft.scenario.groups.back().count.has_value(), dice));
    }
    left -= members;
  }
  while (left > 0) {
    const bool ranges = any_ranges && (!mixed || dice.chance(50));
    const std::int64_t most = seed_groups > 0 ? std::min<std::int64_t>(left, 2) : left;
    const bool alone = dice.chance(40);
    const std::int64_t drawn = dice.between(1, most);
    const auto members = static_cast<std::uint32_t>(alone ? 1 : drawn);
    left -= members;
    if (seed_groups > 0) {
      --seed_groups;
      make_seeds(draft, members, ranges, dice);
    } else {
      make_leechers(draft, members, ranges, dice);
    }
  }
  // Seeds need not stand in front.
  std::vector<GroupSpec>& groups = draft.scenario.groups;
  if (groups.size() > 1 && dice.chance(60)) {
    std::swap(
        groups.front(),
        groups[static_cast<std::size_t>(dice.between(0, static_cast<std::int64_t>(groups.size()) - 1))]);
  }
}

}  // namespace swarmsim
