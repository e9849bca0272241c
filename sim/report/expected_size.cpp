#include "sim/report/expected_size.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "core/base/check.hpp"
#include "sim/model/wanted_pieces.hpp"
#include "sim/net/direction.hpp"
#include "sim/net/link.hpp"
#include "sim/peer/torrent.hpp"
#include "sim/report/columns.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/notes.hpp"
#include "sim/world/participant.hpp"

namespace swarmsim {

namespace {

// What cannot be counted beforehand, as measured (docs/performance.md).
constexpr std::int64_t program_bytes = 5'000'000;  // a world of one idle peer
constexpr std::int64_t bytes_per_peer = 1'500;     // names, actions, candidates, what the tracker keeps
constexpr std::int64_t bytes_per_end = 350;        // messages and events under way, room in arrays

/// One group's part in one content.
struct Part {
  std::uint64_t takers = 0;  ///< members that ever hold, send or download it
  std::uint64_t downloads = 0;
  std::uint64_t missing_blocks = 0;  ///< of these downloads, at their start
  std::uint64_t connections = 0;     ///< of one member, at most
};

bool ever_touches(const Scenario& scenario, const GroupSpec& group, ContentId id) {
  const auto holds = [id](const HoldSpec& hold) { return hold.content == id; };
  return ever_downloads(scenario, group, id) || std::any_of(group.has.begin(), group.has.end(), holds);
}

/// Blocks of `content` that `members` hold together at the start.
std::uint64_t blocks_held(const HoldSpec& hold, const Geometry& geometry, std::uint64_t members) {
  const std::uint64_t all = geometry.blocks_total();
  const std::uint64_t per_piece = geometry.blocks_per_piece();
  switch (hold.kind) {
    case HoldKind::everything: return all * members;
    case HoldKind::partition: return all;
    case HoldKind::random: return std::min(all, hold.number * per_piece) * members;
    case HoldKind::share:
      return all * members * static_cast<std::uint64_t>(hold.share.part) /
             static_cast<std::uint64_t>(hold.share.whole);
    case HoldKind::listed: break;
  }
  return std::min(all, hold.pieces.count() * per_piece) * members;
}

Part part_of(const Scenario& scenario, const GroupSpec& group, ContentId id, std::uint64_t members,
             const Registry& registry) {
  Part part;
  if (!ever_touches(scenario, group, id)) return part;
  const Profile* profile = registry.find_profile(group.client.profile);
  check(profile != nullptr, "expected size: a group's profile is registered");
  part.takers = members;
  part.connections = connections_at_once(apply_overrides(*profile, group.client));
  if (!ever_downloads(scenario, group, id)) return part;
  const ContentSpec& content = scenario.contents[index_of(id)];
  const std::uint64_t all = content.geometry.blocks_total();
  const DownloadSpec* by_key = download_of(group, id);
  const std::uint64_t wanted = by_key != nullptr ? wanted_blocks(content, *by_key) : all;
  part.missing_blocks = wanted * members;
  for (const HoldSpec& hold : group.has) {
    if (hold.content != id) continue;
    // Of what it holds, as large a part is wanted as of all.
    const std::uint64_t held = blocks_held(hold, content.geometry, members) * wanted / all;
    part.missing_blocks -= std::min(part.missing_blocks, held);
  }
  if (part.missing_blocks > 0) part.downloads = members;
  return part;
}

/// One member's client, without what it holds of its connections.
std::int64_t client_bytes(const Geometry& geometry) {
  const std::int64_t pieces = geometry.pieces();
  constexpr std::int64_t per_piece = sizeof(std::uint16_t) + 1;  // availability; a few bitfields
  return static_cast<std::int64_t>(sizeof(Participation) + sizeof(Torrent)) + pieces * per_piece;
}

std::int64_t end_bytes(const Geometry& geometry) {
  return static_cast<std::int64_t>(sizeof(Direction) + sizeof(Neighbour)) + geometry.pieces() / 8 +
         bytes_per_end;
}

void add_content(const Scenario& scenario, ContentId id, const std::vector<Part>& parts, ExpectedSize& size) {
  const ContentSpec& content = scenario.contents[index_of(id)];
  std::uint64_t takers = 0;
  std::uint64_t holders = 0;
  std::uint64_t ends = 0;
  for (const Part& part : parts) takers += part.takers;
  for (const Part& part : parts) {
    if (takers > 1) ends += part.takers * std::min(part.connections, takers - 1);
    holders += part.takers;
    size.downloads += part.downloads;
    size.blocks += part.missing_blocks;
  }
  size.connections_most += ends / 2;
  size.memory += static_cast<std::int64_t>(takers) * client_bytes(content.geometry);
  size.memory += static_cast<std::int64_t>(ends) * end_bytes(content.geometry);
  if (content.data != DataKind::none)
    size.memory += static_cast<std::int64_t>(holders) * content.geometry.size;
  if (content.data == DataKind::given) size.memory += content.geometry.size;
}

}  // namespace

ExpectedSize expected_size(const Scenario& scenario, std::uint64_t seed, const Registry& registry) {
  std::vector<std::uint64_t> members(scenario.groups.size());
  ExpectedSize size;
  for (const PeerSpec& peer : expand_peers(scenario, seed)) {
    if (peer.arrive > scenario.stop_at) continue;
    ++members[peer.group];
    ++size.peers;
  }
  constexpr auto of_peer =
      static_cast<std::int64_t>(sizeof(Participant) + sizeof(AccessLink)) + bytes_per_peer;
  size.memory = program_bytes + static_cast<std::int64_t>(size.peers) * of_peer;
  for (std::uint32_t i = 0; i < scenario.contents.size(); ++i) {
    std::vector<Part> parts;
    for (std::size_t g = 0; g < scenario.groups.size(); ++g) {
      parts.push_back(part_of(scenario, scenario.groups[g], ContentId{i}, members[g], registry));
    }
    add_content(scenario, ContentId{i}, parts, size);
  }
  return size;
}

std::string format_expected_size(const ExpectedSize& size) {
  std::string text;
  const auto add = [&text](std::string_view what, const std::string& value) {
    text += fmt::format("{:<12} {:>14}\n", what, value);
  };
  add("peers", format_count(size.peers));
  add("downloads", format_count(size.downloads));
  add("blocks", format_count(size.blocks));
  add("connections", "<= " + format_count(size.connections_most));
  add("memory", "~ " + format_bytes(size.memory));
  return text;
}

}  // namespace swarmsim
