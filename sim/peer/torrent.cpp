// Life of a torrent: start, connections, deadlines, leaving.

#include "sim/peer/torrent.hpp"

#include <algorithm>
#include <utility>

#include "core/base/check.hpp"
#include "core/base/growth.hpp"

namespace swarmsim {

Torrent::Torrent(PeerId self, ContentId content, const ContentInfo& info, const Profile& profile,
                 const Registry& registry, Luck luck, std::unique_ptr<NeighbourPieces> theirs)
    : TorrentClient(self, content, info, profile),
      pieces_(info.geometry.pieces()),
      words_((info.geometry.pieces() + 63) / 64),
      blocks_per_piece_(info.geometry.blocks_per_piece()),
      theirs_(std::move(theirs)),
      partials_(info.geometry),
      picker_(registry.find_picker(profile.picker)),
      choker_(registry.make_choker(profile.choker)),
      seed_choker_(registry.make_choker(profile.seed_choker)),
      picker_luck_(luck.picker),
      choker_luck_(luck.choker) {
  check(picker_ != nullptr, "torrent: its picker is registered");
  if (!picker_->finishes_begun()) salt_ = picker_luck_.next();
}

void Torrent::hold(const ContentInfo& info, const Bitfield& pieces) {
  TorrentClient::hold(info, pieces);
  for (PieceIndex piece = 0; piece < pieces_; ++piece) {
    if (have_.test(piece)) theirs_->own(piece);
  }
  if (complete()) choker_ = seed_choker_;
}

/// What is not wanted counts as had when it comes to what the neighbours have for us.
void Torrent::want(const Bitfield& pieces) {
  TorrentClient::want(pieces);
  for (PieceIndex piece = 0; piece < pieces_; ++piece) {
    if (settled().test(piece) && !have_.test(piece)) theirs_->own(piece);
  }
  if (has_all_it_wants()) choker_ = seed_choker_;
}

void Torrent::start(Turn& turn, Role role, SimTime round_origin) {
  check(role != Role::idle && role_ == Role::idle, "torrent: starts once, in a role");
  role_ = role;
  start_clock(turn.profile, turn.now, round_origin);
  turn.announce(AnnounceEvent::started);
}

void Torrent::leave(Turn& turn) {
  if (role_ == Role::idle) return;
  turn.announce(AnnounceEvent::stopped);
  for (const Slot slot : order_) {
    turn.about_end(EffectKind::say_goodbye, neighbours_[slot].end,
                   static_cast<std::uint32_t>(PartReason::exit));
  }
}

void Torrent::crash(Turn& turn) {
  for (const Slot slot : order_) turn.about_end(EffectKind::fall_silent, neighbours_[slot].end);
}

void Torrent::on_tracker_answer(Turn& turn, std::span<const PeerId> peers, Duration interval) {
  failures_ = 0;
  unheard_ = AnnounceEvent::regular;
  next_announce_ = turn.now + interval;
  candidates_.assign(peers.begin(), peers.end());
  if (peers.empty() && order_.empty() && wants_more()) turn.ask(EffectKind::alone);
  connect_more(turn);
}

void Torrent::on_tracker_failure(Turn& turn, AnnounceEvent event) {
  if (event != AnnounceEvent::regular && event != AnnounceEvent::paused) unheard_ = event;
  ++failures_;
  next_announce_ = turn.now + retry_after(turn.profile, failures_);
}

bool Torrent::knows(PeerId remote) const {
  return std::any_of(order_.begin(), order_.end(),
                     [&](Slot slot) { return neighbours_[slot].remote == remote; }) ||
         std::find(attempts_.begin(), attempts_.end(), remote) != attempts_.end();
}

void Torrent::connect_more(Turn& turn) {
  while (!candidates_.empty() && order_.size() + attempts_.size() < turn.profile.initiate_until) {
    const PeerId remote = candidates_.back();
    candidates_.pop_back();
    if (remote == self_ || knows(remote) || is_banned(remote) || is_apart_from(remote)) continue;
    if (std::find(seeds_met_.begin(), seeds_met_.end(), remote) != seeds_met_.end()) continue;
    attempts_.push_back(remote);
    turn.about_peer(EffectKind::connect, remote);
  }
}

bool Torrent::accepts(PeerId remote, const Profile& profile) const {
  if (!active() || order_.size() >= profile.connections) return false;
  if (is_banned(remote) || is_apart_from(remote)) return false;
  if (std::find(attempts_.begin(), attempts_.end(), remote) != attempts_.end()) return remote < self_;
  return !knows(remote);
}

Torrent::Slot Torrent::on_connected(Turn& turn, PeerId remote, EndId end, bool we_opened) {
  if (we_opened) attempts_.erase(std::find(attempts_.begin(), attempts_.end(), remote));
  if (free_slots_.empty()) {
    check(neighbours_.size() < PartialPieces::slots_end, "torrent: slots have 15 bits");
    free_slots_.push_back(static_cast<Slot>(neighbours_.size()));
    grow_gently(neighbours_);
    neighbours_.emplace_back();
  }
  const Slot slot = free_slots_.back();
  free_slots_.pop_back();
  theirs_->open(slot);
  if (slot < choked_at_.size()) choked_at_[slot] = sim_never;
  if (slot < upload_paces_.size()) upload_paces_[slot] = {};
  Neighbour& neighbour = neighbours_[slot];
  neighbour = {};
  neighbour.remote = remote;
  neighbour.end = end;
  neighbour.live = true;
  neighbour.we_opened = we_opened;
  neighbour.connected_at = neighbour.last_heard = neighbour.last_sent = turn.now;
  neighbour.pace = start_pace(turn.profile.pipeline, second_of(turn.now));
  grow_gently(order_);
  order_.push_back(slot);
  if (turn.profile.request_timeout > Duration::zero()) entry_of(answer_times_, slot) = {};
  if (turn.profile.tick > Duration::zero() && next_round_ == sim_never) {
    expect_deadline(turn, next_round_, next_tick(turn.profile, turn.now));
  }
  if (we_opened) {
    if (order_.size() > turn.profile.connections) {
      part_from(turn, slot, PartReason::full);  // others took the last place while the attempt was on its way
    } else if (is_banned(remote)) {
      part_from(turn, slot, PartReason::banned);  // a block of before proved it in the meantime
    } else {
      say_handshake(turn, neighbour);
    }
  }
  return slot;
}

void Torrent::on_refused(Turn& turn, PeerId remote) {
  const auto found = std::find(attempts_.begin(), attempts_.end(), remote);
  check(found != attempts_.end(), "torrent: who refuses was asked");
  attempts_.erase(found);
  connect_more(turn);
}

void Torrent::on_closed(Turn& turn, Slot slot) {
  Neighbour& neighbour = neighbours_[slot];
  check(neighbour.live, "torrent: a neighbour is closed once");
  theirs_->clear(slot);
  if (slot < outboxes_.size()) outboxes_[slot].clear();
  forget_metadata_of(slot);
  release_requests(slot);
  drop_queue(slot);
  if (neighbour.shaken) choker_->left(neighbour.remote);
  if (neighbour.they_want && !neighbour.we_choke_them) on_disturbance(turn);
  neighbour.live = false;
  order_.erase(std::find(order_.begin(), order_.end(), slot));
  free_slots_.push_back(slot);
  connect_more(turn);
  fill_others(turn);
}

void Torrent::part_from(Turn& turn, Slot slot, PartReason why) {
  turn.about_end(EffectKind::say_goodbye, neighbours_[slot].end, static_cast<std::uint32_t>(why));
  on_closed(turn, slot);
}

/// Whether a neighbour that has told its pieces and fetches no more will never be of use to us, nor we to it.
bool Torrent::is_of_no_use(Slot slot) const {
  const bool says_so = neighbours_[slot].upload_only;
  if (!says_so && !has_all_it_wants()) return false;  // most of the time: their row need not be looked at
  if (metadata_.get() != nullptr) return false;
  const bool fetches_no_more = says_so || theirs_->count(slot) == pieces_;
  return fetches_no_more && (has_all_it_wants() || theirs_->wanted(slot) == 0);
}

/// Two who have all they want have nothing to say to each other: the places are for others.
void Torrent::part_from_seed(Turn& turn, Slot slot) {
  // libtorrent's list of known peers is no longer (max_peerlist_size).
  constexpr std::size_t remembered = 3'000;
  if (seeds_met_.size() == remembered) seeds_met_.erase(seeds_met_.begin());
  grow_gently(seeds_met_);
  seeds_met_.push_back(neighbours_[slot].remote);
  part_from(turn, slot, PartReason::seeds);
}

std::uint32_t Torrent::interested() const {
  return static_cast<std::uint32_t>(
      std::count_if(order_.begin(), order_.end(), [&](Slot slot) { return neighbours_[slot].they_want; }));
}

std::uint32_t Torrent::duplicates_of(Slot slot) const {
  return static_cast<std::uint32_t>(std::count_if(duplicates_.begin(), duplicates_.end(),
                                                  [&](const Duplicate& d) { return d.slot == slot; }));
}

void Torrent::on_message(Turn& turn, Slot slot, const Message& message) {
  Neighbour& neighbour = neighbours_[slot];
  neighbour.last_heard = turn.now;
  check(neighbour.shaken || message.kind == MessageKind::handshake, "torrent: the handshake comes first");
  switch (message.kind) {
    case MessageKind::block: return on_block(turn, slot, message);
    case MessageKind::have: return on_have(turn, slot, message.subject);
    case MessageKind::request: return on_request(turn, slot, message);
    case MessageKind::cancel: return on_cancel(turn, slot, message.subject);
    case MessageKind::handshake: return on_handshake(turn, slot, message);
    case MessageKind::reject: return on_reject(turn, slot, message.subject);
    case MessageKind::allowed_fast: return on_allowed_fast(turn, slot, message.subject);
    case MessageKind::peer_exchange: return on_exchange(turn, message);
    case MessageKind::bitfield:
    case MessageKind::have_all:
    case MessageKind::have_none: return on_bitfield(turn, slot, message);
    case MessageKind::interested:
    case MessageKind::not_interested: return on_interest(turn, slot, message.kind == MessageKind::interested);
    case MessageKind::choke: return on_choke(turn, slot);
    case MessageKind::unchoke: return on_unchoke(turn, slot);
    case MessageKind::extended: return on_extended(turn, slot, message.subject);
    case MessageKind::metadata_request: return on_metadata_request(turn, slot, message.subject);
    case MessageKind::metadata_piece: return on_metadata_piece(turn, slot, message.subject);
    case MessageKind::metadata_reject: return on_metadata_reject(turn, slot, message.subject);
    case MessageKind::upload_only: return on_upload_only(turn, slot);
    case MessageKind::keep_alive: return;
    case MessageKind::goodbye:  // the world's to handle
    case MessageKind::size_request:
    case MessageKind::size_answer:
    case MessageKind::range_request:
    case MessageKind::range_data:
    case MessageKind::range_end: break;
  }
  check(false, "torrent: it is told of messages of its own protocol");
}

}  // namespace swarmsim
