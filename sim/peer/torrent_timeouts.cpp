// Requests that are given up, where a client learns from each neighbour how long an answer takes.
//
// Looked at once a second, as libtorrent does: who is late is snubbed, gets a pipeline of one, and the last
// request to it is given up so that others may be asked for the block. What was given up is still answered:
// it counts as cancelled until then, though nothing was said.

#include <algorithm>

#include "core/base/check.hpp"
#include "sim/peer/torrent.hpp"

namespace swarmsim {

namespace {
/// While one request is given up, another may be asked for: the pipeline of a snubbed neighbour, and one.
constexpr std::uint32_t while_giving_up = 2;
}  // namespace

/// When `slot` is late, if nothing comes; it must have been asked for something. A client counts the time
/// without a block (request_timeout), and that without a byte of one (piece_timeout): while a block is on its
/// way bytes come, for as long as a block of this neighbour takes.
SimTime Torrent::late_at(const Profile& profile, Slot slot) const {
  const AnswerTimes& times = answer_times_[slot];
  const Duration patience =
      std::min(times.late_after(profile.request_timeout), profile.snub_after + times.mean());
  return next_tick(profile, neighbours_[slot].waiting_since + patience);
}

void Torrent::expect_answer(Turn& turn, Slot slot) {
  if (turn.profile.request_timeout == Duration::zero()) return;
  expect_deadline(turn, next_timeout_, late_at(turn.profile, slot));
}

/// A block came, and the neighbour's time with it; whether it came in time.
bool Torrent::note_answer(const Turn& turn, Slot slot) {
  if (turn.profile.request_timeout == Duration::zero()) return true;
  const Duration took = turn.now - neighbours_[slot].waiting_since;
  AnswerTimes& times = answer_times_[slot];
  const bool in_time = took < times.late_after(turn.profile.request_timeout);
  times.add(took);
  return in_time;
}

void Torrent::look_for_late_answers(Turn& turn) {
  next_timeout_ = sim_never;
  SimTime earliest = sim_never;
  for (const Slot slot : order_) {
    const Neighbour& neighbour = neighbours_[slot];
    if (neighbour.outstanding + neighbour.cancelled == 0) continue;
    SimTime due = late_at(turn.profile, slot);
    if (due <= turn.now) {
      give_up_one(turn, slot);
      due = next_tick(turn.profile, turn.now);
    }
    earliest = std::min(earliest, due);
  }
  next_timeout_ = std::min(next_timeout_, earliest);
}

void Torrent::give_up_one(Turn& turn, Slot slot) {
  Neighbour& neighbour = neighbours_[slot];
  if (!neighbour.snubbed) turn.about_peer(EffectKind::was_snubbed, neighbour.remote);
  neighbour.snubbed = true;
  neighbour.pace.ramping = false;
  give_back_kept(slot);
  BlockIndex last = 0;
  bool found = false;
  for_each_asked([&](BlockIndex block, Slot holder) {
    if (holder != slot) return;
    last = block;
    found = true;
  });
  // A piece with free blocks can be finished without this one.
  if (!found || partials_.free_in(last / blocks_per_piece_) > 0) return;
  ask_up_to(turn, slot, while_giving_up);
  release_request(slot, last);
  ++neighbour.voided;
  if (neighbour.fast) ++neighbour.cancelled;
}

}  // namespace swarmsim
