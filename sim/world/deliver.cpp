// Connections and messages: what arrives goes to the one torrent it concerns.

#include <algorithm>

#include "core/base/check.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

namespace {
/// SYN, SYN-ACK or RST with IP and TCP headers and options.
constexpr std::int64_t control_packet_bytes = 60;
}  // namespace

bool World::wait_for_downlink(Event& event, std::int64_t wire) {
  if ((event.flags & passed_downlink) != 0) return false;
  const SimTime through = network_->receive_packet(addressee_of(event), wire, now_);
  if (through <= now_) return false;
  event.at = through;
  event.flags |= passed_downlink;
  queue_.push(event);
  return true;
}

void World::on_chunk(const Event& event) {
  const EndId end{event.subject};
  network_->on_chunk_arrived(event, queue_, deliveries_);
  // What came first may have ended the connection, where the sender has crashed since: the rest is cut.
  const bool several = deliveries_.size() > 1;
  if (several) network_->hold(end);
  for (const Delivery& delivery : deliveries_) {
    if (several && network_->is_closed(end)) {
      cut(delivery);
    } else {
      deliver(delivery);
    }
  }
  deliveries_.clear();
  if (several) network_->release(end);
  // A goodbye on its way to who has crashed: nobody else will close this connection.
  if (!network_->is_silent(addressee_of(event)) || network_->is_closed(end)) return;
  if (network_->direction(end).owner == Direction::no_owner) close_silent(end);
}

void World::close_silent(EndId end) {
  const Direction& direction = network_->direction(end);
  emit_about(ContentId{direction.content}, RecordKind::disconnected, direction.from, direction.to, 0,
             [] { return Detail{.word = "crash"}; });
  end_connection(end);
}

void World::end_connection(EndId end) {
  // What is cut tells who it was between: the end is not to be reused before.
  network_->hold(end);
  network_->close(end, cuts_);
  for (const Delivery& delivery : cuts_) cut(delivery);
  cuts_.clear();
  network_->release(end);
}

void World::cut(const Delivery& delivery) {
  emit_message(delivery, record_cut);
  ++counters_.cut_messages;
  if (carries_content(delivery.message.kind)) counters_.lost_bytes += delivery.message.length;
  payloads_.give_back(delivery.message.payload);
}

void World::emit_message(const Delivery& delivery, std::uint8_t flags) {
  const Direction& direction = network_->direction(delivery.end);
  const Message& message = delivery.message;
  emit({now_, record_kind(message.kind), flags, direction.content, direction.from, direction.to,
        delivery.ordinal, message.subject, message.length, delivery.sent});
}

void World::deliver(const Delivery& delivery) {
  const Direction& direction = network_->direction(delivery.end);
  const Message& message = delivery.message;
  const PeerId receiver = direction.to;
  const PeerId sender = direction.from;
  const std::uint16_t slot = direction.reader;
  const bool read = slot != Direction::no_owner;
  emit_message(delivery, read ? std::uint8_t{0} : record_unread);
  ++counters_.messages[static_cast<std::size_t>(message.kind)];
  if (message.kind == MessageKind::goodbye) return on_goodbye(delivery);
  const ContentInfo& content = contents_[direction.content];
  check(delivery.sent < now_, "world: nothing arrives in the instant in which it was sent");
  if (!carries_content(message.kind)) {
    counters_.protocol_bytes += wire_size(message, content.geometry);
  } else if (!read) {
    counters_.lost_bytes += message.length;
  } else {
    const std::size_t groups = scenario_.groups.size();
    group_bytes_[group_of(sender) * groups + group_of(receiver)] += message.length;
  }
  if (read && !corruption_.empty() && message.payload != no_payload) corrupt(delivery);
  if (read) {
    const Reach& reach = reach_of(receiver, ContentId{direction.content});
    Turn turn = turn_along(reach);
    reach.torrent->on_message(turn, slot, message);
    apply_effects(receiver, *reach.part);
  }
  payloads_.give_back(message.payload);
}

void World::on_goodbye(const Delivery& delivery) {
  const Direction& direction = network_->direction(delivery.end);
  const PeerId receiver = direction.to;
  const std::uint16_t slot = direction.reader;
  const ContentId content{direction.content};
  emit_about(content, RecordKind::disconnected, direction.from, receiver, 0,
             [&] { return Detail{.word = name_of(static_cast<PartReason>(direction.farewell))}; });
  end_connection(delivery.end);
  if (slot == Direction::no_owner) return;
  const Reach& reach = reach_of(receiver, content);
  Turn turn = turn_along(reach);
  reach.torrent->on_closed(turn, slot);
  apply_effects(receiver, *reach.part);
  arm_timer(receiver);
}

void World::start_attempt(PeerId from, PeerId to, ContentId content) {
  Attempt attempt;
  attempt.from = from;
  attempt.to = to;
  attempt.content = content;
  attempt.sent = now_;
  attempt.ordinal = participants_[index_of(from)].attempts++;
  Event event;
  event.at = network_->send_packet(from, control_packet_bytes, network_->latency_between(from, to), now_);
  event.order = order_of(Phase::arrival, to, from);
  event.ordinal = attempt.ordinal;
  event.content = static_cast<std::uint16_t>(index_of(content));
  event.kind = EventKind::connect_arrived;
  event.subject = attempts_.take(attempt);
  queue_.push(event);
}

void World::on_connect_arrived(Event event) {
  if (wait_for_downlink(event, control_packet_bytes)) return;
  Attempt& attempt = attempts_[event.subject];
  const PeerId from = attempt.from;
  const PeerId to = attempt.to;
  const Participant& target = participants_[index_of(to)];
  if (target.crashed) {  // nobody answers: the opener waits in vain
    attempt.refusal = "crashed";
    event.at = std::max(now_, attempt.sent + profile_of(participants_[index_of(from)]).connect_timeout) +
               Duration{1};
    event.order = order_of(Phase::arrival, from, to);
    event.kind = EventKind::connect_answered;
    event.flags = passed_downlink;
    queue_.push(event);
    return;
  }
  Participation* part = find_participation(to, attempt.content);
  const Profile& profile = profile_of(target);
  if (!target.online()) {
    attempt.refusal = "offline";
  } else if (part == nullptr || !part->torrent->active()) {
    attempt.refusal = "inactive";
  } else if (profile.protocol != profile_of(participants_[index_of(from)]).protocol) {
    attempt.refusal = "protocol";
  } else if (!part->torrent->accepts(from, profile)) {
    attempt.refusal = "declined";
  } else {
    attempt.accepted = true;
    attempt.end = network_->connect(from, to, event.content);
    network_->hold(attempt.end);
    const EndId ours = network_->reverse_of(attempt.end);
    Turn turn = turn_for(to, attempt.content);
    network_->attach(ours, part->torrent->on_connected(turn, from, ours, false),
                     low_water_of(profile.send_buffer));
    apply_effects(to, *part);
  }
  event.at = network_->send_packet(to, control_packet_bytes, network_->latency_between(from, to), now_);
  event.order = order_of(Phase::arrival, from, to);
  event.kind = EventKind::connect_answered;
  event.flags = 0;
  queue_.push(event);
}

/// With fewer bytes unsent than this a client is asked for more: below them lies what the socket takes.
std::uint16_t World::low_water_of(std::uint32_t send_buffer) const {
  const std::int64_t both = send_buffer + scenario_.network.socket_buffer.value;
  return static_cast<std::uint16_t>(std::min<std::int64_t>(both, send_buffer_most));
}

void World::on_connect_answered(Event event) {
  if (wait_for_downlink(event, control_packet_bytes)) return;
  const Attempt attempt = attempts_[event.subject];
  attempts_.give_back(event.subject);
  const bool open = attempt.accepted && !network_->is_closed(attempt.end);
  Participation* part = find_participation(attempt.from, attempt.content);
  const bool wanted = part->torrent->active();
  if (open && participants_[index_of(attempt.from)].crashed) {
    // Who accepted does not know and lets go when it has waited long enough; unless it has let go.
    if (network_->direction(network_->reverse_of(attempt.end)).owner == Direction::no_owner) {
      close_silent(attempt.end);
    }
    return network_->release(attempt.end);
  }
  const RecordKind kind = attempt.accepted ? RecordKind::connected : RecordKind::refused;
  emit({now_, kind, 0, event.content, attempt.from, attempt.to, attempt.ordinal, event.content, 0,
        attempt.sent},
       [&] { return Detail{.word = attempt.refusal}; });
  ++(attempt.accepted ? counters_.connections : counters_.refused);
  if (open && wanted) {
    Turn turn = turn_for(attempt.from, attempt.content);
    const TorrentClient::Slot slot = part->torrent->on_connected(turn, attempt.to, attempt.end, true);
    network_->attach(attempt.end, slot,
                     low_water_of(profile_of(participants_[index_of(attempt.from)]).send_buffer));
    apply_effects(attempt.from, *part);
  } else if (open) {
    say_goodbye(attempt.end, PartReason::unwanted, contents_[index_of(attempt.content)]);
  } else if (wanted) {
    Turn turn = turn_for(attempt.from, attempt.content);
    part->torrent->on_refused(turn, attempt.to);
    apply_effects(attempt.from, *part);
    arm_timer(attempt.from);
  }
  if (attempt.accepted) network_->release(attempt.end);
}

}  // namespace swarmsim
