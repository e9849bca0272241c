// Parting for a while from a neighbour that goes on asking while we choke it, as libtorrent does.
//
// A choke waits behind the blocks that were handed over before it, and what those blocks make the neighbour
// ask for waits in its own queue: where queues are long, requests come in later than a client puts up with.
// Both sides then find each other again after min_reconnect_time. The side that parted opens the connection,
// and until then refuses the other, which in truth would wait just as long.

#include <algorithm>

#include "sim/peer/torrent.hpp"

namespace swarmsim {

/// We choke `slot` now.
void Torrent::note_choke(const Turn& turn, Slot slot) {
  if (turn.profile.choke_grace == Duration::zero()) return;
  if (choked_at_.size() <= slot) choked_at_.resize(slot + std::size_t{1}, sim_never);
  choked_at_[slot] = turn.now;
}

/// Whether `slot`, which we choke, must have heard of it by now.
bool Torrent::ignores_our_choke(const Turn& turn, Slot slot) const {
  if (turn.profile.choke_grace == Duration::zero() || slot >= choked_at_.size()) return false;
  return choked_at_[slot] != sim_never && turn.now - choked_at_[slot] > turn.profile.choke_grace;
}

void Torrent::part_for_a_while(Turn& turn, Slot slot) {
  const SimTime again = next_tick(turn.profile, turn.now + turn.profile.reconnect_after);
  apart_.push_back({neighbours_[slot].remote, again});
  expect_deadline(turn, next_return_, again);
  part_from(turn, slot, PartReason::insistent);
}

bool Torrent::is_apart_from(PeerId remote) const {
  return std::any_of(apart_.begin(), apart_.end(), [&](const Apart& one) { return one.remote == remote; });
}

void Torrent::return_to_them(Turn& turn) {
  next_return_ = sim_never;
  for (const Apart& one : apart_) {
    if (one.until > turn.now) {
      next_return_ = std::min(next_return_, one.until);
    } else if (std::find(candidates_.begin(), candidates_.end(), one.remote) == candidates_.end()) {
      candidates_.push_back(one.remote);
    }
  }
  std::erase_if(apart_, [&](const Apart& one) { return one.until <= turn.now; });
  connect_more(turn);
}

}  // namespace swarmsim
