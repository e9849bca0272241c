// Clients that ask for ranges, in whole worlds: closed forms on the ideal network, losses, other clients.

#include "sim/peer/range_client.hpp"

#include <chrono>

#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::range_client_test {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

constexpr std::int64_t mebi = 1'048'576;
/// What a byte takes over an owner's uplink of 8 Mbit/s.
constexpr Duration byte_time = 1us;
constexpr Duration latency = 10ms;

constexpr Duration bytes(std::int64_t count) { return byte_time * count; }
/// The datagrams of a range, without its end marker.
constexpr Duration range_time(std::int64_t size) { return bytes(size + 112 * ((size + 4'095) / 4'096)); }
/// Four latencies until the tracker has answered; a connection; the size; the request and the way back.
constexpr Duration until_first_byte =
    4 * latency + 4 * latency + bytes(60) + 4 * latency + bytes(85) + 4 * latency;

std::string owner_text(const std::string& id, const std::string& more = "") {
  return R"({ "id": ")" + id + R"(", "has": ["file"], "send": ["file"])" + (more.empty() ? "" : ", " + more) +
         " }";
}
/// Arrives a second late, so that the tracker knows the owners, and has no uplink to wait for.
std::string asker_text(const std::string& id, const std::string& at = "1 s") {
  return leecher_text(id, R"("link": { "up": "unlimited" }, "arrive": { "at": ")" + at + R"(" })");
}

struct Ranges {
  std::string peers;
  std::string size = "1 MiB";
  std::string timeline{};
  std::string stop = R"("at": "10 min")";
  std::string more{};

  std::string json() const {
    return SwarmText{.peers = peers,
                     .content = R"({ "name": "file", "size": ")" + size + R"(", "piece": "64 KiB" })",
                     .timeline = timeline,
                     .more = R"("client": "vbittorrent", "network": { "up": "8 Mbit/s",
                               "down": "unlimited", "latency": "10 ms", )" +
                             ideal_text + " }" + more,
                     .stop = stop}
        .json();
  }
  Scenario scenario() const { return load_swarm(json()); }
};

World checked(World world) {
  run_checked_every(world, 50ms);
  return world;
}
World played(const Ranges& ranges, std::uint64_t seed = 1) {
  return checked(World(ranges.scenario(), seed, Registry::standard()));
}
/// The program itself: what is lost stays lost, and who has downloaded does not serve.
World played_literally(const Ranges& ranges) {
  Scenario scenario = ranges.scenario();
  for (GroupSpec& group : scenario.groups) {
    group.client.retry.emplace(std::nullopt);
    group.client.serve_after_download = false;
  }
  return checked(World(scenario, 1, Registry::standard()));
}

Duration duration_of(const World& world, std::string_view name) {
  const Participation& part = part_of(world, name);
  REQUIRE(part.completed);
  return *part.completed - *part.download_started;
}
std::uint64_t messages(const World& world, MessageKind kind) {
  return world.counters().messages[static_cast<std::size_t>(kind)];
}
std::int64_t uploaded(const World& world, std::string_view name) {
  return part_of(world, name).torrent->totals().uploaded;
}

TEST_CASE("one owner sends the whole file at its full uplink, after the round trips", "[ranges]") {
  const World world = played({.peers = owner_text("owner") + "," + asker_text("asker")});
  CHECK(duration_of(world, "asker") == until_first_byte + range_time(mebi));
  CHECK(messages(world, MessageKind::size_request) == 1);
  CHECK(messages(world, MessageKind::range_request) == 1);
  CHECK(messages(world, MessageKind::range_data) == 256);
  CHECK(world.content_matches());
  const TransferTotals& totals = part_of(world, "asker").torrent->totals();
  CHECK(totals.downloaded == mebi);
  CHECK(totals.blocks == 64);  // of 16 KiB, though datagrams are smaller
  CHECK(totals.wasted_blocks == 0);
  CHECK(world.bytes_between_groups()[1] == mebi);
}

TEST_CASE("an owner serves its askers one after another, in order of arrival", "[ranges]") {
  const World world = played({.peers = owner_text("owner") + "," + asker_text("first") + "," +
                                       asker_text("second") + "," + asker_text("third", "1001 ms")});
  const Duration one = range_time(mebi) + bytes(110);  // with its end marker
  const Duration first = until_first_byte + range_time(mebi);
  CHECK(duration_of(world, "first") == first);
  CHECK(duration_of(world, "second") == first + one);
  CHECK(duration_of(world, "third") + 1ms == first + 2 * one);
  CHECK(world.content_matches());
}

TEST_CASE("an asker that leaves is forgotten, and the next one is served", "[ranges]") {
  const auto who = GENERATE(as<std::string>(), "first", "second");  // who is served, who waits
  const World world = played({.peers = owner_text("owner") + "," + asker_text("first") + "," +
                                       asker_text("second") + "," + asker_text("third", "1010 ms"),
                              .timeline = said("1500 ms", who, "exit")});
  CHECK(world.counters().aborted == 1);
  CHECK(world.counters().completed == 2);
  const Duration third = duration_of(world, "third") + 10ms;
  if (who == "second") {
    CHECK(third == until_first_byte + 2 * range_time(mebi) + bytes(110));
  } else {
    // The owner hears of it at 1.52 s and has up to 100 ms of datagrams in its access queue.
    const Duration after = third - (520ms + 2 * range_time(mebi) + bytes(110) + 2 * latency);
    CHECK(after > 0ms);
    CHECK(after < 105ms);
  }
}

TEST_CASE("three owners send a third each, at once", "[ranges]") {
  const World world =
      played({.peers = owner_text("o", R"("count": 3)") + "," + asker_text("asker"), .size = "3 MiB"});
  // The two that did not tell the size are connected to when it is known.
  CHECK(duration_of(world, "asker") == until_first_byte + 4 * latency + bytes(60) + range_time(mebi));
  for (const char* name : {"o-1", "o-2", "o-3"}) CHECK(uploaded(world, name) == mebi);
  CHECK(messages(world, MessageKind::size_request) == 1);
  CHECK(world.content_matches());
}

TEST_CASE("ranges end where the rounded share does, and leave nothing out", "[ranges]") {
  const World world =
      played({.peers = owner_text("o", R"("count": 3)") + "," + asker_text("asker"), .size = "100001 B"});
  const auto& client = dynamic_cast<const RangeClient&>(*part_of(world, "asker").torrent);
  REQUIRE(client.ranges().size() == 3);
  const std::int64_t ends[] = {33'334, 66'667, 100'001};  // 33,333.67 and 66,667.33
  for (const RangeClient::Range& range : client.ranges()) CHECK(range.end == ends[range.part]);
  CHECK(client.totals().blocks == 7);
  CHECK(world.content_matches());
}

TEST_CASE("an owner is not asked for a range without a byte", "[ranges]") {
  const World world =
      played({.peers = owner_text("o", R"("count": 3)") + "," + asker_text("asker"), .size = "2 B"});
  CHECK(messages(world, MessageKind::range_request) == 2);
  CHECK(world.counters().completed == 1);
  CHECK(world.content_matches());
}

TEST_CASE("of four owners the three of the best scores are used, as last announced", "[ranges]") {
  const World world = played(
      {.peers = owner_text("o", R"("count": 4)") + R"(, { "id": "asker", "link": { "up": "unlimited" } },
                       { "id": "early", "link": { "up": "unlimited" } })",
       .size = "3 MiB",
       .timeline = said("1 s", "early", "download file") + "," + said("40 s", "early", "exit") + "," +
                   said("50 s", "asker", "download file")},
      GENERATE(range(1U, 7U)));
  // `early` used three of equal score; the fourth sent nothing and is the one left out again.
  int idle = 0;
  for (const char* name : {"o-1", "o-2", "o-3", "o-4"}) {
    CHECK((uploaded(world, name) == 0 || uploaded(world, name) == 2 * mebi));
    idle += uploaded(world, name) == 0 ? 1 : 0;
  }
  CHECK(idle == 1);
  CHECK(world.counters().completed == 2);
}

TEST_CASE("the best owner is asked for the size and the first range", "[ranges]") {
  // A score is what was sent of any content: `best` alone has sent another one.
  const std::string json =
      SwarmText{.peers = owner_text("a") + "," + owner_text("b") + R"(,
              { "id": "best", "has": ["file", "other"], "send": ["file", "other"] },
              { "id": "early", "download": ["other"], "arrive": { "at": "1 s" } },
              { "id": "asker", "download": ["file"], "arrive": { "at": "60 s" } })",
                .content = R"({ "name": "file", "size": "1 MiB" }, { "name": "other", "size": "1 MiB" })",
                .more = R"("client": "vbittorrent")"}
          .json();
  const World world = checked(make_world(json, GENERATE(range(1U, 5U))));
  REQUIRE(world.counters().completed == 2);
  const auto& client = dynamic_cast<const RangeClient&>(*part_of(world, "asker").torrent);
  REQUIRE(client.ranges().size() == 3);
  for (const RangeClient::Range& range : client.ranges()) {
    CHECK((range.part == 0) == (range.owner == world.find_peer("best")));
  }
}

TEST_CASE("the number of owners is the client's to say", "[ranges]") {
  Scenario scenario =
      Ranges{.peers = owner_text("o", R"("count": 6)") + "," + asker_text("asker"), .size = "3 MiB"}
          .scenario();
  const auto owners = GENERATE(1U, 2U, 5U);
  for (GroupSpec& group : scenario.groups) group.client.owners = owners;
  const World world = checked(World(scenario, 1, Registry::standard()));
  CHECK(messages(world, MessageKind::range_request) == owners);
  CHECK(world.content_matches());
}

TEST_CASE("a lost owner's rest is asked of others after a while; the program waits for ever", "[ranges]") {
  const Duration retry = GENERATE(Duration(30s), Duration(5s));
  // At 1.7 s about half of the megabyte of each owner has arrived.
  const Ranges ranges{.peers = owner_text("o", R"("count": 3)") + "," + asker_text("asker"),
                      .size = "3 MiB",
                      .timeline = said("1700 ms", "o-2", "exit")};
  Scenario scenario = ranges.scenario();
  for (GroupSpec& group : scenario.groups) group.client.retry = retry;
  const World ours = checked(World(scenario, 1, Registry::standard()));
  CHECK(ours.counters().completed == 1);
  CHECK(ours.content_matches());
  CHECK(part_of(ours, "asker").torrent->totals().downloaded == 3 * mebi);  // nothing came twice
  CHECK(uploaded(ours, "o-1") + uploaded(ours, "o-2") + uploaded(ours, "o-3") == 3 * mebi);
  CHECK(uploaded(ours, "o-2") < mebi);
  CHECK(messages(ours, MessageKind::range_request) == 4);
  // The goodbye comes behind the datagrams that were handed over; later the tracker, connection and request,
  // then the rest.
  const std::int64_t rest = mebi - uploaded(ours, "o-2");
  const SimTime completed = *part_of(ours, "asker").completed;
  const SimTime heard =
      completed - range_time(rest) - (4 * latency + 4 * latency + bytes(60) + 4 * latency) - retry;
  CHECK(heard > sim_start + 1700ms + 2 * latency);
  CHECK(heard < sim_start + 1700ms + 2 * latency + 200ms);  // behind what the access queue held

  const World literal = played_literally(ranges);
  CHECK(literal.counters().completed == 0);
  CHECK(literal.end_reason() == EndReason::time);
  const Participation& waiting = part_of(literal, "asker");
  CHECK(waiting.torrent->wants_more());
  CHECK(waiting.torrent->totals().downloaded == 2 * mebi + uploaded(literal, "o-2"));
}

TEST_CASE("while nobody is left to ask, it asks the tracker again and again", "[ranges]") {
  const World world =
      played({.peers = owner_text("owner") + "," + asker_text("asker") + "," +
                       owner_text("late", R"("arrive": { "at": "100 s" })"),
              .timeline = said("1500 ms", "owner", "exit") + "," + said("99 s", "tracker", "fileinfo file")});
  // Lost at about 1.6 s: asked in vain at 31, 61 and 91 s, with success at 121 s.
  CHECK(world.counters().completed == 1);
  CHECK(*part_of(world, "asker").completed > sim_start + 121s);
  CHECK(*part_of(world, "asker").completed < sim_start + 124s);
  CHECK(uploaded(world, "owner") + uploaded(world, "late") == mebi);
  CHECK(lines_of(world, 1).size() == 1);  // it stays known, by its heartbeat
  CHECK(world.content_matches());
}

TEST_CASE("an owner that leaves before it told the size is a lost one too", "[ranges]") {
  // The connection is open at 1.08 s, the answer would be there at 1.12 s.
  const Ranges ranges{.peers = owner_text("owner") + "," + asker_text("asker") + "," +
                               owner_text("late", R"("arrive": { "at": "10 s" })"),
                      .timeline = said("1095 ms", "owner", "exit")};
  CHECK(played(ranges).counters().completed == 1);
  CHECK(played_literally(ranges).counters().completed == 0);
}

TEST_CASE("without an owner the download ends, and may be said again", "[ranges]") {
  const World world = played(
      {.peers = R"({ "id": "asker" }, { "id": "owner", "has": ["file"] })",
       .timeline = said("1 s", "asker", "download file") + "," + said("2 s", "tracker", "fileinfo file") +
                   "," + said("3 s", "owner", "send file") + "," + said("4 s", "asker", "download file")});
  CHECK(lines_of(world, 0) ==
        Lines{"You are now DOWNLOADING the file file", "No other peer has the file file"});
  CHECK(lines_of(world, 1) == Lines{"No information found for file: file"});  // nor is the asker noted
  CHECK(lines_of(world, 3) ==
        Lines{"You are now DOWNLOADING the file file", "The file file has been downloaded and saved"});
  CHECK(world.counters().aborted == 1);
  CHECK(world.counters().completed == 1);
  CHECK(world.end_reason() == EndReason::idle);
}

TEST_CASE("a run is over when the last download was given up", "[ranges]") {
  const World world = played({.peers = R"({ "id": "asker" })",
                              .timeline = said("1 s", "asker", "download file"),
                              .stop = R"("at": "10 min", "when": "all_complete")"});
  CHECK(world.end_reason() == EndReason::all_complete);
  CHECK(world.now() == sim_start + 1s + 4 * latency + bytes(500));  // with the tracker's answer
  CHECK(lines_of(world, 0).back() == "No other peer has the file file");
  CHECK(world.counters().aborted == 1);
}

TEST_CASE("who has downloaded serves, in the program only when told to", "[ranges]") {
  const Ranges ranges{
      .peers = owner_text("owner") + "," + asker_text("first") + "," + asker_text("second", "20 s"),
      .timeline = said("10 s", "owner", "exit") + "," + said("15 s", "first", "send file")};
  const World ours = played(ranges);
  CHECK(lines_of(ours, 1) == Lines{"You are already in SEND mode"});
  CHECK(uploaded(ours, "first") == mebi);
  const World told = played_literally(ranges);
  CHECK(lines_of(told, 1) == Lines{"You are now in SEND mode"});
  CHECK(uploaded(told, "first") == mebi);
  CHECK(told.counters().completed == 2);

  Ranges silent = ranges;
  silent.timeline = said("10 s", "owner", "exit") + "," + said("15 s", "tracker", "fileinfo file");
  const World untold = played_literally(silent);
  // It stands as a seeder with the tracker, and whoever asks it is refused and waits for ever.
  CHECK(lines_of(untold, 1).front().ends_with("status: seeder"));
  CHECK(untold.counters().completed == 1);
  CHECK(untold.counters().refused == 1);
  CHECK(untold.end_reason() == EndReason::time);
}

TEST_CASE("it announces itself every 20 s, whatever the tracker's interval", "[ranges]") {
  const World world = played({.peers = owner_text("owner"), .stop = R"("at": "61 s", "when": "never")"});
  CHECK(world.counters().announces == 4);
  // Complete and not serving it is known all the same, until it leaves.
  const World literal = played_literally(
      {.peers = owner_text("owner") + "," + asker_text("asker"),
       .timeline = said("90 s", "owner", "exit") + "," + said("200 s", "tracker", "scrape file") + "," +
                   said("201 s", "asker", "exit") + "," + said("202 s", "tracker", "scrape file"),
       .more = R"(, "tracker": { "expire": "22 s" })"});
  CHECK(std::get<ScrapeCounts>(literal.results()[1].answer.value).seeders == 1);
  CHECK(std::get<ScrapeCounts>(literal.results()[3].answer.value).seeders == 0);
}

TEST_CASE("clients of another protocol refuse, and are refused", "[ranges]") {
  const std::string wire = R"("client": "bep3")";
  // By its score the one that refuses is always the best.
  const World world = played(
      {.peers = owner_text("wire", wire) + "," + asker_text("asker") + "," +
                leecher_text("leecher", wire + R"(, "arrive": { "at": "1 s" }, "leave": "on_complete")") +
                "," + owner_text("owner", R"("arrive": { "at": "20 s" })"),
       .more = R"(, "tracker": { "interval": "10 s" })"});
  CHECK(world.counters().completed == 2);
  CHECK(world.counters().refused >= 2);
  CHECK(uploaded(world, "wire") == mebi);   // to the leecher
  CHECK(uploaded(world, "owner") == mebi);  // to the asker, and only after the refusal
  // First it has nobody else; at 31 s the other tells the size and sends its half; at 61 s it is the turn of
  // the best again; at 91 s of the other.
  CHECK(*part_of(world, "asker").completed > sim_start + 91s);
  CHECK(*part_of(world, "asker").completed < sim_start + 93s);
  CHECK(world.content_matches());
}

TEST_CASE("a refusal is noticed at once, and answered when it is time", "[ranges]") {
  Scenario scenario = Ranges{.peers = owner_text("wire", R"("client": "bep3")") + "," + asker_text("asker"),
                             .stop = R"("at": "13 s", "when": "never")"}
                          .scenario();
  for (GroupSpec& group : scenario.groups) group.client.retry = Duration(5s);
  const World world = checked(World(scenario, 1, Registry::standard()));
  // Both start; then the asker is refused at 1.08 s, 6.16 s and 11.24 s.
  CHECK(world.counters().announces == 4);
  CHECK(world.counters().refused == 3);
}

/// Everything at once: owners that leave, come and compete; a client of another protocol.
std::string busy_ranges() {
  return Ranges{.peers = owner_text("o", R"("count": 4, "link": { "up": "1 Mbit/s" })") + "," +
                         owner_text("wire", R"("client": "bep3")") + R"(, { "id": "crowd", "count": 12,
                           "download": ["file"], "leave": "on_complete",
                           "arrive": { "every": "900 ms", "at": "1 s" } },
                         { "id": "stays", "count": 3, "download": ["file"], "arrive": { "at": "4 s" } })",
                .size = "777777 B",
                .timeline = said("3 s", "o-1", "exit") + "," + said("5 s", "crowd-4", "exit") + "," +
                            said("9 s", "o-2", "exit")}
      .json();
}

TEST_CASE("a busy swarm keeps the rules at every instant, with losses and windows", "[ranges]") {
  Scenario scenario = load_swarm(busy_ranges());
  const auto kind = GENERATE(TcpKind::none, TcpKind::aimd);
  scenario.network.tcp = kind;
  if (kind == TcpKind::aimd) scenario.network.segment = {};
  World world(scenario, GENERATE(1U, 2U, 3U), Registry::standard());
  run_checked(world);
  CHECK(world.counters().completed == 14);
  CHECK(world.counters().aborted == 1);
  CHECK(world.counters().refused > 0);
  CHECK(world.content_matches());
}

TEST_CASE("a copied world of ranges ends as the original does", "[ranges]") {
  World whole = make_world(busy_ranges());
  const auto records = record_rest(whole);
  const std::uint64_t tenth = whole.counters().events / 10;
  for (std::uint64_t copied_at = tenth; copied_at < whole.counters().events; copied_at += tenth) {
    World original = make_world(busy_ranges());
    while (original.counters().events < copied_at) original.step();
    World copy = original;
    copy.run();
    CHECK(copy.fingerprint() == whole.fingerprint());
    original.run();
    CHECK(original.fingerprint() == whole.fingerprint());
  }
  CHECK(records.size() == whole.records());
}

}  // namespace
}  // namespace swarmsim::range_client_test
