// Sessions replay: what somebody did before a swarm is a scenario that runs to the same fingerprint.

#include "sim/console/session.hpp"

#include <algorithm>
#include <chrono>
#include <string>

#include "core/base/sanitizers.hpp"
#include "sim/console/console.hpp"
#include "sim/fuzz/made_files.hpp"
#include "sim/fuzz/random_scenario.hpp"
#include "sim/scenario/known_names.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/resolved.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_session.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::session_test {

namespace {

using namespace std::chrono_literals;

const Registry& registry() { return Registry::standard(); }

std::string trio_text() {
  SwarmText text;
  text.peers = R"({ "id": "1", "has": ["file"] }, { "id": "2" }, { "id": "3" })";
  text.stop = R"("at": "10 min")";
  return text.json();
}

std::string swarm_text() {
  SwarmText text;
  text.peers = seed_text + "," + leecher_text("a") + "," + leecher_text("b") + "," + leecher_text("c");
  return text.json();
}

Session session_of(const std::string& text, std::uint64_t copy_every = 500) {
  const Scenario scenario = load_swarm(text);
  return Session(scenario, scenario.seed, registry(), {.copies_max = 6, .copy_every = copy_every});
}

/// What the loader makes of `text`; files on disk are those that random swarms make up.
LoadResult load_with_files(const std::string& text) {
  LoadResult loaded =
      load_scenario(text, "recorded.json", known_names(registry()), {read_made_file, {}, list_made_files});
  for (const Diagnostic& problem : loaded.problems) UNSCOPED_INFO(format_diagnostic(problem));
  REQUIRE(loaded.problems.empty());
  return loaded;
}

/// What `run` of the recording gives.
Digest128 replayed(const std::string& recording) {
  const LoadResult loaded = load_with_files(recording);
  const Scenario& scenario = loaded.scenario;
  World world(scenario, scenario.seed, registry());
  world.run();
  return world.fingerprint();
}

/// Under sanitizers everything takes ten times as long: a part of it is played there.
constexpr std::uint64_t played_share = has_address_sanitizer ? 5 : 1;

/// A small random swarm, with what .torrent files say of it; the large ones only take longer.
LoadResult small_scenario(std::uint64_t& seed) {
  for (;; ++seed) {
    const Scenario scenario = random_scenario(seed).scenario;
    std::uint64_t peers = 0;
    std::int64_t bytes = 0;
    for (const GroupSpec& group : scenario.groups) peers += group.count.value_or(1);
    for (const ContentSpec& content : scenario.contents) bytes += content.geometry.size;
    const bool small = peers <= 8 && bytes * static_cast<std::int64_t>(peers) < 40'000'000;
    if (small) return load_with_files(resolved_scenario(scenario, registry()));
  }
}

/// Someone types `lines` lines; then the recording must replay, and going back and forth must change nothing.
void play_and_check(const Scenario& scenario, std::uint64_t seed, int lines) {
  Session session(scenario, scenario.seed, registry(), {.copies_max = 5, .copy_every = 300});
  Console console(std::move(session), {});
  RandomTypist typist(seed);
  std::string said;
  for (int i = 0; i < lines; ++i) {
    const std::string line = typist.sensible_line(console);
    said += line + "\n";
    INFO("seed " << seed << ", said:\n" << said);
    console.execute(line);
  }
  INFO("seed " << seed << ", said:\n" << said);
  const Digest128 fingerprint = console.session().fingerprint();
  CHECK(to_hex(replayed(console.session().recording())) == to_hex(fingerprint));
  const SimTime at = console.session().now();
  Session again = console.session();
  const auto share = static_cast<std::int64_t>(Rng(seed, "goto", "").below(1'000));
  again.go_to(sim_start + (at - sim_start) / 1'000 * share);
  // The end is behind its instant, and where one goes to is before it.
  const bool is_over = console.session().time_is_over();
  if (is_over) again.run({});
  if (!is_over) again.go_to(at);
  if (is_over || !console.session().is_inside()) CHECK(to_hex(again.fingerprint()) == to_hex(fingerprint));
}

}  // namespace

TEST_CASE("a session that nobody touches ends as a run does", "[console]") {
  Session session = session_of(swarm_text());
  const World run = run_world(swarm_text());
  const Stop stop = session.run({.time = sim_never, .conditions = {}, .by_rule = true});
  CHECK(stop.why == Stopped::by_rule);
  CHECK(session.end_here() == EndReason::idle);
  CHECK(session.fingerprint() == run.fingerprint());
  CHECK(replayed(session.recording()) == run.fingerprint());
}

TEST_CASE("an intervention at a time is what the timeline would have said then", "[console]") {
  Session session = session_of(trio_text());
  REQUIRE(std::holds_alternative<Intervened>(session.intervene("1", "send file")));
  REQUIRE(std::holds_alternative<Intervened>(session.intervene("2", "torrent -mode download file")));
  session.go_to(sim_start + 2s);
  REQUIRE(std::holds_alternative<Intervened>(session.intervene("world", "link 1 up=50kB/s")));
  REQUIRE(std::holds_alternative<Intervened>(session.intervene("world", "peer 9 up=1MB/s")));
  REQUIRE(std::holds_alternative<Intervened>(session.intervene("9", "download file")));
  session.run({.time = sim_start + 60s, .conditions = {}});
  CHECK(session.interventions() == 5);
  CHECK(session.world().participants().size() == 4);
  CHECK(session.now() == sim_start + 60s);

  SwarmText text;
  text.peers = R"({ "id": "1", "has": ["file"] }, { "id": "2" }, { "id": "3" })";
  text.timeline = said("0 s", "1", "send file") + "," + said("0 s", "2", "torrent -mode download file") +
                  "," + said("2 s", "world", "link 1 up=50kB/s") + "," +
                  said("2 s", "world", "peer 9 up=1MB/s") + "," + said("2 s", "9", "download file");
  text.stop = R"("at": "60 s", "when": "never")";
  const World run = run_world(text.json());
  CHECK(session.fingerprint() == run.fingerprint());
  CHECK(replayed(session.recording()) == run.fingerprint());
}

TEST_CASE("behind what has happened in an instant an intervention comes a nanosecond later", "[console]") {
  Session session = session_of(swarm_text());
  session.step(3);
  const SimTime at = session.now();
  REQUIRE(session.world().past_actions());
  const auto done = session.intervene("world", "link a up=1kB/s");
  REQUIRE(std::holds_alternative<Intervened>(done));
  CHECK(std::get<Intervened>(done).at == at + 1ns);
  CHECK(replayed(session.recording()) == session.fingerprint());
}

TEST_CASE("an intervention is checked as the timeline is", "[console]") {
  Session session = session_of(trio_text());
  const auto message = [&](const char* on, const char* line) {
    const auto done = session.intervene(on, line);
    const auto* problem = std::get_if<SessionProblem>(&done);
    return problem == nullptr ? std::string() : problem->message;
  };
  CHECK(message("1", "send fiel") == R"(no content is called "fiel"; did you mean "file"?)");
  CHECK(message("1", "list") == R"("list" is said at the tracker, not at a peer)");
  CHECK(message("world", "crash 4").starts_with(R"(no peer is called "4")"));
  CHECK(message("world", "peer 1") == R"(there is a peer or group "1" already)");
  CHECK(
      message("world", "peer 9 client=bep4").starts_with(R"(unknown profile "bep4"; did you mean "bep3"?)"));
  CHECK(session.interventions() == 0);
  session.run({.time = sim_never, .conditions = {}});
  CHECK(message("1", "send file") == "the scenario's time is over at 10 min: go back first");
}

TEST_CASE("an intervention in the past begins another future, and undo takes the last one back",
          "[console]") {
  Session session = session_of(swarm_text());
  session.go_to(sim_start + 3s);
  const Digest128 before = session.fingerprint();
  REQUIRE(std::holds_alternative<Intervened>(session.intervene("world", "crash a")));
  session.go_to(sim_start + 1s);
  CHECK(session.interventions() == 0);
  session.go_to(sim_start + 4s);
  CHECK(session.interventions() == 1);
  session.go_to(sim_start + 2s);
  const auto done = session.intervene("world", "crash b");
  REQUIRE(std::holds_alternative<Intervened>(done));
  CHECK(std::get<Intervened>(done).dropped == std::vector<std::string>{"crash a at 3 s"});
  session.go_to(sim_start + 4s);
  CHECK(session.interventions() == 1);
  CHECK(session.undo() == "crash b");
  CHECK(session.now() == sim_start + 2s);
  session.go_to(sim_start + 3s);
  CHECK(session.fingerprint() == before);
  CHECK(session.undo() == std::nullopt);
}

TEST_CASE("looking changes nothing", "[console]") {
  Session quiet = session_of(swarm_text());
  Console console(session_of(swarm_text(), 50), {});
  for (int i = 0; i < 40; ++i) {
    for (const char* line :
         {"status", "peers", "peer a", "pieces", "links", "events", "trace", "trace messages 50",
          "why a choked by seed", "why b idle", "why piece 3 rare", "help", "break"}) {
      CHECK(console.execute(line).ok);
    }
    console.execute("step 20");
    quiet.step(20);
  }
  CHECK(console.session().fingerprint() == quiet.fingerprint());
  CHECK(console.session().now() == quiet.now());
}

TEST_CASE("200 random sessions replay from their recordings, and going back and forth changes nothing",
          "[console][sessions]") {
  std::uint64_t seed = 1;
  for (std::uint64_t session = 1; session <= 200 / played_share; ++session, ++seed) {
    const LoadResult loaded = small_scenario(seed);
    play_and_check(loaded.scenario, session, 40);
  }
}

TEST_CASE("5,000 more random sessions replay", "[.long-sessions]") {
  std::uint64_t seed = 1'000;
  for (std::uint64_t session = 1'001; session <= 6'000; ++session, ++seed) {
    const LoadResult loaded = small_scenario(seed);
    play_and_check(loaded.scenario, session, 60);
  }
}

namespace {

/// Types `lines` damaged lines at sessions of a trio; the longest that one took, in milliseconds.
std::int64_t type_damaged_lines(std::uint64_t lines, std::uint64_t seed) {
  constexpr std::uint64_t per_session = 1'000;  // newcomers make a swarm of three larger
  RandomTypist typist(seed);
  std::chrono::steady_clock::duration longest{};
  for (std::uint64_t typed = 0; typed < lines;) {
    Console console(session_of(trio_text(), 2'000), {});
    for (std::uint64_t i = 0; i < per_session && typed < lines; ++i, ++typed) {
      const std::string line = i % 2 == 0 ? typist.damaged_line(console) : typist.sensible_line(console);
      const auto began = std::chrono::steady_clock::now();
      const Reply reply = console.execute(line);
      longest = std::max(longest, std::chrono::steady_clock::now() - began);
      const bool says_nothing = line.find_first_not_of(" \t\r\n") == std::string::npos ||
                                line[line.find_first_not_of(" \t\r\n")] == '#' || reply.next == Next::leave;
      INFO("seed " << seed << ", line " << typed << ": " << line);
      if (!says_nothing && reply.text.empty()) FAIL("a line is not answered");
    }
  }
  return std::chrono::duration_cast<std::chrono::milliseconds>(longest).count();
}

}  // namespace

TEST_CASE("whatever is typed is answered", "[console][lines]") {
  type_damaged_lines(20'000 / played_share, 1);
}

TEST_CASE("a million lines are answered, none after more than five seconds", "[.million-lines]") {
  const std::int64_t longest = type_damaged_lines(1'000'000, 2);
  WARN("the longest line took " << longest << " ms");
  CHECK(longest < 5'000);
}

}  // namespace swarmsim::session_test
