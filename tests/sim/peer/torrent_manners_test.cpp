// When a neighbour is late, what is asked for twice, how much is handed over at a time: as libtorrent does.

#include "tests/support/catch.hpp"
#include "tests/support/torrent_rig.hpp"

namespace swarmsim::torrent_manners_test {

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

std::uint32_t asked_for(const TorrentRig& rig, BlockIndex block, std::uint32_t first, std::uint32_t last) {
  std::uint32_t number = 0;
  for (std::uint32_t remote = first; remote <= last; ++remote) {
    number += rig.torrent.expects(rig.slot_of(remote), block) ? 1 : 0;
  }
  return number;
}

/// Neighbour 2 sends nothing: it is in time after `patient`, and late when `more` has passed as well.
void check_patience(TorrentRig& rig, Duration patient, Duration more) {
  rig.pass(patient);
  CHECK(!rig.neighbour(2).snubbed);
  rig.pass(more);
  CHECK(rig.neighbour(2).snubbed);
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
  check_patience(rig, 38s, 3s);
}

TEST_CASE("who never sent a block is late after the time without a byte", "[torrent]") {
  TorrentRig rig(attentive(1));
  rig.start();
  rig.meets_generous(2, "xx");
  check_patience(rig, 19s, 2s);
}

TEST_CASE("in the end game a piece is drawn first, then a block of it", "[torrent]") {
  TorrentRig rig(attentive(16));
  rig.start();
  rig.meets_generous(2, "xx");
  for (BlockIndex block = 0; block < 7; ++block) rig.delivers(2, block);
  for (std::uint32_t remote = 20; remote < 60; ++remote) rig.meets_generous(remote, "xx");
  const std::uint32_t of_the_first = asked_for(rig, 7, 20, 59);
  CHECK(of_the_first > 12);  // half of forty, where one block of nine would be four
  CHECK(of_the_first < 28);
  for (BlockIndex block = 8; block < 16; ++block) CHECK(asked_for(rig, block, 20, 59) < 8);
}

TEST_CASE("the send buffer grows with what a neighbour was sent in the last second", "[torrent]") {
  RigSpec spec = seed_with_slots(1);
  spec.geometry = {1'048'576, 262'144, 16'384};
  spec.data = DataKind::none;
  spec.profile.send_buffer = 10'240;
  spec.profile.send_buffer_share = 50;
  TorrentRig rig(spec);
  rig.start();
  rig.meets(2, "");
  rig.says(2, MessageKind::interested);
  rig.rechoke(false);
  const auto buffer_after = [&](BlockIndex block) {
    rig.says(2, MessageKind::request, block);
    REQUIRE(!rig.upload(2).empty());
    return rig.send_buffer;
  };
  for (BlockIndex block = 0; block < 3; ++block) CHECK(buffer_after(block) == 10'240);
  rig.pass(1s);
  CHECK(buffer_after(3) == 24'576);
  rig.pass(1s);
  CHECK(buffer_after(4) == 10'240);  // one block: half of it is less
  for (BlockIndex block = 5; block < 20; ++block) buffer_after(block);
  rig.pass(1s);
  CHECK(buffer_after(20) == 65'535);
  rig.pass(2s);
  CHECK(buffer_after(21) == 10'240);
}

}  // namespace swarmsim::torrent_manners_test
