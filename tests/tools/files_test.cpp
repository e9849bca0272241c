// Real files through a simulated swarm: path, files_dir and --files-out, compared with sha256sum.

#include <string>

#include <fmt/format.h>

#include "tests/support/catch.hpp"
#include "tests/tools/program.hpp"

namespace swarmsim::files_test {

namespace {

std::string scenario(const std::string& content, const std::string& peers, const std::string& more = "") {
  return R"({ "format": "swarmsim/scenario/1", "name": "files", "stop": { "at": "60 min" },
  "network": { "up": "8 Mbit/s", "down": "8 Mbit/s" },)" +
         content + R"( "peers": )" + peers + more + " }";
}

const std::string nine_leechers =
    R"([{ "id": "seed", "has": ["album"], "send": ["album"] },
        { "id": "p", "count": 9, "download": ["album"] }])";

/// About 3 MB in files of odd sizes, one of them empty.
constexpr const char* make_album =
    "mkdir -p album/cover album/'B side' && seq 1 200000 > album/one.txt && "
    "seq 1 100003 > album/'B side'/zwei.bin && : > album/empty && "
    "head -c 1000001 /dev/urandom > album/cover/ü.raw";
constexpr const char* compare_albums =
    "cd album && find . -type f | sort | xargs -d '\\n' sha256sum > ../sums && cd .. && "
    "for i in 1 2 3 4 5 6 7 8 9; do (cd out/peer_p-$i/album && sha256sum --quiet -c ../../../sums && "
    "test $(find . -type f | wc -l) = 4) || exit 1; done";

}  // namespace

TEST_CASE("a real folder crosses a swarm of ten peers, and every file comes out as it went in", "[files]") {
  const Place place;
  REQUIRE(place.run(make_album).status == 0);
  place.write("s.json", scenario(R"("content": [{ "name": "album", "path": "album", "piece": "64 KiB" }],)",
                                 nine_leechers));
  const Outcome outcome = place.run("\"$P\" run s.json --files-out out -q");
  CAPTURE(outcome.err);
  REQUIRE(outcome.status == 0);
  const Outcome verdict = place.run(compare_albums);
  CAPTURE(verdict.out, verdict.err);
  CHECK(verdict.status == 0);
  CHECK_FALSE(place.exists("out/peer_seed"));
  CHECK(place.run("find out -name '*.part'").out == "");
}

TEST_CASE("the same folder crosses a network that corrupts one block in a hundred", "[files]") {
  const Place place;
  REQUIRE(place.run(make_album).status == 0);
  place.write("s.json",
              scenario(R"("content": [{ "name": "album", "path": "album", "piece": "64 KiB" }],)",
                       nine_leechers, R"(, "expect": [{ "that": "corruption.failed_pieces", "is": "> 0" },
                                 { "that": "completed", "is": "== 9" }])"));
  const Outcome outcome = place.run("\"$P\" run s.json --set network.corrupt='1 in 100' --files-out out -q");
  CAPTURE(outcome.out, outcome.err);
  REQUIRE(outcome.status == 0);
  CHECK(place.run(compare_albums).status == 0);
}

TEST_CASE("a scenario takes size, pieces and hashes from a .torrent, and its bytes from disk", "[files]") {
  const Place place;
  REQUIRE(place.run(make_album).status == 0);
  REQUIRE(place.run("\"$P\" torrent create album -o a.torrent --piece '32 KiB'").status == 0);
  const std::string expect =
      R"(, "expect": [{ "that": "completed", "is": "== 9" },
                      { "that": "content_matches", "is": "== true" }])";
  place.write("s.json",
              scenario(R"("content": [{ "name": "album", "torrent": "a.torrent", "path": "album" }],)",
                       nine_leechers, expect));
  const Outcome outcome = place.run("\"$P\" run s.json --files-out out -q");
  CAPTURE(outcome.out, outcome.err);
  REQUIRE(outcome.status == 0);
  CHECK(place.run(compare_albums).status == 0);
  CHECK(place.run("\"$P\" check --resolved s.json > r.json; \"$P\" run r.json -q").out ==
        place.run("\"$P\" run s.json -q").out);
  // Without its bytes: the same run, of sizes alone.
  place.write("n.json", scenario(R"("content": [{ "name": "album", "torrent": "a.torrent" }],)",
                                 nine_leechers, expect));
  CHECK(place.run("\"$P\" run n.json -q").out == place.run("\"$P\" run s.json -q").out);
}

TEST_CASE("a .torrent of another tool describes the content as well", "[files]") {
  const Place place;
  REQUIRE(place.run(make_album).status == 0);
  REQUIRE(place
              .run("/usr/bin/python3 '" + source_dir() +
                   "/tests/tools/libtorrent_view.py' make album h.torrent 16384 hybrid")
              .status == 0);
  place.write("s.json",
              scenario(R"("content": [{ "name": "album", "torrent": "h.torrent", "path": "album" }],)",
                       nine_leechers));
  const Outcome outcome = place.run("\"$P\" run s.json --files-out out -q");
  CAPTURE(outcome.out, outcome.err);
  REQUIRE(outcome.status == 0);
  CHECK(place.run(compare_albums).status == 0);  // without the padding that hybrids have
}

TEST_CASE("peers' own folders are their stores, and what a peer downloads appears in its folder", "[files]") {
  const Place place;
  REQUIRE(place.run("mkdir -p peer_files/peer_1 && seq 1 99999 > peer_files/peer_1/ASS1.pdf").status == 0);
  place.write("s.json", scenario(R"("files_dir": "peer_files",)", R"([{ "id": "1" }, { "id": "2" }])",
                                 R"(, "timeline": [{ "at": "0 s", "on": "1", "do": "send ASS1.pdf" },
                                     { "at": "1 s", "on": "2", "do": "download ASS1.pdf" }])"));
  const Outcome first = place.run("\"$P\" run s.json --files-out peer_files");
  CAPTURE(first.err);
  REQUIRE(first.status == 0);
  CHECK(has(first.out, "The file ASS1.pdf has been downloaded and saved"));
  CHECK(place.text("peer_files/peer_2/ASS1.pdf") == place.text("peer_files/peer_1/ASS1.pdf"));
  CHECK(has(place.run("\"$P\" run s.json").out, "You already have the file ASS1.pdf"));
  const Outcome resolved = place.run("\"$P\" check --resolved s.json > r.json; \"$P\" run r.json -q");
  CHECK(resolved.out == place.run("\"$P\" run s.json -q").out);
}

TEST_CASE("who wants some files gets those, byte by byte, through pieces that cross their borders",
          "[files]") {
  const Place place;
  REQUIRE(place.run(make_album).status == 0);
  const std::string peers = R"([{ "id": "seed", "has": ["album"], "send": ["album"] },
      { "id": "1", "download": [{ "file": "album", "wanted": ["cover", "empty"], "magnet": true }] },
      { "id": "2", "download": [{ "file": "album", "unwanted": ["cover/ü.raw"] }] }])";
  place.write("s.json", scenario(R"("client": "libtorrent-2.0",
      "content": [{ "name": "album", "path": "album", "piece": "64 KiB" }],)",
                                 peers, R"(, "expect": [{ "that": "content_matches", "is": "== true" }])"));
  const Outcome outcome = place.run("\"$P\" run s.json -q --files-out out; cd out; find . -type f | sort");
  CAPTURE(outcome.err);
  CHECK(
      outcome.out.ends_with("./peer_1/album/cover/ü.raw\n./peer_1/album/empty\n"
                            "./peer_2/album/B side/zwei.bin\n./peer_2/album/empty\n"
                            "./peer_2/album/one.txt\n"));
  CHECK(place.run("cmp album/cover/ü.raw out/peer_1/album/cover/ü.raw").status == 0);
  CHECK(place.run("diff -r album out/peer_2/album").out == "Only in album: cover\n");
  const Outcome resolved = place.run("\"$P\" check --resolved s.json > r.json; \"$P\" run r.json -q");
  CHECK(resolved.out == place.run("\"$P\" run s.json -q").out);
}

TEST_CASE("members of a group have folders too", "[files]") {
  const Place place;
  REQUIRE(place.run("mkdir -p d/peer_p-2 && seq 1 9999 > d/peer_p-2/f").status == 0);
  place.write("s.json", scenario(R"("files_dir": "d",)",
                                 R"([{ "id": "p", "count": 3, "send": ["f"], "download": ["f"] }])",
                                 R"(, "expect": [{ "that": "completed", "is": "== 2" }])"));
  const Outcome outcome = place.run("\"$P\" run s.json -q --files-out out; ls out");
  CAPTURE(outcome.err);
  CHECK(outcome.out.ends_with("peer_p-1\npeer_p-3\n"));
}

TEST_CASE("nothing is written outside of the folder, and no link is followed", "[files]") {
  const Place place;
  REQUIRE(place.run("mkdir -p elsewhere out && seq 1 9999 > f").status == 0);
  place.write("s.json",
              scenario(R"("content": [{ "name": "f", "path": "f" }],)",
                       R"([{ "id": "1", "has": ["f"], "send": ["f"] }, { "id": "2", "download": ["f"] }])"));
  const std::string run = "\"$P\" run s.json -q --files-out out";
  REQUIRE(place.run("ln -s ../elsewhere out/peer_2").status == 0);
  const Outcome folder = place.run(run);
  CHECK(folder.status == 2);
  CHECK(has(folder.err, R"(--files-out: "out/peer_2" is there and is no folder)"));
  REQUIRE(place.run("rm out/peer_2; mkdir out/peer_2; ln -s ../../elsewhere/f out/peer_2/f").status == 0);
  const Outcome file = place.run(run);
  CHECK(file.status == 2);
  CHECK(has(file.err, R"(--files-out: "out/peer_2/f" is there and is no plain file)"));
  CHECK(place.run("ls elsewhere").out == "");
  REQUIRE(place.run("rm out/peer_2/f; echo old > out/peer_2/f").status == 0);
  CHECK(place.run(run).status == 0);
  CHECK(place.text("out/peer_2/f") == place.text("f"));
}

TEST_CASE("what is wrong with files on disk is told with its place", "[files]") {
  struct Row {
    std::string prepare;
    std::string content;
    std::string says;
  };
  const auto row = GENERATE(values<Row>({
      {"true", R"("content": [{ "name": "f", "path": "nowhere" }],)",
       R"("nowhere" cannot be read: No such file)"},
      {"true", R"("content": [{ "name": "f", "path": "/dev/zero" }],)",
       R"("/dev/zero" is neither a file nor a folder)"},
      {": > e", R"("content": [{ "name": "f", "path": "e" }],)", "there is nothing to share"},
      {"mkdir d", R"("content": [{ "name": "f", "path": "d" }],)", R"("d" is a folder without files)"},
      {"mkdir d; ln -s /etc/passwd d/x", R"("content": [{ "name": "f", "path": "d" }],)",
       R"("d/x" is neither a file nor a folder)"},
      {"echo x > g", R"("content": [{ "name": "f", "path": "g", "size": "2 B" }],)",
       R"("size" and "path" exclude each other)"},
      {"truncate -s 5G g", R"("content": [{ "name": "f", "path": "g" }],)", "contents are kept in memory"},
      {"echo x > g", R"("content": [{ "name": "../f", "path": "g" }],)",
       R"(is not a file name: it has a "/")"},
      {"echo x > t", R"("content": [{ "name": "f", "torrent": "t" }],)", R"("t" is not bencoded: byte 0)"},
      {"mkdir t; echo x > t/x", R"("content": [{ "name": "f", "torrent": "t" }],)",
       R"("t" is a folder and no .torrent)"},
      {"echo x > f; \"$P\" torrent create f -o t; echo y > f",
       R"("content": [{ "name": "f", "torrent": "t", "path": "f" }],)",
       R"("f" is not what the .torrent describes: piece 0 has another hash)"},
      {"echo x > f; \"$P\" torrent create f -o t; echo yy > f",
       R"("content": [{ "name": "f", "torrent": "t", "path": "f" }],)", R"("f" has 3 bytes, not 2)"},
      {"echo x > f; \"$P\" torrent create f -o t",
       R"("content": [{ "name": "f", "torrent": "t", "piece": "16 KiB" }],)",
       R"("piece" and "torrent" exclude each other)"},
      {"true", R"("files_dir": "d",)", R"("d" cannot be read: No such file)"},
      {"mkdir d; echo x > d/f", R"("files_dir": "d",)",
       R"("d/f" lies in no folder of a peer, such as "d/peer_1")"},
      {"mkdir -p d/peer_9; echo x > d/peer_9/f", R"("files_dir": "d",)", R"(none is called "9")"},
      {"mkdir -p d/peer_1 d/peer_2; echo x > d/peer_1/f; echo y > d/peer_2/f", R"("files_dir": "d",)",
       R"("d/peer_2/f" differs from the content "f")"},
      {"mkdir -p d/peer_1; echo x > d/peer_1/f",
       R"("files_dir": "d", "content": [{ "name": "f", "size": "2 B" }],)",
       R"("d/peer_1/f" differs from the content "f")"},
  }));
  const Place place;
  REQUIRE(place.run(row.prepare).status == 0);
  place.write("s.json", scenario(row.content, R"([{ "id": "1" }, { "id": "2" }])"));
  const Outcome outcome = place.run(limited(4'000'000) + "\"$P\" check s.json");
  CAPTURE(row.content, outcome.err);
  CHECK(outcome.status == 2);
  CHECK(has(outcome.err, row.says));
}

TEST_CASE("a scenario refuses a .torrent that means harm as torrent show does, in little memory", "[files]") {
  struct Row {
    std::string prepare;
    std::string says;
  };
  const std::string tail = "6:pieces20:aaaaaaaaaaaaaaaaaaaaee'";
  const auto row = GENERATE_COPY(values<Row>({
      {"printf 'd4:infod5:filesld6:lengthi1e4:pathl2:..1:xeee4:name1:n12:piece lengthi16384e" + tail,
       R"(info.files[0].path[0] ".." is "..")"},
      {"printf 'd4:infod6:lengthi1e4:name1:n12:piece lengthi4294967296e" + tail,
       R"("piece length" is 4294967296, more than 1073741824)"},
      {"printf 'd4:infod6:lengthi-7e4:name1:n12:piece lengthi16384e" + tail,
       R"("length" is -7, less than 0)"},
      {"head -c 10000 /dev/zero | tr '\\0' l", "nested deeper than 100"},
  }));
  const Place place;
  REQUIRE(place.run(row.prepare + " > t").status == 0);
  place.write("s.json", scenario(R"("content": [{ "name": "f", "torrent": "t" }],)", R"([{ "id": "1" }])"));
  const Outcome outcome = place.run(limited(400'000) + "\"$P\" run s.json --files-out out");
  CAPTURE(outcome.err);
  CHECK(outcome.status == 2);
  CHECK(has(outcome.err, row.says));
  CHECK_FALSE(place.exists("out"));
}

TEST_CASE("--files-out says when there is nothing to write", "[files]") {
  const Place place;
  place.write("s.json", scenario(R"("content": [{ "name": "f", "size": "1 MiB", "data": "none" }],)",
                                 R"([{ "id": "1" }])"));
  const Outcome outcome = place.run("\"$P\" run s.json --files-out out");
  CHECK(outcome.status == 2);
  CHECK(outcome.err == "swarmsim: --files-out: no content has bytes, only sizes\n");
  CHECK(has(place.run("\"$P\" run s.json --files-out out --seeds 1..2").err, "is of a single run"));
}

}  // namespace swarmsim::files_test
