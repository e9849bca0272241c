// Whole pieces that are kept for a fast neighbour, as libtorrent's request queue does.

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/torrent_rig.hpp"

namespace swarmsim::torrent_reserves_test {
namespace {

using enum MessageKind;

constexpr std::uint32_t pieces = 24;
const std::string everything(pieces, 'x');

/// Asks for a block at a time and keeps pieces for who brings one within 20 s: 24 of two blocks of 16 bytes.
RigSpec keeper() {
  using namespace std::chrono_literals;
  RigSpec spec;
  spec.geometry = {std::int64_t{pieces} * 32, 32, 16};
  spec.profile.picker = "libtorrent";
  spec.profile.pipeline = {
      .kind = PipelineKind::rate_time, .first = 1, .least = 1, .most = 1, .horizon = 3s, .ramps = false};
  spec.profile.whole_piece_time = 20s;
  spec.profile.end_game = EndGame::one_when_idle;
  spec.profile.refills_everyone = false;
  spec.profile.asks_on_have = false;
  return spec;
}

std::vector<BlockIndex> kept_for(const TorrentRig& rig, std::uint32_t remote) {
  std::vector<BlockIndex> kept;
  for (BlockIndex block = 0; block < pieces * 2; ++block) {
    if (!rig.torrent.partials().is_kept(block)) continue;
    if (rig.torrent.partials().holder(block) == rig.slot_of(remote)) kept.push_back(block);
  }
  return kept;
}

/// The one block that `remote` is asked for.
BlockIndex asked_of(const TorrentRig& rig, std::uint32_t remote) {
  for (BlockIndex block = 0; block < pieces * 2; ++block) {
    if (rig.torrent.expects(rig.slot_of(remote), block)) return block;
  }
  FAIL("it is asked for nothing");
  return 0;
}

/// One block a second of `remote`, for so long.
void bring(TorrentRig& rig, std::uint32_t remote, int blocks) {
  for (int i = 0; i < blocks; ++i) {
    rig.pass(std::chrono::seconds(1));
    rig.delivers(remote, asked_of(rig, remote));
  }
}

TEST_CASE("a neighbour that brings pieces in time is kept as many as it brings, side by side", "[torrent]") {
  TorrentRig rig(keeper());
  rig.start();
  rig.meets_generous(2, everything);
  CHECK(kept_for(rig, 2).empty());  // nothing is known of its rate
  bring(rig, 2, 6);
  const std::vector<BlockIndex> kept = kept_for(rig, 2);
  REQUIRE(kept.size() > 2);
  CHECK(kept.back() - kept.front() + 1 == kept.size());
  // They come in their order, and nothing else is picked before.
  const BlockIndex before = asked_of(rig, 2);
  rig.delivers(2, before);
  CHECK(asked_of(rig, 2) == kept.front());
  CHECK(kept_for(rig, 2).size() == kept.size() - 1);
}

TEST_CASE("what is kept for one neighbour is asked of no other", "[torrent]") {
  TorrentRig rig(keeper());
  rig.start();
  rig.meets_generous(2, everything);
  bring(rig, 2, 6);
  const std::vector<BlockIndex> kept = kept_for(rig, 2);
  std::string only(pieces, '.');
  only[kept.back() / 2] = 'x';
  CHECK(rig.meets_generous(3, only).empty());
  SECTION("a choke gives it back") {
    rig.says(2, choke);
    CHECK(kept_for(rig, 2).empty());
    rig.says(3, choke);
    CHECK(rig.says(3, unchoke).starts_with("request "));
  }
  SECTION("so does a goodbye") {
    rig.closed(2);
    rig.says(3, choke);
    CHECK(rig.says(3, unchoke).starts_with("request "));
  }
}

TEST_CASE("in the end game what is kept may be asked for twice, and is then not asked for again",
          "[torrent]") {
  RigSpec spec = keeper();
  spec.profile.whole_piece_time = std::chrono::hours(1);  // all that is left
  TorrentRig rig(spec);
  rig.start();
  rig.meets_generous(2, everything);
  while (rig.torrent.partials().size() + rig.torrent.have().count() < pieces) bring(rig, 2, 1);
  REQUIRE_FALSE(kept_for(rig, 2).empty());
  rig.meets_generous(3, everything);
  const BlockIndex twice = asked_of(rig, 3);
  CHECK((rig.torrent.partials().is_kept(twice) || twice == asked_of(rig, 2)));
  const std::size_t kept = kept_for(rig, 2).size();
  const bool was_kept = rig.torrent.partials().is_kept(twice);
  const std::string said = rig.delivers(3, twice);
  if (was_kept) {
    CHECK(said.find("cancel") == std::string::npos);
    CHECK(kept_for(rig, 2).size() == kept - 1);
  }
  while (!rig.torrent.complete()) {
    rig.delivers(2, asked_of(rig, 2));
  }
  CHECK(rig.torrent.totals().wasted_blocks == 0);
}

}  // namespace
}  // namespace swarmsim::torrent_reserves_test
