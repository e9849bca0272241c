// Life, owners and connections of a client that asks for ranges.

#include "sim/peer/range_client.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace swarmsim {

namespace {
/// range_subject() has 16 bits for a part.
constexpr std::size_t owners_max = 65'535;
}  // namespace

void RangeClient::hold(const ContentInfo& info, const Bitfield& pieces) {
  if (pieces.all()) TorrentClient::hold(info, pieces);
}

void RangeClient::start(Turn& turn, Role role, SimTime) {
  check(role != Role::idle && role_ == Role::idle, "range client: starts in a role");
  role_ = role;
  if (role == Role::downloading) {
    return turn.ask(EffectKind::ask_owners, static_cast<std::uint32_t>(AnnounceEvent::started));
  }
  next_heartbeat_ = turn.now + turn.profile.ranges.heartbeat;
  turn.announce(AnnounceEvent::started);
}

void RangeClient::leave(Turn& turn) {
  // Who neither sends nor downloads may be known to the tracker all the same: complete, and not serving.
  if (active() || next_heartbeat_ != sim_never) {
    turn.announce(AnnounceEvent::stopped);
  }
  for (const Slot slot : order_) turn.about_end(EffectKind::say_goodbye, links_[slot].end);
}

void RangeClient::crash(Turn& turn) {
  for (const Slot slot : order_) turn.about_end(EffectKind::fall_silent, links_[slot].end);
}

SimTime RangeClient::next_deadline() const { return std::min(next_heartbeat_, retry_at_); }

void RangeClient::on_timer(Turn& turn) {
  if (turn.now >= next_heartbeat_) {
    next_heartbeat_ += turn.profile.ranges.heartbeat;
    turn.announce(AnnounceEvent::regular);
  }
  if (turn.now < retry_at_) return;
  retry_at_ = sim_never;
  if (!lacks_an_owner()) return;  // an answer that was on its way has named one
  ++retries_;
  turn.ask(EffectKind::ask_owners, static_cast<std::uint32_t>(AnnounceEvent::regular));
}

void RangeClient::on_tracker_answer(Turn&, std::span<const PeerId>, Duration) {}

void RangeClient::on_owners(Turn& turn, std::span<const PeerId> owners) {
  if (!wants_more() || !lacks_an_owner()) return;
  const bool first = next_heartbeat_ == sim_never;
  if (owners.empty() && first) {
    role_ = Role::idle;
    turn.ask(EffectKind::alone);
    return turn.ask(EffectKind::gave_up);
  }
  if (first) next_heartbeat_ = turn.now + turn.profile.ranges.heartbeat;
  if (owners.empty()) {
    if (turn.profile.ranges.retry) retry_at_ = turn.now + *turn.profile.ranges.retry;
    return;
  }
  owners = owners.first(std::min(owners.size(), owners_max));
  told_.assign(owners.begin(), owners.end());
  // The nth retry begins with the nth of them: one that always refuses stands in nobody's way for ever.
  std::size_t turn_of = retries_ % told_.size();
  if (ranges_.empty()) {
    size_owner_ = told_[turn_of];
    return ask(turn, size_owner_);
  }
  const auto lost = std::stable_partition(ranges_.begin(), ranges_.end(), [](const Range& range) {
    return !range.open() || range.owner != no_peer;
  });
  for (auto range = lost; range != ranges_.end(); ++range) {
    range->owner = told_[turn_of];
    turn_of = (turn_of + 1) % told_.size();
  }
  for (const PeerId owner : told_) {
    const bool asked = std::any_of(lost, ranges_.end(), [&](const Range& r) { return r.owner == owner; });
    if (asked) ask(turn, owner);
  }
}

void RangeClient::on_tracker_failure(Turn& turn, AnnounceEvent) {
  if (!wants_more() || !lacks_an_owner() || retry_at_ != sim_never) return;
  if (turn.profile.ranges.retry) {
    retry_at_ = turn.now + *turn.profile.ranges.retry;
  } else if (next_heartbeat_ == sim_never) {
    role_ = Role::idle;
    turn.ask(EffectKind::gave_up);
  }
}

bool RangeClient::lacks_an_owner() const {
  if (ranges_.empty()) return size_owner_ == no_peer;
  return std::any_of(ranges_.begin(), ranges_.end(),
                     [](const Range& range) { return range.open() && range.owner == no_peer; });
}

/// Says to `owner` what it is to be asked, now or as soon as there is a connection.
void RangeClient::ask(Turn& turn, PeerId owner) {
  const auto open = std::find_if(order_.begin(), order_.end(), [&](Slot slot) {
    return links_[slot].we_opened && links_[slot].remote == owner;
  });
  if (open != order_.end()) return ask_at(turn, *open);
  if (std::find(attempts_.begin(), attempts_.end(), owner) != attempts_.end()) return;
  attempts_.push_back(owner);
  turn.about_peer(EffectKind::connect, owner);
}

void RangeClient::ask_at(Turn& turn, Slot slot) {
  const Link& link = links_[slot];
  if (ranges_.empty()) return turn.send(link.end, {MessageKind::size_request});
  const auto parts = static_cast<std::uint32_t>(ranges_.size());
  for (Range& range : ranges_) {
    if (range.owner != link.remote || range.requested || !range.open()) continue;
    range.requested = true;
    const auto there = static_cast<std::uint32_t>((range.next - range.begin) / turn.profile.ranges.datagram);
    turn.send(link.end, {MessageKind::range_request, range_subject(range.part, parts), there});
  }
}

/// What `owner` was to send comes from nobody now.
void RangeClient::lose(Turn& turn, PeerId owner) {
  if (!wants_more()) return;
  if (size_owner_ == owner) size_owner_ = no_peer;
  for (Range& range : ranges_) {
    if (range.owner != owner || !range.open()) continue;
    range.owner = no_peer;
    range.requested = false;
  }
  if (!lacks_an_owner() || retry_at_ != sim_never) return;
  if (turn.profile.ranges.retry) retry_at_ = turn.now + *turn.profile.ranges.retry;
}

bool RangeClient::accepts(PeerId, const Profile& profile) const {
  return active() && complete() && order_.size() < profile.connections;
}

RangeClient::Slot RangeClient::on_connected(Turn& turn, PeerId remote, EndId end, bool we_opened) {
  if (free_slots_.empty()) {
    free_slots_.push_back(static_cast<Slot>(links_.size()));
    links_.emplace_back();
  }
  const Slot slot = free_slots_.back();
  free_slots_.pop_back();
  links_[slot] = {remote, end, we_opened};
  order_.push_back(slot);
  if (we_opened) {
    std::erase(attempts_, remote);
    ask_at(turn, slot);
  }
  return slot;
}

void RangeClient::on_refused(Turn& turn, PeerId remote) {
  std::erase(attempts_, remote);
  lose(turn, remote);
}

void RangeClient::on_closed(Turn& turn, Slot slot) {
  const Link link = links_[slot];
  remove_link(turn, slot);
  if (link.we_opened) lose(turn, link.remote);
}

void RangeClient::remove_link(Turn& turn, Slot slot) {
  order_.erase(std::find(order_.begin(), order_.end(), slot));
  free_slots_.push_back(slot);
  const bool was_served = !uploads_.empty() && uploads_.front().slot == slot;
  std::erase_if(uploads_, [&](const Upload& upload) { return upload.slot == slot; });
  // Nobody prompts us for the one behind it: its connection is idle.
  if (was_served && !uploads_.empty()) {
    turn.about_end(EffectKind::serve, links_[uploads_.front().slot].end);
  }
}

void RangeClient::part_from(Turn& turn, Slot slot) {
  turn.about_end(EffectKind::say_goodbye, links_[slot].end);
  remove_link(turn, slot);
}

void RangeClient::on_message(Turn& turn, Slot slot, const Message& message) {
  switch (message.kind) {
    case MessageKind::range_data: return on_data(turn, slot, message);
    case MessageKind::range_end: return on_range_end(turn, slot);
    case MessageKind::range_request: return on_request(turn, slot, message);
    case MessageKind::size_answer: return on_size(turn, message);
    case MessageKind::size_request: {
      const auto size = static_cast<std::uint64_t>(turn.content.geometry.size);
      return turn.send(links_[slot].end, {MessageKind::size_answer, static_cast<std::uint32_t>(size >> 32),
                                          static_cast<std::uint32_t>(size)});
    }
    case MessageKind::handshake:
    case MessageKind::bitfield:
    case MessageKind::have:
    case MessageKind::interested:
    case MessageKind::not_interested:
    case MessageKind::choke:
    case MessageKind::unchoke:
    case MessageKind::request:
    case MessageKind::cancel:
    case MessageKind::block:
    case MessageKind::keep_alive:
    case MessageKind::have_all:
    case MessageKind::have_none:
    case MessageKind::reject:
    case MessageKind::allowed_fast:
    case MessageKind::extended:
    case MessageKind::peer_exchange:
    case MessageKind::upload_only:
    case MessageKind::metadata_request:
    case MessageKind::metadata_piece:
    case MessageKind::metadata_reject:
    case MessageKind::goodbye: break;  // the world's to handle
  }
  check(false, "range client: it is told of messages of its own protocol");
}

}  // namespace swarmsim
