#pragma once
// Watches one run from the outside: it knows the scenario and the records, and nothing of the world.
//
// What the invariants cannot see is here: what holds over a time. It replays what the records say was
// said, heard and registered, and throws InvariantError, with names and time, at the first record that
// cannot follow from those before it. Split by concern: watcher.cpp (peers, pieces), watcher_bans.cpp,
// watcher_wire.cpp (one direction of a connection, downlinks), watcher_tracker.cpp.
// Keeps every request of a run: for small swarms.

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/base/bitfield.hpp"
#include "core/base/int128.hpp"
#include "sim/peer/profile.hpp"
#include "sim/peer/registry.hpp"
#include "sim/trace/record.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

class Watcher final : public RecordSink {
 public:
  /// Of a run of `scenario` under `seed`, from its first record on.
  Watcher(const Scenario& scenario, std::uint64_t seed, const Registry& registry);

  void on_record(const Record& record, const Detail& detail) override;
  /// Compares the tracker with what its answers and announces say; between two instants of a run whose
  /// records all came here.
  void check_tracker(const World& world) const;

 private:
  /// (from, to, content): one direction of a connection, and of the next one between the two.
  using Way = std::tuple<PeerId, PeerId, std::uint16_t>;
  struct ChokeChange {
    SimTime at{};
    bool choked = true;
  };
  /// What travelled one way since the connection opened.
  struct Said {
    std::uint32_t messages = 0;
    SimTime sent{};  ///< of the last message
    bool unchoked = false;
    bool wants = false;
    SimTime helped{};  ///< when the last block or unchoke was read
    std::set<std::uint64_t> haves;
    std::map<std::uint64_t, std::int64_t> open;  ///< requests read less blocks sent back, by block
    std::vector<ChokeChange> chokes;             ///< as read
    std::map<std::uint64_t, SimTime> allowed;    ///< pieces allowed to a choked reader (BEP 6), since when
  };
  /// A leaky bucket: what was delivered beyond what the downlink carries meanwhile.
  struct Bucket {
    Int128 level = 0;  ///< bytes x nanoseconds per second
    SimTime at{};
    std::set<std::tuple<PeerId, std::uint16_t>> senders;  ///< since it was empty
  };
  struct Watched {
    PeerSpec spec;
    Profile profile;
    SimTime arrived = sim_never;
    SimTime left = sim_never;
    bool crashed = false;
    Bucket bucket;
    std::map<std::uint16_t, Bitfield> pieces;             ///< by content: held
    std::map<std::uint16_t, std::set<std::uint64_t>> in;  ///< by content: blocks read
    std::set<std::uint16_t> lacks_metadata;               ///< contents
  };
  struct Registered {
    SimTime seen{};
    bool complete = false;
  };

  // watcher.cpp
  [[noreturn]] void fail(std::string_view rule, const Record& record) const;
  void expect(bool holds, std::string_view rule, const Record& record) const {
    if (!holds) [[unlikely]]
      fail(rule, record);
  }
  std::string name_of_peer(PeerId peer) const;
  Watched& watched(PeerId peer) { return peers_[index_of(peer)]; }
  static std::array<Way, 2> ways_between(const Record& record);
  void look_for_draining(const Record& connected);
  void on_disconnected(const Record& record);
  void stock(Watched& peer, const HoldSpec& hold);
  static void miss_metadata(Watched& peer, const DownloadSpec& download);
  void on_piece(const Record& record);
  void on_completed(const Record& record);

  // watcher_bans.cpp
  void on_piece_failed(const Record& record);
  void on_banned(const Record& record);
  void on_connected(const Record& record);

  // watcher_wire.cpp
  void on_message(const Record& record);
  bool is_of_draining(const Record& record);
  void on_wire(const Record& record, Said& said);
  void on_request(const Record& record, Said& said);
  void on_block(const Record& record);
  void fill(const Record& record);
  void on_snubbed(const Record& record);

  // watcher_tracker.cpp
  void on_announced(const Record& record, const Detail& detail);
  void on_expired(const Record& record);
  void look_for_silent(const Record& record);
  void on_commanded(const Record& record, const Detail& detail);
  bool counts(std::uint16_t content) const { return all_wire_ && content < registered_.size(); }

  const Scenario& scenario_;
  std::uint64_t seed_;
  std::vector<Watched> peers_;
  std::map<Way, Said> said_;
  /// A connection that ends behind the next one's beginning, one way.
  struct Draining {
    SimTime until{};  ///< when the next one began: what was sent before is of this one
    std::uint32_t messages = 0;
    bool over = false;  ///< its goodbye has come, one way or the other: it ends next
  };
  std::map<Way, std::vector<Draining>> draining_;  ///< the oldest first, and the same ones both ways
  struct Ban {
    std::uint64_t times = 0;
    SimTime since{};
    SimTime until{};
  };
  std::map<Way, Ban> bans_;
  bool links_change_ = false;
  bool all_wire_ = true;           ///< others may ask the tracker without being registered by it
  std::uint32_t block_bytes_ = 0;  ///< the largest of any content
  std::vector<std::map<PeerId, Registered>> registered_;  ///< by content
  struct Heard {
    SimTime at{};
    PeerId peer{};
    std::uint16_t content = 0;
  };
  std::vector<Heard> heard_;  ///< announces, in order of time
  std::size_t next_heard_ = 0;
};

}  // namespace swarmsim
