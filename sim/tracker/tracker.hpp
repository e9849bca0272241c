#pragma once
// The simulated tracker: who is in which swarm, and a fair sample of them for whoever asks.
//
// Or its complete holders, the best score first, for who wants only those (`vbittorrent`).
// The sample is uniform over the live registrations without the asker and depends on the random stream
// it is given alone, which the caller names by (peer, its nth announce). Who was silent for `expire` is
// dropped: sweep() brings the tables up to a time and must be called first; it reports whom it dropped
// and when. Knows no network and no clock.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/rng.hpp"
#include "core/base/time.hpp"
#include "sim/model/answer.hpp"
#include "sim/model/command.hpp"
#include "sim/model/scenario.hpp"

namespace swarmsim {

struct Announce {
  PeerId peer{};
  ContentId content{};
  bool started = false;
  bool completed = false;
  bool stopped = false;
  bool nothing_left = false;
  std::int64_t uploaded = 0;  ///< bytes, so far, of this content
  std::uint32_t numwant = 0;
  bool owners_only = false;     ///< wants complete holders, by score
  std::int64_t downloaded = 0;  ///< likewise; a report, as `left`
  std::int64_t left = 0;        ///< bytes that are missing, wanted or not
  bool paused = false;          ///< a partial seed's (BEP 21)
};

struct Expired {
  PeerId peer{};
  ContentId content{};
  SimTime at{};
};

struct Registration {
  PeerId peer{};
  bool complete = false;
  std::int64_t uploaded = 0;
  SimTime last_seen{};
  bool paused = false;  ///< a partial seed
};

class Tracker {
 public:
  Tracker(const TrackerSpec& spec, std::uint32_t contents);

  /// Drops who is silent for too long by `now`, in the order in which they ran out.
  void sweep(SimTime now, std::vector<Expired>& expired);
  /// Registers, updates or removes the asker and writes at most min(numwants) others to `peers`. Who wants
  /// owners only and finds none is not registered by that.
  void announce(const Announce& announce, SimTime now, Rng luck, std::vector<PeerId>& peers);

  ScrapeCounts scrape(ContentId content) const;
  bool knows(ContentId content) const { return !swarms_[index_of(content)].members.empty(); }
  /// Live registrations of `content`, by peer.
  std::vector<Registration> holders(ContentId content) const;
  /// Every live peer with what it uploaded in all its swarms, by peer.
  std::vector<Registration> peers() const;
  Duration interval() const { return interval_; }

  /// From now on nobody is answered; with `forget` all registrations and counts are lost.
  void fail(TrackerFault fault, bool forget);
  void recover() { fault_.reset(); }
  std::optional<TrackerFault> fault() const { return fault_; }

 private:
  struct Swarm {
    std::vector<Registration> members;  ///< unordered; removal swaps the last one in
    std::vector<std::uint32_t> place;   ///< by peer: index into members, or no_index
    std::uint32_t complete = 0;
    std::uint32_t paused = 0;
    std::uint32_t completed_events = 0;
  };
  struct Seen {
    PeerId peer{};
    ContentId content{};
    SimTime at{};
  };

  std::uint32_t find(const Swarm& swarm, PeerId peer) const;
  /// Bytes uploaded in all its swarms, as announced last: what peers() says.
  std::int64_t score_of(PeerId peer) const;
  void remove(Swarm& swarm, PeerId peer);
  void sample(const Swarm& swarm, PeerId asker, std::uint32_t most, Rng& luck,
              std::vector<PeerId>& peers) const;
  void list_owners(const Swarm& swarm, PeerId asker, std::uint32_t most, Rng& luck,
                   std::vector<PeerId>& peers) const;

  Duration interval_{};
  Duration expire_{};
  std::uint32_t numwant_ = 50;
  std::optional<TrackerFault> fault_;
  std::vector<Swarm> swarms_;
  std::vector<Seen> seen_;  ///< announces in order of time; older ones of a peer are stale
  std::size_t seen_head_ = 0;
};

}  // namespace swarmsim
