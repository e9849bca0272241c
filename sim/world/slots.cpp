// Slots that a peer's torrents share (unchoke_slots per session).
//
// They are dealt one at a time to the torrents in turn, in the order of the peer's list, each as long as
// it has interested neighbours without one; what nobody wants is dealt in turn as well. So a torrent
// keeps its share however busy the others are, and nothing lies idle.

#include <algorithm>

#include "sim/world/world.hpp"

namespace swarmsim {

namespace {
/// What one torrent was dealt so far.
struct Hand {
  Participation* part = nullptr;
  std::uint32_t interested = 0;
  std::uint32_t dealt = 0;
};
}  // namespace

void World::deal_slots(PeerId peer) {
  Participant& participant = participants_[index_of(peer)];
  const Profile& profile = profile_of(participant);
  if (!profile.slots_per_session) return;
  const auto is_active = [](const Participation& part) { return part.torrent->active(); };
  const auto active = std::count_if(participant.torrents.begin(), participant.torrents.end(), is_active);
  if (active == 1) {  // nothing to share: by far the most frequent case
    const auto only = std::find_if(participant.torrents.begin(), participant.torrents.end(), is_active);
    return grant_slots(peer, *only, profile.unchoke_slots);
  }
  std::vector<Hand> hands;
  for (Participation& part : participant.torrents) {
    if (part.torrent->active()) hands.push_back({&part, part.torrent->interested(), 0});
  }
  if (hands.empty()) return;
  std::uint32_t left = profile.unchoke_slots;
  for (bool wanted = true; wanted && left > 0;) {
    wanted = false;
    for (std::size_t i = 0; i < hands.size() && left > 0; ++i) {
      if (hands[i].dealt >= hands[i].interested) continue;
      ++hands[i].dealt;
      --left;
      wanted = true;
    }
  }
  for (std::size_t i = 0; left > 0; i = (i + 1) % hands.size(), --left) ++hands[i].dealt;
  for (const Hand& hand : hands) grant_slots(peer, *hand.part, hand.dealt);
}

void World::grant_slots(PeerId peer, Participation& part, std::uint32_t slots) {
  if (part.torrent->slots() == slots) return;
  part.torrent->grant_slots(slots);
  if (!part.rechoke_pending) react(peer, part.torrent->content(), EventKind::rechoke_due);
  part.rechoke_pending = true;
}

}  // namespace swarmsim
