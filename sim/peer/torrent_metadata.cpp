// Metadata (BEP 9): fetched by who began with nothing but the info-hash, and served to such.
//
// Until it is there a client connects, learns what its neighbours have, and is interested in nobody. A piece
// of it is served as blocks are, when the send buffer is short, but to who is choked as well.

#include <algorithm>

#include "core/base/check.hpp"
#include "sim/peer/torrent.hpp"

namespace swarmsim {

void Torrent::fetch_metadata(const ContentInfo& info) {
  check(role_ == Role::idle && have_.none(), "torrent: who has pieces knows the metadata");
  metadata_ = Cloned<MetadataFetch>(std::make_unique<MetadataFetch>(info.metadata_size));
}

void Torrent::ask_for_metadata(Turn& turn, Slot slot) {
  Neighbour& neighbour = neighbours_[slot];
  if (!neighbour.extended) return;
  while (const auto piece = metadata_->ask(slot, turn.profile.metadata_requests, turn.now)) {
    say(turn, neighbour, {MessageKind::metadata_request, *piece});
  }
  expect_deadline(turn, next_metadata_, next_multiple(std::chrono::seconds(1), turn.now));
}

void Torrent::look_for_metadata(Turn& turn) {
  next_metadata_ = sim_never;
  if (metadata_.get() == nullptr) return;
  for (const Slot slot : order_) ask_for_metadata(turn, slot);
}

void Torrent::on_metadata_request(Turn& turn, Slot slot, std::uint32_t piece) {
  Neighbour& neighbour = neighbours_[slot];
  if (metadata_.get() != nullptr) return say(turn, neighbour, {MessageKind::metadata_reject, piece});
  metadata_queue_.push_back({slot, piece});
  if (pulses(turn.profile)) return expect_pulse(turn, turn.now);
  turn.about_end(EffectKind::serve, neighbour.end);
}

/// The oldest that waits; the end of the queue if none does.
std::vector<Torrent::MetadataRequest>::const_iterator Torrent::metadata_request_of(Slot slot) const {
  return std::find_if(metadata_queue_.begin(), metadata_queue_.end(),
                      [slot](const MetadataRequest& one) { return one.slot == slot; });
}

std::optional<Outgoing> Torrent::next_metadata(Turn& turn, Slot slot) {
  const auto next = metadata_request_of(slot);
  if (next == metadata_queue_.end()) return std::nullopt;
  const std::uint32_t begin = next->piece * metadata_piece_bytes;
  const std::uint32_t bytes = std::min(metadata_piece_bytes, turn.content.metadata_size - begin);
  const Message message{MessageKind::metadata_piece, next->piece, bytes};
  metadata_queue_.erase(next);
  neighbours_[slot].last_sent = turn.now;
  return Outgoing{neighbours_[slot].end, message};
}

void Torrent::forget_metadata_of(Slot slot) {
  std::erase_if(metadata_queue_, [slot](const MetadataRequest& one) { return one.slot == slot; });
  if (metadata_.get() != nullptr) metadata_->forget(slot);
}

void Torrent::on_metadata_piece(Turn& turn, Slot slot, std::uint32_t piece) {
  if (metadata_.get() == nullptr) return;  // another's came before
  if (metadata_->receive(slot, piece)) return on_metadata_complete(turn);
  ask_for_metadata(turn, slot);
}

void Torrent::on_metadata_reject(Turn& turn, Slot slot, std::uint32_t piece) {
  if (metadata_.get() != nullptr) metadata_->refuse(slot, piece, turn.now);
}

/// Now what the neighbours have means something.
void Torrent::on_metadata_complete(Turn& turn) {
  metadata_ = {};
  next_metadata_ = sim_never;
  turn.ask(EffectKind::metadata_completed, turn.content.metadata_size);
  const std::vector<Slot> all(order_);
  for (const Slot slot : all) {
    if (!neighbours_[slot].live || !neighbours_[slot].shaken) continue;
    tell_pieces(turn, neighbours_[slot]);
    if (is_of_no_use(slot)) {
      part_from_seed(turn, slot);
      continue;
    }
    update_interest(turn, slot);
    fill_requests(turn, slot);
  }
}

}  // namespace swarmsim
