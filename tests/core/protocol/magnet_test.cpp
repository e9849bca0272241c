#include "core/protocol/magnet.hpp"

#include <string>
#include <variant>

#include "tests/support/catch.hpp"

namespace swarmsim::magnet_test {

namespace {
const std::string hex = "a04403c4f44f767ffbdfe8d8a60b4756a996a983";
const std::string start = "magnet:?xt=urn:btih:";
}  // namespace

TEST_CASE("a magnet link reads back as it was written", "[magnet]") {
  const Magnet magnet{sha1("x"), "Grüße & co=1+1.txt", {"http://a/announce?b=1&c=2", "udp://d:80"}};
  const std::string uri = write_magnet(magnet);
  CHECK(uri == start + to_hex(sha1("x")) + "&dn=Gr%C3%BC%C3%9Fe%20%26%20co%3D1%2B1.txt" +
                   "&tr=http%3A%2F%2Fa%2Fannounce%3Fb%3D1%26c%3D2&tr=udp%3A%2F%2Fd%3A80");
  const auto read = read_magnet(uri);
  REQUIRE(std::holds_alternative<Magnet>(read));
  CHECK(std::get<Magnet>(read) == magnet);
}

TEST_CASE("hashes come in hex or base32, and what is not known is left aside", "[magnet]") {
  const auto uri = GENERATE_REF(
      as<std::string>{}, start + hex, start + "A04403C4F44F767FFBDFE8D8A60B4756A996A983",
      start + "UBCAHRHUJ53H76675DMKMC2HK2UZNKMD", start + hex + "&xl=5&ws=http%3A%2F%2Fw",
      "magnet:?dn=&" + start.substr(8) + hex + "&xt=urn:btmh:1220ff&x", "magnet:?xt.1=urn%3Abtih%3A" + hex);
  CAPTURE(uri);
  const auto read = read_magnet(uri);
  REQUIRE(std::holds_alternative<Magnet>(read));
  CHECK(to_hex(std::get<Magnet>(read).info_hash) == hex);
}

TEST_CASE("what is no magnet link of a torrent is refused", "[magnet]") {
  struct Row {
    std::string uri;
    std::string says;
  };
  const auto row = GENERATE(values<Row>({
      {"http://x", "does not begin with"},
      {"magnet:?", "names no torrent"},
      {"magnet:?dn=x", "names no torrent"},
      {"magnet:?xt=urn:btih:abc", "holds no hash"},
      {"magnet:?xt=urn:btih:" + std::string(40, 'g'), "holds no hash"},
      {"magnet:?xt=urn:btih:" + std::string(32, '1'), "holds no hash"},
      {"magnet:?xt=urn:btmh:1220ff", "BEP 52"},
      {start + hex + "&xt=urn:btih:" + std::string(40, '0'), "names two torrents"},
      {start + hex + "&dn=%", "not escaped UTF-8"},
      {start + hex + "&dn=%2", "not escaped UTF-8"},
      {start + hex + "&dn=%zz", "not escaped UTF-8"},
      {start + hex + "&dn=%ff", "not escaped UTF-8"},
      {start + hex + "&dn=" + std::string(70'000, 'x'), "is longer than"},
  }));
  CAPTURE(row.uri);
  const auto read = read_magnet(row.uri);
  REQUIRE(std::holds_alternative<MagnetProblem>(read));
  CAPTURE(std::get<MagnetProblem>(read).message);
  CHECK(std::get<MagnetProblem>(read).message.find(row.says) != std::string::npos);
}

}  // namespace swarmsim::magnet_test
