// Questions to the tracker and their way there and back.
//
// HTTP over TCP: one round trip to open the connection, then the request and its answer. The peer's
// own access link carries them; the tracker's link is unlimited and without latency.

#include "core/base/check.hpp"
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
}  // namespace

void World::start_announce(PeerId peer, Participation& part, AnnounceEvent event) {
  Exchange exchange;
  const TorrentClient& torrent = *part.torrent;
  exchange.announce = {peer,
                       torrent.content(),
                       event == AnnounceEvent::started,
                       event == AnnounceEvent::completed,
                       event == AnnounceEvent::stopped,
                       torrent.complete(),
                       torrent.totals().uploaded,
                       profile_of(participants_[index_of(peer)]).numwant};
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
  ask_tracker(peer, exchanges_.take(exchange));
}

void World::ask_tracker(PeerId peer, std::uint32_t exchange) {
  const Duration latency = network_.link(peer).latency;
  exchanges_[exchange].sent = now_;
  Event event;
  // To open the connection takes a round trip before the request can leave.
  event.at = network_.send_packet(peer, request_bytes, 3 * latency, now_);
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
    emit({one.at, RecordKind::expired, 0, hash_of(one.peer), tracker_hash_, 0, index_of(one.content), 0,
          one.at});
  }
}

void World::on_tracker_asked(const Event& event) {
  sweep_tracker(now_);
  Exchange& exchange = exchanges_[event.subject];
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
    const auto kind = exchange.announce.stopped     ? AnnounceEvent::stopped
                      : exchange.announce.completed ? AnnounceEvent::completed
                      : exchange.announce.started   ? AnnounceEvent::started
                                                    : AnnounceEvent::regular;
    emit({now_, RecordKind::announced, 0, hash_of(peer), tracker_hash_, exchange.nth, index_of(content),
          static_cast<std::uint64_t>(kind), exchange.sent});
    if (exchange.announce.stopped) return exchanges_.give_back(event.subject);
    bytes += compact_peer_bytes * static_cast<std::int64_t>(exchange.peers.size());
  }
  Event answer = event;
  answer.at = now_ + std::max(network_.link(peer).latency, Duration{1});
  answer.order = order_of(Phase::arrival, peer, tracker_peer);
  answer.kind = EventKind::tracker_answered;
  answer.bytes = static_cast<std::uint32_t>(bytes);
  queue_.push(answer);
}

void World::on_tracker_answered(Event event) {
  if (wait_for_downlink(event, event.bytes)) return;
  const Exchange exchange = exchanges_[event.subject];
  exchanges_.give_back(event.subject);
  const PeerId peer = exchange.announce.peer;
  const ContentId content = exchange.announce.content;
  if (exchange.is_scrape) return on_scraped(exchange);
  emit({now_, RecordKind::answered, 0, tracker_hash_, hash_of(peer), exchange.nth, index_of(content),
        exchange.peers.size(), exchange.sent});
  Participation* part = find_participation(peer, content);
  Turn turn = turn_for(peer, content);
  part->torrent->on_tracker_answer(turn, exchange.peers, tracker_.interval());
  apply_effects(peer, *part);
  arm_timer(peer);
}

}  // namespace swarmsim
