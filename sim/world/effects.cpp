// Applying what a torrent asked for, in the order in which it asked.

#include <algorithm>

#include "core/base/check.hpp"
#include "sim/command/answers.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

void World::apply_effects(PeerId peer, Participation& part) {
  // Handlers append to effects_; applying appends nothing: what follows from an effect is a later event.
  for (std::size_t i = 0; i < effects_.size(); ++i) {
    // A complete piece is told to every neighbour: ask for the directions a few ahead.
    constexpr std::size_t ahead = 3;
    if (i + ahead < effects_.size()) network_.prefetch(effects_[i + ahead].end);
    apply(peer, part, effects_[i]);
  }
  effects_.clear();
}

void World::apply(PeerId peer, Participation& part, const Effect& effect) {
  const ContentId content = part.torrent->content();
  switch (effect.kind) {
    case EffectKind::send: return send_message(effect.end, effect.message, contents_[index_of(content)]);
    case EffectKind::serve: return feed(effect.end);
    case EffectKind::say_goodbye:
      network_.detach(effect.end);
      return send_message(effect.end, {MessageKind::goodbye}, contents_[index_of(content)]);
    case EffectKind::weigh: return network_.set_weight(effect.end, effect.number);
    case EffectKind::connect: return start_attempt(peer, effect.remote, content);
    case EffectKind::announce: return start_announce(peer, part, static_cast<AnnounceEvent>(effect.number));
    case EffectKind::ask_rechoke:
      if (!part.rechoke_pending) react(peer, content, EventKind::rechoke_due);
      part.rechoke_pending = true;
      return;
    case EffectKind::piece_completed: return on_piece_completed(peer, part, effect.number);
    case EffectKind::piece_failed:
      return emit_state(RecordKind::piece_failed, hash_of(peer), hash_of(peer), index_of(content),
                        effect.number);
    case EffectKind::completed: return on_download_completed(peer, part);
    case EffectKind::held_round:
      ++counters_.choke_rounds;
      return emit_state(RecordKind::choke_round, hash_of(peer), hash_of(peer), index_of(content),
                        effect.number);
    case EffectKind::unchoked:
      ++counters_.unchokes;
      counters_.optimistic += effect.number == static_cast<std::uint32_t>(ChokeReason::optimistic) ? 1 : 0;
      return;
    case EffectKind::was_snubbed:
      return emit_state(RecordKind::snubbed, hash_of(effect.remote), hash_of(peer), index_of(content), 0);
    case EffectKind::alone:
      if (part.result != no_index) {
        results_[part.result].answer.lines.push_back(
            answers::line_no_other_peer(contents_[index_of(content)].name));
      }
      return;
  }
}

void World::react(PeerId peer, ContentId content, EventKind kind) {
  Event event;
  event.at = now_;
  event.order = order_of(Phase::reaction, peer, PeerId{});
  event.content = static_cast<std::uint16_t>(index_of(content));
  event.kind = kind;
  queue_.push(event);
}

void World::send_message(EndId end, const Message& message, const ContentInfo& content) {
  network_.send(end, message, wire_size(message, content.geometry.pieces()), now_, queue_);
}

void World::feed(EndId end) {
  const Direction& direction = network_.direction(end);
  if (direction.owner == Direction::no_owner || direction.unsent != 0) return;
  const PeerId peer = direction.from;
  const ContentInfo& content = contents_[direction.content];
  TorrentClient& torrent = *find_participation(peer, ContentId{direction.content})->torrent;
  // Serving asks for nothing, so effects_ of the handler that runs may stay as they are.
  Turn turn{now_, profile_of(participants_[index_of(peer)]), content, payloads_, effects_};
  if (const auto message = torrent.next_upload(turn, direction.owner)) send_message(end, *message, content);
}

void World::feed_drained() {
  // Feeding may drain again: the list grows while it is walked.
  auto& drained = network_.drained();
  for (std::size_t i = 0; i < drained.size(); ++i) feed(drained[i]);
  drained.clear();
}

void World::on_piece_completed(PeerId peer, Participation& part, PieceIndex piece) {
  const ContentId content = part.torrent->content();
  ContentState& state = content_states_[index_of(content)];
  ++state.copies[piece];
  if (!state.first_copy_out && state.spread.set(piece) && state.spread.all()) state.first_copy_out = now_;
  part.bytes_held += contents_[index_of(content)].geometry.piece_bytes(piece);
  if (!part.first_piece) part.first_piece = now_;
  end_to_check_ = true;
  emit_state(RecordKind::piece_completed, hash_of(peer), hash_of(peer), index_of(content), piece);
}

void World::on_download_completed(PeerId peer, Participation& part) {
  const ContentId content = part.torrent->content();
  part.completed = now_;
  --unfinished_;
  ++counters_.completed;
  emit_state(RecordKind::download_completed, hash_of(peer), hash_of(peer), index_of(content), 0);
  if (part.result != no_index) {
    results_[part.result].answer.lines.push_back(answers::line_downloaded(contents_[index_of(content)].name));
  }
  const Participant& participant = participants_[index_of(peer)];
  if (scenario_.groups[participant.group].leave != LeaveRule::on_complete) return;
  const bool all = std::none_of(participant.torrents.begin(), participant.torrents.end(),
                                [](const Participation& p) { return p.torrent->wants_more(); });
  if (!all) return;
  ++actions_pending_;  // the run does not end before the peer has left
  react(peer, content, EventKind::departure_due);
}

}  // namespace swarmsim
