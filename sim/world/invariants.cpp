// The rules of the whole world, recomputed from scratch. For tests and random swarms: O(world).
//
// Here: what is gathered for them, and what the swarm as a whole owes. What a client owes stands in
// invariants_client.cpp, what two neighbours owe each other in invariants_connection.cpp, the network in
// invariants_network.cpp, timers and the tracker in invariants_due.cpp.

#include <algorithm>
#include <bit>

#include "core/base/check.hpp"
#include "core/base/int128.hpp"
#include "sim/peer/torrent.hpp"
#include "sim/world/inspection.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

void World::check_invariants() const {
  Inspection seen;
  inspect(seen);
  for (const Participant& participant : participants_) {
    for (const Participation& part : participant.torrents) {
      check_client(participant, part);
      check_connections(part, seen);
    }
  }
  check_network(seen);
  check_ends(seen);
  check_links(seen);
  check_timers(seen);
  check_tracker();
  check_payload(seen);
  check_copies();
  check_bounds();
}

void World::check_peer(PeerId peer) const {
  const Participant& participant = participants_[index_of(peer)];
  for (const Participation& part : participant.torrents) check_client(participant, part);
}

void World::inspect(Inspection& seen) const {
  seen.said.reserve(network_->messages_on_the_way());
  seen.ends.resize(network_->end_capacity());
  seen.peers.resize(participants_.size());
  for (std::uint32_t end = 0; end < seen.ends.size(); ++end) {
    EndMarks& marks = seen.ends[end];
    if (network_->is_closed(EndId{end})) continue;
    marks.in_use = true;
    marks.begin = static_cast<std::uint32_t>(seen.said.size());
    network_->list_undelivered(EndId{end}, seen.said);
    marks.sent = static_cast<std::uint32_t>(seen.said.size());
    list_gathered(EndId{end}, seen.said);
    marks.finish = static_cast<std::uint32_t>(seen.said.size());
  }
  queue_.for_each([&](const Event& event) { note_event(event, seen); });
}

/// What the owner of `end` has said and not sent follows what is under way.
void World::list_gathered(EndId end, std::vector<Delivery>& out) const {
  const Direction& direction = network_->direction(end);
  if (direction.owner == Direction::no_owner) return;
  const Participation* part = part_in(participants_[index_of(direction.from)], ContentId{direction.content});
  const auto* torrent = part == nullptr ? nullptr : dynamic_cast<const Torrent*>(&*part->torrent);
  if (torrent == nullptr) return;
  for (const Message& message : torrent->gathered(direction.owner)) out.push_back({end, message, 0, now_});
}

void World::note_event(const Event& event, Inspection& seen) const {
  const auto note_end = [&](EndId end) {
    ++seen.ends[index_of(end)].events;
    seen.ends[index_of(end)].in_use = seen.ends[index_of(network_->reverse_of(end))].in_use = true;
  };
  switch (event.kind) {
    case EventKind::chunk_arrived:
      note_end(EndId{event.subject});
      seen.ends[event.subject].chunk_bytes += event.bytes;
      return;
    case EventKind::ack_due: return note_end(EndId{event.subject});
    case EventKind::connect_arrived:
    case EventKind::connect_answered: {
      ++seen.attempts;
      const Attempt& attempt = attempts_[event.subject];
      if (!attempt.accepted) return;
      note_end(attempt.end);
      seen.ends[index_of(attempt.end)].opening = true;
      return;
    }
    case EventKind::tracker_asked:
    case EventKind::tracker_answered: ++seen.exchanges; return;
    case EventKind::uplink_ready: ++seen.peers[index_of(addressee_of(event))].pumps; return;
    case EventKind::rechoke_due: ++seen.peers[index_of(addressee_of(event))].rechokes; return;
    case EventKind::peer_timer: {
      const PeerId peer = addressee_of(event);
      if (event.at == participants_[index_of(peer)].timer_at) seen.peers[index_of(peer)].timer = true;
      return;
    }
    case EventKind::departure_due:
    case EventKind::action_due: return;
  }
}

void World::check_payload(const Inspection& seen) const {
  std::int64_t uploaded = 0;
  std::int64_t downloaded = 0;
  for (const Participant& participant : participants_) {
    for (const Participation& part : participant.torrents) {
      uploaded += part.torrent->totals().uploaded;
      downloaded += part.torrent->totals().downloaded;
    }
  }
  std::int64_t between_groups = 0;
  for (const std::int64_t bytes : group_bytes_) between_groups += bytes;
  check(between_groups == downloaded, "invariant: what was downloaded is what was delivered and read");
  std::int64_t under_way = 0;
  std::size_t payloads = 0;
  for (const Delivery& delivery : seen.said) {
    if (carries_content(delivery.message.kind)) under_way += delivery.message.length;
    payloads += delivery.message.payload != no_payload ? 1 : 0;
  }
  check(uploaded == downloaded + under_way + counters_.lost_bytes,
        "invariant: what was uploaded was downloaded, is under way or is lost");
  check(payloads == payloads_.live(), "invariant: payloads are those of the messages under way");
}

void World::check_copies() const {
  std::vector<std::uint32_t> copies;
  for (std::uint32_t i = 0; i < contents_.size(); ++i) {
    copies.assign(contents_[i].geometry.pieces(), 0);
    for (const Participant& participant : participants_) {
      if (!participant.online()) continue;
      const Participation* part = part_in(participant, ContentId{i});
      if (part == nullptr) continue;
      const auto words = part->torrent->have().words();
      for (std::size_t word = 0; word < words.size(); ++word) {
        for_each_bit(words[word], static_cast<std::uint32_t>(word * 64),
                     [&](PieceIndex piece) { ++copies[piece]; });
      }
    }
    check(copies == content_states_[i].copies, "invariant: copies are those of the online peers");
  }
}

void World::check_bounds() const {
  // bound-any: what the swarm gained never exceeds what its uplinks could carry, and nobody gained
  // more than its downlink could. What a peer handed over before it left crosses its uplink all the same.
  using Wide = Uint128;
  Wide could_send = 0;
  Wide gained = 0;
  bool bounded = true;
  for (std::uint32_t i = 0; i < participants_.size(); ++i) {
    const Participant& participant = participants_[i];
    if (participant.presence == Presence::expected) continue;
    const SimTime drained = std::min(now_, network_->link(PeerId{i}).free_up);
    const SimTime until = participant.online() ? now_ : std::max(participant.left, drained);
    bounded = bounded && !participant.up.is_unlimited();
    if (bounded) could_send += static_cast<Wide>(participant.could_send(until));
    std::int64_t received = 0;
    for (const Participation& part : participant.torrents) received += part.bytes_held - part.bytes_at_start;
    gained += static_cast<Wide>(received);
    check(participant.down.is_unlimited() || received <= participant.could_receive(until),
          "invariant: nobody receives more than its downlink carries");
  }
  check(!bounded || gained <= could_send, "invariant: the swarm gains no more than its uplinks carry");
}

}  // namespace swarmsim
