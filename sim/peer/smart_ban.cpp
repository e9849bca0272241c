#include "sim/peer/smart_ban.hpp"

#include <algorithm>
#include <utility>

#include "core/base/check.hpp"
#include "core/base/hash.hpp"

namespace swarmsim {

namespace {

/// The first ban; each further one of the same peer lasts twice as long as the one before.
constexpr Duration first_ban = std::chrono::minutes(2);
/// 2^20 times two minutes are four years: longer than any run.
constexpr std::uint32_t doublings_most = 20;

void add_once(std::vector<PeerId>& list, PeerId peer) {
  if (std::find(list.begin(), list.end(), peer) == list.end()) list.push_back(peer);
}

std::uint64_t digest_of(const Geometry& geometry, BlockIndex block, std::span<const std::byte> piece) {
  const std::size_t begin = std::size_t{geometry.in_piece(block)} * geometry.block_size;
  return hash128(piece.subspan(begin, geometry.block_bytes(block))).low;
}

}  // namespace

std::vector<SmartBan::Trail>::iterator SmartBan::find_trail(PieceIndex piece) {
  return std::find_if(trails_.begin(), trails_.end(), [&](const Trail& one) { return one.piece == piece; });
}

void SmartBan::received(const Geometry& geometry, BlockIndex block, PeerId from) {
  const PieceIndex piece = geometry.piece_of(block);
  auto trail = find_trail(piece);
  if (trail == trails_.end()) {
    trails_.push_back({piece, std::vector<PeerId>(geometry.blocks_in(piece), no_peer)});
    trail = trails_.end() - 1;
  }
  trail->senders[geometry.in_piece(block)] = from;
}

std::vector<PeerId> SmartBan::take_trail(PieceIndex piece) {
  const auto trail = find_trail(piece);
  check(trail != trails_.end(), "smart ban: who sent a piece is known when it is whole");
  std::vector<PeerId> senders = std::move(trail->senders);
  if (trail != trails_.end() - 1) *trail = std::move(trails_.back());
  trails_.pop_back();
  return senders;
}

std::vector<PeerId> SmartBan::failed(const Geometry& geometry, PieceIndex piece,
                                     std::span<const std::byte> bytes) {
  const std::vector<PeerId> senders = take_trail(piece);
  std::vector<PeerId> proven;
  const bool by_one =
      std::all_of(senders.begin(), senders.end(), [&](PeerId one) { return one == senders[0]; });
  if (by_one) proven.push_back(senders[0]);
  for (std::uint32_t i = 0; i < senders.size(); ++i) {
    suspect(senders[i]).on_parole = true;
    const BlockIndex block = geometry.first_block(piece) + i;
    const std::uint64_t digest = digest_of(geometry, block, bytes);
    const auto before = std::find_if(samples_.begin(), samples_.end(), [&](const Sample& one) {
      return one.block == block && one.from == senders[i];
    });
    if (before == samples_.end()) {
      samples_.push_back({block, senders[i], digest});
    } else if (before->digest != digest) {
      add_once(proven, senders[i]);
      before->digest = digest;
    }
  }
  return proven;
}

std::vector<PeerId> SmartBan::passed(const Geometry& geometry, PieceIndex piece,
                                     std::span<const std::byte> bytes) {
  const std::vector<PeerId> senders = take_trail(piece);
  std::vector<PeerId> proven;
  if (suspects_.empty()) return proven;
  for (const PeerId sender : senders) {
    for (Suspect& one : suspects_) {
      if (one.peer == sender) one.on_parole = false;
    }
  }
  const auto is_of_piece = [&](const Sample& one) { return geometry.piece_of(one.block) == piece; };
  for (const Sample& sample : samples_) {
    if (!is_of_piece(sample)) continue;
    if (digest_of(geometry, sample.block, bytes) != sample.digest) add_once(proven, sample.from);
  }
  std::erase_if(samples_, is_of_piece);
  return proven;
}

SmartBan::Suspect& SmartBan::suspect(PeerId peer) {
  const auto found =
      std::find_if(suspects_.begin(), suspects_.end(), [&](const Suspect& one) { return one.peer == peer; });
  if (found != suspects_.end()) return *found;
  suspects_.push_back({peer});
  return suspects_.back();
}

const SmartBan::Suspect* SmartBan::find(PeerId peer) const {
  const auto found =
      std::find_if(suspects_.begin(), suspects_.end(), [&](const Suspect& one) { return one.peer == peer; });
  return found == suspects_.end() ? nullptr : &*found;
}

std::uint32_t SmartBan::ban(PeerId peer, SimTime now) {
  Suspect& banned = suspect(peer);
  const std::uint32_t doublings = std::min(banned.bans, doublings_most);
  banned.is_banned = true;
  banned.on_parole = true;
  banned.until = now + first_ban * (std::int64_t{1} << doublings);
  return ++banned.bans;
}

std::vector<PeerId> SmartBan::lift(SimTime now) {
  std::vector<PeerId> lifted;
  for (Suspect& one : suspects_) {
    if (!one.is_banned || one.until > now) continue;
    one.is_banned = false;
    lifted.push_back(one.peer);
  }
  return lifted;
}

bool SmartBan::is_banned(PeerId peer) const {
  const Suspect* found = find(peer);
  return found != nullptr && found->is_banned;
}

bool SmartBan::has_failed(const Geometry& geometry, PieceIndex piece) const {
  return std::any_of(samples_.begin(), samples_.end(),
                     [&](const Sample& one) { return geometry.piece_of(one.block) == piece; });
}

bool SmartBan::is_on_parole(PeerId peer) const {
  const Suspect* found = find(peer);
  return found != nullptr && found->on_parole;
}

}  // namespace swarmsim
