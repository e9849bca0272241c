#pragma once
// The short way from a peer to its part in a content: what every message would otherwise walk to.
//
// One entry per peer, for the content it dealt with last: with one content, as most scenarios have, always
// the right one. A cache, of addresses for one thing, in a world that is a copyable value: so a copy begins
// without any, and whoever adds a participation or changes a profile forgets the peer's. Half a cache line:
// most messages touch nothing of a peer beyond it and what its torrent holds.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/ids.hpp"
#include "sim/world/participant.hpp"

namespace swarmsim {

struct alignas(32) Reach {
  Participation* part = nullptr;  ///< nullptr: not known, nor is what follows
  TorrentClient* torrent = nullptr;
  ContentId content{};
  std::uint32_t group = 0;    ///< the participant's
  std::uint32_t profile = 0;  ///< likewise
};
static_assert(sizeof(Reach) == 32);

class ReachTable {
 public:
  ReachTable() = default;
  ReachTable(const ReachTable& other) : entries_(other.entries_.size()) {}
  ReachTable& operator=(const ReachTable& other) {
    entries_.assign(other.entries_.size(), Reach{});
    return *this;
  }
  // What is moved keeps its addresses: participants stay where they are.
  ReachTable(ReachTable&&) noexcept = default;
  ReachTable& operator=(ReachTable&&) noexcept = default;
  ~ReachTable() = default;

  void resize(std::size_t peers) { entries_.resize(peers); }
  Reach& of(PeerId peer) { return entries_[index_of(peer)]; }
  const Reach& of(PeerId peer) const { return entries_[index_of(peer)]; }
  void forget(PeerId peer) { entries_[index_of(peer)] = {}; }

 private:
  std::vector<Reach> entries_;  ///< by PeerId
};

}  // namespace swarmsim
