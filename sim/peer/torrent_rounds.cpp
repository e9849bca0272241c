// Deadlines: announces, choke rounds by the clock, idle neighbours, exchanges.
//
// A client with a tick looks at its clock on multiples of it since its start. Its first round is on the first
// tick with a neighbour; a round may be called early, and the next one then counts from it.

#include <algorithm>

#include "core/base/check.hpp"
#include "sim/peer/torrent.hpp"

namespace swarmsim {

SimTime Torrent::next_deadline() const {
  return std::min({next_round_, next_announce_, next_optimistic_, next_exchange_, next_retry_, next_timeout_,
                   next_pulse_, next_metadata_, next_return_});
}

/// The first time after `after` that is a multiple of `step` since the clock's origin.
SimTime Torrent::next_multiple(Duration step, SimTime after) const {
  return clock_origin_ + ((after - clock_origin_) / step + 1) * step;
}

SimTime Torrent::next_tick(const Profile& profile, SimTime after) const {
  return next_multiple(profile.tick, after);
}

std::uint32_t Torrent::second_of(SimTime now) const {
  return static_cast<std::uint32_t>((now - clock_origin_) / std::chrono::seconds(1));
}

/// What is measured of `neighbour`, before anything of it changes or is asked. While blocks are on their way
/// nothing is known of the seconds since the last one: the next tells.
void Torrent::bring_up_to_date(const Turn& turn, Neighbour& neighbour) const {
  if (neighbour.outstanding + neighbour.cancelled > 0) return;
  pass_time(neighbour.pace, turn.profile.pipeline, second_of(turn.now), neighbour.they_choke_us,
            turn.content.geometry.block_size);
}

void Torrent::expect_deadline(Turn& turn, SimTime& deadline, SimTime at) {
  if (at >= deadline) return;
  deadline = at;
  turn.ask(EffectKind::deadline_moved);
}

void Torrent::start_clock(const Profile& profile, SimTime now, SimTime round_origin) {
  clock_origin_ = round_origin;
  if (profile.tick > Duration::zero()) {
    next_optimistic_ = next_tick(profile, now);
  } else {
    next_round_ = next_multiple(profile.choke_interval, now);
  }
}

void Torrent::on_timer(Turn& turn) {
  if (turn.now >= next_announce_) {
    next_announce_ = sim_never;  // the answer brings the next one
    const bool pauses = turn.profile.tells_upload_only && is_partial_seed();
    turn.announce(unheard_ == AnnounceEvent::regular && pauses ? AnnounceEvent::paused : unheard_);
  }
  if (turn.now >= next_exchange_) exchange_peers(turn);
  if (turn.now >= next_return_) return_to_them(turn);
  if (turn.now >= next_retry_) retry_idle(turn);
  if (turn.now >= next_timeout_) look_for_late_answers(turn);
  if (turn.now >= next_round_ || turn.now >= next_optimistic_) hold_round(turn);
  if (turn.now >= next_metadata_) look_for_metadata(turn);
  if (turn.now >= next_pulse_) hold_pulse(turn);
}

void Torrent::hold_round(Turn& turn) {
  const bool regular = turn.now >= next_round_;
  const bool optimistic = turn.now >= next_optimistic_;
  if (optimistic) next_optimistic_ = turn.now + turn.profile.optimistic_interval;
  if (regular) {
    next_round_ += turn.profile.choke_interval;
    tend_neighbours(turn);
  }
  decide_chokes(turn, regular, optimistic);
  if (!regular || !turn.profile.interest_in_rounds) return;
  for (const Slot slot : order_) {
    if (!neighbours_[slot].shaken) continue;
    tell_interest(turn, slot);
    fill_requests(turn, slot);  // they may have unchoked us before we were interested
  }
}

/// An unchoked neighbour lost interest or left: decide again, and let a round come early.
void Torrent::on_disturbance(Turn& turn) {
  disturbed_ = true;
  turn.ask(EffectKind::ask_rechoke);
  if (turn.profile.tick > Duration::zero()) {
    expect_deadline(turn, next_round_, next_tick(turn.profile, turn.now));
  }
}

void Torrent::retry_idle(Turn& turn) {
  next_retry_ = sim_never;
  if (!wants_more()) return;
  for (const Slot slot : order_) {
    const Neighbour& neighbour = neighbours_[slot];
    // For want of allowed pieces a client does not think itself in the end game.
    if (!neighbour.shaken || neighbour.they_choke_us) continue;
    if (neighbour.outstanding + neighbour.cancelled == 0) fill_requests(turn, slot);
  }
}

}  // namespace swarmsim
