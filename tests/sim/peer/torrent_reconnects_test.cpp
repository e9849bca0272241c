// Neighbours that go on asking while we choke them: left, and met again.

#include <chrono>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/torrent_rig.hpp"

namespace swarmsim::torrent_reconnects_test {
namespace {

using enum MessageKind;
using namespace std::chrono_literals;

/// A seed that minds requests from 2 s after a choke on, and stays away for a minute.
RigSpec minding_seed() {
  RigSpec spec = seed_with_slots(2);                              // one of them is for optimists
  spec.profile.choker = spec.profile.seed_choker = "libtorrent";  // who loses interest is choked at once
  spec.profile.tick = 1s;
  spec.profile.optimistic_interval = 30s;
  spec.profile.choke_grace = 2s;
  spec.profile.reconnect_after = 60s;
  return spec;
}

/// 2 was unchoked, lost its interest and is choked; then it is interested again.
TorrentRig with_a_choked_one() {
  TorrentRig rig(minding_seed());
  rig.start();
  rig.meets(2, "....");
  rig.says(2, interested);
  rig.rechoke();
  REQUIRE_FALSE(rig.neighbour(2).we_choke_them);
  rig.says(2, not_interested);
  rig.rechoke();
  REQUIRE(rig.neighbour(2).we_choke_them);
  return rig;
}

TEST_CASE("what is asked soon after a choke crossed it", "[torrent]") {
  TorrentRig rig = with_a_choked_one();
  rig.now += 2s;
  rig.says(2, request, 0);
  CHECK(rig.has_neighbour(2));
  CHECK(rig.upload(2).empty());
}

TEST_CASE("who asks longer after a choke is left for a while, and met again", "[torrent]") {
  TorrentRig rig = with_a_choked_one();
  rig.now += 2s + 1ms;
  CHECK(rig.says(2, request, 0).find("goodbye") != std::string::npos);
  REQUIRE_FALSE(rig.has_neighbour(2));
  CHECK_FALSE(rig.accepts(2));  // it would not try so soon
  CHECK(rig.tracker_answers({2}, 30min).find("connect") == std::string::npos);
  CHECK(rig.pass(59s).find("connect 2") == std::string::npos);
  CHECK_FALSE(rig.accepts(2));
  CHECK(rig.pass(2s).find("connect") != std::string::npos);
}

TEST_CASE("a client that does not mind rejects what comes late, and no more", "[torrent]") {
  RigSpec spec = minding_seed();
  spec.profile.choke_grace = Duration::zero();
  TorrentRig rig(spec);
  rig.start();
  rig.meets(2, "....");
  rig.says(2, interested);
  rig.rechoke();
  rig.says(2, not_interested);
  rig.rechoke();
  rig.now += 1min;
  rig.says(2, request, 0);
  CHECK(rig.has_neighbour(2));
}

}  // namespace
}  // namespace swarmsim::torrent_reconnects_test
