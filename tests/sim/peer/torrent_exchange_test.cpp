// Peer exchange (BEP 11): who is told of whom, and how often.

#include "tests/support/catch.hpp"
#include "tests/support/torrent_rig.hpp"

namespace swarmsim::torrent_exchange_test {

namespace {

using namespace std::chrono_literals;

RigSpec exchanging() {
  RigSpec spec;
  spec.profile.pex = 60s;
  spec.profile.extended = 100;
  spec.profile.tick = 1s;
  spec.profile.optimistic_interval = 30s;
  return spec;
}

void meets(TorrentRig& rig, std::uint32_t remote) {
  rig.meets(remote, "....");
  rig.says(remote, MessageKind::extended);
}

/// Who was told what within `time`, of all that was said.
std::string told_within(TorrentRig& rig, Duration time) {
  const std::string said = rig.pass(time);
  std::string told;
  for (std::size_t at = said.find("tells"); at != std::string::npos; at = said.find("tells", at + 1)) {
    told += (told.empty() ? "" : ", ") + said.substr(at, said.find(',', at) - at);
  }
  return told;
}

}  // namespace

TEST_CASE("each neighbour is told of the others, and then of those met since", "[torrent]") {
  TorrentRig rig(exchanging());
  rig.start();
  meets(rig, 2);
  meets(rig, 3);
  CHECK(told_within(rig, 10s) == "tells 3 to 2, tells 2 to 3");
  meets(rig, 4);
  CHECK(told_within(rig, 10s) == "tells 2 3 to 4");
  CHECK(told_within(rig, 60s) == "tells 4 to 2, tells 4 to 3");
  CHECK(told_within(rig, 300s).empty());
}

TEST_CASE("who has gone is not told of, and who came back once", "[torrent]") {
  TorrentRig rig(exchanging());
  rig.start();
  meets(rig, 2);
  meets(rig, 3);
  meets(rig, 4);
  rig.closed(3);
  meets(rig, 5);
  rig.closed(4);
  meets(rig, 4);
  CHECK(told_within(rig, 20s) == "tells 5 4 to 2, tells 2 4 to 5, tells 2 5 to 4");
}

TEST_CASE("who has not shaken hands is not told of, and nobody without the extension is told", "[torrent]") {
  TorrentRig rig(exchanging());
  rig.start();
  meets(rig, 2);
  rig.meets(3, "....");
  rig.accepted(4);
  CHECK(told_within(rig, 20s) == "tells 3 to 2");
}

TEST_CASE("at once no more than fifty are told of, the rest the next time", "[torrent]") {
  RigSpec spec = exchanging();
  spec.profile.connections = 100;
  TorrentRig rig(spec);
  rig.start();
  meets(rig, 2);
  for (std::uint32_t remote = 100; remote < 160; ++remote) rig.meets(remote, "....");
  const std::string first = told_within(rig, 30s);
  CHECK(first.starts_with("tells 100 101 "));
  CHECK(first.ends_with(" 149 to 2"));
  CHECK(told_within(rig, 60s) == "tells 150 151 152 153 154 155 156 157 158 159 to 2");
}

}  // namespace swarmsim::torrent_exchange_test
