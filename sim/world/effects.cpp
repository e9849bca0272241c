// Applying what a torrent asked for, in the order in which it asked.

#include "core/base/check.hpp"
#include "sim/command/answers.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

void World::apply_all_effects(PeerId peer, Participation& part) {
  const Reach& reach = reaches_.of(peer);
  const ContentId content = reach.part == &part ? reach.content : part.torrent->content();
  if (!choke_notes_.empty()) emit_choke_notes(peer, content);
  // Handlers append to effects_; applying appends nothing: what follows from an effect is a later event.
  const std::span<const Effect> effects = effects_;
  for (std::size_t i = 0; i < effects.size(); ++i) {
    // A complete piece is told to every neighbour: ask for the directions a few ahead, then for their queues.
    constexpr std::size_t ahead = 8;
    if (i + ahead < effects.size()) network_->prefetch(effects[i + ahead].end);
    if (i + ahead / 2 < effects.size() && effects[i + ahead / 2].kind == EffectKind::send) {
      network_->prefetch_last(effects[i + ahead / 2].end);
    }
    apply(peer, content, part, effects[i]);
  }
  effects_.clear();
}

void World::apply(PeerId peer, ContentId content, Participation& part, const Effect& effect) {
  switch (effect.kind) {
    case EffectKind::send: return send_message(effect.end, effect.message, contents_[index_of(content)]);
    case EffectKind::serve: return feed(effect.end);
    case EffectKind::say_goodbye:
      network_->detach(effect.end);
      if (network_->is_silent(network_->direction(effect.end).to)) return close_silent(effect.end);
      return say_goodbye(effect.end, static_cast<PartReason>(effect.number), contents_[index_of(content)]);
    case EffectKind::fall_silent:
      network_->detach(effect.end);
      // Whoever has let go already, or is gone, will not close it.
      if (network_->is_silent(network_->direction(effect.end).to) ||
          network_->direction(network_->reverse_of(effect.end)).owner == Direction::no_owner) {
        close_silent(effect.end);
      }
      return;
    case EffectKind::weigh: return network_->set_weight(effect.end, effect.number);
    case EffectKind::connect: return start_attempt(peer, effect.remote, content);
    case EffectKind::announce:
    case EffectKind::ask_owners:
      return start_announce(peer, part, static_cast<AnnounceEvent>(effect.number),
                            effect.kind == EffectKind::ask_owners);
    case EffectKind::ask_rechoke:
      if (!part.rechoke_pending) react(peer, content, EventKind::rechoke_due);
      part.rechoke_pending = true;
      return;
    case EffectKind::piece_completed: return on_piece_completed(peer, part, effect.number);
    case EffectKind::piece_failed:
      ++counters_.failed_pieces;
      return emit_about(content, RecordKind::piece_failed, peer, peer, effect.number);
    case EffectKind::banned:
      ++counters_.bans;
      return emit_about(content, RecordKind::banned, peer, effect.remote, effect.number);
    case EffectKind::completed: return on_download_completed(peer, part);
    case EffectKind::metadata_completed:
      part.metadata_completed = now_;
      return emit_about(content, RecordKind::metadata_completed, peer, peer, effect.number);
    case EffectKind::held_round:
      ++counters_.choke_rounds;
      return emit_about(content, RecordKind::choke_round, peer, peer, effect.number);
    case EffectKind::unchoked:
      ++counters_.unchokes;
      counters_.optimistic += effect.number == static_cast<std::uint32_t>(ChokeReason::optimistic) ? 1 : 0;
      return;
    case EffectKind::was_snubbed: return emit_about(content, RecordKind::snubbed, effect.remote, peer, 0);
    case EffectKind::alone: return say_alone(part);
    case EffectKind::deadline_moved: return arm_timer(peer);
    case EffectKind::gave_up:
      --unfinished_;
      ++counters_.aborted;
      end_to_check_ = true;
      return;
  }
}

/// Tells who waits for the download's command, once in a row.
void World::say_alone(const Participation& part) {
  if (part.result == no_index) return;
  std::vector<std::string>& lines = results_[part.result].answer.lines;
  std::string line = answers::line_no_other_peer(contents_[index_of(part.torrent->content())].name);
  if (lines.empty() || lines.back() != line) lines.push_back(std::move(line));
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
  network_->send(end, message, wire_size(message, content.geometry), now_, queue_);
}

void World::say_goodbye(EndId end, PartReason why, const ContentInfo& content) {
  network_->set_farewell(end, static_cast<std::uint8_t>(why));
  send_message(end, {MessageKind::goodbye}, content);
}

void World::feed(EndId end) {
  const Direction& direction = network_->direction(end);
  if (direction.owner == Direction::no_owner || direction.unsent >= direction.low_water) return;
  const PeerId peer = direction.from;
  const ContentInfo& content = contents_[direction.content];
  const Reach& reach = reach_of(peer, ContentId{direction.content});
  Turn turn = bare_turn(reach);
  const auto next = reach.torrent->next_upload(turn, direction.owner);
  if (!next) return;
  if (next->send_buffer > 0) network_->set_low_water(next->end, low_water_of(next->send_buffer));
  send_message(next->end, next->message, content);
  if (scenario_.groups[group_of(peer)].leave.after_copies) {
    consider_leaving_after_upload(peer);
  }
}

void World::feed_drained() {
  // Feeding may drain again: the list grows while it is walked.
  auto& drained = network_->drained();
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
  emit_about(content, RecordKind::piece_completed, peer, peer, piece);
}

void World::on_download_completed(PeerId peer, Participation& part) {
  const ContentId content = part.torrent->content();
  part.completed = now_;
  --unfinished_;
  ++counters_.completed;
  emit_about(content, RecordKind::download_completed, peer, peer, 0, [&] {
    const Duration took = now_ - part.download_started.value_or(now_);
    const TransferTotals& totals = part.torrent->totals();
    return Detail{.numbers = {took.count(), totals.downloaded, totals.wasted, totals.uploaded}};
  });
  if (part.result != no_index) {
    results_[part.result].answer.lines.push_back(answers::line_downloaded(contents_[index_of(content)].name));
    note_done(results_[part.result].entry);
  }
  consider_leaving(peer);
}

}  // namespace swarmsim
