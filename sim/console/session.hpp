#pragma once
// A swarm that somebody sits before: its scenario, what was done to it, and copies of its world on the way.
//
// An intervention is what the loader makes of one more entry of the timeline, so a session is at every moment
// the scenario that its recording holds (docs/decisions/0009). Going back copies the nearest world before and
// steps forward with the interventions made so far; one made in the past begins another future, and drops
// what was done later. Knows no text of the console, no terminal and no clock.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/console/condition.hpp"
#include "sim/console/recent.hpp"
#include "sim/peer/registry.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

struct SessionOptions {
  std::size_t copies_max = 24;         ///< worlds kept; memory is this times a world
  std::uint64_t copy_every = 20'000;   ///< events from one copy to the next, at first
  bool (*is_interrupted)() = nullptr;  ///< asked now and then while time runs
};

/// Why time stopped.
enum class Stopped : std::uint8_t {
  there,      ///< at the time, or after the number of instants, that was asked for
  condition,  ///< one of the conditions has come true
  by_rule,    ///< a run of the scenario ends here
  at_end,     ///< the scenario's time is over
  interrupted,
};

struct Stop {
  Stopped why{};
  std::size_t condition = 0;  ///< which
};

/// How far to run.
struct Until {
  SimTime time = sim_never;  ///< up to its instant, which is not begun
  std::span<const Condition> conditions;
  bool by_rule = false;  ///< stop where a run of the scenario ends
};

/// What an intervention was answered, as far as it came at once.
struct Intervened {
  SimTime at{};
  std::uint32_t entry = 0;           ///< of the timeline
  std::vector<std::string> dropped;  ///< what had been done later: "crash 2 at 60 s"
};

struct SessionProblem {
  std::string message;
};

class Session {
 public:
  /// `registry` outlives it.
  Session(const Scenario& scenario, std::uint64_t seed, const Registry& registry,
          const SessionOptions& options = {});

  const World& world() const { return now_.world; }
  const Recent& recent() const { return now_.recent; }
  /// Where the session stands: everything before this instant has happened, and of it what is_inside() says.
  SimTime now() const { return now_.at; }
  bool is_inside() const { return now_.world.now() == now_.at && now_.world.counters().events > 0; }
  /// Why a run of the recording would end right here; `running` if it would go on.
  EndReason end_here() const;
  bool time_is_over() const { return now_.over; }
  std::size_t interventions() const { return now_.known; }
  std::size_t copies() const { return copies_.size(); }

  /// Runs on; conditions that hold already must fail before they stop anything.
  Stop run(const Until& until);
  /// The next `count` instants, whole ones.
  Stop step(std::uint64_t count);
  /// One event; false if there is none.
  bool step_event();
  /// To the beginning of the instant `time`, earlier or later.
  Stop go_to(SimTime time);

  /// Has `line` said `on` a peer, "tracker" or "world" as the first thing of the next instant.
  std::variant<Intervened, SessionProblem> intervene(std::string_view on, std::string_view line);
  /// Takes the last intervention back and stands where it was made; its line, or nothing if there is none.
  std::optional<std::string> undo();

  /// Of the recording's run: the instant in which the session stands included.
  Digest128 fingerprint() const;
  /// The session as a scenario.
  std::string recording() const;

 private:
  struct Moment {
    World world;
    Recent recent;
    SimTime at{};
    std::size_t known = 0;  ///< interventions that the world has
    bool went_on = false;   ///< past an end that the scenario's rule makes
    bool over = false;      ///< at the scenario's last time
    std::uint64_t events() const { return world.counters().events; }
  };
  struct Intervention {
    TimelineEntry entry;
    std::optional<GroupSpec> newcomer;
    std::uint64_t events = 0;  ///< handled before it
    SimTime at{};              ///< where the session stood
  };

  void take_next();
  bool advance(SimTime limit);
  void keep_copy();
  void thin_copies();
  void return_to(std::size_t copy);
  bool is_interrupted() const { return options_.is_interrupted != nullptr && options_.is_interrupted(); }
  std::vector<std::string> drop_future();
  std::variant<Intervention, SessionProblem> make_intervention(std::string_view on,
                                                               std::string_view line) const;
  Scenario scenario_so_far() const;

  const Registry* registry_;
  SessionOptions options_;
  std::string base_description_;
  Moment now_;
  std::vector<Moment> copies_;      ///< by events; the first is the beginning
  std::vector<Intervention> done_;  ///< beyond now_.known: made later than now, before we went back
};

}  // namespace swarmsim
