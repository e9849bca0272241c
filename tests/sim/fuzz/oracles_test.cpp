// Each oracle objects to what it is there for: strategies that break one rule each, in a swarm that is fine.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "sim/fuzz/fuzz_case.hpp"
#include "sim/fuzz/liveness.hpp"
#include "sim/fuzz/oracles.hpp"
#include "sim/peer/picker.hpp"
#include "sim/peer/profiles/bep3.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::oracles_test {

namespace {

/// A seed and five leechers on a slow uplink: choking decides.
Scenario crowd() {
  return load_swarm(SwarmText{.peers = seed_text + R"(, { "id": "crowd", "count": 5, "download": ["file"] })",
                              .content = R"({ "name": "file", "size": "512 KiB", "piece": "32 KiB" })",
                              .more = R"("network": { "up": "400 kbit/s" })",
                              .stop = R"("at": "3 h")"}
                        .json());
}

enum class Fault { none, generous, mute, forgetful, remembering, numeric };

/// Unchokes as many as there are slots, in turn; and has a fault.
class Turns final : public Choker {
 public:
  /// `outside` is a number that no world owns.
  Turns(Fault fault, std::uint32_t& outside) : fault_(fault), outside_(outside) {}

  std::unique_ptr<Choker> clone() const override {
    auto copy = std::make_unique<Turns>(fault_, outside_);
    if (fault_ != Fault::forgetful) copy->turn_ = turn_;
    return copy;
  }
  void joined(PeerId, Rng&) override {}
  void left(PeerId) override {}
  void decide(const Round& round, std::span<const Candidate> all, Rng&, std::span<Decision> out) override {
    if (fault_ == Fault::mute || all.empty()) return;
    if (round.regular) ++turn_;
    if (fault_ == Fault::remembering && round.regular) turn_ += Rng::mix(++outside_) % 5;
    std::uint32_t left = fault_ == Fault::generous ? round.slots + 1 : 1;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::size_t at = (i + turn_) % all.size();
      const bool liked = fault_ != Fault::numeric || index_of(all[at].id) % 2 == 0 || turn_ % 4 == 0;
      if (left == 0 || !all[at].interested || !liked) continue;
      out[at] = {true, 1, ChokeReason::regular};
      --left;
    }
  }

 private:
  Fault fault_;
  std::uint64_t turn_ = 0;
  std::uint32_t& outside_;
};

Registry registry_with(Fault fault, std::uint32_t& outside) {
  Registry registry;
  Profile profile = bep3_profile();
  profile.choker = profile.seed_choker = "turns";
  registry.add_profile(profile);
  registry.add_choker("turns", std::make_unique<Turns>(fault, outside));
  registry.add_picker("rarest-first", std::make_unique<RarestFirst>());
  return registry;
}

struct Row {
  Fault fault;
  std::string oracle;
};

}  // namespace

TEST_CASE("a swarm that is fine passes all oracles", "[fuzz]") {
  const Judgement standard = judge(crowd(), Registry::standard());
  CHECK_FALSE(standard.violation);
  CHECK(standard.completed == 5);
  CHECK(standard.liveness);
  std::uint32_t outside = 0;
  const Registry registry = registry_with(Fault::none, outside);
  CHECK_FALSE(judge(crowd(), registry).violation);
}

TEST_CASE("each oracle finds the strategy that breaks its rule", "[fuzz]") {
  const auto row = GENERATE(values<Row>({
      {Fault::generous, "invariant"},  // serves more than it has slots
      {Fault::mute, "liveness"},       // serves nobody
      {Fault::forgetful, "halves"},    // a copy does not know whose turn it was
      {Fault::remembering, "twice"},   // what is left of the run before changes the next
      {Fault::numeric, "insertion"},   // likes neighbours for their place in the scenario
  }));
  CAPTURE(row.oracle);
  std::uint32_t outside = 0;
  const Registry registry = registry_with(row.fault, outside);
  // Where a copy is taken and where a peer is put depends on the seed: not each place shows it.
  int found = 0;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    Scenario scenario = crowd();
    scenario.seed = seed;
    const auto violation = judge(scenario, registry).violation;
    if (!violation) continue;
    CHECK(violation->oracle == row.oracle);
    ++found;
  }
  CHECK(found >= 2);
}

TEST_CASE("a scenario whose text does not load is an objection", "[fuzz]") {
  Scenario broken = crowd();
  broken.network.link.up = Distribution::constant(0);
  const auto violation = judge(broken, Registry::standard()).violation;
  REQUIRE(violation);
  CHECK(violation->oracle == "loads");
}

TEST_CASE("a failure shrinks to a swarm that breaks the same rule", "[fuzz]") {
  std::uint32_t outside = 0;
  const Registry registry = registry_with(Fault::mute, outside);
  const auto violation = judge(crowd(), registry).violation;
  REQUIRE(violation);
  const Shrunk small = shrink_failure(crowd(), *violation, registry, 1'000);
  CHECK(small.finished);
  std::uint32_t peers = 0;
  for (const GroupSpec& group : small.scenario.groups) peers += group.count.value_or(1);
  CHECK(peers == 2);
  CHECK(small.scenario.contents[0].geometry.pieces() == 1);
  CHECK(judge(small.scenario, registry).violation->rule == violation->rule);
}

TEST_CASE("who must finish, and when nobody must", "[fuzz]") {
  CHECK(liveness_horizon(crowd()) > Duration::zero());
  Scenario scenario = crowd();
  SECTION("the seed may leave") { scenario.groups[0].leave.after_copies = Share{5, 1}; }
  SECTION("the seed does not send") { scenario.groups[0].send.clear(); }
  SECTION("nobody is served") { scenario.groups[0].client.unchoke_slots = 0; }
  SECTION("the tracker tells too few") { scenario.tracker.numwant = 2; }
  SECTION("the tracker forgets") { scenario.tracker.expire = Duration{1'000'000'000}; }
  SECTION("others take the last place") { scenario.groups[1].client.connections = 3; }
  SECTION("another protocol") { scenario.groups[0].client.profile = "vbittorrent"; }
  CHECK(liveness_horizon(scenario) == Duration::zero());
}

TEST_CASE("what random swarms have found stays found", "[fuzz]") {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(source_dir() + "/tests/fuzz-found")) {
    if (entry.path().extension() != ".json") continue;
    CAPTURE(entry.path().filename());
    std::ifstream in(entry.path());
    const Scenario scenario = load_swarm(std::string(std::istreambuf_iterator<char>(in), {}));
    CHECK_FALSE(scenario.description.empty());
    const auto violation = judge(scenario, Registry::standard(), {true}).violation;
    CHECK(violation.value_or(Violation{}).message == "");
    ++files;
  }
  CHECK(files > 0);
}

}  // namespace swarmsim::oracles_test
