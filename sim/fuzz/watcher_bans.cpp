// Bytes that arrived changed: whose pieces may fail, who may be banned for it, and how long.

#include <algorithm>

#include "sim/fuzz/watcher.hpp"

namespace swarmsim {

namespace {

/// docs/decisions/0011-bans.md.
constexpr Duration shortest_ban = std::chrono::minutes(2);
/// Later bans are longer than any run.
constexpr std::uint64_t counted_bans = 20;

}  // namespace

void Watcher::on_piece_failed(const Record& record) {
  Watched& peer = watched(record.from);
  const Geometry& geometry = scenario_.contents[record.content].geometry;
  const auto piece = static_cast<PieceIndex>(record.b);
  std::set<std::uint64_t>& in = peer.in[record.content];
  expect(corrupts(scenario_), "a piece fails only where bytes are changed", record);
  if (peer.profile.protocol != Protocol::wire) return;  // a pushed piece is one message
  for (std::uint32_t i = 0; i < geometry.blocks_in(piece); ++i) {
    // To be sent once more, all of them.
    expect(in.erase(geometry.first_block(piece) + i) == 1, "a piece fails when its blocks are in", record);
  }
}

void Watcher::on_banned(const Record& record) {
  const PeerSpec& banner = watched(record.from).spec;
  const PeerSpec& banned = watched(record.to).spec;
  const bool lies = scenario_.groups[banned.group].corrupt.part > 0;
  const bool on_the_way = banner.link.corrupt.part > 0 || banned.link.corrupt.part > 0;
  expect(lies || on_the_way, "who sent what is right is not banned", record);
  Ban& ban = bans_[{record.from, record.to, record.content}];
  ++ban.times;
  expect(record.b == ban.times, "bans of one peer are counted", record);
  ban.since = record.time;
  // So that who did nothing comes back.
  ban.until = record.time + shortest_ban * (std::int64_t{1} << std::min(ban.times - 1, counted_bans));
}

void Watcher::on_connected(const Record& record) {
  for (const auto& [banner, banned] :
       {std::pair{record.from, record.to}, std::pair{record.to, record.from}}) {
    const auto ban = bans_.find({banner, banned, record.content});
    if (ban == bans_.end()) continue;
    // An attempt that was under way when the other was banned arrives.
    const bool is_older = record.sent <= ban->second.since;
    expect(is_older || record.time >= ban->second.until,
           "nobody meets whom it has banned before the ban is over", record);
  }
}

}  // namespace swarmsim
