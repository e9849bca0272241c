// Downloads that begin with nothing but the info-hash, and fetch the metadata from their neighbours (BEP 9).

#include <algorithm>
#include <string>

#include "sim/peer/torrent.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::magnet_test {

namespace {

/// 1,000 pieces: an info dictionary of 20,000 bytes of hashes and some more, in two pieces.
constexpr const char* long_content =
    R"({ "name": "file", "size": "16000 KiB", "piece": "16 KiB", "data": "none" })";

std::string by_magnet(const std::string& id, const std::string& more = "") {
  return R"({ "id": ")" + id + R"(", "download": [{ "file": "file", "magnet": true }])" +
         (more.empty() ? "" : ", " + more) + " }";
}

SwarmText swarm(const std::string& client, const std::string& peers) {
  SwarmText text;
  text.content = long_content;
  text.peers = seed_text + "," + peers;
  text.more = R"("client": ")" + client + "\"";
  return text;
}

std::vector<Record> of_kind(const std::vector<Record>& records, RecordKind kind) {
  std::vector<Record> found;
  std::copy_if(records.begin(), records.end(), std::back_inserter(found),
               [kind](const Record& one) { return one.kind == kind; });
  return found;
}

}  // namespace

TEST_CASE("by its magnet link a peer fetches the metadata first, and then the content", "[magnet]") {
  for (const char* client : {"libtorrent-2.0", "transmission-3.00", "transmission-4", "aria2-1.36"}) {
    CAPTURE(client);
    World world = make_world(swarm(client, by_magnet("a") + "," + by_magnet("b")).json());
    const std::vector<Record> records = record_rest(world);
    for (const char* name : {"a", "b"}) {
      const Participation& part = part_of(world, name);
      REQUIRE(part.metadata_completed.has_value());
      REQUIRE(part.completed.has_value());
      CHECK(*part.metadata_completed < *part.completed);
    }
    // "d6:lengthi16384000e4:name4:file12:piece lengthi16384e6:pieces20000:" ... "e"
    const std::uint64_t bytes = 67 + 1 + 20'000;
    const auto completed = of_kind(records, RecordKind::metadata_completed);
    REQUIRE(completed.size() == 2);
    CHECK(completed[0].b == bytes);
    const auto pieces = of_kind(records, record_kind(MessageKind::metadata_piece));
    std::uint64_t received = 0;
    for (const Record& one : pieces) received += one.b;
    CHECK(received >= 2 * bytes);
    // Nobody is interested before it knows what there is.
    for (const Record& one : of_kind(records, record_kind(MessageKind::interested))) {
      const Participation& part = world.participants()[index_of(one.from)].torrents[0];
      if (part.metadata_completed) CHECK(one.sent >= *part.metadata_completed);
    }
  }
}

TEST_CASE("the rules hold while metadata is fetched, and both makes of a world agree", "[magnet]") {
  const std::string text =
      swarm("libtorrent-2.0", by_magnet("a") + "," + leecher_text("b") + "," + by_magnet("c")).json();
  World checked = make_world(text);
  run_checked_every(checked, std::chrono::seconds(1));
  World plain(load_swarm(text), 1, Registry::standard(), Mode::reference);
  plain.run();
  CHECK(checked.fingerprint() == plain.fingerprint());
  CHECK(checked.fingerprint() == run_world(text).fingerprint());
}

TEST_CASE("who lacks the metadata itself refuses, and its neighbour waits for one who has it", "[magnet]") {
  SwarmText text = swarm("libtorrent-2.0", by_magnet("a") + "," + by_magnet("b"));
  text.peers = R"({ "id": "seed", "has": ["file"], "send": ["file"], "arrive": { "at": "3 min" } },)" +
               by_magnet("a") + "," + by_magnet("b");
  text.stop = R"("at": "1 h", "when": "all_complete")";
  World world = make_world(text.json());
  const std::vector<Record> records = record_rest(world);
  CHECK_FALSE(of_kind(records, record_kind(MessageKind::metadata_reject)).empty());
  REQUIRE(part_of(world, "a").completed.has_value());
  CHECK(*part_of(world, "a").metadata_completed > sim_start + std::chrono::minutes(3));
}

TEST_CASE("a peer that holds pieces has the metadata already, whatever its download says", "[magnet]") {
  const std::string holder = by_magnet("a", R"("has": [{ "file": "file", "pieces": "0" }])");
  World world = make_world(swarm("libtorrent-2.0", holder).json());
  const std::vector<Record> records = record_rest(world);
  CHECK(of_kind(records, RecordKind::metadata_completed).empty());
  CHECK(part_of(world, "a").completed.has_value());
}

TEST_CASE("without anybody who speaks of metadata there is none", "[magnet]") {
  SwarmText text = swarm("libtorrent-2.0", by_magnet("a"));
  text.peers = R"({ "id": "seed", "client": "bep3", "has": ["file"], "send": ["file"] },)" + by_magnet("a");
  text.stop = R"("at": "10 min")";
  World world = make_world(text.json());
  world.run();
  CHECK_FALSE(part_of(world, "a").metadata_completed.has_value());
  CHECK(part_of(world, "a").torrent->have().none());
}

}  // namespace swarmsim::magnet_test
