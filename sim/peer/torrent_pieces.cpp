// What the neighbours have, whether we want it, and what happens when a piece is whole.

#include <algorithm>
#include <cstring>

#include "core/base/check.hpp"
#include "sim/peer/torrent.hpp"

namespace swarmsim {

void Torrent::say_handshake(Turn& turn, Neighbour& neighbour) {
  say(turn, neighbour, {MessageKind::handshake, turn.profile.fast_extension ? speaks_fast : 0});
}

void Torrent::on_handshake(Turn& turn, Slot slot, const Message& message) {
  Neighbour& neighbour = neighbours_[slot];
  check(!neighbour.shaken, "torrent: one handshake per connection");
  neighbour.shaken = true;
  neighbour.fast = turn.profile.fast_extension && (message.subject & speaks_fast) != 0;
  if (!neighbour.we_opened) say_handshake(turn, neighbour);
  say_extended(turn, neighbour);
  // Of how many pieces it has none is not known to who has no metadata (libtorrent says it later, too).
  if (metadata_.get() == nullptr) tell_pieces(turn, neighbour);
  choker_->joined(neighbour.remote, choker_luck_);
  meet(turn, slot);
  if (choker_->unchokes_newcomers()) turn.ask(EffectKind::ask_rechoke);
}

void Torrent::say_extended(Turn& turn, Neighbour& neighbour) {
  if (turn.profile.extended == 0) return;
  const std::uint32_t uploads = turn.profile.tells_upload_only && is_partial_seed() ? says_upload_only : 0;
  const std::uint32_t lacks = metadata_.get() != nullptr ? says_no_metadata : 0;
  say(turn, neighbour, {MessageKind::extended, uploads | lacks, turn.profile.extended});
}

void Torrent::on_extended(Turn& turn, Slot slot, std::uint32_t says) {
  neighbours_[slot].extended = true;
  neighbours_[slot].upload_only = (says & says_upload_only) != 0;
  if (metadata_.get() == nullptr) return;
  if ((says & says_no_metadata) == 0) metadata_->learn_size();
  ask_for_metadata(turn, slot);
}

void Torrent::on_upload_only(Turn& turn, Slot slot) {
  neighbours_[slot].upload_only = true;
  if (is_of_no_use(slot)) part_from_seed(turn, slot);
}

/// The pieces of this moment travel with the message: what completes later follows as `have`.
void Torrent::tell_pieces(Turn& turn, Neighbour& neighbour) {
  if (neighbour.fast && complete()) return say(turn, neighbour, {MessageKind::have_all});
  if (have_.none()) {
    if (neighbour.fast) say(turn, neighbour, {MessageKind::have_none});
    return;
  }
  const std::uint32_t payload = turn.payloads.take(words_ * sizeof(std::uint64_t));
  std::memcpy(turn.payloads.bytes(payload).data(), have_.words().data(), words_ * sizeof(std::uint64_t));
  say(turn, neighbour, {MessageKind::bitfield, 0, 0, payload});
}

void Torrent::on_bitfield(Turn& turn, Slot slot, const Message& message) {
  check(theirs_->count(slot) == 0, "torrent: a bitfield comes first");
  std::vector<std::uint64_t>& row = turn.workspace.row;
  if (message.kind == MessageKind::have_all) {
    row.assign(words_, ~std::uint64_t{0});
    row.back() >>= (64 - pieces_ % 64) % 64;  // bits beyond the last piece are zero
    theirs_->fill(slot, row, settled().words());
  } else if (message.kind == MessageKind::bitfield) {
    row.resize(words_);
    std::memcpy(row.data(), turn.payloads.bytes(message.payload).data(), words_ * sizeof(std::uint64_t));
    theirs_->fill(slot, row, settled().words());
  }
  if (is_of_no_use(slot)) return part_from_seed(turn, slot);
  if (!turn.profile.grants_when_interested) grant_pieces(turn, slot);
  update_interest(turn, slot);
}

void Torrent::on_have(Turn& turn, Slot slot, PieceIndex piece) {
  const bool is_settled = settled().test(piece);
  if (!theirs_->add(slot, piece, is_settled)) return;
  if (is_of_no_use(slot)) return part_from_seed(turn, slot);
  if (is_settled) return;
  const bool wanted_before = neighbours_[slot].we_want;
  update_interest(turn, slot);
  if (turn.profile.asks_on_have || wanted_before != neighbours_[slot].we_want) fill_requests(turn, slot);
}

void Torrent::on_interest(Turn& turn, Slot slot, bool interested) {
  Neighbour& neighbour = neighbours_[slot];
  neighbour.they_want = interested;
  neighbour.just_interested = interested;
  // Who has been granted nothing lacked none of them, or speaks for the first time.
  if (interested && turn.profile.grants_when_interested && neighbour.granted == 0) grant_pieces(turn, slot);
  if (!neighbour.we_choke_them) {
    on_disturbance(turn);
  } else if (choker_->unchokes_between_rounds()) {
    turn.ask(EffectKind::ask_rechoke);
  }
}

void Torrent::on_choke(Turn& turn, Slot slot) {
  Neighbour& neighbour = neighbours_[slot];
  bring_up_to_date(turn, neighbour);
  neighbour.they_choke_us = true;
  give_back_kept(slot);
  if (neighbour.fast) return;  // a reject follows for each
  release_requests(slot);
  fill_others(turn);
}

void Torrent::on_unchoke(Turn& turn, Slot slot) {
  Neighbour& neighbour = neighbours_[slot];
  bring_up_to_date(turn, neighbour);
  neighbour.they_choke_us = false;
  neighbour.waiting_since = turn.now;
  fill_requests(turn, slot);
}

/// Interest is told as it changes, or by those who tell it in rounds, then.
void Torrent::update_interest(Turn& turn, Slot slot) {
  if (!turn.profile.interest_in_rounds) tell_interest(turn, slot);
}

void Torrent::tell_interest(Turn& turn, Slot slot) {
  Neighbour& neighbour = neighbours_[slot];
  const bool want = fetches_pieces() && theirs_->wanted(slot) > 0;
  if (want == neighbour.we_want) return;
  neighbour.we_want = want;
  neighbour.waiting_since = turn.now;
  say(turn, neighbour, {want ? MessageKind::interested : MessageKind::not_interested});
}

void Torrent::on_piece_complete(Turn& turn, Slot from, PieceIndex piece) {
  std::vector<PeerId> proven;
  if (turn.content.carries_data) {
    if (!store_.verify(turn.content, piece)) return on_piece_failed(turn, from, piece);
    proven = smart_ban_->passed(turn.content.geometry, piece, store_.piece(piece));
  }
  partials_.drop(piece);
  have_.set(piece);
  if (settled_) settled_->set(piece);
  theirs_->own(piece);
  turn.ask(EffectKind::piece_completed, piece);
  // Refill before announcing: the request leaves one HAVE earlier, which keeps a fast link full even
  // when a piece completes towards hundreds of neighbours.
  fill_requests(turn, from);
  announce_piece(turn, piece);
  for (const PeerId remote : proven) ban(turn, remote);
  if (has_all_it_wants()) on_complete(turn);
}

void Torrent::announce_piece(Turn& turn, PieceIndex piece) {
  for (const Slot slot : order_) {
    Neighbour& neighbour = neighbours_[slot];
    if (!neighbour.shaken) continue;
    say(turn, neighbour, {MessageKind::have, piece});
    if (neighbour.we_want && theirs_->wanted(slot) == 0) update_interest(turn, slot);
  }
}

void Torrent::on_complete(Turn& turn) {
  check(partials_.size() == 0 && duplicates_.empty(), "torrent: a complete content has no open request");
  partials_ = PartialPieces(turn.content.geometry);  // gives the room of its lists back
  if (turn.profile.seed_choker != turn.profile.choker) {
    choker_ = std::move(seed_choker_);
    for (const Slot slot : order_) {
      if (neighbours_[slot].shaken) choker_->joined(neighbours_[slot].remote, choker_luck_);
    }
  }
  if (complete()) turn.announce(AnnounceEvent::completed);
  turn.ask(EffectKind::completed);
  if (turn.profile.tells_upload_only && !complete()) {
    for (const Slot slot : order_) {
      if (neighbours_[slot].extended) say(turn, neighbours_[slot], {MessageKind::upload_only});
    }
  }
  const std::vector<Slot> all(order_);
  for (const Slot slot : all) {
    if (is_of_no_use(slot)) part_from_seed(turn, slot);
  }
}

}  // namespace swarmsim
