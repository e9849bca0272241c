// swarmsim torrent as its users meet it: exit codes, messages, and what it writes.

#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/support/catch.hpp"
#include "tests/tools/program.hpp"

namespace swarmsim::torrent_test {

namespace {

/// Files that are no .torrent, and .torrent files that mean harm, one for each word.
constexpr const char* make_bad_torrents =
    "printf x > bad; : > empty; mkdir hollow linked; ln -s /etc linked/l; "
    "head -c 10000 /dev/zero | tr '\\0' l > deep; "
    "printf 'd4:infod5:filesld6:lengthi1e4:pathl2:..eee4:name1:d12:piece lengthi16384e"
    "6:pieces20:aaaaaaaaaaaaaaaaaaaaee' > evil; "
    "tail='6:pieces20:aaaaaaaaaaaaaaaaaaaaee'; few=12:piece\\ lengthi16384e; "
    "one='d4:infod6:lengthi1e4:name1:n12:piece lengthi'; "
    "in='d4:infod5:filesld6:length'; "
    "printf '%s4294967296e%s' \"$one\" \"$tail\" > huge; "
    "printf 'd4:infod6:lengthi-1e4:name1:n%s%s' \"$few\" \"$tail\" > minus; "
    "printf '%si-5e4:pathl1:xeee4:name1:n%s%s' \"$in\" \"$few\" \"$tail\" > below; "
    "printf '%si1e4:pathl4:/etceee4:name1:n%s%s' \"$in\" \"$few\" \"$tail\" > root; "
    "printf 'd4:infod6:lengthi1e4:name2:..%s%s' \"$few\" \"$tail\" > up; "
    "printf 'd4:infod6:lengthi1e4:name3:a\\0b%s%s' \"$few\" \"$tail\" > nul; "
    "printf 'd4:infod9:file treede12:meta versioni2e4:name1:nee' > v2";

}  // namespace

TEST_CASE("a folder becomes a .torrent, the same every time, and show tells what is in it", "[torrent]") {
  const Place place;
  REQUIRE(place.run("mkdir -p d/sub; printf 12345 > d/sub/b; printf abc > d/a; : > d/c").status == 0);
  const std::string make = "\"$P\" torrent create d --tracker http://t/a --tracker udp://u --comment hi -o ";
  REQUIRE(place.run(make + "1.torrent").status == 0);
  REQUIRE(place.run("touch -d 2001-01-01 d/a; " + make + "2.torrent").status == 0);
  CHECK(place.text("1.torrent") == place.text("2.torrent"));
  CHECK(place.run(make + "-").out == place.text("1.torrent"));
  const Outcome shown = place.run("\"$P\" torrent show 1.torrent");
  CHECK(shown.err == "");
  CHECK(shown.out ==
        "name         d\n"
        "info-hash    711301c7513474e56de8efa8357366941bc268b3\n"
        "size         8 B\n"
        "pieces       1 of 16 KiB\n"
        "private      no\n"
        "comment      hi\n"
        "tracker 1    http://t/a\n"
        "tracker 2    udp://u\n"
        "files        3\n"
        "  3  d/a\n"
        "  0  d/c\n"
        "  5  d/sub/b\n");
  CHECK(place.run("\"$P\" torrent show - --json < 1.torrent | grep -c padding").out == "0\n");
}

TEST_CASE("options of torrent create land in the file", "[torrent]") {
  const Place place;
  place.write("f", std::string(40'000, 'x'));
  REQUIRE(
      place.run("\"$P\" torrent create f -o t --name other --private --created 77 --piece '16 KiB'").status ==
      0);
  const auto shown = nlohmann::json::parse(place.run("\"$P\" torrent show --json t").out);
  CHECK(shown["name"] == "other");
  CHECK(shown["private"] == true);
  CHECK(shown["created_s"] == 77);
  CHECK(shown["pieces"] == 3);
  CHECK(shown["files"][0]["path"] == "other");
}

TEST_CASE("show reads a magnet link, and magnet writes one that it reads", "[torrent]") {
  const Place place;
  place.write("f x", "abc");
  REQUIRE(place.run("\"$P\" torrent create 'f x' -o t --tracker http://t/a").status == 0);
  const Outcome shown = place.run("\"$P\" torrent show \"$(\"$P\" torrent magnet t)\"");
  CHECK(shown.out.starts_with("name         f x\ninfo-hash    "));
  CHECK(shown.out.ends_with("tracker      http://t/a\n"));
}

TEST_CASE("what torrent cannot do it says, exit 2", "[torrent]") {
  struct Row {
    std::string arguments;
    std::string says;
  };
  const auto row = GENERATE(values<Row>({
      {"", "torrent what?"},
      {"shwo x", R"(no subcommand "shwo" of torrent; did you mean "show"?)"},
      {"show", "torrent show needs a .torrent"},
      {"show a b", R"("b" is one too many)"},
      {"show nowhere", R"("nowhere" cannot be read: No such file)"},
      {"show bad", R"("bad" is not bencoded: byte 0)"},
      {"show deep", R"("deep" is not bencoded: byte 100: nested deeper than 100)"},
      {"show evil", R"("evil" info.files[0].path[0] ".." is "..")"},
      {"show huge", R"("huge" info: "piece length" is 4294967296, more than 1073741824)"},
      {"show minus", R"("minus" info: "length" is -1, less than 0)"},
      {"show below", R"("below" info.files[0].length is -5, less than 0)"},
      {"show root", R"("root" info.files[0].path[0] "/etc" has a "/")"},
      {"show up", R"("up" info.name ".." is "..")"},
      {"show nul", R"("nul" info.name "a\u0000b" has a control character)"},
      {"show v2", "BEP 52"},
      {"magnet deep", R"("deep" is not bencoded: byte 100: nested deeper than 100)"},
      {"show /dev/zero", R"("/dev/zero" has more than 67108864 bytes)"},
      {"show .", R"("." cannot be read: Is a directory)"},
      {"show magnet:?x", "names no torrent"},
      {"create", "torrent create needs a file or a folder"},
      {"create bad", "torrent create needs -o FILE"},
      {"create nowhere -o t", R"("nowhere" cannot be read)"},
      {"create empty -o t", "has no bytes"},
      {"create hollow -o t", R"("hollow" is a folder without files)"},
      {"create linked -o t", R"("linked/l" is neither a file nor a folder)"},
      {"create bad -o t --piece '3 KiB'", "expected a power of two from 16 KiB to 1 GiB"},
      {"create bad -o t --tracker x", R"(--tracker "x": expected a URL)"},
      {"create bad -o t --name ../x", R"(--name "../x": has a "/")"},
      {"create bad -o t --created today", "expected seconds since 1970"},
      {"create bad -o nowhere/t", "nowhere/t: cannot be written: No such file"},
      {"create bad -o t --date 5", R"(no option "--date")"},
  }));
  const Place place;
  REQUIRE(place.run(make_bad_torrents).status == 0);
  // Whatever a file says, no more memory than this.
  const Outcome outcome = place.run(limited(400'000) + "\"$P\" torrent " + row.arguments);
  CAPTURE(row.arguments);
  CAPTURE(outcome.err);
  CHECK(outcome.status == 2);
  CHECK(outcome.out == "");
  CHECK(has(outcome.err, row.says));
  CHECK_FALSE(place.exists("t"));
}

}  // namespace swarmsim::torrent_test
