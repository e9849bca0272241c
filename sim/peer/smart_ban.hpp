#pragma once
// Who sent us bytes that failed their hash: parole, proof and bans, as libtorrent's smart ban has them.
//
// A piece that fails says that somebody of its senders lied, not who: all of them go on parole, and every
// block is remembered as (sender, digest). Whoever sent all of the piece is proven at once; whoever sent two
// versions of one block too; the others when the piece passes and their block was another. Nobody else is
// ever banned. A ban has an end, later each time (docs/decisions/0011-bans.md). Knows no connection and no
// time: the torrent asks and acts.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/protocol/geometry.hpp"

namespace swarmsim {

class SmartBan {
 public:
  std::unique_ptr<SmartBan> clone() const { return std::make_unique<SmartBan>(*this); }

  /// A block was kept.
  void received(const Geometry& geometry, BlockIndex block, PeerId from);
  /// `piece`, of these bytes, failed its hash. Returns those who are proven by it, each once.
  std::vector<PeerId> failed(const Geometry& geometry, PieceIndex piece, std::span<const std::byte> bytes);
  /// It passed: the parole of its senders ends. Returns those who are proven by it, each once.
  std::vector<PeerId> passed(const Geometry& geometry, PieceIndex piece, std::span<const std::byte> bytes);

  /// Bans `peer` from `now` on; how often it has been now.
  std::uint32_t ban(PeerId peer, SimTime now);
  /// Lifts the bans that are over and returns whose.
  std::vector<PeerId> lift(SimTime now);
  bool is_banned(PeerId peer) const;
  bool is_on_parole(PeerId peer) const;
  /// Whether `piece` failed its hash and has not passed since.
  bool has_failed(const Geometry& geometry, PieceIndex piece) const;

 private:
  /// Who sent the blocks of a piece that is not whole yet.
  struct Trail {
    PieceIndex piece = 0;
    std::vector<PeerId> senders;  ///< by block; no_peer where none was kept
  };
  /// A block of a piece that failed.
  struct Sample {
    BlockIndex block = 0;
    PeerId from{};
    std::uint64_t digest = 0;
  };
  struct Suspect {
    PeerId peer{};
    bool on_parole = false;
    bool is_banned = false;
    std::uint32_t bans = 0;
    SimTime until{};
  };

  std::vector<Trail>::iterator find_trail(PieceIndex piece);
  std::vector<PeerId> take_trail(PieceIndex piece);
  Suspect& suspect(PeerId peer);
  const Suspect* find(PeerId peer) const;

  std::vector<Trail> trails_;  ///< as few as there are begun pieces
  std::vector<Sample> samples_;
  std::vector<Suspect> suspects_;
};

}  // namespace swarmsim
