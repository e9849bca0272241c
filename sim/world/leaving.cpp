// How peers go: by their own rule, by exit, by a crash.

#include <algorithm>
#include <memory>
#include <utility>

#include "core/base/check.hpp"
#include "core/base/int128.hpp"
#include "sim/peer/departed_client.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

namespace {

/// Why a peer leaves: the one reason that lies in the future when it is set.
constexpr std::string_view after_complete = "after_complete";

bool is_done(const Participant& participant) {
  return std::none_of(participant.torrents.begin(), participant.torrents.end(),
                      [](const Participation& part) { return part.torrent->wants_more(); });
}

}  // namespace

void World::leave_after(PeerId peer, Duration wait, std::string_view why) {
  Participant& participant = participants_[index_of(peer)];
  ++actions_pending_;  // the run does not end before the peer has left
  ++participant.departures;
  participant.departing = why;
  Event event;
  event.at = now_ + wait;
  event.order = order_of(wait == Duration::zero() ? Phase::reaction : Phase::timer, peer, PeerId{});
  event.kind = EventKind::departure_due;
  queue_.push(event);
}

void World::on_departure(PeerId peer) {
  Participant& participant = participants_[index_of(peer)];
  if (!participant.online()) return;  // it has gone another way
  --actions_pending_;
  --participant.departures;
  end_to_check_ = true;
  const std::string_view why = std::exchange(participant.departing, {});
  // It may have begun another download, whose end asks again.
  if (is_done(participant)) exit(peer, why);
}

void World::consider_leaving(PeerId peer) {
  const Participant& participant = participants_[index_of(peer)];
  const LeaveSpec& leave = scenario_.groups[participant.group].leave;
  if (leave.never() || !participant.departing.empty() || !is_done(participant)) return;
  if (leave.on_complete) return leave_after(peer, Duration::zero(), "on_complete");
  consider_leaving_after_upload(peer);
  if (!leave.after_complete || !participant.departing.empty()) return;
  Rng luck = Rng(seed_, "leave", participant.name);
  const std::int64_t wait = leave.after_complete->sample(luck);
  // Beyond the end of the run there is no time: how far beyond makes no difference.
  leave_after(peer, std::min(Duration{wait}, scenario_.stop_at - now_ + Duration{1}), after_complete);
}

Share World::copies_uploaded(const Participant& participant) const {
  Share copies{0, 0};
  for (const Participation& part : participant.torrents) {
    copies.part += part.torrent->totals().uploaded;
    copies.whole += contents_[index_of(part.torrent->content())].geometry.size;
  }
  return copies;
}

void World::consider_leaving_after_upload(PeerId peer) {
  const Participant& participant = participants_[index_of(peer)];
  const std::optional<Share>& wanted = scenario_.groups[participant.group].leave.after_copies;
  // Whichever comes first: a departure that is set for later does not stand in the way.
  const bool going = !participant.departing.empty() && participant.departing != after_complete;
  if (!wanted || going || !is_done(participant)) return;
  const Share copies = copies_uploaded(participant);
  const Int128 reached = static_cast<Int128>(copies.part) * wanted->whole;
  if (reached < static_cast<Int128>(copies.whole) * wanted->part) return;
  leave_after(peer, Duration::zero(), "after_copies");
}

/// What every way of leaving has in common; the torrents are told by the caller.
void World::depart(PeerId peer) {
  Participant& participant = participants_[index_of(peer)];
  check(participant.online(), "world: only who is online leaves");
  participant.presence = Presence::gone;
  participant.left = now_;
  end_to_check_ = true;
  actions_pending_ -= std::exchange(participant.departures, 0);  // what is set for later means nothing now
  for (Participation& part : participant.torrents) {
    ContentState& state = content_states_[index_of(part.torrent->content())];
    for (PieceIndex piece = 0; piece < state.copies.size(); ++piece) {
      state.copies[piece] -= part.torrent->have().test(piece) ? 1 : 0;
    }
    if (!part.torrent->wants_more()) continue;
    --unfinished_;
    ++counters_.aborted;
  }
}

/// Its last words are said: of the client stays what it holds and what it moved.
void World::lay_to_rest(PeerId peer, Participation& part) {
  apply_effects(peer, part);
  part.torrent = Cloned<TorrentClient>(std::make_unique<DepartedClient>(std::move(*part.torrent)));
  reaches_.forget(peer);
}

void World::emit_left(PeerId peer, std::uint64_t how, std::string_view why) {
  emit({now_, RecordKind::left, 0, no_content, peer, peer, 0, 0, how, now_}, [&] {
    Detail detail{.word = why};
    for (const Participation& part : participants_[index_of(peer)].torrents) {
      detail.numbers[0] += part.torrent->totals().uploaded;
      detail.numbers[1] += part.torrent->totals().downloaded;
    }
    return detail;
  });
}

void World::exit(PeerId peer, std::string_view why) {
  depart(peer);
  for (Participation& part : participants_[index_of(peer)].torrents) {
    Turn turn = turn_for(peer, part.torrent->content());
    part.torrent->leave(turn);
    lay_to_rest(peer, part);
  }
  emit_left(peer, 0, why);
}

void World::crash(PeerId peer) {
  depart(peer);
  participants_[index_of(peer)].crashed = true;
  network_->silence(peer);
  for (Participation& part : participants_[index_of(peer)].torrents) {
    Turn turn = turn_for(peer, part.torrent->content());
    part.torrent->crash(turn);
    lay_to_rest(peer, part);
  }
  emit_left(peer, 1, "crash");
}

}  // namespace swarmsim
