// Downloads of some files of a content, and the partial seeds that they become (BEP 21).

#include <algorithm>
#include <string>

#include "sim/fuzz/made_files.hpp"
#include "sim/peer/torrent.hpp"
#include "sim/scenario/known_names.hpp"
#include "sim/scenario/load.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::partial_seed_test {

namespace {

/// 33,333, 100,000 and 166,667 bytes, called 0, 1 and 2, in 19 pieces: 0 ends in piece 2, 1 in piece 8.
constexpr const char* made_album = R"({ "name": "file", "path": "made/7-300000-3", "piece": "16 KiB" })";

/// A world of made files, and the scenario that has their bytes.
struct Played {
  LoadResult loaded;
  World world;

  explicit Played(const SwarmText& text, Mode mode = Mode::fast)
      : loaded(load_scenario(text.json(), "test.json", known_names(Registry::standard()),
                             {read_made_file, {}, list_made_files})),
        world(loaded.scenario, 1, Registry::standard(), mode) {
    for (const Diagnostic& problem : loaded.problems) UNSCOPED_INFO(format_diagnostic(problem));
    REQUIRE(loaded.problems.empty());
  }
};

SwarmText album(const std::string& client, const std::string& peers, const std::string& timeline = "") {
  SwarmText text;
  text.content = made_album;
  text.peers = seed_text + "," + peers;
  text.timeline = timeline;
  text.more = R"("client": ")" + client + "\"";
  text.stop = R"("at": "10 min", "when": "never")";
  return text;
}

std::string wants(const std::string& id, const std::string& keys, const std::string& more = "") {
  return R"({ "id": ")" + id + R"(", "download": [{ "file": "file", )" + keys + "}]" + more + " }";
}

std::uint32_t pieces_of(const World& world, const std::string& name) {
  return part_of(world, name).torrent->have().count();
}

std::size_t count_kind(const std::vector<Record>& records, RecordKind kind) {
  return static_cast<std::size_t>(
      std::count_if(records.begin(), records.end(), [kind](const Record& one) { return one.kind == kind; }));
}

const std::string three = wants("a", R"("wanted": ["0"])") + "," + wants("b", R"("unwanted": ["0", "1"])") +
                          "," + leecher_text("c");

}  // namespace

TEST_CASE("a download of some files ends with their pieces, and every client knows how", "[partial]") {
  for (const char* client : {"bep3", "libtorrent-2.0", "transmission-3.00", "aria2-1.36"}) {
    CAPTURE(client);
    Played played(album(client, three));
    run_checked(played.world);
    CHECK(pieces_of(played.world, "a") == 3);
    CHECK(pieces_of(played.world, "b") == 11);
    CHECK(pieces_of(played.world, "c") == 19);
    for (const char* name : {"a", "b", "c"}) CHECK(part_of(played.world, name).completed.has_value());
    CHECK(part_of(played.world, "a").torrent->is_partial_seed());
    CHECK_FALSE(part_of(played.world, "c").torrent->is_partial_seed());
    CHECK(played.world.content_matches());
    CHECK(part_of(played.world, "a").torrent->totals().blocks == 3);
  }
}

TEST_CASE("both makes of a world agree on partial seeds", "[partial]") {
  Played fast(album("libtorrent-2.0", three));
  Played plain(album("libtorrent-2.0", three), Mode::reference);
  fast.world.run();
  plain.world.run();
  CHECK(fast.world.fingerprint() == plain.world.fingerprint());
}

TEST_CASE("a partial seed serves what it has to who wants it", "[partial]") {
  // The seed leaves: of file 1 a holds all there is.
  const std::string peers = wants("a", R"("wanted": ["1"])") + "," +
                            wants("late", R"("wanted": ["1"])", R"(, "arrive": { "at": "120 s" })");
  Played played(album("libtorrent-2.0", peers, said("100 s", "seed", "exit")));
  run_checked(played.world);
  REQUIRE(part_of(played.world, "a").completed.has_value());
  CHECK(part_of(played.world, "a").torrent->totals().uploaded > 0);
  CHECK(part_of(played.world, "late").completed.has_value());
}

TEST_CASE("partial seeds are leechers of the tracker, but no downloaders, and never complete", "[partial]") {
  const std::string scrapes = said("9 min", "tracker", "scrape file");
  Played played(album("libtorrent-2.0", wants("a", R"("wanted": ["0"])"), scrapes));
  const std::vector<Record> records = record_rest(played.world);
  const auto counts = std::get<ScrapeCounts>(played.world.results()[0].answer.value);
  CHECK(counts.seeders == 1);
  CHECK(counts.leechers == 1);
  CHECK(counts.downloaders == 0);
  CHECK(counts.completed == 0);
  const auto paused = static_cast<std::uint64_t>(AnnounceEvent::paused);
  const auto completed = static_cast<std::uint64_t>(AnnounceEvent::completed);
  const auto announces = [&](std::uint64_t event) {
    return std::count_if(records.begin(), records.end(), [event](const Record& one) {
      return one.kind == RecordKind::announced && one.b == event;
    });
  };
  CHECK(announces(paused) > 0);
  CHECK(announces(completed) == 0);
}

TEST_CASE("who fetches no more says so, and is left by who needs nothing of it", "[partial]") {
  const std::string peers = wants("a", R"("wanted": ["0"])") + "," + wants("b", R"("wanted": ["0"])");
  Played played(album("libtorrent-2.0", peers));
  const std::vector<Record> records = record_rest(played.world);
  CHECK(count_kind(records, record_kind(MessageKind::upload_only)) > 0);
  for (const char* name : {"seed", "a", "b"}) {
    CHECK(part_of(played.world, name).torrent->connections() == 0);
  }
  // Where it is not spoken of, two partial seeds keep their connection.
  Played silent(album("bep3", peers));
  const std::vector<Record> others = record_rest(silent.world);
  CHECK(count_kind(others, record_kind(MessageKind::upload_only)) == 0);
  CHECK(part_of(silent.world, "a").torrent->connections() == 1);
  CHECK(part_of(silent.world, "seed").torrent->connections() == 0);
}

TEST_CASE("who has all that it wants from the start sends that, and downloads nothing", "[partial]") {
  const std::string holder =
      wants("a", R"("wanted": ["0"])", R"(, "has": [{ "file": "file", "pieces": "0-2" }])");
  Played played(album("bep3", holder + "," + wants("b", R"("wanted": ["0"])"), said("0 s", "seed", "exit")));
  run_checked(played.world);
  CHECK_FALSE(part_of(played.world, "a").download_started.has_value());
  CHECK(part_of(played.world, "a").torrent->is_partial_seed());
  CHECK(part_of(played.world, "b").completed.has_value());
  CHECK(part_of(played.world, "a").torrent->totals().uploaded == 3 * 16'384);
}

TEST_CASE("a run is idle when nobody lacks what it wants, whatever else is missing", "[partial]") {
  SwarmText text = album("bep3", wants("a", R"("wanted": ["0"])"));
  text.stop = R"("at": "10 min")";
  Played played(text);
  played.world.run();
  CHECK(played.world.end_reason() == EndReason::idle);
}

}  // namespace swarmsim::partial_seed_test
