#include "sim/console/session.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/base/check.hpp"
#include "sim/command/grammar.hpp"
#include "sim/model/quantity.hpp"

namespace swarmsim {

namespace {

/// Events between two looks at whether somebody wants to stop.
constexpr std::uint64_t events_between_looks = 256;
constexpr Duration tick{1};

bool is_rule(EndReason reason) { return reason == EndReason::idle || reason == EndReason::all_complete; }

}  // namespace

Session::Session(const Scenario& scenario, std::uint64_t seed, const Registry& registry,
                 const SessionOptions& options)
    : registry_(&registry),
      options_(options),
      base_description_(scenario.description),
      now_{World(scenario, seed, registry, Mode::fast, Ends::never), {}, sim_start} {
  copies_.push_back(now_);
}

EndReason Session::end_here() const {
  if (now_.over) return EndReason::time;
  const bool rule = is_rule(now_.world.end_due()) && !now_.went_on && now_.at == now_.world.now();
  return rule ? now_.world.end_due() : EndReason::running;
}

/// The world takes the next intervention. A run of the recording has it before it from the start, and does
/// not end before it, but where the rule asks for downloads alone and it begins none.
void Session::take_next() {
  const Intervention& next = done_[now_.known];
  now_.world.add_entry(next.entry, next.newcomer);
  ++now_.known;
  const bool keeps_going =
      now_.world.scenario().stop_when == StopWhen::idle || may_begin_download(next.entry.command.kind);
  if (keeps_going) now_.went_on = false;
}

/// Handles the next event if it is due by `limit`, and gives the world every intervention whose time comes.
bool Session::advance(SimTime limit) {
  bool handled = false;
  bool was_met = is_rule(now_.world.end_due());
  while (!handled && now_.known < done_.size() && done_[now_.known].entry.at <= limit) {
    handled = now_.world.step(done_[now_.known].entry.at - tick, &now_.recent);
    if (handled) break;
    take_next();
    was_met = is_rule(now_.world.end_due());
  }
  if (!handled && !now_.world.step(limit, &now_.recent)) return false;
  if (was_met) now_.went_on = true;
  now_.at = now_.world.now();
  keep_copy();
  return true;
}

void Session::keep_copy() {
  if (now_.events() < copies_.back().events() + options_.copy_every) return;
  copies_.push_back(now_);
  if (copies_.size() > std::max<std::size_t>(options_.copies_max, 2)) thin_copies();
}

/// Every other one goes, and the next ones are twice as far apart.
void Session::thin_copies() {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < copies_.size(); i += 2) {
    if (kept != i) copies_[kept] = std::move(copies_[i]);
    ++kept;
  }
  copies_.erase(copies_.begin() + static_cast<std::ptrdiff_t>(kept), copies_.end());
  options_.copy_every *= 2;
}

Stop Session::run(const Until& until) {
  const SimTime last = now_.world.scenario().stop_at;
  std::vector<bool> held;
  for (const Condition& condition : until.conditions) held.push_back(holds(condition, now_.world));
  if (until.by_rule && is_rule(end_here())) now_.went_on = true;
  const bool to_the_end = until.time > last;
  const SimTime limit = to_the_end ? last : until.time - tick;
  for (std::uint64_t events = 1; !now_.over && limit >= sim_start; ++events) {
    if (events % events_between_looks == 0 && is_interrupted()) return {Stopped::interrupted, 0};
    if (!advance(limit)) break;
    for (std::size_t i = 0; i < held.size(); ++i) {
      const bool now = holds(until.conditions[i], now_.world);
      if (now && !held[i]) return {Stopped::condition, i};
      held[i] = now;
    }
    if (until.by_rule && is_rule(end_here())) return {Stopped::by_rule, 0};
  }
  if (to_the_end) {
    now_.at = last;
    now_.over = true;
    return {Stopped::at_end, 0};
  }
  if (until.time > now_.at && is_rule(now_.world.end_due())) now_.went_on = true;
  now_.at = std::max(now_.at, until.time);
  return {Stopped::there, 0};
}

Stop Session::step(std::uint64_t count) {
  for (std::uint64_t done = 0; done < count; ++done) {
    if (is_interrupted()) return {Stopped::interrupted, 0};
    if (!step_event()) return run({});
    const SimTime instant = now_.at;
    while (advance(instant)) {}
  }
  return {Stopped::there, 0};
}

bool Session::step_event() { return !now_.over && advance(now_.world.scenario().stop_at); }

/// Replays nothing by itself: stands where the copy was made.
void Session::return_to(std::size_t copy) { now_ = copies_[copy]; }

Stop Session::go_to(SimTime time) {
  const auto reaches = [time](const Moment& moment) {
    return moment.events() == 0 || moment.world.now() < time;
  };
  if (!reaches(now_) || now_.at > time || now_.over) {
    std::size_t best = 0;
    for (std::size_t i = 0; i < copies_.size(); ++i) best = reaches(copies_[i]) ? i : best;
    return_to(best);
  }
  return run({.time = time, .conditions = {}});
}

std::vector<std::string> Session::drop_future() {
  std::vector<std::string> dropped;
  for (std::size_t i = now_.known; i < done_.size(); ++i) {
    const TimelineEntry& entry = done_[i].entry;
    dropped.push_back(fmt::format("{} at {}", entry.text, exact_text(entry.at - sim_start)));
  }
  done_.resize(now_.known);
  const auto is_later = [this](const Moment& moment) {
    return moment.events() > now_.events() || moment.known > now_.known;
  };
  copies_.erase(std::remove_if(copies_.begin() + 1, copies_.end(), is_later), copies_.end());
  return dropped;
}

std::variant<Intervened, SessionProblem> Session::intervene(std::string_view on, std::string_view line) {
  auto made = make_intervention(on, line);
  if (auto* problem = std::get_if<SessionProblem>(&made)) return std::move(*problem);
  auto& intervention = std::get<Intervention>(made);
  Intervened result;
  result.dropped = drop_future();
  result.at = intervention.entry.at;
  result.entry = static_cast<std::uint32_t>(now_.world.scenario().timeline.size());
  done_.push_back(intervention);
  const auto is_done = [&] {
    const std::vector<CommandResult>& results = now_.world.results();
    return std::any_of(results.rbegin(), results.rend(),
                       [&](const CommandResult& one) { return one.entry == result.entry; });
  };
  while (!is_done()) check(advance(result.at), "session: an intervention takes effect at its time");
  return result;
}

std::optional<std::string> Session::undo() {
  if (done_.empty()) return std::nullopt;
  const Intervention last = done_.back();
  if (now_.known == done_.size()) {
    std::size_t best = 0;
    for (std::size_t i = 0; i < copies_.size(); ++i) {
      if (copies_[i].events() <= last.events && copies_[i].known < done_.size()) best = i;
    }
    return_to(best);
    done_.pop_back();
    while (now_.events() < last.events) {
      check(advance(now_.world.scenario().stop_at), "session: what has happened happens again");
    }
    if (last.at > now_.at && is_rule(now_.world.end_due())) now_.went_on = true;
    now_.at = std::max(now_.at, last.at);
    drop_future();
  } else {
    done_.pop_back();
    const auto has_it = [this](const Moment& moment) { return moment.known > done_.size(); };
    copies_.erase(std::remove_if(copies_.begin() + 1, copies_.end(), has_it), copies_.end());
  }
  return last.entry.text;
}

Digest128 Session::fingerprint() const {
  World copy = now_.world;
  if (is_rule(end_here())) {
    copy.conclude_by_rule();
  } else {
    copy.conclude(std::max(now_.at, sim_start + tick));
  }
  return copy.fingerprint();
}

}  // namespace swarmsim
