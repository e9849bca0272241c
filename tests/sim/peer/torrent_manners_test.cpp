// When a neighbour is late: as libtorrent does.

#include "tests/support/catch.hpp"
#include "tests/support/torrent_rig.hpp"

namespace swarmsim {

namespace {

using namespace std::chrono_literals;

/// Looks at its clock every second and learns how long answers take; two pieces of eight blocks.
RigSpec attentive(std::uint16_t requests) {
  RigSpec spec;
  spec.geometry = {256, 128, 16};
  spec.profile.tick = 1s;
  spec.profile.optimistic_interval = 30s;
  spec.profile.snub_after = 20s;
  spec.profile.request_timeout = 60s;
  spec.profile.end_game = EndGame::one_when_idle;
  spec.profile.refills_everyone = false;
  spec.profile.pipeline.first = requests;
  return spec;
}

}  // namespace

TEST_CASE("while a block may be on its way its neighbour is not silent", "[torrent]") {
  TorrentRig rig(attentive(1));
  rig.start();
  rig.meets_generous(2, "xx");
  BlockIndex next = 0;
  for (const Duration taken : {Duration{12s}, Duration{14s}, Duration{20s}, Duration{32s}}) {
    rig.pass(taken);
    CHECK(!rig.neighbour(2).snubbed);
    rig.delivers(2, next++);
  }
  // An answer takes 19.5 s in the mean and may take 54; without a byte 20 s may pass.
  rig.pass(38s);
  CHECK(!rig.neighbour(2).snubbed);
  rig.pass(3s);
  CHECK(rig.neighbour(2).snubbed);
}

TEST_CASE("who never sent a block is late after the time without a byte", "[torrent]") {
  TorrentRig rig(attentive(1));
  rig.start();
  rig.meets_generous(2, "xx");
  rig.pass(19s);
  CHECK(!rig.neighbour(2).snubbed);
  rig.pass(2s);
  CHECK(rig.neighbour(2).snubbed);
}

}  // namespace swarmsim
