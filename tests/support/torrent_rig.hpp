#pragma once
// One torrent alone on a bench: the test plays the tracker, the network and every neighbour.
//
// Each call hands the torrent one thing and returns what it asked for, as text in the order in which it
// asked ("request 3 to 2, have 1 to 2"), so that a test reads like a conversation. Neighbours are plain
// numbers. After every call the torrent's invariants are recomputed from scratch; a broken one throws
// InvariantError. Time stands still unless the test lets it pass.

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bitfield.hpp"
#include "sim/peer/profiles/bep3.hpp"
#include "sim/peer/torrent.hpp"

namespace swarmsim {

/// 'x' is a piece that is there: "x.x" has pieces 0 and 2 of three.
Bitfield bitfield_of(std::string_view picture);
std::string picture_of(std::span<const std::uint64_t> words, std::uint32_t size);

/// bep3, picking pieces in order: a test that wants luck asks for it.
Profile rig_profile();

struct RigSpec {
  Geometry geometry{128, 32, 16};  ///< four pieces of two blocks
  DataKind data = DataKind::seeded;
  Profile profile = rig_profile();
  const Registry* registry = &Registry::standard();
  std::uint32_t self = 10;
  bool complete = false;
  std::uint64_t luck = 1;
};

/// A seed with `slots` to give.
inline RigSpec seed_with_slots(std::uint32_t slots) {
  RigSpec spec;
  spec.complete = true;
  spec.profile.unchoke_slots = slots;
  return spec;
}

class TorrentRig {
 public:
  using Slot = Torrent::Slot;

  explicit TorrentRig(const RigSpec& spec = {});

  /// Sends what is complete, downloads what is not; rounds count from 0 s.
  std::string start();
  std::string leave();
  std::string tracker_answers(std::initializer_list<std::uint32_t> peers, Duration interval);
  /// Their attempt reached us and was accepted.
  std::string accepted(std::uint32_t remote);
  /// Our attempt succeeded.
  std::string opened(std::uint32_t remote);
  std::string refused(std::uint32_t remote);
  std::string closed(std::uint32_t remote);
  std::string says(std::uint32_t remote, MessageKind kind, std::uint32_t subject = 0);
  std::string says_bitfield(std::uint32_t remote, std::string_view picture);
  std::string delivers(std::uint32_t remote, BlockIndex block);
  /// One byte of it is wrong.
  std::string delivers_corrupt(std::uint32_t remote, BlockIndex block);
  std::string rechoke(bool regular = true);
  std::string timer();
  /// The next block for `remote`: "block 3", or "" if it waits for none.
  std::string upload(std::uint32_t remote);

  /// Accepts `remote`, its handshake and its bitfield.
  void meets(std::uint32_t remote, std::string_view picture);
  /// The same, and `remote` unchokes us; what that made the torrent say.
  std::string meets_generous(std::uint32_t remote, std::string_view picture);
  /// Lets `remote` have every block of `piece` delivered to us.
  std::string delivers_piece(std::uint32_t remote, PieceIndex piece);
  /// Lets time pass; what comes due on the way happens in its order. Neighbours keep silent.
  std::string pass(Duration time);

  bool accepts(std::uint32_t remote) const { return torrent.accepts(PeerId{remote}, profile); }
  bool has_neighbour(std::uint32_t remote) const;
  Slot slot_of(std::uint32_t remote) const;
  const Neighbour& neighbour(std::uint32_t remote) const { return torrent.neighbour(slot_of(remote)); }
  /// One digit per piece.
  std::string availability() const;
  std::string have() const { return picture_of(torrent.have().words(), torrent.have().size()); }
  /// What the torrent asked for in the last call.
  const std::vector<Effect>& effects() const { return effects_; }

  SimTime now{};
  Profile profile;
  ContentInfo content;
  PayloadPool payloads;
  Torrent torrent;
  std::uint16_t send_buffer = 0;  ///< that the last upload asked for

 private:
  template <typename Handle>
  std::string turn(Handle&& handle) {
    effects_.clear();
    torrent.grant_slots(profile.unchoke_slots);  // as the world does before each round
    Turn turn{now, profile, content, payloads, effects_, workspace_};
    handle(turn);
    check_rules();
    return describe_effects();
  }
  std::string connected(std::uint32_t remote, bool we_opened);
  std::string hears(std::uint32_t remote, const Message& message);
  std::string delivers(std::uint32_t remote, BlockIndex block, std::byte damage);
  std::string describe_effects();
  std::string describe(const Effect& effect);
  void check_rules() const;
  void check_neighbour(Slot slot, std::vector<std::uint16_t>& availability) const;

  std::vector<Effect> effects_;
  Workspace workspace_;
};

}  // namespace swarmsim
