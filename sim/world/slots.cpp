// Slots that a peer's torrents share (unchoke_slots per session).
//
// They are dealt one at a time to the torrents in turn, in the order of the peer's list, each as long as
// it has interested neighbours without one; what nobody wants is dealt in turn as well. So a torrent
// keeps its share however busy the others are, and nothing lies idle.

#include "sim/world/world.hpp"

namespace swarmsim {

void World::deal_slots(PeerId peer) {
  Participant& participant = participants_[index_of(peer)];
  const Profile& profile = profile_of(participant);
  if (!profile.slots_per_session) return;
  std::vector<Participation*> active;
  for (Participation& part : participant.torrents) {
    if (part.torrent->active()) active.push_back(&part);
  }
  if (active.empty()) return;
  std::vector<std::uint32_t> dealt(active.size());
  std::uint32_t left = profile.unchoke_slots;
  for (bool wanted = true; wanted && left > 0;) {
    wanted = false;
    for (std::size_t i = 0; i < active.size() && left > 0; ++i) {
      if (dealt[i] >= active[i]->torrent->interested()) continue;
      ++dealt[i];
      --left;
      wanted = true;
    }
  }
  for (std::size_t i = 0; left > 0; i = (i + 1) % active.size(), --left) ++dealt[i];
  for (std::size_t i = 0; i < active.size(); ++i) {
    Participation& part = *active[i];
    if (part.torrent->slots() == dealt[i]) continue;
    part.torrent->grant_slots(dealt[i]);
    if (!part.rechoke_pending) react(peer, part.torrent->content(), EventKind::rechoke_due);
    part.rechoke_pending = true;
  }
}

}  // namespace swarmsim
