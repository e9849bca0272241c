// When a run is over, and what is still to be recorded then.

#include <algorithm>
#include <tuple>

#include "core/base/check.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

namespace {

/// A message that is under way when a run ends, by what decides its place among the others.
struct LastWord {
  PeerId to{};
  PeerId from{};
  SimTime sent{};
  std::uint32_t ordinal = 0;
  std::uint32_t at = 0;  ///< in the list
  std::uint16_t content = 0;

  auto key() const { return std::tuple(to, from, content, sent, ordinal); }
};

}  // namespace

bool World::lacks_something_held(PeerId peer) const {
  const Participant& participant = participants_[index_of(peer)];
  if (!participant.online()) return false;
  for (const Participation& part : participant.torrents) {
    if (!part.torrent->wants_more()) continue;
    const std::vector<std::uint32_t>& copies = content_states_[index_of(part.torrent->content())].copies;
    for (PieceIndex piece = 0; piece < copies.size(); ++piece) {
      if (copies[piece] > 0 && !part.torrent->settled().test(piece)) return true;
    }
  }
  return false;
}

bool World::is_idle() {
  if (actions_pending_ > 0) return false;
  if (unfinished_ == 0) return true;
  // Most of the time whoever lacked something still does.
  if (lacks_something_held(idle_hint_)) return false;
  for (std::uint32_t i = 0; i < participants_.size(); ++i) {
    if (!lacks_something_held(PeerId{i})) continue;
    idle_hint_ = PeerId{i};
    return false;
  }
  return true;
}

EndReason World::rule_met() {
  if (scenario_.stop_when == StopWhen::idle && is_idle()) return EndReason::idle;
  if (scenario_.stop_when == StopWhen::all_complete && unfinished_ == 0 && starters_pending_ == 0) {
    return EndReason::all_complete;
  }
  return EndReason::running;
}

void World::check_end() {
  end_to_check_ = false;
  const EndReason met = rule_met();
  if (ends_ == Ends::never) {
    end_due_ = met;
  } else if (met != EndReason::running) {
    finish(met, now_, sink_);
  }
}

void World::conclude(SimTime at) {
  check(ends_ == Ends::never, "world: only who never ends by itself is concluded");
  at = std::min(at, scenario_.stop_at);
  while (step(at)) {}
  finish(EndReason::time, at, nullptr);
}

void World::conclude_by_rule() {
  check(ends_ == Ends::never && end_due_ != EndReason::running, "world: the rule is met");
  finish(end_due_, now_, nullptr);
}

void World::finish(EndReason reason, SimTime at, RecordSink* sink) {
  if (ended()) return;
  sink_ = sink;
  now_ = at;
  end_ = reason;
  sweep_tracker(at);
  if (reason != EndReason::interrupted) record_undelivered();
  sink_ = nullptr;
}

/// What is under way never arrives. In the order of the receivers, as everything of one instant.
void World::record_undelivered() {
  network_->list_undelivered(cuts_);
  std::vector<LastWord> order;
  order.reserve(cuts_.size());
  for (std::uint32_t i = 0; i < cuts_.size(); ++i) {
    const Direction& direction = network_->direction(cuts_[i].end);
    order.push_back({direction.to, direction.from, cuts_[i].sent, cuts_[i].ordinal, i, direction.content});
  }
  std::sort(order.begin(), order.end(),
            [](const LastWord& a, const LastWord& b) { return a.key() < b.key(); });
  for (const LastWord& word : order) {
    emit_message(cuts_[word.at], record_cut);
    ++counters_.cut_messages;
  }
  cuts_ = {};
}

bool World::content_matches() const {
  if (std::none_of(contents_.begin(), contents_.end(),
                   [](const ContentInfo& one) { return one.carries_data; })) {
    return true;
  }
  for (const Participant& participant : participants_) {
    for (const Participation& part : participant.torrents) {
      const ContentInfo& content = contents_[index_of(part.torrent->content())];
      const bool is_done = part.completed || part.torrent->complete();
      if (!content.carries_data || !is_done) continue;
      if (!part.torrent->store().equals_original(content, part.torrent->have())) return false;
    }
  }
  return true;
}

}  // namespace swarmsim
