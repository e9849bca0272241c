#include "sim/fuzz/oracles.hpp"

#include <exception>
#include <utility>

#include <fmt/format.h>

#include "core/base/check.hpp"
#include "sim/fuzz/dice.hpp"
#include "sim/fuzz/digest.hpp"
#include "sim/fuzz/liveness.hpp"
#include "sim/fuzz/speed_limits.hpp"
#include "sim/fuzz/watcher.hpp"
#include "sim/scenario/known_names.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/resolved.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

namespace {

/// Pieces of neighbours that all checks of one run may look at: some 20 ms.
constexpr std::uint64_t looks_max = 8'000'000;

/// The name of the peer that does nothing: no random name has a capital.
constexpr const char* idle_name = "Idle";

std::string when(const World& world) {
  return fmt::format("at {:.9f} s, event {}", static_cast<double>(nanoseconds_of(world.now())) / 1e9,
                     world.counters().events);
}

/// Events from one check of the whole world to the next: none in between where that is affordable, as it
/// is with up to 12 peers mostly.
std::uint64_t events_between_checks(const World& world, std::uint64_t events) {
  const std::uint64_t peers = world.participants().size();
  std::uint64_t pieces = 0;
  for (const ContentInfo& content : world.contents()) pieces += content.geometry.pieces();
  return events * peers * peers * pieces / looks_max;
}

/// How a run ended, as far as two runs must agree.
struct Ending {
  Digest128 fingerprint;
  std::uint64_t events = 0;
  SimTime at{};
};

Ending ending_of(const World& world) { return {world.fingerprint(), world.counters().events, world.now()}; }

/// One swarm before its judges. Each returns at the first objection.
class Case {
 public:
  Case(const Registry& registry, const JudgeOptions& options) : registry_(registry), options_(options) {}

  Judgement judge(const Scenario& written) {
    try {
      ask_all(written);
    } catch (const InvariantError& error) {  // while a world was built
      object("invariant", error.what(), error.what());
    }
    return std::move(judgement_);
  }

 private:
  void ask_all(const Scenario& written) {
    if (loads(written) && whole()) {
      static constexpr bool (Case::*rest[])() = {&Case::twice, &Case::halves, &Case::reference,
                                                 &Case::insertion};
      for (const auto oracle : rest) {
        if (!(this->*oracle)()) break;
      }
    }
  }

  bool object(std::string oracle, std::string rule, std::string message) {
    judgement_.violation = Violation{std::move(oracle), std::move(rule), std::move(message)};
    return false;
  }

  World fresh() const { return World(scenario_, scenario_.seed, registry_); }
  /// The same without bytes: whether blocks carry them is no part of what happens, and costs time.
  World bare(Mode mode) const { return World(bare_, scenario_.seed, registry_, mode); }

  bool loads(const Scenario& written) {
    const std::string text = resolved_scenario(written, registry_);
    LoadResult loaded = load_scenario(text, written.name + ".json", known_names(registry_),
                                      {options_.read, {}, options_.list});
    if (!loaded.problems.empty()) {
      const Diagnostic& problem = loaded.problems.front();
      return object("loads", problem.message, format_diagnostic(problem));
    }
    scenario_ = std::move(loaded.scenario);
    sources_ = std::move(loaded.sources);
    bare_ = scenario_;
    // Unless bytes may arrive changed: then what they are decides what happens.
    if (!corrupts(scenario_)) {
      for (ContentSpec& content : bare_.contents) content.data = DataKind::none;
    }
    if (resolved_scenario(scenario_, registry_) == text) return true;
    return object("loads", "what was resolved resolves to itself", "the second text is another");
  }

  /// The run that the others are compared with: nobody watches, nothing is checked in between.
  bool whole() {
    World world = fresh();
    const bool ran = guarded(world, "invariant", [&] {
      world.run();
      world.check_invariants();
    });
    if (!ran) return false;
    whole_ = ending_of(world);
    judgement_.events = whole_.events;
    judgement_.completed = world.counters().completed;
    judgement_.liveness = liveness_horizon(scenario_) > Duration::zero();
    if (const auto broken = broken_bound(world)) return object("bounds", "nobody beats its bound", *broken);
    if (const auto broken = broken_liveness(world)) {
      return object("liveness", "who can finish does", fmt::format("{} ({})", *broken, when(world)));
    }
    if (!world.content_matches()) {
      return object("content", "what is complete holds the original", when(world));
    }
    return true;
  }

  /// Runs `body` on `world`; an exception is a violation of `oracle`.
  template <typename Body>
  bool guarded(const World& world, const char* oracle, Body body) {
    try {
      body();
      return true;
    } catch (const std::exception& error) {
      return object(oracle, error.what(), fmt::format("{} ({})", error.what(), when(world)));
    }
  }

  bool agrees(const char* oracle, const World& world) {
    const Ending ending = ending_of(world);
    if (ending.fingerprint == whole_.fingerprint && ending.events == whole_.events) return true;
    return object(oracle, "both runs are one",
                  fmt::format("fingerprint {}, {} events, end {} ns; the first run: {}, {}, {} ns",
                              to_hex(ending.fingerprint), ending.events, nanoseconds_of(ending.at),
                              to_hex(whole_.fingerprint), whole_.events, nanoseconds_of(whole_.at)));
  }

  /// Again, watched, with the rules of the whole world checked at ends of instants.
  bool twice() {
    World world = bare(Mode::fast);
    world.set_checks(Checks::rounds);
    RecordDigest digest(world);
    Fanout sinks;
    sinks.add(digest);
    Watcher watcher(scenario_, scenario_.seed, registry_);
    sinks.add(watcher);
    const std::uint64_t stride = options_.every_instant ? 0 : events_between_checks(world, whole_.events);
    const bool ran = guarded(world, "invariant", [&] {
      std::uint64_t due = 0;
      while (world.step(sim_never, &sinks)) {
        while (world.step(world.now(), &sinks)) {}  // what else happens in this instant
        if (world.counters().events < due) continue;
        world.check_invariants();
        watcher.check_tracker(world);
        due = world.counters().events + stride;
      }
      world.check_invariants();
    });
    all_records_ = digest.value();
    return ran && agrees("twice", world);
  }

  bool halves() {
    Dice dice(scenario_.seed, "halves");
    const auto events = static_cast<std::int64_t>(whole_.events);
    const auto copied_at = static_cast<std::uint64_t>(dice.between(0, events));
    std::optional<World> original = fresh();
    while (original->counters().events < copied_at && original->step()) {}
    World copy = *original;
    original.reset();
    const bool ran = guarded(copy, "halves", [&] { copy.run(); });
    return ran && agrees("halves", copy);
  }

  /// The rules are not checked in between: they are the fast world's, and the runs are compared.
  bool reference() {
    World world = bare(Mode::reference);
    const bool ran = guarded(world, "reference", [&] {
      world.run();
      world.check_invariants();
    });
    return ran && agrees("reference", world);
  }

  bool insertion() {
    Dice dice(scenario_.seed, "insertion");
    const bool in_front = dice.chance(40);
    const auto last = static_cast<std::int64_t>(scenario_.groups.size());
    const std::int64_t place = dice.between(0, last);
    GroupSpec idle;
    idle.id = idle_name;
    idle.link = scenario_.network.link;
    Scenario larger = bare_;
    larger.groups.insert(larger.groups.begin() + (in_front ? 0 : place), std::move(idle));
    World world(larger, scenario_.seed, registry_);
    RecordDigest digest(world, idle_name);
    const bool ran = guarded(world, "insertion", [&] { world.run(&digest); });
    if (!ran || (digest.value() == all_records_ && world.now() == whole_.at)) return ran;
    return object("insertion", "an idle peer changes nobody's records",
                  fmt::format("with an idle peer at place {} the others' records are others (end {} ns "
                              "instead of {} ns)",
                              in_front ? 0 : place, nanoseconds_of(world.now()), nanoseconds_of(whole_.at)));
  }

  const Registry& registry_;
  const JudgeOptions& options_;
  Sources sources_;  ///< of the bytes of its contents
  Scenario scenario_;
  Scenario bare_;
  Ending whole_;
  Digest128 all_records_;
  Judgement judgement_;
};

}  // namespace

Judgement judge(const Scenario& scenario, const Registry& registry, const JudgeOptions& options) {
  return Case(registry, options).judge(scenario);
}

}  // namespace swarmsim
