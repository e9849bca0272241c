// What was sent is what arrived, counted in several ways; and the bytes are the right ones.

#include <array>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::accounting_test {

namespace {

/// Three groups, one of which leaves in the middle; ends complete but for those.
SwarmText lively_swarm() {
  return {.peers = R"({ "id": "seed", "count": 2, "has": ["file"], "send": ["file"] },
                      { "id": "l", "count": 6, "download": ["file"] },
                      { "id": "m", "count": 3, "download": ["file"], "leave": "on_complete" })",
          .content = R"({ "name": "file", "size": "1000001 B", "piece": "64 KiB" })",
          .timeline = said("2 s", "l-2", "exit") + "," + said("2500 ms", "seed-2", "exit")};
}

}  // namespace

TEST_CASE("who completes has received every block once, and what came twice is counted as wasted",
          "[world]") {
  const World world = run_world(lively_swarm().json());
  REQUIRE(world.counters().completed == 8);
  const Geometry& geometry = world.contents()[0].geometry;
  for (const Participant& peer : world.participants()) {
    const Participation& part = peer.torrents.front();
    const TransferTotals& totals = part.torrent->totals();
    CAPTURE(peer.name);
    if (part.completed) {
      CHECK(totals.blocks == geometry.blocks_total());
      CHECK(totals.downloaded - totals.wasted == geometry.size);
      CHECK(part.bytes_held == geometry.size);
    } else {
      std::int64_t in_pieces = 0;
      for (PieceIndex piece = 0; piece < geometry.pieces(); ++piece) {
        if (part.torrent->have().test(piece)) in_pieces += geometry.blocks_in(piece);
      }
      CHECK(totals.blocks >= (part.torrent->started_complete() ? 0 : in_pieces));
    }
    CHECK(totals.downloaded >= part.bytes_held - part.bytes_at_start);
  }
}

TEST_CASE("what arrives was sent: uploads cover downloads, group by group", "[world]") {
  World world = make_world(lively_swarm().json());
  const auto records = record_rest(world);
  std::int64_t uploaded = 0;
  std::int64_t downloaded = 0;
  for (const Participant& peer : world.participants()) {
    uploaded += peer.torrents.front().torrent->totals().uploaded;
    downloaded += peer.torrents.front().torrent->totals().downloaded;
  }
  CHECK(uploaded >= downloaded);

  std::int64_t delivered = 0;
  std::int64_t read = 0;
  std::int64_t cut = 0;
  for (const Record& record : records) {
    if (record.kind != record_kind(MessageKind::block)) continue;
    const auto bytes = static_cast<std::int64_t>(record.b);
    ((record.flags & record_cut) != 0 ? cut : delivered) += bytes;
    read += record.flags == 0 ? bytes : 0;
  }
  CHECK(read == downloaded);
  CHECK(delivered + cut == uploaded);
  const auto matrix = world.bytes_between_groups();
  REQUIRE(matrix.size() == 9);
  CHECK(std::accumulate(matrix.begin(), matrix.end(), std::int64_t{0}) == read);
  for (const std::size_t to_seeds : {0U, 3U, 6U}) CHECK(matrix[to_seeds] == 0);
  CHECK(matrix[1] > 0);
  CHECK(matrix[5] > 0);
}

TEST_CASE("every message is recorded once: read, unread or cut", "[world]") {
  World world = make_world(lively_swarm().json());
  const auto records = record_rest(world);
  std::map<std::pair<PeerId, PeerId>, std::set<std::uint32_t>> ordinals;
  std::map<std::pair<PeerId, PeerId>, SimTime> last;
  decltype(Counters::messages) delivered{};
  std::uint64_t cut = 0;
  for (const Record& record : records) {
    if (!is_message(record.kind)) continue;
    const std::pair direction(record.from, record.to);
    CHECK(ordinals[direction].insert(record.ordinal).second);
    const bool is_cut = (record.flags & record_cut) != 0;
    CHECK((is_cut || record.sent < record.time));  // nothing arrives in the instant in which it was sent,
    CHECK(record.sent >= last[direction]);         // and nothing overtakes
    last[direction] = record.sent;
    ++(is_cut ? cut : delivered[static_cast<std::size_t>(record.kind)]);
  }
  // Nobody connects twice in so short a run, so a direction's ordinals have no gap.
  for (const auto& [direction, seen] : ordinals) CHECK(*seen.rbegin() + 1 == seen.size());
  CHECK(delivered == world.counters().messages);
  CHECK(cut == world.counters().cut_messages);
}

TEST_CASE("counters are those of the records", "[world]") {
  World world = make_world(lively_swarm().json());
  std::map<RecordKind, std::uint64_t> count;
  for (const Record& record : record_rest(world)) ++count[record.kind];
  const Counters& counters = world.counters();
  CHECK(count[RecordKind::announced] == counters.announces);
  CHECK(count[RecordKind::connected] == counters.connections);
  CHECK(count[RecordKind::refused] == counters.refused);
  CHECK(count[RecordKind::download_completed] == counters.completed);
  CHECK(count[RecordKind::choke_round] == counters.choke_rounds);
  CHECK(count[RecordKind::arrived] == world.participants().size());
  CHECK(count[RecordKind::piece_failed] == 0);
  CHECK(counters.unchokes >= counters.optimistic);
  CHECK(counters.unchokes > 0);
}

TEST_CASE("a piece is announced to every neighbour", "[world]") {
  // Seven peers that all know each other from the first piece on: the last `have` may be under way.
  World world =
      make_world(SwarmText{.peers = seed_text + R"(, { "id": "l", "count": 6, "download": ["file"] })",
                           .timeline = said("60 s", "tracker", "list"),
                           .more = R"("network": { "latency": "1 ms", "up": "1 Mbit/s" })"}
                     .json());
  std::map<PeerId, std::map<PeerId, std::set<std::uint64_t>>> told;  // by teller, listener
  std::map<PeerId, std::uint64_t> gained;
  for (const Record& record : record_rest(world)) {
    if (record.kind == RecordKind::piece_completed) ++gained[record.from];
    if (record.kind == record_kind(MessageKind::have)) told[record.from][record.to].insert(record.a);
  }
  REQUIRE(world.counters().completed == 6);
  for (const auto& [teller, listeners] : told) {
    CHECK(gained[teller] == 16);
    CHECK(listeners.size() == 6);
    for (const auto& [listener, pieces] : listeners) CHECK(pieces.size() == 16);
  }
}

TEST_CASE("what is downloaded is what was sent, byte by byte", "[world]") {
  const World world =
      run_world(SwarmText{.peers = R"({ "id": "s", "has": ["a", "b"], "send": ["a", "b"] },
                            { "id": "l", "count": 4, "download": ["a", "b"] },
                            { "id": "m", "count": 2, "download": ["b"], "leave": "on_complete" })",
                          .content = R"({ "name": "a", "size": "777777 B", "piece": "64 KiB" },
                              { "name": "b", "size": "300001 B", "piece": "32 KiB" })"}
                    .json());
  CHECK(world.counters().completed == 10);
  CHECK(world.content_matches());
  for (const Participant& peer : world.participants()) {
    for (const Participation& part : peer.torrents) {
      const ContentInfo& content = world.contents()[index_of(part.torrent->content())];
      CHECK(part.torrent->store().equals_original(content));
    }
  }
  CHECK(world.contents()[0].key != world.contents()[1].key);
}

TEST_CASE("a first copy is out when every piece has reached somebody", "[world]") {
  World world = make_world(
      SwarmText{.peers = seed_text + R"(, { "id": "l", "count": 5, "download": ["file"] })"}.json());
  std::map<std::uint64_t, SimTime> first;
  for (const Record& record : record_rest(world)) {
    if (record.kind == RecordKind::piece_completed) first.emplace(record.b, record.time);
  }
  REQUIRE(first.size() == 16);
  SimTime last{};
  for (const auto& [piece, at] : first) last = std::max(last, at);
  CHECK(world.content_state(ContentId{0}).first_copy_out == last);
}

}  // namespace swarmsim::accounting_test
