// Questions to the tracker and their way there and back.
//
// HTTP over TCP: one round trip to open the connection, then the request and its answer. The accesses of
// both carry them. A tracker that fails refuses, says nothing or answers with an error.

#include "core/base/check.hpp"
#include "sim/command/answers.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

namespace {
/// A GET with info-hash, peer id and counts, headers and all: what common clients send (measured: 300
/// to 400 bytes of text and three packets' headers).
constexpr std::int64_t request_bytes = 500;
/// HTTP status line, headers and the fixed part of the bencoded answer, with packet headers.
constexpr std::int64_t answer_bytes = 350;
/// BEP 23: a compact peer.
constexpr std::int64_t compact_peer_bytes = 6;
AnnounceEvent event_of(const Announce& announce) {
  if (announce.stopped) return AnnounceEvent::stopped;
  if (announce.completed) return AnnounceEvent::completed;
  if (announce.paused) return AnnounceEvent::paused;
  return announce.started ? AnnounceEvent::started : AnnounceEvent::regular;
}

}  // namespace

void World::start_announce(PeerId peer, Participation& part, AnnounceEvent event, bool owners_only) {
  Exchange exchange;
  const TorrentClient& torrent = *part.torrent;
  const Profile& profile = profile_of(participants_[index_of(peer)]);
  exchange.announce = {peer,
                       torrent.content(),
                       event == AnnounceEvent::started,
                       event == AnnounceEvent::completed,
                       event == AnnounceEvent::stopped,
                       torrent.complete(),
                       torrent.totals().uploaded,
                       owners_only ? profile.ranges.owners : profile.numwant,
                       owners_only,
                       torrent.totals().downloaded,
                       contents_[index_of(torrent.content())].geometry.size - part.bytes_held,
                       event == AnnounceEvent::paused};
  exchange.nth = part.announces++;
  ask_tracker(peer, exchanges_.take(exchange));
}

void World::start_scrape(PeerId peer, ContentId content, std::uint32_t result) {
  Exchange exchange;
  exchange.announce.peer = peer;
  exchange.announce.content = content;
  exchange.is_scrape = true;
  exchange.result = result;
  ++actions_pending_;  // the run does not end before the answer is there
  starters_pending_ += entry_starts_[results_[result].entry] ? 1 : 0;
  ask_tracker(peer, exchanges_.take(exchange));
}

CommandResult& World::end_scrape(const Exchange& exchange) {
  CommandResult& result = results_[exchange.result];
  --actions_pending_;
  starters_pending_ -= entry_starts_[result.entry] ? 1 : 0;
  end_to_check_ = true;
  result.answered = now_;
  result.is_answered = true;
  return result;
}

void World::ask_tracker(PeerId peer, std::uint32_t exchange) {
  const Duration there = network_->latency_between(peer, tracker_peer);
  const Duration back = network_->latency_between(tracker_peer, peer);
  exchanges_[exchange].sent = now_;
  Event event;
  // To open the connection takes a round trip before the request can leave.
  event.at = network_->send_packet(peer, request_bytes, 2 * there + back, now_);
  event.order = order_of(Phase::arrival, tracker_peer, peer);
  event.ordinal = participants_[index_of(peer)].questions++;
  event.content = static_cast<std::uint16_t>(index_of(exchanges_[exchange].announce.content));
  event.kind = EventKind::tracker_asked;
  event.subject = exchange;
  queue_.push(event);
}

void World::sweep_tracker(SimTime at) {
  std::vector<Expired> expired;
  tracker_.sweep(at, expired);
  for (const Expired& one : expired) {
    const auto content = static_cast<std::uint16_t>(index_of(one.content));
    emit({one.at, RecordKind::expired, 0, content, one.peer, tracker_peer, 0, content, 0, one.at});
  }
}

void World::on_tracker_asked(Event event) {
  if (wait_for_downlink(event, request_bytes)) return;
  Exchange& exchange = exchanges_[event.subject];
  if (tracker_.fault()) {
    exchange.failed = true;
    return answer_from_tracker(event, answer_bytes);
  }
  sweep_tracker(now_);
  const PeerId peer = exchange.announce.peer;
  const ContentId content = exchange.announce.content;
  std::int64_t bytes = answer_bytes;
  if (exchange.is_scrape) {
    exchange.counts = tracker_.scrape(content);
  } else {
    ++counters_.announces;
    const Rng luck = Rng(seed_, "tracker", participants_[index_of(peer)].name)
                         .fork(hash64(contents_[index_of(content)].name))
                         .fork(exchange.nth);
    tracker_.announce(exchange.announce, now_, luck, exchange.peers);
    const AnnounceEvent kind = event_of(exchange.announce);
    const auto number = static_cast<std::uint64_t>(kind);
    emit(
        {now_, RecordKind::announced, 0, event.content, peer, tracker_peer, exchange.nth, event.content,
         number, exchange.sent},
        [&] {
          const Announce& said = exchange.announce;
          const auto given = static_cast<std::int64_t>(exchange.peers.size());
          return Detail{.word = name_of(kind), .numbers = {said.left, said.uploaded, said.downloaded, given}};
        });
    if (exchange.announce.stopped) return exchanges_.give_back(event.subject);
    bytes += compact_peer_bytes * static_cast<std::int64_t>(exchange.peers.size());
  }
  answer_from_tracker(event, bytes);
}

void World::answer_from_tracker(const Event& question, std::int64_t bytes) {
  const Exchange& exchange = exchanges_[question.subject];
  const PeerId peer = exchange.announce.peer;
  Event answer = question;
  answer.flags = 0;
  if (exchange.failed && tracker_.fault() == TrackerFault::silent) {
    const Duration patience = profile_of(participants_[index_of(peer)]).announce_timeout;
    answer.at = std::max(exchange.sent + patience, now_ + Duration{1});
    answer.flags = passed_downlink;  // nothing arrives but the end of the peer's patience
  } else {
    answer.at =
        network_->send_packet(tracker_peer, bytes, network_->latency_between(tracker_peer, peer), now_);
  }
  answer.order = order_of(Phase::arrival, peer, tracker_peer);
  answer.kind = EventKind::tracker_answered;
  answer.bytes = static_cast<std::uint32_t>(bytes);
  queue_.push(answer);
}

void World::on_unanswered(const Exchange& exchange) {
  const PeerId peer = exchange.announce.peer;
  const ContentId content = exchange.announce.content;
  const auto index = static_cast<std::uint16_t>(index_of(content));
  emit({now_, RecordKind::unanswered, 0, index, peer, tracker_peer, exchange.nth, index, 0, exchange.sent},
       [&] { return Detail{.word = exchange.is_scrape ? "scrape" : name_of(event_of(exchange.announce))}; });
  if (exchange.is_scrape) {
    CommandResult& result = end_scrape(exchange);
    result.answer = answers::unanswered();
    return note_done(result.entry);
  }
  ++counters_.failed_announces;
  if (exchange.announce.stopped) return;
  Participation* part = find_participation(peer, content);
  Turn turn = turn_for(peer, content);
  part->torrent->on_tracker_failure(turn, event_of(exchange.announce));
  apply_effects(peer, *part);
  arm_timer(peer);
}

void World::on_tracker_answered(Event event) {
  if (wait_for_downlink(event, event.bytes)) return;
  const Exchange exchange = exchanges_[event.subject];
  exchanges_.give_back(event.subject);
  const PeerId peer = exchange.announce.peer;
  const ContentId content = exchange.announce.content;
  if (exchange.failed) return on_unanswered(exchange);
  if (exchange.is_scrape) return on_scraped(exchange);
  emit({now_, RecordKind::answered, 0, event.content, tracker_peer, peer, exchange.nth, event.content,
        exchange.peers.size(), exchange.sent});
  Participation* part = find_participation(peer, content);
  Turn turn = turn_for(peer, content);
  if (exchange.announce.owners_only) {
    part->torrent->on_owners(turn, exchange.peers);
  } else {
    part->torrent->on_tracker_answer(turn, exchange.peers, tracker_.interval());
  }
  apply_effects(peer, *part);
  arm_timer(peer);
}

}  // namespace swarmsim
