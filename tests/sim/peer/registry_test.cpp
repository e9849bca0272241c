#include "sim/peer/registry.hpp"

#include "core/base/check.hpp"
#include "sim/peer/bep3_choker.hpp"
#include "sim/peer/profiles/vbittorrent.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/torrent_rig.hpp"

namespace swarmsim::registry_test {
namespace {

using namespace std::chrono_literals;
using Names = std::vector<std::string>;

TEST_CASE("the standard registry holds what swarmsim ships", "[registry]") {
  const Registry& registry = Registry::standard();
  CHECK(registry.profile_names() == Names{"bep3", "libtorrent-2.0", "transmission-3.00", "transmission-4",
                                          "aria2-1.36", "vbittorrent", "random-contact", "libtorrent",
                                          "transmission", "aria2"});
  CHECK(registry.choker_names() == Names{"bep3", "libtorrent", "transmission", "aria2"});
  CHECK(registry.picker_names() == Names{"rarest-first", "random", "in-order", "libtorrent", "aria2"});
  CHECK(registry.find_profile("bep4") == nullptr);
  CHECK(registry.make_choker("") == nullptr);
  CHECK(registry.find_picker("Random") == nullptr);
}

TEST_CASE("every profile that ships names strategies that ship", "[registry]") {
  const Registry& registry = Registry::standard();
  for (const std::string& name : registry.profile_names()) {
    const Profile* profile = registry.find_profile(name);
    REQUIRE(profile != nullptr);
    CHECK((profile->name == name || profile->name.starts_with(name + "-")));  // an alias, then
    CHECK(registry.make_choker(profile->choker) != nullptr);
    CHECK(registry.make_choker(profile->seed_choker) != nullptr);
    CHECK(registry.find_picker(profile->picker) != nullptr);
  }
}

TEST_CASE("the profile bep3 has the constants of BEP 3", "[registry]") {
  const Profile profile = bep3_profile();
  CHECK(profile.unchoke_slots == 4);
  CHECK(profile.choke_interval == 10s);
  CHECK(profile.snub_after == 60s);
  CHECK(profile.pipeline.first == 5);
  CHECK(profile.numwant == 50);
  CHECK(profile.keep_alive_after == 120s);
}

TEST_CASE("the profile vbittorrent has the program's constants, and can be made the program", "[registry]") {
  const Profile profile = vbittorrent_profile();
  CHECK(profile.protocol == Protocol::ranges);
  CHECK(profile.ranges.owners == 3);
  CHECK(profile.ranges.heartbeat == 20s);
  CHECK(profile.ranges.datagram == 4'096);
  CHECK(profile.ranges.retry == Duration(30s));
  CHECK(profile.ranges.serve_after_download);
  CHECK(bep3_profile().protocol == Protocol::wire);

  ClientSpec client;
  client.owners = 5;
  client.retry.emplace(std::nullopt);
  client.serve_after_download = false;
  const Profile literal = apply_overrides(profile, client);
  CHECK(literal.ranges.owners == 5);
  CHECK_FALSE(literal.ranges.retry);
  CHECK_FALSE(literal.ranges.serve_after_download);
  client.retry = Duration(7s);
  CHECK(apply_overrides(profile, client).ranges.retry == Duration(7s));
  CHECK(apply_overrides(profile, {}).ranges.retry == Duration(30s));
}

TEST_CASE("a name is given once", "[registry]") {
  Registry registry;
  registry.add_profile(bep3_profile());
  registry.add_choker("bep3", std::make_unique<Bep3Choker>());
  registry.add_picker("in-order", std::make_unique<InOrder>());
  CHECK_THROWS_AS(registry.add_profile(bep3_profile()), InvariantError);
  CHECK_THROWS_AS(registry.add_choker("bep3", std::make_unique<Bep3Choker>()), InvariantError);
  CHECK_THROWS_AS(registry.add_picker("in-order", std::make_unique<RandomOrder>()), InvariantError);
}

TEST_CASE("every choker asked for is a fresh one", "[registry]") {
  const auto one = Registry::standard().make_choker("bep3");
  Rng rng;
  one->joined(PeerId{1}, rng);
  CHECK_THROWS_AS(Registry::standard().make_choker("bep3")->left(PeerId{1}), InvariantError);
}

/// Highest index first: what a program that links the library might add.
class Backwards final : public PiecePicker {
 public:
  std::optional<PieceIndex> pick(const PieceView& view, Rng&) const override {
    for (PieceIndex piece = view.settled.size(); piece-- > 0;) {
      if (has_bit(view.theirs, piece) && !view.settled.test(piece) && !view.begun.test(piece)) return piece;
    }
    return std::nullopt;
  }
};

TEST_CASE("a strategy that a program adds is found and used", "[registry]") {
  Registry registry;
  registry.add_choker("bep3", std::make_unique<Bep3Choker>());
  registry.add_picker("backwards", std::make_unique<Backwards>());
  CHECK(registry.picker_names() == Names{"backwards"});
  RigSpec spec;
  spec.registry = &registry;
  spec.profile.picker = "backwards";
  TorrentRig rig(spec);
  rig.start();
  CHECK(rig.meets_generous(2, "xxx.") ==
        "request 4 to 2, request 5 to 2, request 2 to 2, request 3 to 2, request 0 to 2");
}

TEST_CASE("a torrent whose picker is unknown is a bug", "[registry]") {
  RigSpec spec;
  spec.profile.picker = "backwards";
  CHECK_THROWS_AS(TorrentRig(spec), InvariantError);
}

TEST_CASE("a scenario replaces single values of a profile", "[registry]") {
  ClientSpec client;
  CHECK(apply_overrides(bep3_profile(), client).unchoke_slots == 4);
  client.unchoke_slots = 7;
  client.choke_interval = 15s;
  client.choker = "a";
  client.seed_choker = "b";
  client.picker = "c";
  client.numwant = 9;
  client.request_queue = 11;
  const Profile profile = apply_overrides(bep3_profile(), client);
  CHECK(profile.unchoke_slots == 7);
  CHECK(profile.choke_interval == 15s);
  CHECK(profile.choker == "a");
  CHECK(profile.seed_choker == "b");
  CHECK(profile.picker == "c");
  CHECK(profile.numwant == 9);
  CHECK(profile.pipeline.first == 11);
  CHECK(profile.name == "bep3");
  CHECK(profile.snub_after == 60s);
  CHECK(profile.connections == 80);
  CHECK(profile.initiate_until == 40);
}

TEST_CASE("with the connections the own attempts are scaled", "[registry]") {
  struct Row {
    std::uint32_t connections;
    std::uint32_t initiate_until;
  };
  const auto row = GENERATE(values<Row>({{200, 100}, {80, 40}, {20, 10}, {3, 1}, {1, 1}}));
  ClientSpec client;
  client.connections = row.connections;
  const Profile profile = apply_overrides(bep3_profile(), client);
  CHECK(profile.connections == row.connections);
  CHECK(profile.initiate_until == row.initiate_until);
}

}  // namespace
}  // namespace swarmsim::registry_test
