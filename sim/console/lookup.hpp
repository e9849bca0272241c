#pragma once
// What several readers of a const World look up: a peer's torrents, who is whose neighbour, names.
//
// Inspection only, through what torrents and worlds show to others; costs a search among a peer's
// neighbours. Changes nothing and keeps nothing.

#include <cstdint>
#include <string>

#include "sim/peer/torrent.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

/// The peer's part as a client of the peer wire; null if it speaks something else, or has left.
inline const Torrent* wire_torrent(const Participation& part) {
  return dynamic_cast<const Torrent*>(&*part.torrent);
}

/// `remote` among the live neighbours of `torrent`; null if it is none of them.
inline const Neighbour* neighbour_of(const Torrent& torrent, PeerId remote) {
  for (const Torrent::Slot slot : torrent.order()) {
    const Neighbour& neighbour = torrent.neighbour(slot);
    if (neighbour.live && neighbour.remote == remote) return &neighbour;
  }
  return nullptr;
}

inline std::string name_of_peer(const World& world, PeerId peer) {
  if (peer == tracker_peer) return "tracker";
  if (peer == world_peer) return "world";
  return world.participants()[index_of(peer)].name;
}

}  // namespace swarmsim
