// The tracker's books, kept a second time from what it was told.

#include <fmt/format.h>

#include <algorithm>

#include "core/base/check.hpp"
#include "sim/fuzz/watcher.hpp"
#include "sim/peer/turn.hpp"

namespace swarmsim {

void Watcher::on_announced(const Record& record, const Detail& detail) {
  const Watched& peer = watched(record.from);
  expect(peer.arrived <= record.sent && record.sent <= peer.left, "who is not there announces nothing",
         record);
  if (!counts(record.content)) return;
  std::map<PeerId, Registered>& members = registered_[record.content];
  const auto event = static_cast<AnnounceEvent>(record.b);
  if (event == AnnounceEvent::stopped) {
    members.erase(record.from);
    return;
  }
  const std::int64_t left = detail.numbers[0];
  expect(event != AnnounceEvent::completed || left == 0, "who has completed lacks nothing", record);
  members[record.from] = {record.time, left == 0};
  heard_.push_back({record.time, record.from, record.content});
  const auto others = static_cast<std::int64_t>(members.size() - 1);
  const std::int64_t most = std::min(peer.profile.numwant, scenario_.tracker.numwant);
  expect(detail.numbers[3] == std::min(others, most),
         "an answer names as many of the others as were asked for", record);
}

void Watcher::on_expired(const Record& record) {
  if (!counts(record.content)) return;
  std::map<PeerId, Registered>& members = registered_[record.content];
  const auto found = members.find(record.from);
  expect(found != members.end() && found->second.seen + scenario_.tracker.expires_after() == record.time,
         "who is silent expires when its time is over", record);
  members.erase(found);
}

void Watcher::look_for_silent(const Record& record) {
  const Duration expire = scenario_.tracker.expires_after();
  while (next_heard_ < heard_.size() && heard_[next_heard_].at + expire < record.time) {
    const Heard& heard = heard_[next_heard_++];
    const auto found = registered_[heard.content].find(heard.peer);
    expect(found == registered_[heard.content].end() || found->second.seen != heard.at,
           "who is silent expires when its time is over", record);
  }
}

void Watcher::on_commanded(const Record& record, const Detail& detail) {
  if (record.to != world_peer) return;
  for (const TimelineEntry& entry : scenario_.timeline) {
    if (entry.text != detail.text || entry.command.kind != CommandKind::tracker_fail) continue;
    if (!entry.command.forget) continue;
    for (std::map<PeerId, Registered>& members : registered_) members.clear();
    return;
  }
}

void Watcher::check_tracker(const World& world) const {
  const Duration expire = scenario_.tracker.expires_after();
  for (std::uint16_t content = 0; counts(content); ++content) {
    std::vector<Registration> holders = world.tracker().holders(ContentId{content});
    auto member = registered_[content].begin();
    for (const Registration& one : holders) {
      // Nobody has looked yet at who runs out between two events.
      if (one.last_seen + expire <= world.now()) {
        throw InvariantError(fmt::format("watcher: the tracker keeps {}, silent since {} ns, at {} ns",
                                         name_of_peer(one.peer), nanoseconds_of(one.last_seen),
                                         nanoseconds_of(world.now())));
      }
      const bool same = member != registered_[content].end() && member->first == one.peer &&
                        member->second.seen == one.last_seen && member->second.complete == one.complete;
      if (!same) {
        throw InvariantError(
            fmt::format("watcher: the tracker's entry of {} is not what was announced, at {} ns",
                        name_of_peer(one.peer), nanoseconds_of(world.now())));
      }
      ++member;
    }
    if (member == registered_[content].end()) continue;
    throw InvariantError(fmt::format("watcher: the tracker has lost {}, at {} ns",
                                     name_of_peer(member->first), nanoseconds_of(world.now())));
  }
}

}  // namespace swarmsim
