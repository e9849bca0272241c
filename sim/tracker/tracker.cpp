#include "sim/tracker/tracker.hpp"

#include <algorithm>

#include "core/base/shuffle.hpp"

namespace swarmsim {

namespace {
/// The head of the list of announces is cut off when it is this long and half of the list.
constexpr std::size_t seen_slack = 4'096;

bool by_peer(const Registration& a, const Registration& b) { return a.peer < b.peer; }
}  // namespace

Tracker::Tracker(const TrackerSpec& spec, std::uint32_t contents)
    : interval_(spec.interval), expire_(spec.expires_after()), numwant_(spec.numwant), swarms_(contents) {}

std::uint32_t Tracker::find(const Swarm& swarm, PeerId peer) const {
  return index_of(peer) < swarm.place.size() ? swarm.place[index_of(peer)] : no_index;
}

void Tracker::remove(Swarm& swarm, PeerId peer) {
  const std::uint32_t at = find(swarm, peer);
  if (at == no_index) return;
  swarm.complete -= swarm.members[at].complete ? 1 : 0;
  swarm.paused -= swarm.members[at].paused ? 1 : 0;
  swarm.members[at] = swarm.members.back();
  swarm.place[index_of(swarm.members[at].peer)] = at;
  swarm.members.pop_back();
  swarm.place[index_of(peer)] = no_index;
}

void Tracker::sweep(SimTime now, std::vector<Expired>& expired) {
  while (seen_head_ < seen_.size() && seen_[seen_head_].at + expire_ <= now) {
    const Seen& seen = seen_[seen_head_++];
    Swarm& swarm = swarms_[index_of(seen.content)];
    const std::uint32_t at = find(swarm, seen.peer);
    if (at == no_index || swarm.members[at].last_seen != seen.at) continue;  // announced again since
    expired.push_back({seen.peer, seen.content, seen.at + expire_});
    remove(swarm, seen.peer);
  }
  if (seen_head_ > seen_slack && seen_head_ * 2 > seen_.size()) {
    seen_.erase(seen_.begin(), seen_.begin() + static_cast<std::ptrdiff_t>(seen_head_));
    seen_head_ = 0;
  }
}

void Tracker::announce(const Announce& announce, SimTime now, Rng luck, std::vector<PeerId>& peers) {
  peers.clear();
  Swarm& swarm = swarms_[index_of(announce.content)];
  if (announce.stopped) return remove(swarm, announce.peer);
  const std::uint32_t most = std::min(announce.numwant, numwant_);
  if (announce.owners_only) {
    list_owners(swarm, announce.peer, most, luck, peers);
    if (peers.empty() && find(swarm, announce.peer) == no_index) return;
  }
  if (index_of(announce.peer) >= swarm.place.size())
    swarm.place.resize(index_of(announce.peer) + 1, no_index);
  std::uint32_t& at = swarm.place[index_of(announce.peer)];
  if (at == no_index) {
    at = static_cast<std::uint32_t>(swarm.members.size());
    swarm.members.push_back({announce.peer, false, 0, now, false});
  }
  Registration& registration = swarm.members[at];
  swarm.complete += announce.nothing_left ? 1 : 0;
  swarm.complete -= registration.complete ? 1 : 0;
  swarm.paused += announce.paused ? 1 : 0;
  swarm.paused -= registration.paused ? 1 : 0;
  registration = {announce.peer, announce.nothing_left, announce.uploaded, now, announce.paused};
  seen_.push_back({announce.peer, announce.content, now});
  swarm.completed_events += announce.completed ? 1 : 0;
  if (!announce.owners_only) sample(swarm, announce.peer, most, luck, peers);
}

void Tracker::sample(const Swarm& swarm, PeerId asker, std::uint32_t most, Rng& luck,
                     std::vector<PeerId>& peers) const {
  const std::uint32_t own = find(swarm, asker);
  const auto others = static_cast<std::uint32_t>(swarm.members.size() - 1);
  std::vector<std::uint32_t> indices;
  sample_indices(luck, others, std::min(most, others), indices);
  for (const std::uint32_t index : indices) {
    peers.push_back(swarm.members[index < own ? index : index + 1].peer);
  }
}

void Tracker::fail(TrackerFault fault, bool forget) {
  fault_ = fault;
  if (!forget) return;
  const std::size_t contents = swarms_.size();
  swarms_.clear();
  swarms_.resize(contents);
  seen_.clear();
  seen_head_ = 0;
}

std::int64_t Tracker::score_of(PeerId peer) const {
  std::int64_t score = 0;
  for (const Swarm& swarm : swarms_) {
    const std::uint32_t at = find(swarm, peer);
    if (at != no_index) score += swarm.members[at].uploaded;
  }
  return score;
}

void Tracker::list_owners(const Swarm& swarm, PeerId asker, std::uint32_t most, Rng& luck,
                          std::vector<PeerId>& peers) const {
  struct Owner {
    PeerId peer{};
    std::int64_t score = 0;
  };
  std::vector<Owner> owners;
  for (const Registration& one : swarm.members) {
    if (one.complete && one.peer != asker) owners.push_back({one.peer, score_of(one.peer)});
  }
  // Equal scores stay in the random order, so that the first of them does not get every request.
  shuffle(std::span(owners), luck);
  std::stable_sort(owners.begin(), owners.end(),
                   [](const Owner& a, const Owner& b) { return a.score > b.score; });
  if (owners.size() > most) owners.resize(most);
  for (const Owner& owner : owners) peers.push_back(owner.peer);
}

ScrapeCounts Tracker::scrape(ContentId content) const {
  const Swarm& swarm = swarms_[index_of(content)];
  const auto members = static_cast<std::uint32_t>(swarm.members.size());
  const std::uint32_t leechers = members - swarm.complete;
  return {swarm.complete, leechers, swarm.completed_events, leechers - swarm.paused};
}

std::vector<Registration> Tracker::holders(ContentId content) const {
  std::vector<Registration> sorted = swarms_[index_of(content)].members;
  std::sort(sorted.begin(), sorted.end(), by_peer);
  return sorted;
}

std::vector<Registration> Tracker::peers() const {
  std::vector<Registration> all;
  for (const Swarm& swarm : swarms_) all.insert(all.end(), swarm.members.begin(), swarm.members.end());
  std::sort(all.begin(), all.end(), by_peer);
  std::vector<Registration> merged;
  for (const Registration& one : all) {
    if (!merged.empty() && merged.back().peer == one.peer) {
      merged.back().uploaded += one.uploaded;
    } else {
      merged.push_back(one);
    }
  }
  return merged;
}

}  // namespace swarmsim
