// Clients that push pieces to random peers, in whole worlds whose invariants are checked on the way.

#include "sim/peer/contact_client.hpp"

#include <chrono>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::contact_client_test {
namespace {

using namespace std::chrono_literals;

struct Contacts {
  std::string peers;
  std::string content = R"({ "name": "file", "size": "16 KiB", "piece": "1 KiB", "block": "512 B" })";
  std::string stop = R"("at": "1 h", "when": "all_complete")";
  std::string timeline{};

  World played() const {
    const std::string json =
        SwarmText{.peers = peers,
                  .content = content,
                  .timeline = timeline,
                  .more = R"("client": "random-contact", "network": { "up": "1 Gbit/s", "down": "1 Gbit/s",
                   "latency": "0 ms", )" +
                          ideal_text + " }",
                  .stop = stop}
            .json();
    World world(load_swarm(json), 1, Registry::standard());
    run_checked_every(world, 1s);
    return world;
  }
};

std::uint64_t messages(const World& world, MessageKind kind) {
  return world.counters().messages[static_cast<std::size_t>(kind)];
}

TEST_CASE("a seed alone gives a piece at each tick of its clock", "[contacts]") {
  const World world = Contacts{.peers = seed_text + "," + leecher_text("a")}.played();
  CHECK(world.counters().completed == 1);
  CHECK(world.content_matches());
  CHECK(messages(world, MessageKind::block) == 32);  // every piece once: each contact is of use
  CHECK(messages(world, MessageKind::request) == 0);
  // Sixteen exponential gaps of one second: within five standard deviations of 4 s.
  const Participation& part = part_of(world, "a");
  const Duration took = *part.completed - *part.download_started;
  CHECK(took > 2s);
  CHECK(took < 36s);
}

TEST_CASE("contact_every is the mean gap", "[contacts]") {
  const std::string seed = R"({ "id": "seed", "client": { "contact_every": "500 ms" },
                               "has": ["file"], "send": ["file"] })";
  const World world =
      Contacts{.peers = seed + "," + leecher_text("a"),
               .content = R"({ "name": "file", "size": "1 MiB", "piece": "1 KiB", "block": "1 KiB" })"}
          .played();
  const Participation& part = part_of(world, "a");
  const Duration took = *part.completed - *part.download_started;
  CHECK(took > 432s);  // 1,024 gaps: 512 s, within five standard deviations of 16 s
  CHECK(took < 592s);
}

TEST_CASE("leechers pass on what they have, and who is complete goes", "[contacts]") {
  const World world = Contacts{.peers = seed_text + R"(, { "id": "l", "count": 30, "download": ["file"],
                                                           "leave": "on_complete" })"}
                          .played();
  CHECK(world.counters().completed == 30);
  CHECK(world.content_matches());
  CHECK(part_of(world, "seed").torrent->totals().uploaded < 30 * 16 * 1'024 / 2);
}

TEST_CASE("who crashes or meets a failed tracker stops nobody else", "[contacts]") {
  const World world =
      Contacts{.peers = seed_text + R"(, { "id": "l", "count": 10, "download": ["file"] })" + "," +
                        leecher_text("late", R"("arrive": { "at": "12 s" })"),
               .timeline = said("5 s", "world", "crash l-3") + "," + said("10 s", "world", "tracker fail") +
                           "," + said("20 s", "world", "tracker recover")}
          .played();
  CHECK(world.counters().completed == 10);  // the nine, and the late one, which the tracker learns of later
  CHECK(part_of(world, "late").completed);
}

TEST_CASE("contacts and peer wire do not mix", "[contacts]") {
  const std::string seed = R"({ "id": "seed", "client": "bep3", "has": ["file"], "send": ["file"] })";
  const World world = Contacts{.peers = seed + "," + leecher_text("a"), .stop = R"("at": "60 s")"}.played();
  CHECK(world.counters().completed == 0);
}

}  // namespace
}  // namespace swarmsim::contact_client_test
