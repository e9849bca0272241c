#include "sim/peer/contact_client.hpp"

#include <algorithm>
#include <cstring>

#include "core/base/check.hpp"
#include "core/base/distribution.hpp"

namespace swarmsim {

ContactClient::ContactClient(PeerId self, ContentId content, const ContentInfo& info, const Profile& profile,
                             Luck luck)
    : TorrentClient(self, content, info, profile), luck_(luck) {}

void ContactClient::start(Turn& turn, Role role, SimTime) {
  check(role != Role::idle && role_ == Role::idle, "contact client: starts in a role");
  role_ = role;
  turn.announce(AnnounceEvent::started);
  schedule(turn);
}

/// Exponential gaps forget what was before them: a clock that stood still may simply start.
void ContactClient::schedule(Turn& turn) {
  if (!active() || have_.none() || next_contact_ != sim_never) return;
  const Distribution gap = Distribution::exponential(turn.profile.contact_every.count());
  next_contact_ = turn.now + std::max(Duration{1}, Duration{gap.sample(luck_.choker)});
  turn.ask(EffectKind::deadline_moved);
}

void ContactClient::leave(Turn& turn) {
  if (active()) turn.announce(AnnounceEvent::stopped);
  for (const Slot slot : order_) turn.about_end(EffectKind::say_goodbye, contacts_[slot].end);
}

void ContactClient::crash(Turn& turn) {
  for (const Slot slot : order_) turn.about_end(EffectKind::fall_silent, contacts_[slot].end);
}

void ContactClient::on_timer(Turn& turn) {
  if (turn.now >= next_announce_) {
    next_announce_ = sim_never;
    turn.announce(AnnounceEvent::started);
  }
  if (turn.now < next_contact_) return;
  next_contact_ = sim_never;
  asked_ = true;
  turn.announce(AnnounceEvent::regular);
  schedule(turn);
}

void ContactClient::on_tracker_answer(Turn& turn, std::span<const PeerId> peers, Duration) {
  if (!active() || !asked_ || peers.empty()) return;
  asked_ = false;
  if (meets(peers.front())) return;
  attempts_.push_back(peers.front());
  turn.about_peer(EffectKind::connect, peers.front());
}

void ContactClient::on_tracker_failure(Turn& turn, AnnounceEvent event) {
  // A contact that fails is lost. But who is not known to the tracker is never contacted.
  if (active() && event == AnnounceEvent::started) next_announce_ = turn.now + turn.profile.retry_first;
}

bool ContactClient::meets(PeerId remote) const {
  return std::find(attempts_.begin(), attempts_.end(), remote) != attempts_.end() ||
         std::any_of(order_.begin(), order_.end(),
                     [&](Slot slot) { return contacts_[slot].remote == remote; });
}

bool ContactClient::accepts(PeerId remote, const Profile& profile) const {
  return active() && order_.size() < profile.connections && !meets(remote);
}

ContactClient::Slot ContactClient::on_connected(Turn& turn, PeerId remote, EndId end, bool we_opened) {
  if (free_slots_.empty()) {
    free_slots_.push_back(static_cast<Slot>(contacts_.size()));
    contacts_.emplace_back();
  }
  const Slot slot = free_slots_.back();
  free_slots_.pop_back();
  contacts_[slot] = {remote, end, no_index, 0};
  order_.push_back(slot);
  std::erase(attempts_, remote);
  // The opener speaks first: only then does the other side know that it is heard.
  if (we_opened) turn.send(end, {MessageKind::handshake});
  return slot;
}

void ContactClient::on_refused(Turn&, PeerId remote) { std::erase(attempts_, remote); }

void ContactClient::on_closed(Turn&, Slot slot) { remove(slot); }

void ContactClient::remove(Slot slot) {
  order_.erase(std::find(order_.begin(), order_.end(), slot));
  free_slots_.push_back(slot);
}

void ContactClient::part_from(Turn& turn, Slot slot) {
  turn.about_end(EffectKind::say_goodbye, contacts_[slot].end);
  remove(slot);
}

void ContactClient::tell_pieces(Turn& turn, EndId end) {
  const auto words = have_.words();
  const std::uint32_t payload = turn.payloads.take(words.size_bytes());
  std::memcpy(turn.payloads.bytes(payload).data(), words.data(), words.size_bytes());
  turn.send(end, {MessageKind::bitfield, 0, 0, payload});
}

void ContactClient::on_message(Turn& turn, Slot slot, const Message& message) {
  if (message.kind == MessageKind::handshake) return tell_pieces(turn, contacts_[slot].end);
  if (message.kind == MessageKind::bitfield) return push_piece(turn, slot, message);
  check(message.kind == MessageKind::block, "contact client: it is told of messages of its own protocol");
  on_block(turn, slot, message);
}

void ContactClient::push_piece(Turn& turn, Slot slot, const Message& bitfield) {
  std::vector<std::uint64_t>& theirs = turn.workspace.row;
  const auto ours = have_.words();
  theirs.resize(ours.size());
  std::memcpy(theirs.data(), turn.payloads.bytes(bitfield.payload).data(), ours.size_bytes());
  std::vector<PieceIndex>& useful = turn.workspace.eligible;
  useful.clear();
  for (std::size_t word = 0; word < ours.size(); ++word) {
    for_each_bit(ours[word] & ~theirs[word], static_cast<std::uint32_t>(word * 64),
                 [&](PieceIndex piece) { useful.push_back(piece); });
  }
  if (useful.empty()) return part_from(turn, slot);
  contacts_[slot].piece = useful[luck_.picker.below(useful.size())];
  turn.about_end(EffectKind::serve, contacts_[slot].end);
}

std::optional<Outgoing> ContactClient::next_upload(Turn& turn, Slot slot) {
  Contact& contact = contacts_[slot];
  const Geometry& geometry = turn.content.geometry;
  if (contact.piece == no_index || contact.blocks == geometry.blocks_in(contact.piece)) return std::nullopt;
  const BlockIndex block = geometry.first_block(contact.piece) + contact.blocks;
  ++contact.blocks;
  Message message{MessageKind::block, block, geometry.block_bytes(block)};
  if (turn.content.carries_data) {
    message.payload = turn.payloads.take(message.length);
    store_.read(turn.content, block, turn.payloads.bytes(message.payload));
  }
  totals_.uploaded += message.length;
  return Outgoing{contact.end, message};
}

void ContactClient::on_block(Turn& turn, Slot slot, const Message& message) {
  const Geometry& geometry = turn.content.geometry;
  const PieceIndex piece = geometry.piece_of(message.subject);
  const bool is_last = message.subject + 1 == geometry.first_block(piece) + geometry.blocks_in(piece);
  totals_.downloaded += message.length;
  if (have_.test(piece)) {
    totals_.wasted += message.length;
    ++totals_.wasted_blocks;
  } else {
    if (turn.content.carries_data) {
      store_.write(turn.content, message.subject, turn.payloads.bytes(message.payload));
    }
    if (is_last) note_piece(turn, piece);
  }
  if (is_last) part_from(turn, slot);
}

/// Blocks of one contact come in order, so behind the last one the piece is whole.
void ContactClient::note_piece(Turn& turn, PieceIndex piece) {
  if (turn.content.carries_data && !store_.verify(turn.content, piece)) {
    store_.forget(piece);
    totals_.wasted += turn.content.geometry.piece_bytes(piece);
    return turn.ask(EffectKind::piece_failed, piece);
  }
  totals_.blocks += turn.content.geometry.blocks_in(piece);
  have_.set(piece);
  turn.ask(EffectKind::piece_completed, piece);
  schedule(turn);
  if (!complete()) return;
  turn.announce(AnnounceEvent::completed);
  turn.ask(EffectKind::completed);
}

}  // namespace swarmsim
