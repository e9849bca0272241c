#include "core/protocol/metainfo.hpp"

#include <string>
#include <variant>

#include "core/protocol/bencode.hpp"
#include "core/protocol/piece_hasher.hpp"
#include "tests/support/catch.hpp"

namespace swarmsim::metainfo_test {

namespace {

const std::string one_hash = "20:" + std::string(20, 'h');

std::string text(const std::string& value) { return std::to_string(value.size()) + ":" + value; }

/// A .torrent whose info dictionary has these keys, which must ascend.
std::string torrent_with(const std::string& info) { return "d4:infod" + info + "ee"; }
/// A single file of `length` bytes.
std::string single(const std::string& length, const std::string& piece = "i16384e",
                   const std::string& name = text("f"), const std::string& pieces = one_hash) {
  return torrent_with("6:length" + length + "4:name" + name + "12:piece length" + piece + "6:pieces" +
                      pieces);
}
/// A folder of files that are given bencoded.
std::string folder(const std::string& files, const std::string& pieces = one_hash) {
  return torrent_with("5:filesl" + files + "e4:name" + text("dir") + "12:piece lengthi16384e6:pieces" +
                      pieces);
}
std::string member(const std::string& path, const std::string& length = "i1e") {
  return "d6:length" + length + "4:pathl" + path + "ee";
}

std::string problem_of(const std::string& bytes) {
  const auto read = read_metainfo(bytes);
  const auto* problem = std::get_if<MetainfoProblem>(&read);
  return problem == nullptr ? "" : problem->message;
}

Metainfo sample() {
  Metainfo torrent;
  torrent.name = "Ünï";
  torrent.piece_size = 16'384;
  torrent.files = {{{"a", "b.txt"}, 20'000}, {{"c"}, 0}, {{"d"}, 7, true}};
  torrent.size = 20'007;
  torrent.pieces = {sha1("1"), sha1("2")};
  torrent.is_private = true;
  torrent.trackers = {{"http://a", "http://b"}, {"udp://c"}};
  torrent.comment = "what";
  torrent.created_by = "who";
  torrent.created_at = 1'234;
  return torrent;
}

}  // namespace

TEST_CASE("a torrent reads back as it was written", "[torrent]") {
  const Metainfo torrent = sample();
  const std::string bytes = write_metainfo(torrent);
  const auto again = read_metainfo(bytes);
  CHECK(problem_of(bytes) == "");
  REQUIRE(std::holds_alternative<Metainfo>(again));
  const auto& read = std::get<Metainfo>(again);
  CHECK(read.name == torrent.name);
  CHECK(read.piece_size == torrent.piece_size);
  CHECK(read.size == torrent.size);
  CHECK(read.pieces == torrent.pieces);
  CHECK(read.files == torrent.files);
  CHECK(read.is_private);
  CHECK(read.trackers == torrent.trackers);
  CHECK(read.comment == torrent.comment);
  CHECK(read.created_by == torrent.created_by);
  CHECK(read.created_at == torrent.created_at);
  CHECK(write_metainfo(read) == bytes);
  CHECK(read.info_hash == sha1(read.info));
  CHECK(shown_path(read, read.files[0]) == "Ünï/a/b.txt");
}

TEST_CASE("the info-hash is that of the dictionary's own bytes, with keys that nobody knows", "[torrent]") {
  const std::string info = "6:lengthi5e4:name1:f12:piece lengthi16384e6:pieces" + one_hash + "6:sourcelee";
  const auto read = read_metainfo("d8:announce3:url4:infod" + info + "e");
  REQUIRE(std::holds_alternative<Metainfo>(read));
  CHECK(std::get<Metainfo>(read).info_hash == sha1("d" + info));
  CHECK(std::get<Metainfo>(read).trackers == std::vector<std::vector<std::string>>{{"url"}});
  CHECK_FALSE(std::get<Metainfo>(read).is_folder());
}

TEST_CASE("a bad torrent is refused in words that name the place", "[torrent]") {
  struct Row {
    std::string bytes;
    std::string says;
  };
  const auto row = GENERATE(values<Row>({
      {"", "is not bencoded: byte 0: is empty"},
      {std::string(10'000, 'l'), "is not bencoded: byte 100: nested deeper than 100"},
      {"le", "is not a dictionary"},
      {"de", "has no key \"info\""},
      {"d4:infolee", "info is not a dictionary"},
      {single("i-1e"), "info: \"length\" is -1, less than 0"},
      {single("i0e"), "there is nothing to share"},
      {single("3:abc"), "info: \"length\" is not a number"},
      {single("i9223372036854775807e"), "more than 4611686018427387903"},
      {single("i1e", "i4294967296e"), "info: \"piece length\" is 4294967296, more than 1073741824"},
      {single("i1e", "i0e"), "less than 1"},
      {single("i1e", "i16384e", text("..")), "info.name \"..\" is \"..\""},
      {single("i1e", "i16384e", text("/etc/passwd")), "info.name \"/etc/passwd\" has a \"/\""},
      {single("i1e", "i16384e", text(std::string("a\0b", 3))), "has a control character"},
      {single("i1e", "i16384e", "i1e"), "info.name is not a string"},
      {single("i1e", "i16384e", text("f"), text("short")), "not a multiple of 20"},
      {single("i16385e"), "info.pieces has 1 hashes: 16385 bytes in pieces of 16384 need 2"},
      {torrent_with("4:name1:f12:piece lengthi1e6:pieces" + one_hash), "neither \"length\" nor \"files\""},
      {torrent_with("5:filesle6:lengthi1e4:name1:f12:piece lengthi1e6:pieces" + one_hash), "both"},
      {folder(""), "info.files is empty"},
      {folder("i1e"), "info.files[0] is not a dictionary"},
      {folder(member(text("a")) + member(text("..") + text("b"))), "info.files[1].path[0] \"..\" is \"..\""},
      {folder(member(text("a") + text("b/../../c"))), "info.files[0].path[1] \"b/../../c\" has a \"/\""},
      {folder(member("")), "info.files[0].path is empty"},
      {folder(member(text("a"), "i-5e")), "info.files[0].length is -5, less than 0"},
      {folder(member(text("a"), "i4611686018427387903e") + member(text("b"))), "add up to more than 4 EiB"},
      {folder(member(text("a")) + member(text("a"))), "\"a\" comes twice"},
      {folder(member(text("a")) + member(text("a") + text("b"))), "\"a\" is a file and a folder"},
      {folder("d4:attr1:l6:lengthi0e4:pathl1:aee"), "symbolic link"},
      {torrent_with("9:file treede12:meta versioni2e4:name1:f12:piece lengthi16384e"), "BEP 52"},
  }));
  const std::string found = problem_of(row.bytes);
  CAPTURE(found);
  CHECK(found.find(row.says) != std::string::npos);
}

TEST_CASE("pieces are hashed across the parts that bytes come in", "[torrent]") {
  std::string bytes(50, 'a');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>('a' + i % 26);
  PieceHasher hasher(16);
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t here = std::min<std::size_t>(1 + at % 21, bytes.size() - at);
    hasher.add(std::as_bytes(std::span(bytes)).subspan(at, here));
    at += here;
  }
  const std::vector<Sha1> hashes = hasher.finish();
  REQUIRE(hashes.size() == 4);
  for (std::size_t i = 0; i < hashes.size(); ++i) CHECK(hashes[i] == sha1(bytes.substr(i * 16, 16)));
  CHECK(to_hex(sha1("")) == "da39a3ee5e6b4b0d3255bfef95601890afd80709");
}

TEST_CASE("a usual piece is a power of two and makes at most 2048 of them, up to 16 MiB", "[torrent]") {
  CHECK(usual_piece_size(1) == 16'384);
  CHECK(usual_piece_size(2'048LL * 16'384) == 16'384);
  CHECK(usual_piece_size(2'048LL * 16'384 + 1) == 32'768);
  CHECK(usual_piece_size(std::int64_t{1} << 60) == 16U << 20);
}

}  // namespace swarmsim::metainfo_test
