// Asking for blocks: the pipeline, chokes, the end game, and whole conversations at random.

#include <algorithm>
#include <deque>
#include <map>
#include <string>

#include "core/base/check.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/torrent_rig.hpp"

namespace swarmsim::torrent_requests_test {
namespace {

using enum MessageKind;

TEST_CASE("an unchoke starts a pipeline of five, and each block refills it", "[torrent]") {
  TorrentRig rig;
  rig.start();
  rig.meets(2, "xxxx");
  CHECK(rig.says(2, unchoke) ==
        "request 0 to 2, request 1 to 2, request 2 to 2, request 3 to 2, request 4 to 2");
  CHECK(rig.delivers(2, 0) == "request 5 to 2");
  CHECK(rig.delivers(2, 1) == "piece 0, request 6 to 2, have 0 to 2");
  CHECK(rig.delivers(2, 3) == "request 7 to 2");  // in whatever order they come
  CHECK(rig.delivers(2, 2) == "piece 1, have 1 to 2");
  CHECK(rig.neighbour(2).outstanding == 4);
}

TEST_CASE("who is choked asks for nothing, whatever it learns", "[torrent]") {
  TorrentRig rig;
  rig.start();
  rig.meets(2, "xx..");
  CHECK(rig.says(2, have, 2).empty());
  CHECK(rig.rechoke().find("request") == std::string::npos);
  CHECK(rig.neighbour(2).outstanding == 0);
}

TEST_CASE("a begun piece is finished before the next, by whoever has it", "[torrent]") {
  RigSpec spec;
  spec.profile.pipeline.first = 1;
  TorrentRig rig(spec);
  rig.start();
  CHECK(rig.meets_generous(2, "..xx") == "request 4 to 2");
  CHECK(rig.meets_generous(3, "xxxx") == "request 5 to 3");
  CHECK(rig.meets_generous(4, "xx..") == "request 0 to 4");
  CHECK(rig.delivers(2, 4) == "request 6 to 2");
  CHECK(rig.delivers(3, 5) == "piece 2, request 1 to 3, have 2 to 2, have 2 to 3, have 2 to 4");
}

TEST_CASE("the order of pieces is the picker's", "[torrent]") {
  RigSpec spec;
  spec.profile = bep3_profile();  // rarest first
  spec.profile.pipeline.first = 1;
  TorrentRig rig(spec);
  rig.start();
  rig.meets_generous(2, "x...");
  rig.delivers_piece(2, 0);
  rig.meets(3, ".xx.");
  rig.meets(4, ".x..");
  CHECK(rig.meets_generous(5, "xxx.") == "request 4 to 5");
}

TEST_CASE("a choke releases what was asked, and others are asked for it at once", "[torrent]") {
  TorrentRig rig;
  rig.start();
  CHECK(rig.meets_generous(2, "x...") == "request 0 to 2, request 1 to 2");
  CHECK(rig.meets_generous(3, "xx..") == "request 2 to 3, request 3 to 3");
  CHECK(rig.says(2, choke) == "request 0 to 3, request 1 to 3");
  CHECK(rig.neighbour(2).outstanding == 0);
  CHECK(rig.says(2, unchoke).empty());
}

TEST_CASE("a disconnect releases what was asked, too", "[torrent]") {
  TorrentRig rig;
  rig.start();
  rig.meets_generous(2, "x...");
  rig.meets_generous(3, "xx..");
  CHECK(rig.closed(2) == "request 0 to 3, request 1 to 3");
  CHECK(rig.closed(3).empty());
  CHECK(rig.meets_generous(4, "xxxx").starts_with("request 0 to 4, request 1 to 4, request 2 to 4"));
}

TEST_CASE("a request that crossed a choke and the unchoke behind it is answered all the same", "[torrent]") {
  TorrentRig rig;
  rig.start();
  rig.meets_generous(2, "xx..");
  rig.says(2, choke);
  CHECK(rig.meets_generous(3, "x...") == "request 0 to 3, request 1 to 3");
  CHECK(rig.says(2, unchoke) == "request 2 to 2, request 3 to 2");
  CHECK(rig.delivers(2, 0) == "cancel 0 to 3");
  CHECK(rig.torrent.totals().blocks == 1);
  CHECK(rig.torrent.totals().wasted == 0);
  SECTION("even if its piece is complete by that") {
    CHECK(rig.delivers(2, 1) == "cancel 1 to 3, piece 0, have 0 to 2, have 0 to 3, not_interested to 3");
    CHECK(rig.neighbour(3).outstanding == 0);
    CHECK(rig.delivers(3, 1).empty());  // the cancel came too late
    CHECK(rig.torrent.totals().downloaded == 48);
    CHECK(rig.torrent.totals().wasted == 16);
    CHECK(rig.torrent.totals().wasted_blocks == 1);
  }
  SECTION("and its second copy counts as wasted") {
    CHECK(rig.delivers(2, 2).empty());
    rig.says(2, choke);
    CHECK(rig.says(2, unchoke) == "request 3 to 2");
    CHECK(rig.delivers(2, 3) == "piece 1, have 1 to 2, have 1 to 3");
    CHECK(rig.delivers(2, 3).empty());
    CHECK(rig.neighbour(2).outstanding == 0);
    CHECK(rig.torrent.totals().wasted_blocks == 1);
  }
}

TEST_CASE("what no correct neighbour does is noticed at once", "[torrent]") {
  TorrentRig rig;
  rig.start();
  rig.meets_generous(2, "x...");
  SECTION("a block behind a choke") {
    rig.says(2, choke);
    CHECK_THROWS_AS(rig.delivers(2, 0), InvariantError);
  }
  SECTION("a block that was not asked for") {
    rig.delivers_piece(2, 0);
    CHECK_THROWS_AS(rig.delivers(2, 0), InvariantError);
  }
  SECTION("a message before the handshake") {
    rig.accepted(3);
    CHECK_THROWS_AS(rig.says(3, have, 1), InvariantError);
  }
}

TEST_CASE("requests of every size are for the bytes of the block", "[torrent]") {
  RigSpec spec;
  spec.geometry = {32 + 20, 32, 16};  // the last block has 4 bytes
  TorrentRig rig(spec);
  rig.start();
  rig.meets_generous(2, "xx");
  std::string lengths;
  rig.says(2, choke);
  rig.says(2, unchoke);
  for (const Effect& effect : rig.effects()) lengths += std::to_string(effect.message.length) + " ";
  CHECK(lengths == "16 16 16 4 ");
  rig.delivers_piece(2, 0);
  rig.delivers_piece(2, 1);
  CHECK(rig.torrent.complete());
  CHECK(rig.torrent.totals().downloaded == 52);
}

/// One piece of two blocks is missing; 2 was asked for both.
TorrentRig near_the_end() {
  RigSpec spec;
  spec.geometry = {64, 32, 16};
  TorrentRig rig(spec);
  rig.start();
  rig.meets_generous(2, "xx");
  rig.delivers_piece(2, 0);
  return rig;
}

std::uint32_t duplicates_of(const TorrentRig& rig, std::uint32_t remote) {
  return rig.torrent.duplicates_of(rig.slot_of(remote));
}

TEST_CASE("once everything is asked for, the rest is asked of everyone", "[torrent]") {
  TorrentRig rig = near_the_end();
  const std::string asked = rig.meets_generous(3, "xx");
  CHECK((asked == "request 2 to 3, request 3 to 3" || asked == "request 3 to 3, request 2 to 3"));
  CHECK(duplicates_of(rig, 3) == 2);
  CHECK(rig.delivers(3, 2) == "cancel 2 to 2");  // who was asked first is cancelled
  CHECK(rig.delivers(2, 3).starts_with("cancel 3 to 3, piece 1"));
  CHECK(rig.torrent.complete());
  CHECK(rig.torrent.totals().wasted == 0);
}

TEST_CASE("a cancel that comes too late is paid for", "[torrent]") {
  TorrentRig rig = near_the_end();
  rig.meets_generous(3, "xx");
  rig.meets_generous(4, ".x");
  CHECK(rig.delivers(2, 2) == "cancel 2 to 3, cancel 2 to 4");
  CHECK(rig.delivers(3, 2).empty());
  CHECK(rig.delivers(4, 2).empty());
  CHECK(rig.torrent.totals().wasted == 32);
  CHECK(rig.torrent.totals().wasted_blocks == 2);
  CHECK(rig.torrent.totals().blocks == 3);
  CHECK(rig.neighbour(3).outstanding == 1);
}

TEST_CASE("who was cancelled is asked for something else at once", "[torrent]") {
  RigSpec spec;
  spec.geometry = {32, 32, 16};
  spec.profile.pipeline.first = 1;
  TorrentRig rig(spec);
  rig.start();
  CHECK(rig.meets_generous(2, "x") == "request 0 to 2");
  CHECK(rig.meets_generous(3, "x") == "request 1 to 3");
  if (rig.meets_generous(4, "x") == "request 0 to 4") {
    CHECK(rig.delivers(4, 0) == "cancel 0 to 2, request 1 to 4, request 1 to 2");
  } else {
    CHECK(rig.delivers(4, 1) == "cancel 1 to 3, request 0 to 4, request 0 to 3");
  }
}

TEST_CASE("no duplicates are asked for while a piece is untouched", "[torrent]") {
  TorrentRig rig;
  rig.start();
  rig.meets_generous(2, "xx..");  // pieces 2 and 3 are nowhere yet
  CHECK(rig.meets_generous(3, "xx..").empty());
  CHECK(duplicates_of(rig, 3) == 0);
}

TEST_CASE("a pipeline that is full takes no duplicates, one with room takes some", "[torrent]") {
  RigSpec spec;
  spec.profile.pipeline.first = 3;
  TorrentRig rig(spec);
  rig.start();
  rig.meets_generous(2, "xxxx");
  rig.meets_generous(4, "xxxx");
  CHECK(rig.meets_generous(3, "xxxx").starts_with("request 6 to 3, request 7 to 3, request "));
  CHECK(duplicates_of(rig, 3) == 1);
  CHECK(duplicates_of(rig, 2) + duplicates_of(rig, 4) == 0);
}

TEST_CASE("a choke in the end game hands requests on to who was asked too", "[torrent]") {
  TorrentRig rig = near_the_end();
  rig.meets_generous(3, "xx");
  SECTION("the first choked us: the duplicates carry on") {
    CHECK(rig.says(2, choke).empty());
    CHECK(duplicates_of(rig, 3) == 0);
    CHECK(rig.neighbour(3).outstanding == 2);
    CHECK(rig.delivers(3, 2).empty());
  }
  SECTION("the second choked us: its duplicates are forgotten") {
    CHECK(rig.says(3, choke).empty());
    CHECK(rig.neighbour(3).outstanding == 0);
    CHECK(rig.delivers(2, 2).empty());
    CHECK(rig.neighbour(2).outstanding == 1);
  }
  SECTION("the first went") {
    CHECK(rig.closed(2).empty());
    CHECK(rig.neighbour(3).outstanding == 2);
  }
}

/// Neighbours that do anything a correct client may do, at random.
class Crowd {
 public:
  explicit Crowd(std::uint64_t seed) : luck_(seed, "torrent-test", "crowd"), rig_(spec_of(seed)) {
    rig_.start();
  }

  void step() {
    const auto remote = static_cast<std::uint32_t>(1 + luck_.below(6));
    const std::uint64_t action = luck_.below(20);
    if (!rig_.has_neighbour(remote)) {
      meet(remote);
    } else if (action == 0) {
      heard(rig_.closed(remote));
      under_way_.erase(remote);
    } else if (action < 3) {
      heard(rig_.says(remote, choke));
    } else if (action < 7) {
      heard(rig_.says(remote, unchoke));
    } else if (action < 9) {
      heard(rig_.says(remote, have, static_cast<PieceIndex>(luck_.below(pieces))));
    } else {
      deliver(remote);
    }
  }

  bool complete() const { return rig_.torrent.complete(); }
  const TorrentRig& rig() const { return rig_; }

 private:
  static constexpr std::uint32_t pieces = 9;

  static RigSpec spec_of(std::uint64_t seed) {
    RigSpec spec;
    spec.geometry = {8 * 48 + 20, 48, 16};
    spec.profile = bep3_profile();
    spec.luck = seed;
    return spec;
  }

  /// The others send what is right.
  static bool lies(std::uint32_t remote) { return remote <= 2; }

  void meet(std::uint32_t remote) {
    under_way_.erase(remote);
    if (!rig_.accepts(remote)) return;  // it is banned
    std::string picture(pieces, '.');
    for (char& c : picture) c = luck_.below(3) == 0 ? 'x' : '.';
    rig_.meets(remote, picture);
    heard("");
  }

  /// Chokes do not recall what is under way, but hold it up; cancels do, half of the time.
  void heard(const std::string&) {
    for (const Effect& effect : rig_.effects()) {
      const std::uint32_t remote = index_of(effect.end) - 1'000;
      if (effect.kind == EffectKind::banned) CHECK(lies(index_of(effect.remote)));
      if (effect.kind != EffectKind::send) continue;
      if (effect.message.kind == request) under_way_[remote].push_back(effect.message.subject);
      if (effect.message.kind == cancel && luck_.below(2) == 0)
        std::erase(under_way_[remote], effect.message.subject);
    }
  }

  void deliver(std::uint32_t remote) {
    std::deque<BlockIndex>& queue = under_way_[remote];
    if (queue.empty() || rig_.neighbour(remote).they_choke_us) return;
    const BlockIndex block = queue.front();
    queue.pop_front();
    heard(lies(remote) && luck_.below(15) == 0 ? rig_.delivers_corrupt(remote, block)
                                               : rig_.delivers(remote, block));
  }

  Rng luck_;
  TorrentRig rig_;
  std::map<std::uint32_t, std::deque<BlockIndex>> under_way_;
};

TEST_CASE("whatever neighbours do, the rules hold and the content arrives", "[torrent]") {
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    CAPTURE(seed);
    Crowd crowd(seed);
    int steps = 0;
    while (!crowd.complete() && steps < 20'000) {
      crowd.step();
      ++steps;
    }
    REQUIRE(crowd.complete());
    CHECK(crowd.rig().torrent.store().equals_original(crowd.rig().content));
    const TransferTotals& totals = crowd.rig().torrent.totals();
    CHECK(totals.downloaded - totals.wasted == crowd.rig().content.geometry.size);
    CHECK(crowd.rig().torrent.partials().size() == 0);
    CHECK(crowd.rig().payloads.live() == 0);
  }
}

}  // namespace
}  // namespace swarmsim::torrent_requests_test
