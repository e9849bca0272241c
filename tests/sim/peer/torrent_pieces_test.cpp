// Their pieces, our interest, and what happens when a piece is whole.

#include <string>

#include "core/base/check.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/torrent_rig.hpp"

namespace swarmsim::torrent_pieces_test {
namespace {

using namespace std::chrono_literals;
using enum MessageKind;

TEST_CASE("interest is told exactly when it begins and ends", "[torrent]") {
  TorrentRig rig;
  rig.start();
  rig.accepted(2);
  rig.says(2, handshake);
  CHECK(rig.says_bitfield(2, "x...") == "interested to 2");
  CHECK(rig.says(2, have, 1).empty());  // wanted already
  CHECK(rig.says(2, have, 1).empty());  // and said twice
  rig.says(2, unchoke);
  rig.delivers_piece(2, 0);
  rig.delivers(2, 2);
  CHECK(rig.delivers(2, 3) == "piece 1, have 1 to 2, not_interested to 2");
  CHECK(rig.says(2, have, 2) == "interested to 2, request 4 to 2, request 5 to 2");
}

TEST_CASE("nobody is interested in what it has", "[torrent]") {
  TorrentRig rig;
  rig.start();
  rig.meets_generous(2, "xx..");
  rig.delivers_piece(2, 0);
  rig.accepted(3);
  rig.says(3, handshake);
  CHECK(rig.says_bitfield(3, "x...").empty());
  CHECK(rig.says(3, unchoke).empty());
  CHECK(rig.says(3, have, 3) == "interested to 3, request 6 to 3, request 7 to 3");
}

TEST_CASE("whoever another neighbour made uninteresting is told", "[torrent]") {
  TorrentRig rig;
  rig.start();
  rig.meets(3, "x...");
  rig.meets_generous(2, "xx..");
  rig.delivers(2, 0);
  CHECK(rig.delivers(2, 1) == "piece 0, have 0 to 3, not_interested to 3, have 0 to 2");
}

TEST_CASE("who only sends is not interested and asks for nothing", "[torrent]") {
  TorrentRig rig({.complete = true});
  rig.start();
  rig.accepted(2);
  rig.says(2, handshake);
  CHECK(rig.says_bitfield(2, "xx..").empty());
  CHECK(rig.says(2, have, 2).empty());
  CHECK(rig.says(2, unchoke).empty());
}

TEST_CASE("the next request leaves before the haves, and everyone who shook hands gets one", "[torrent]") {
  RigSpec spec;
  spec.profile.pipeline.first = 1;
  TorrentRig rig(spec);
  rig.start();
  rig.meets_generous(2, "xxxx");
  rig.meets(3, "x...");
  rig.meets(4, "");
  rig.accepted(5);
  CHECK(rig.delivers(2, 0) == "request 1 to 2");
  CHECK(rig.delivers(2, 1) ==
        "piece 0, request 2 to 2, have 0 to 2, have 0 to 3, not_interested to 3, have 0 to 4");
}

TEST_CASE("a complete torrent announces it, and parts from those who have everything too", "[torrent]") {
  TorrentRig rig;
  rig.start();
  rig.meets_generous(2, "xxxx");
  rig.meets(3, "xxxx");
  rig.meets(4, "xxx.");
  for (PieceIndex piece = 0; piece < 3; ++piece) rig.delivers_piece(2, piece);
  rig.delivers(2, 6);
  CHECK(rig.delivers(2, 7) ==
        "piece 3, have 3 to 2, not_interested to 2, have 3 to 3, not_interested to 3, have 3 to 4, "
        "announce completed, completed, goodbye to 2, goodbye to 3");
  CHECK(rig.torrent.complete());
  CHECK_FALSE(rig.torrent.wants_more());
  CHECK(rig.torrent.store().equals_original(rig.content));
  CHECK(rig.torrent.totals().downloaded == 128);
  CHECK(rig.torrent.totals().wasted == 0);
  CHECK(rig.availability() == "1110");
  CHECK(rig.says(4, have, 3) == "goodbye to 4");  // it needs us no more
  CHECK(rig.torrent.order().empty());
  rig.accepted(6);
  rig.says(6, handshake);
  CHECK(rig.says_bitfield(6, "xxxx") == "goodbye to 6");
  CHECK(rig.payloads.live() == 0);
}

TEST_CASE("content without bytes is not verified and not stored", "[torrent]") {
  TorrentRig rig({.data = DataKind::none});
  rig.start();
  rig.meets_generous(2, "xxxx");
  for (PieceIndex piece = 0; piece < 4; ++piece) rig.delivers_piece(2, piece);
  CHECK(rig.torrent.complete());
  CHECK(rig.torrent.totals().downloaded == 128);
  CHECK_FALSE(rig.torrent.store().verify(rig.content, 0));
}

TEST_CASE("a piece with a wrong byte is thrown away and fetched again", "[torrent]") {
  TorrentRig rig;
  rig.start();
  rig.meets_generous(2, "x...");
  CHECK(rig.delivers_corrupt(2, 0).empty());
  CHECK(rig.delivers(2, 1) == "piece 0 failed, bans 2 for the 1. time, goodbye to 2");
  CHECK(rig.have() == "....");
  CHECK(rig.torrent.totals().downloaded == 32);
  CHECK(rig.torrent.totals().wasted == 32);
  rig.meets_generous(3, "x...");
  CHECK(rig.delivers(3, 0).empty());
  CHECK(rig.delivers(3, 1) == "piece 0, have 0 to 3, not_interested to 3");
  CHECK(rig.torrent.totals().downloaded == 64);
  CHECK(rig.torrent.totals().wasted == 32);
  CHECK(rig.torrent.store().verify(rig.content, 0));
}

TEST_CASE("a failed piece is asked of whoever has room, and is not announced", "[torrent]") {
  TorrentRig rig;
  rig.start();
  rig.meets_generous(2, "x...");
  rig.meets_generous(3, "xx..");
  rig.meets(4, "");
  rig.delivers_corrupt(2, 0);
  CHECK(rig.delivers(2, 1) ==
        "piece 0 failed, bans 2 for the 1. time, goodbye to 2, request 0 to 3, request 1 to 3");
  CHECK(rig.neighbour(3).outstanding == 4);
  CHECK(rig.delivers_piece(3, 0) == "piece 0, have 0 to 3, have 0 to 4");
}

TEST_CASE("a block of a piece that failed in between begins it anew", "[torrent]") {
  RigSpec spec;
  spec.profile.pipeline.first = 2;
  TorrentRig rig(spec);
  rig.start();
  rig.meets_generous(2, "xx..");
  rig.says(2, choke);
  rig.meets_generous(3, "x...");
  rig.delivers_corrupt(3, 0);
  rig.says(3, choke);
  CHECK(rig.says(2, unchoke) == "request 1 to 2, request 2 to 2");
  CHECK(rig.delivers(2, 1) == "piece 0 failed");  // on parole: nothing more until block 2 is there
  CHECK(rig.torrent.partials().size() == 1);      // piece 1
  CHECK(rig.delivers(2, 0).empty());              // and a copy whose request crossed the choke
  CHECK(rig.torrent.partials().begun().test(0));
  CHECK(rig.says(3, unchoke) == "request 1 to 3");
  CHECK(rig.delivers(3, 1) ==
        "piece 0, have 0 to 2, have 0 to 3, not_interested to 3, bans 3 for the 1. time, goodbye to 3, "
        "request 3 to 2");
}

TEST_CASE("a bitfield comes first or not at all", "[torrent]") {
  TorrentRig rig;
  rig.start();
  rig.meets(2, "x...");
  CHECK_THROWS_AS(rig.says_bitfield(2, "xx.."), InvariantError);
}

}  // namespace
}  // namespace swarmsim::torrent_pieces_test
