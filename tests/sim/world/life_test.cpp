// What scenarios may ask of peers beyond coming, sending and downloading: crashes, leave rules, partial
// stores, shared slots, changing links.

#include <algorithm>

#include "sim/peer/departed_client.hpp"
#include "sim/peer/torrent.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::life_test {

namespace {

using namespace std::chrono_literals;

const std::string megabyte = R"("up": "1 MB/s", "down": "1 MB/s", "latency": "10 ms")";
const std::string plain = R"("network": {)" + ideal_text + ", " + megabyte + "}";
constexpr std::int64_t content_bytes = 1'048'576;

/// Interested neighbours that `participant` serves, over all its contents.
std::uint32_t served_by(const Participant& participant) {
  std::uint32_t served = 0;
  for (const Participation& part : participant.torrents) {
    const auto& torrent = dynamic_cast<const Torrent&>(*part.torrent);
    for (const Torrent::Slot slot : torrent.order()) {
      const Neighbour& neighbour = torrent.neighbour(slot);
      served += !neighbour.we_choke_them && neighbour.they_want ? 1 : 0;
    }
  }
  return served;
}

}  // namespace

TEST_CASE("who crashes is gone without a word, and the others complete", "[world]") {
  const std::string tcp = GENERATE(R"("tcp": "none")", R"("tcp": "aimd")");
  World world = make_world(SwarmText{.peers = seed_text + "," + leecher_text("a") + "," + leecher_text("b"),
                                     .timeline = said("1 s", "world", "crash a"),
                                     .more = R"("network": { "up": "200 kB/s", )" + tcp + "}",
                                     .stop = R"("at": "20 min", "when": "never")"}
                               .json());
  run_checked_every(world, 1s);
  CHECK(peer_called(world, "a").presence == Presence::gone);
  CHECK(peer_called(world, "a").left == sim_start + 1s);
  CHECK_FALSE(part_of(world, "a").completed.has_value());
  CHECK(part_of(world, "b").completed.has_value());
  CHECK(world.counters().aborted == 1);
  CHECK(lines_of(world, 0) == std::vector<std::string>{"a has crashed"});
  // Nobody told the tracker: a's registration ran out by itself. Its neighbours gave it up by silence.
  CHECK(world.tracker().scrape(ContentId{0}).leechers == 0);
  for (const Participant& peer : world.participants()) {
    if (!peer.online()) continue;
    const auto& torrent = dynamic_cast<const Torrent&>(*peer.torrents.front().torrent);
    for (const Torrent::Slot slot : torrent.order()) {
      CHECK(torrent.neighbour(slot).remote != world.find_peer("a"));
    }
  }
}

TEST_CASE("a swarm whose crashed peers know each other leaves no connection behind", "[world]") {
  World world = make_world(
      SwarmText{.peers = seed_text + R"(, { "id": "l", "count": 6, "download": ["file"] })",
                .timeline = said("1 s", "world", "crash l-1") + "," + said("1500 ms", "world", "crash l-2") +
                            "," + said("2 s", "l-3", "exit") + "," + said("2 s", "world", "crash seed"),
                .more = R"("network": { "up": "200 kB/s" })",
                .stop = R"("at": "30 min", "when": "never")"}
          .json());
  run_checked_every(world, 1s);
  std::uint32_t ends = 0;
  for (const Participant& peer : world.participants()) {
    ends += peer.torrents[0].torrent->connections();
  }
  CHECK(world.network().live_ends() == ends);
}

TEST_CASE("who comes and leaves costs no more than there are at once", "[world]") {
  World world = make_world(
      SwarmText{.peers = seed_text + R"(, { "id": "l", "count": 300, "download": ["file"],
                                            "arrive": { "every": "2 s" }, "leave": "on_complete" })",
                .more = R"("client": { "profile": "libtorrent-2.0" }, "network": { "up": "200 kB/s" })"}
          .json());
  world.run();
  CHECK(std::ranges::count_if(world.participants(), [](const Participant& peer) {
          return dynamic_cast<const DepartedClient*>(&*peer.torrents.at(0).torrent) == nullptr;
        }) == 1);
  CHECK(world.counters().completed == 300);
  // Each was connected to the seed and to whoever was there; an end is used again and again.
  CHECK(world.counters().connections > 600);
  CHECK(world.network().end_capacity() < 100);
}

TEST_CASE("a peer leaves so long after its completion, or having uploaded so many copies", "[world]") {
  const World later = run_world(SwarmText{
      .peers = seed_text + "," + leecher_text("l", R"("leave": { "after_complete": "7 s" })"), .more = plain}
                                    .json());
  CHECK(peer_called(later, "l").left == *part_of(later, "l").completed + 7s);
  const std::string seed =
      R"({ "id": "seed", "has": ["file"], "send": ["file"], "leave": { "after_copies": 1.5 } })";
  const World copies = run_world(
      SwarmText{.peers = seed + R"(, { "id": "l", "count": 8, "download": ["file"] })", .more = plain}
          .json());
  CHECK(peer_called(copies, "seed").presence == Presence::gone);
  const std::int64_t uploaded = part_of(copies, "seed").torrent->totals().uploaded;
  CHECK(uploaded >= content_bytes * 3 / 2);
  // The one block that passed the mark, and what other directions were given in the same instant.
  CHECK(uploaded < content_bytes * 3 / 2 + 8 * 16'384);
}

TEST_CASE("of several reasons to leave the first one counts, and a departure that is void keeps no run going",
          "[world]") {
  const auto world_with = [](const std::string& leave, const std::string& timeline) {
    return run_world(
        SwarmText{.peers = seed_text + "," + leecher_text("l", R"("leave": )" + leave) +
                           R"(, { "id": "m", "download": [{ "file": "file", "after": "60 s" }] })",
                  .timeline = timeline,
                  .more = plain}
            .json());
  };
  // m's download begins when l has completed: l uploads about half of it, long before its hour is over.
  const World copies = world_with(R"({ "after_complete": "1 h", "after_copies": 0.25 })", "");
  CHECK(peer_called(copies, "l").presence == Presence::gone);
  CHECK(peer_called(copies, "l").left > sim_start + 60s);
  CHECK(peer_called(copies, "l").left < sim_start + 70s);
  CHECK(copies.now() == *part_of(copies, "m").completed);
  const World told = world_with(R"({ "after_complete": "1 h" })", said("30 s", "l", "exit"));
  CHECK(told.now() == *part_of(told, "m").completed);
}

TEST_CASE("what a peer holds at the start it neither asks for nor counts as received", "[world]") {
  World world = make_world(SwarmText{
      .peers = R"({ "id": "p", "count": 4, "has": [{ "file": "file", "pieces": { "partition": true } }],
                    "download": ["file"] })",
      .more = plain}
                               .json());
  CHECK(run_checked(world) > 0);
  CHECK(world.counters().completed == 4);
  CHECK(world.content_matches());
  for (const Participant& peer : world.participants()) {
    const Participation& part = peer.torrents.front();
    CHECK(part.bytes_at_start == content_bytes / 4);
    CHECK(part.torrent->totals().downloaded - part.torrent->totals().wasted == content_bytes * 3 / 4);
    CHECK_FALSE(part.torrent->started_complete());
  }
}

TEST_CASE("a download may begin some time after its peer's arrival", "[world]") {
  const World world = run_world(SwarmText{.peers = seed_text + R"(, { "id": "l", "arrive": { "at": "3 s" },
                                  "download": [{ "file": "file", "after": "5 s" }] })"}
                                    .json());
  CHECK(part_of(world, "l").download_started == sim_start + 8s);
  CHECK(part_of(world, "l").completed.has_value());
}

TEST_CASE("slots of a session are shared by its contents", "[world]") {
  World world = make_world(R"({ "format": "swarmsim/scenario/1", "name": "test", "stop": { "at": "1 h" },
    "content": [{ "name": "f", "size": "1 MiB" }, { "name": "g", "size": "1 MiB" }],
    "peers": [
      { "id": "seed", "has": ["f", "g"], "send": ["f", "g"],
        "client": { "unchoke_slots": { "per": "session", "slots": 2 } } },
      { "id": "a", "count": 3, "download": ["f"] }, { "id": "b", "count": 3, "download": ["g"] }] })");
  const Participant& seed = world.participants()[0];
  std::uint32_t most = 0;
  bool both = false;
  while (world.step()) {
    if (world.next_time() == world.now()) continue;  // inside an instant
    most = std::max(most, served_by(seed));
    both = both || (seed.torrents[0].torrent->totals().uploaded > 0 &&
                    seed.torrents[1].torrent->totals().uploaded > 0);
  }
  CHECK(most == 2);
  CHECK(both);
  CHECK(world.counters().completed == 6);
}

TEST_CASE("a link that changes carries its old rate before and its new one after", "[world]") {
  const World world = run_world(
      SwarmText{.peers = seed_text + "," + leecher_text("l"),
                .content = R"({ "name": "file", "size": "4 MB", "piece": "64 KiB", "data": "none" })",
                .timeline = said("2 s", "world", "link seed up=500kB/s"),
                .more = plain}
          .json());
  // 2 MB in the first two seconds, the rest at half the rate; the start takes some round trips.
  const Duration took = *part_of(world, "l").completed - sim_start;
  CHECK(took > 6s);
  CHECK(took < 6300ms);
  CHECK(peer_called(world, "seed").rates_changed);
}

TEST_CASE("choke rounds count from the arrival, or from a moment of chance before it", "[world]") {
  const std::string phase = GENERATE(R"("at_arrival")", R"("random")");
  World world = make_world(SwarmText{.peers = seed_text + "," + leecher_text("l"),
                                     .more = R"("client": { "start_phase": )" + phase + "}",
                                     .stop = R"("at": "2 min", "when": "never")"}
                               .json());
  Duration first{-1};
  for (const Record& record : record_rest(world)) {
    if (record.kind != RecordKind::choke_round || record.from != PeerId{0}) continue;
    const Duration offset = (record.time - sim_start) % 10s;
    if (first < Duration{}) first = offset;
    CHECK(offset == first);
  }
  CHECK((first == Duration{}) == (phase == R"("at_arrival")"));
}

}  // namespace swarmsim::life_test
