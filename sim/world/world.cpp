#include "sim/world/world.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/base/check.hpp"
#include "sim/peer/packed_pieces.hpp"
#include "sim/reference/plain_pieces.hpp"

namespace swarmsim {

namespace {

std::unique_ptr<NeighbourPieces> make_pieces(std::uint32_t pieces, Mode mode) {
  if (mode == Mode::reference) return std::make_unique<PlainPieces>(pieces);
  return std::make_unique<PackedPieces>(pieces);
}

}  // namespace

bool World::step(SimTime limit, RecordSink* sink) {
  if (ended()) return false;
  const SimTime last = std::min(limit, scenario_.stop_at);
  const std::optional<Event> event = queue_.pop(last);
  if (!event) {
    if (last < scenario_.stop_at || ends_ == Ends::never) {
      if (last > now_) reached_ = Phase::action;
      now_ = std::max(now_, last);
      if (last == scenario_.stop_at) end_due_ = EndReason::time;
      return false;
    }
    finish(EndReason::time, scenario_.stop_at, sink);
    return false;
  }
  sink_ = sink;
  const Phase phase = phase_of(*event);
  reached_ = event->at == now_ ? std::max(reached_, phase) : phase;
  now_ = event->at;
  ++counters_.events;
  // The tracker drops the silent when somebody asks. Who listens is told at the time itself.
  if (sink_ != nullptr) sweep_tracker(now_);
  if (queue_.window_opened()) prefetch_window();
  dispatch(*event);
  feed_drained();
  if (end_to_check_) check_end();
  sink_ = nullptr;
  return !ended();
}

void World::run(RecordSink* sink) {
  while (step(sim_never, sink)) {}
}

void World::dispatch(const Event& event) {
  switch (event.kind) {
    case EventKind::chunk_arrived: return on_chunk(event);
    case EventKind::uplink_ready: return network_->on_uplink_ready(addressee_of(event), now_, queue_);
    case EventKind::ack_due: return network_->on_ack_due(event, queue_);
    case EventKind::peer_timer: return on_peer_timer(event);
    case EventKind::rechoke_due: return on_rechoke(event);
    case EventKind::departure_due: return on_departure(addressee_of(event));
    case EventKind::connect_arrived: return on_connect_arrived(event);
    case EventKind::connect_answered: return on_connect_answered(event);
    case EventKind::tracker_asked: return on_tracker_asked(event);
    case EventKind::tracker_answered: return on_tracker_answered(event);
    case EventKind::action_due: return on_action(event);
  }
}

void World::emit_choke_notes(PeerId peer, ContentId content) {
  const auto index = static_cast<std::uint16_t>(index_of(content));
  for (const ChokeNote& note : choke_notes_) {
    const RecordKind kind = note.unchoked ? RecordKind::unchoked : RecordKind::choked;
    const Detail detail{.word = name_of(note.reason),
                        .numbers = {note.rank, note.interested, note.received, note.sent}};
    sink_->on_note({now_, kind, 0, index, peer, note.remote, 0, index, 0, now_}, detail);
  }
  choke_notes_.clear();
}

Participation* World::find_participation(PeerId peer, ContentId content) {
  Reach& reach = reaches_.of(peer);
  if (reach.part != nullptr && reach.content == content) return reach.part;
  Participant& participant = participants_[index_of(peer)];
  Participation* part = part_in(participant, content);
  if (part != nullptr) reach = {part, &*part->torrent, content, participant.group, participant.profile};
  return part;
}

const Reach& World::reach_of(PeerId peer, ContentId content) {
  const Participation* part = find_participation(peer, content);
  check(part != nullptr, "world: what concerns a peer's part in a content finds it");
  return reaches_.of(peer);
}

Participation& World::participation_of(PeerId peer, ContentId content) {
  if (Participation* known = find_participation(peer, content)) return *known;
  Participant& participant = participants_[index_of(peer)];
  const ContentInfo& info = contents_[index_of(content)];
  const std::uint64_t which = hash64(info.name);
  const Luck luck{Rng(seed_, "picker", participant.name).fork(which),
                  Rng(seed_, "choker", participant.name).fork(which)};
  Participation part;
  part.torrent = Cloned(make_torrent_client(peer, content, info, profile_of(participant), *registry_, luck,
                                            make_pieces(info.geometry.pieces(), mode_)));
  participant.torrents.push_back(std::move(part));
  reaches_.forget(peer);
  return participant.torrents.back();
}

Turn World::turn_for(PeerId peer, ContentId content) { return turn_along(reach_of(peer, content)); }

Turn World::turn_along(const Reach& reach) {
  check(effects_.empty(), "world: one handler at a time");
  return bare_turn(reach);
}

std::uint32_t World::group_of(PeerId peer) const {
  const Reach& reach = reaches_.of(peer);
  return reach.part != nullptr ? reach.group : participants_[index_of(peer)].group;
}

Turn World::bare_turn(const Reach& reach) {
  return {now_,
          profiles_[reach.profile],
          contents_[index_of(reach.content)],
          payloads_,
          effects_,
          workspace_,
          addresses_,
          &fast_sets_[index_of(reach.content)],
          sink_ == nullptr ? nullptr : &choke_notes_};
}

void World::arm_timer(PeerId peer) {
  Participant& participant = participants_[index_of(peer)];
  SimTime earliest = sim_never;
  for (const Participation& part : participant.torrents) {
    earliest = std::min(earliest, part.torrent->next_deadline());
  }
  if (earliest >= participant.timer_at) return;  // an earlier event looks again
  participant.timer_at = earliest;
  Event event;
  event.at = earliest;
  event.order = order_of(Phase::timer, peer, PeerId{});
  event.kind = EventKind::peer_timer;
  queue_.push(event);
}

void World::on_peer_timer(const Event& event) {
  const PeerId peer = addressee_of(event);
  Participant& participant = participants_[index_of(peer)];
  if (event.at != participant.timer_at) return;  // superseded by an earlier one
  participant.timer_at = sim_never;
  if (!participant.online()) return;
  deal_slots(peer);
  for (Participation& part : participant.torrents) {
    if (part.torrent->next_deadline() > now_) continue;
    Turn turn = turn_for(peer, part.torrent->content());
    part.torrent->on_timer(turn);
    apply_effects(peer, part);
  }
  arm_timer(peer);
  if (checks_ == Checks::rounds) check_peer(peer);
}

void World::on_rechoke(const Event& event) {
  const PeerId peer = addressee_of(event);
  Participation* part = find_participation(peer, ContentId{event.content});
  check(part != nullptr && part->rechoke_pending, "world: a rechoke was asked for");
  part->rechoke_pending = false;
  if (!part->torrent->active()) return;
  deal_slots(peer);
  Turn turn = turn_for(peer, part->torrent->content());
  part->torrent->rechoke(turn, false);
  apply_effects(peer, *part);
}

std::optional<PeerId> World::find_peer(std::string_view name) const {
  for (std::size_t i = 0; i < participants_.size(); ++i) {
    if (participants_[i].name == name) return PeerId{static_cast<std::uint32_t>(i)};
  }
  return std::nullopt;
}

}  // namespace swarmsim
