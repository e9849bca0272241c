// Pulses, of clients that look at their neighbours in these alone: they ask for blocks, serve them and send
// small messages on multiples of the profile's pulse, and gather the messages in between (Outbox).
//
// Nothing pulses without need: whatever gives a pulse something to do asks for the next one.

#include <algorithm>

#include "sim/peer/torrent.hpp"

namespace swarmsim {

namespace {

/// What is not gathered: it opens a conversation, or carries a payload.
bool leaves_at_once(MessageKind kind) {
  switch (kind) {
    case MessageKind::handshake:
    case MessageKind::extended:
    case MessageKind::bitfield:
    case MessageKind::have_all:
    case MessageKind::have_none:
    case MessageKind::peer_exchange: return true;
    default: return false;
  }
}

Duration patience_of(const Profile& profile, MessageKind kind) {
  switch (kind) {
    case MessageKind::interested:
    case MessageKind::not_interested: return profile.interest_waits;
    case MessageKind::have:
    case MessageKind::reject: return profile.have_waits;
    default: return Duration::zero();
  }
}

}  // namespace

void Torrent::gather(Turn& turn, const Neighbour& neighbour, const Message& message) {
  if (leaves_at_once(message.kind)) return turn.send(neighbour.end, message);
  const auto slot = static_cast<std::size_t>(&neighbour - neighbours_.data());
  if (outboxes_.size() <= slot) outboxes_.resize(slot + 1);
  outboxes_[slot].put(message, patience_of(turn.profile, message.kind));
  expect_pulse(turn, turn.now);
}

/// Whether no unchoke waits for its pulse: a request that comes before it was sent crossed a choke of ours.
bool Torrent::knows_our_unchoke(Slot slot) const {
  const std::span<const Message> waiting = gathered(slot);
  return std::none_of(waiting.begin(), waiting.end(),
                      [](const Message& message) { return message.kind == MessageKind::unchoke; });
}

void Torrent::expect_pulse(Turn& turn, SimTime after) {
  expect_deadline(turn, next_pulse_, next_multiple(turn.profile.pulse, after));
}

void Torrent::hold_pulse(Turn& turn) {
  next_pulse_ = sim_never;
  for (const Slot slot : order_) {
    Neighbour& neighbour = neighbours_[slot];
    if (!neighbour.shaken) continue;
    ask_for_blocks(turn, slot);
    send_gathered(turn, slot);
    if (neighbour.queued > 0 || waits_for_metadata(slot)) turn.about_end(EffectKind::serve, neighbour.end);
  }
}

void Torrent::send_gathered(Turn& turn, Slot slot) {
  if (outboxes_.size() <= slot) return;
  Outbox& outbox = outboxes_[slot];
  if (outbox.is_due(turn.now)) {
    for (const Message& message : outbox.messages()) turn.send(neighbours_[slot].end, message);
    outbox.clear();
  }
  const SimTime look = outbox.next_look(turn.now);
  if (look != sim_never) expect_pulse(turn, std::max(turn.now, look - Duration{1}));
}

}  // namespace swarmsim
