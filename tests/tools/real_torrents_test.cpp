// Our reading and writing of .torrent files held against Debian's tools: mktorrent, transmission, libtorrent.

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/support/catch.hpp"
#include "tests/tools/program.hpp"

namespace swarmsim::real_torrents_test {

namespace {

using Json = nlohmann::json;

/// One content of each kind that tools have disagreed about.
constexpr const char* make_contents = R"(
set -e
printf x > tiny
head -c 65536 /dev/zero > whole.bin
seq 1 40000 | head -c 100003 > 'odd size.bin'
seq 1 9000 > 'Grüße 日本.txt'
mkdir -p flat deep/a/b holes 'Ünï cödé'
seq 1 5000 > flat/one; seq 5000 9000 > flat/two
seq 1 3000 > deep/a/b/c.txt; seq 1 100 > deep/a/z; printf y > deep/x
: > holes/0; seq 1 7000 > holes/1; : > holes/2; printf z > holes/3; : > holes/4
seq 1 20000 > 'Ünï cödé/ä ö.txt'; seq 1 10 > 'Ünï cödé/%&+=.txt'
)";
const std::vector<std::string> contents = {"tiny", "whole.bin", "odd size.bin", "Grüße 日本.txt",
                                           "flat", "deep",      "holes",        "Ünï cödé"};
constexpr const char* tracker = "http://tracker.example/announce?a=1&b=2";

std::string view() { return "/usr/bin/python3 '" + source_dir() + "/tests/tools/libtorrent_view.py' "; }

/// The line of transmission-show that begins with `label`.
std::string shown_as(const std::string& text, const std::string& label) {
  const std::size_t at = text.find("  " + label + ": ");
  if (at == std::string::npos) return "";
  const std::size_t begin = at + label.size() + 4;
  return text.substr(begin, text.find('\n', begin) - begin);
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

void compare(const Place& place, const std::string& file) {
  CAPTURE(file);
  const Outcome ours = place.run("\"$P\" torrent show --json '" + file + "'");
  REQUIRE(ours.err == "");
  REQUIRE(ours.status == 0);
  const Json mine = Json::parse(ours.out);
  const Outcome libtorrent = place.run(view() + "show '" + file + "'");
  REQUIRE(libtorrent.err == "");
  const Json theirs = Json::parse(libtorrent.out);
  for (const char* key : {"info_hash", "name", "size", "pieces", "piece_size"}) {
    CAPTURE(key);
    CHECK(mine[key] == theirs[key]);
  }
  Json files = Json::array();
  for (const Json& one : mine["files"]) files.push_back({{"path", one["path"]}, {"size", one["size"]}});
  CHECK(files == theirs["files"]);
  CHECK(lower(mine["magnet"].get<std::string>()) == lower(theirs["magnet"].get<std::string>()));

  const std::string shown = place.run("transmission-show '" + file + "'").out;
  CHECK(shown_as(shown, "Hash") == mine["info_hash"].get<std::string>());
  CHECK(shown_as(shown, "Name") == mine["name"].get<std::string>());
  CHECK(shown_as(shown, "Piece Count") == std::to_string(mine["pieces"].get<int>()));
  CHECK(place.run("transmission-show -m '" + file + "'").out == mine["magnet"].get<std::string>() + "\n");
  CHECK(place.run("\"$P\" torrent magnet '" + file + "'").out == mine["magnet"].get<std::string>() + "\n");
}

}  // namespace

TEST_CASE("torrent show agrees with transmission and libtorrent on the files of four makers", "[torrent]") {
  const Place place;
  INFO("needs mktorrent, transmission-cli and python3-libtorrent, which tools/test.sh installs");
  REQUIRE(
      place.run("command -v mktorrent transmission-show && /usr/bin/python3 -c 'import libtorrent'").status ==
      0);
  REQUIRE(place.run(make_contents).status == 0);
  int made = 0;
  for (const std::string& content : contents) {
    const std::vector<std::string> makers = {
        fmt::format("mktorrent -a '{}' -l 15 -o made.mk.torrent '{}'", tracker, content),
        fmt::format("transmission-create -t '{}' -s 32 -o made.tr.torrent '{}'", tracker, content),
        fmt::format("{} make '{}' made.lt.torrent 32768", view(), content),
        fmt::format("\"$P\" torrent create '{}' -o made.our.torrent --piece '32 KiB' --tracker '{}'", content,
                    tracker)};
    for (const std::string& maker : makers) {
      CAPTURE(maker);
      REQUIRE(place.run("rm -f made.*").status == 0);
      const Outcome outcome = place.run(maker);
      INFO(outcome.err);
      REQUIRE(outcome.status == 0);
      const std::vector<std::string> files = place.files();
      const auto file = std::find_if(files.begin(), files.end(),
                                     [](const std::string& name) { return name.starts_with("made."); });
      REQUIRE(file != files.end());
      compare(place, *file);
      ++made;
    }
  }
  CHECK(made == 32);
}

TEST_CASE("torrent create and mktorrent give one file one info-hash", "[torrent]") {
  const Place place;
  REQUIRE(place.run(make_contents).status == 0);
  for (const std::string& content : contents) {
    CAPTURE(content);
    REQUIRE(place
                .run(fmt::format("rm -f *.torrent; mktorrent -l 15 -o a.torrent '{0}' && "
                                 "\"$P\" torrent create '{0}' -o b.torrent --piece '32 KiB'",
                                 content))
                .status == 0);
    const Outcome hashes =
        place.run("for f in a b; do \"$P\" torrent show $f.torrent | grep info-hash; done | sort -u");
    CHECK(std::count(hashes.out.begin(), hashes.out.end(), '\n') == 1);
  }
}

TEST_CASE("of a hybrid file the v1 part is read", "[torrent]") {
  const Place place;
  REQUIRE(place.run(make_contents).status == 0);
  REQUIRE(place.run(view() + "make deep h.torrent 32768 hybrid").status == 0);
  const Json mine = Json::parse(place.run("\"$P\" torrent show --json h.torrent").out);
  const Json theirs = Json::parse(place.run(view() + "show h.torrent").out);
  CHECK(mine["hybrid"] == true);
  CHECK(mine["info_hash"] == theirs["info_hash"]);
  CHECK(mine["pieces"] == theirs["pieces"]);
  CHECK(theirs["files"].size() == 3);
}

}  // namespace swarmsim::real_torrents_test
