// What is due will come: timers, choke decisions, answers; and the tracker's books.

#include <algorithm>

#include "core/base/check.hpp"
#include "sim/world/inspection.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

void World::check_timers(const Inspection& seen) const {
  check(seen.attempts == attempts_.live(), "invariant: every attempt to connect is on its way");
  check(seen.exchanges == exchanges_.live(), "invariant: every question to the tracker is on its way");
  for (std::uint32_t i = 0; i < participants_.size(); ++i) {
    const Participant& peer = participants_[i];
    std::uint32_t rechokes = 0;
    SimTime earliest = sim_never;
    for (const Participation& part : peer.torrents) {
      rechokes += part.rechoke_pending ? 1 : 0;
      earliest = std::min(earliest, part.torrent->next_deadline());
    }
    check(seen.peers[i].rechokes == rechokes, "invariant: a choke decision that was asked for is due");
    check(seen.peers[i].timer == (peer.timer_at != sim_never), "invariant: a timer that is set is due");
    check(!peer.online() || peer.timer_at <= earliest, "invariant: a deadline has its timer");
  }
}

void World::check_tracker() const {
  for (std::uint32_t i = 0; i < contents_.size(); ++i) {
    const std::vector<Registration> holders = tracker_.holders(ContentId{i});
    const ScrapeCounts counts = tracker_.scrape(ContentId{i});
    std::uint32_t complete = 0;
    std::uint32_t paused = 0;
    for (std::size_t at = 0; at < holders.size(); ++at) {
      check(at == 0 || holders[at - 1].peer < holders[at].peer, "invariant: nobody is registered twice");
      const Participant& peer = participants_[index_of(holders[at].peer)];
      check(peer.presence != Presence::expected && peer.arrives <= holders[at].last_seen &&
                holders[at].last_seen <= now_,
            "invariant: who is registered has announced itself");
      complete += holders[at].complete ? 1 : 0;
      paused += holders[at].paused ? 1 : 0;
    }
    check(counts.seeders == complete && counts.leechers == holders.size() - complete &&
              counts.downloaders == counts.leechers - paused,
          "invariant: the tracker's counts are those of its members");
    check(counts.completed <= counters_.completed, "invariant: no more completed than downloads did");
  }
}

}  // namespace swarmsim
