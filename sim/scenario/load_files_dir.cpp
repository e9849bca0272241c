// The key `files_dir`: peers' stores on disk, as the program that inspired this one has them.
//
// PEERS/peer_1/report.pdf means: peer 1 holds report.pdf when it arrives. A folder inside peer_1 is a content
// of several files. What `content` does not declare is declared by lying there.

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/scenario/load_parts.hpp"

namespace swarmsim {

namespace {

constexpr std::string_view folder_prefix = "peer_";

bool same_files(const std::vector<ContentFile>& a, const std::vector<ContentFile>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const ContentFile& x, const ContentFile& y) {
    return x.path == y.path && x.bytes == y.bytes;
  });
}

/// The group that `peer` is of and its number in it.
std::optional<std::pair<std::size_t, std::uint32_t>> find_member(const std::vector<GroupSpec>& groups,
                                                                 const std::string& peer) {
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (!groups[i].count && groups[i].id == peer) return std::pair{i, 0U};
    if (!groups[i].count || !peer.starts_with(groups[i].id + "-")) continue;
    const std::string_view number = std::string_view(peer).substr(groups[i].id.size() + 1);
    std::uint32_t value = 0;
    const char* const end = number.data() + number.size();
    const auto [stopped, problem] = std::from_chars(number.data(), end, value);
    if (problem != std::errc{} || stopped != end || number[0] == '0') continue;
    if (value <= *groups[i].count) return std::pair{i, value - 1};
  }
  return std::nullopt;
}

}  // namespace

StoresOnDisk load_files_dir(Reader& in, const JsonNode* node) {
  StoresOnDisk stores;
  if (node == nullptr) return stores;
  stores.node = node;
  const auto path = in.path(node);
  stores.path = path.value_or("");
  auto files = path ? in.content_files(*node, *path) : std::nullopt;
  if (!files) return stores;
  for (ContentFile& file : *files) {
    const std::string place = fmt::format("{}/{}", *path, fmt::join(file.path, "/"));
    if (file.path.size() < 2 || !file.path[0].starts_with(folder_prefix)) {
      in.problem(node->at, fmt::format("{} lies in no folder of a peer, such as {}", in_quotes(place),
                                       in_quotes(*path + "/peer_1")));
      continue;
    }
    const std::string peer = file.path[0].substr(folder_prefix.size());
    const std::string content = file.path[1];
    file.path.erase(file.path.begin(), file.path.begin() + 2);
    // Sorted by path: what belongs together stands together.
    if (stores.held.empty() || stores.held.back().peer != peer || stores.held.back().content != content) {
      stores.held.push_back(
          {peer, content, {}, fmt::format("{}/{}{}/{}", *path, folder_prefix, peer, content)});
    }
    stores.held.back().files.push_back(std::move(file));
  }
  return stores;
}

void give_stores(Reader& in, const StoresOnDisk& stores, const PeerNames& names, Scenario& scenario) {
  for (const StoresOnDisk::Held& held : stores.held) {
    const auto content = std::find_if(scenario.contents.begin(), scenario.contents.end(),
                                      [&](const ContentSpec& one) { return one.name == held.content; });
    if (content == scenario.contents.end()) continue;  // which has been reported
    if (content->data != DataKind::given || !same_files(content->files, held.files)) {
      if (content->geometry.size == 0) continue;
      in.problem(stores.node->at, fmt::format("{} differs from the content {}", in_quotes(held.path),
                                              in_quotes(held.content)));
      continue;
    }
    const auto member = find_member(scenario.groups, held.peer);
    if (!member) {
      if (!names.is_complete()) continue;
      in.problem(stores.node->at,
                 fmt::format("{} is the store of no peer: none is called {}{}", in_quotes(held.path),
                             in_quotes(held.peer), names.hint(held.peer)));
      continue;
    }
    const ContentId id{static_cast<std::uint32_t>(content - scenario.contents.begin())};
    GroupSpec& group = scenario.groups[member->first];
    const bool twice = std::any_of(group.has.begin(), group.has.end(), [&](const HoldSpec& hold) {
      return hold.content == id && (!hold.member || *hold.member == member->second);
    });
    if (twice) {
      in.problem(stores.node->at, fmt::format("{} is in the list \"has\" of {} already", in_quotes(held.path),
                                              in_quotes(group.id)));
      continue;
    }
    HoldSpec hold;
    hold.content = id;
    hold.member = member->second;
    group.has.push_back(hold);
  }
}

}  // namespace swarmsim
