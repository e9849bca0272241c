// Interventions and recordings: where a session becomes text, and text what the loader makes of it.

#include <utility>

#include <fmt/format.h>

#include "core/base/hash.hpp"
#include "sim/console/session.hpp"
#include "sim/model/quantity.hpp"
#include "sim/scenario/known_names.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/resolved.hpp"

namespace swarmsim {

Scenario Session::scenario_so_far() const {
  Scenario scenario = now_.world.scenario();
  scenario.seed = now_.world.seed();
  // They were written for another run than this may have become.
  scenario.expect.clear();
  return scenario;
}

std::variant<Session::Intervention, SessionProblem> Session::make_intervention(std::string_view on,
                                                                               std::string_view line) const {
  const bool too_late = now_.world.now() == now_.at && now_.world.past_actions();
  Scenario scenario = scenario_so_far();
  TimelineEntry entry;
  entry.at = too_late ? now_.at + Duration{1} : now_.at;
  if (now_.over || entry.at > scenario.stop_at) {
    return SessionProblem{fmt::format("the scenario's time is over at {}: go back first",
                                      exact_text(scenario.stop_at - sim_start))};
  }
  entry.actor = on == "tracker" ? ActorKind::tracker : on == "world" ? ActorKind::world : ActorKind::peer;
  entry.on = entry.actor == ActorKind::peer ? std::string(on) : "";
  entry.text = line;
  scenario.timeline.push_back(std::move(entry));
  const std::size_t groups = scenario.groups.size();
  // What an intervention means does not depend on files: they are read once, and not here.
  scenario.files_dir.clear();
  for (std::uint32_t i = 0; i < scenario.contents.size(); ++i) forget_files(scenario, ContentId{i});
  LoadResult loaded = load_scenario(resolved_scenario(scenario, *registry_), "", known_names(*registry_));
  if (!loaded.problems.empty()) {
    std::string message = loaded.problems.front().message;
    if (message.starts_with("\"do\": ")) message.erase(0, 6);
    return SessionProblem{std::move(message)};
  }
  Intervention made;
  made.entry = std::move(loaded.scenario.timeline.back());
  if (loaded.scenario.groups.size() > groups) made.newcomer = std::move(loaded.scenario.groups.back());
  made.events = now_.events();
  made.at = now_.at;
  return made;
}

std::string Session::recording() const {
  Scenario scenario = scenario_so_far();
  const EndReason end = end_here();
  if (end == EndReason::running) {
    scenario.stop_at = std::max(now_.at, sim_start + Duration{1});
    scenario.stop_when = StopWhen::never;
  } else if (end == EndReason::time) {
    scenario.stop_when = StopWhen::never;
  }
  scenario.description = fmt::format("{}{}Recorded in the console: {} intervention{}, fingerprint {}",
                                     base_description_, base_description_.empty() ? "" : ". ", now_.known,
                                     now_.known == 1 ? "" : "s", to_hex(fingerprint()));
  return resolved_scenario(scenario, *registry_);
}

}  // namespace swarmsim
