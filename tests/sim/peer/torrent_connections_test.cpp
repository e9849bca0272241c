// The life of a torrent: finding neighbours, greeting them, letting go of them.

#include <string>
#include <utility>
#include <vector>

#include "core/base/check.hpp"
#include "sim/peer/departed_client.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/torrent_rig.hpp"

namespace swarmsim::torrent_connections_test {
namespace {

using namespace std::chrono_literals;
using enum MessageKind;

constexpr Duration interval = 120s;

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("the acceptor answers the handshake with its own and its pieces", "[torrent]") {
  TorrentRig rig({.complete = true});
  CHECK(rig.start() == "announce started");
  CHECK(rig.accepted(2).empty());
  CHECK(rig.says(2, handshake) == "handshake to 2, bitfield xxxx to 2, ask rechoke");
  CHECK_THROWS_AS(rig.says(2, handshake), InvariantError);
}

TEST_CASE("the opener speaks first, and its pieces follow their handshake", "[torrent]") {
  TorrentRig rig({.complete = true});
  rig.start();
  CHECK(rig.tracker_answers({2}, interval) == "connect 2");
  CHECK(rig.torrent.attempts() == 1);
  CHECK(rig.opened(2) == "handshake to 2");
  CHECK(rig.torrent.attempts() == 0);
  CHECK(rig.says(2, handshake) == "bitfield xxxx to 2, ask rechoke");
}

TEST_CASE("who has nothing sends no bitfield, who has some sends those", "[torrent]") {
  TorrentRig rig;
  rig.start();
  rig.accepted(2);
  CHECK(rig.says(2, handshake) == "handshake to 2, ask rechoke");
  rig.says_bitfield(2, "xxxx");
  rig.says(2, unchoke);
  rig.delivers_piece(2, 0);
  rig.accepted(3);
  CHECK(rig.says(3, handshake) == "handshake to 3, bitfield x... to 3, ask rechoke");
  CHECK(rig.payloads.live() == 0);
}

TEST_CASE("a torrent tries no more peers than it may, the last told first", "[torrent]") {
  RigSpec spec;
  spec.profile.initiate_until = 3;
  TorrentRig rig(spec);
  rig.start();
  CHECK(rig.tracker_answers({1, 2, 3, 4, 5, 6}, interval) == "connect 6, connect 5, connect 4");
  CHECK(rig.refused(5) == "connect 3");  // a refused attempt: the next candidate
  CHECK(rig.opened(6) == "handshake to 6");
  CHECK(rig.opened(4) == "handshake to 4");
  CHECK(rig.refused(3) == "connect 2");
  CHECK(rig.closed(6) == "connect 1");
  CHECK(rig.closed(4).empty());
  CHECK(rig.torrent.attempts() == 2);
}

TEST_CASE("a torrent tries neither itself nor whom it knows", "[torrent]") {
  TorrentRig rig;
  rig.start();
  rig.meets(2, "");
  CHECK(rig.tracker_answers({2, 10, 3}, interval) == "connect 3");
  CHECK(rig.tracker_answers({3, 2, 4}, interval) == "connect 4");
  CHECK(rig.tracker_answers({3, 2, 4}, interval).empty());
}

TEST_CASE("only a newer answer of the tracker counts", "[torrent]") {
  RigSpec spec;
  spec.profile.initiate_until = 1;
  TorrentRig rig(spec);
  rig.start();
  rig.tracker_answers({1, 2, 3}, interval);
  CHECK(rig.tracker_answers({4}, interval).empty());
  CHECK(rig.refused(3) == "connect 4");
  CHECK(rig.refused(4).empty());
}

TEST_CASE("a torrent holds no more connections than it may", "[torrent]") {
  RigSpec spec;
  spec.profile.connections = 2;
  TorrentRig rig(spec);
  CHECK_FALSE(rig.accepts(2));  // not before it takes part
  rig.start();
  rig.tracker_answers({5}, interval);
  rig.meets(2, "");
  CHECK(rig.accepts(3));
  rig.meets(3, "");
  CHECK_FALSE(rig.accepts(4));
  CHECK(rig.opened(5) == "goodbye to 5");  // others took its place
  CHECK_FALSE(rig.has_neighbour(5));
  rig.closed(3);
  CHECK_FALSE(rig.accepts(2));  // a neighbour already
  CHECK(rig.accepts(4));
}

TEST_CASE("of two attempts that cross each other the one of the lower id stands", "[torrent]") {
  TorrentRig low({.self = 5});
  TorrentRig high({.self = 10});
  low.start();
  high.start();
  low.tracker_answers({10}, interval);
  high.tracker_answers({5}, interval);
  CHECK(high.accepts(5));
  CHECK_FALSE(low.accepts(10));
  SECTION("the attempt of the higher is refused first") {
    CHECK(high.refused(5).empty());
    CHECK(high.accepts(5));
    high.meets(5, "");
  }
  SECTION("the attempt of the lower arrives first") {
    high.meets(5, "");
    CHECK(high.refused(5).empty());
  }
  CHECK(low.opened(10) == "handshake to 10");
  CHECK(high.has_neighbour(5));
  CHECK_FALSE(high.accepts(5));
  CHECK_FALSE(low.accepts(10));
  CHECK(high.torrent.attempts() + low.torrent.attempts() == 0);
}

TEST_CASE("a torrent announces itself when the tracker asked it to, once", "[torrent]") {
  TorrentRig rig;
  rig.now = sim_time_from(0) + 13s;
  CHECK(rig.start() == "announce started");
  CHECK(rig.torrent.next_deadline() == sim_time_from(0) + 20s);  // rounds count from 0 s
  rig.tracker_answers({2}, 25s);
  CHECK(rig.pass(24s) == "round 0, round 0");
  CHECK(rig.pass(1s) == "announce regular");
  CHECK_FALSE(mentions(rig.pass(600s), "announce"));  // until an answer names the next time
  rig.tracker_answers({2}, 5s);
  CHECK(mentions(rig.pass(5s), "announce regular"));
}

TEST_CASE("a torrent is told when nobody else is there", "[torrent]") {
  TorrentRig rig;
  rig.start();
  CHECK(rig.tracker_answers({}, interval) == "alone");
  rig.meets(2, "");
  CHECK(rig.tracker_answers({}, interval).empty());
}

TEST_CASE("a seed does not mind being alone, and looks up no seed twice", "[torrent]") {
  TorrentRig rig({.complete = true});
  rig.start();
  CHECK(rig.tracker_answers({}, interval).empty());
  CHECK(rig.tracker_answers({3, 2}, interval) == "connect 2, connect 3");
  rig.opened(2);
  rig.says(2, handshake);
  CHECK(rig.says_bitfield(2, "xxxx") == "goodbye to 2");
  CHECK(rig.refused(3).empty());
  CHECK(rig.tracker_answers({3, 2}, interval) == "connect 3");
  CHECK(rig.accepts(2));  // who was not told yet that we are one
}

TEST_CASE("a silent direction says so after 120 s", "[torrent]") {
  TorrentRig rig;
  rig.profile.unchoke_slots = 0;  // rounds have nothing to say
  rig.start();
  rig.meets(2, "");
  rig.accepted(3);  // and never shakes hands
  CHECK_FALSE(mentions(rig.pass(110s), "keep_alive"));
  CHECK(rig.pass(10s) == "keep_alive to 2, round 0");
  CHECK(rig.says(2, keep_alive).empty());
  CHECK_FALSE(mentions(rig.pass(110s), "keep_alive"));
  CHECK(rig.pass(10s) == "keep_alive to 2, round 0");
}

TEST_CASE("what was said lately needs no keep-alive", "[torrent]") {
  TorrentRig rig({.complete = true});
  rig.start();
  rig.meets(2, "");
  rig.says(2, interested);
  CHECK(mentions(rig.rechoke(), "unchoke to 2"));
  rig.pass(100s);
  rig.says(2, request, 0);
  CHECK(rig.upload(2) == "block 0");
  CHECK_FALSE(mentions(rig.pass(110s), "keep_alive"));
  CHECK(mentions(rig.pass(10s), "keep_alive to 2"));
}

TEST_CASE("who says nothing for 300 s is left", "[torrent]") {
  TorrentRig rig;
  rig.start();
  rig.meets(2, "x.x.");
  rig.meets(3, ".xx.");
  rig.pass(100s);
  rig.says(3, keep_alive);
  CHECK_FALSE(mentions(rig.pass(200s), "goodbye"));
  CHECK(mentions(rig.pass(10s), "goodbye to 2"));
  CHECK_FALSE(rig.has_neighbour(2));
  CHECK(rig.has_neighbour(3));
  CHECK(rig.availability() == "0110");
}

TEST_CASE("availability is what it was when neighbours come and go", "[torrent]") {
  TorrentRig rig;
  rig.start();
  rig.meets(2, "xx..");
  const std::string before = rig.availability();
  rig.meets(3, ".xxx");
  rig.meets(4, "xxxx");
  CHECK(rig.availability() == "2322");
  rig.closed(3);
  CHECK(rig.availability() == "2211");
  rig.closed(4);
  CHECK(rig.availability() == before);
  rig.meets(5, "...x");  // in the slot of one who went: nothing of them is left
  CHECK(rig.slot_of(5) < 3);
  CHECK(rig.availability() == "1101");
  CHECK(rig.neighbour(5).we_choke_them);
  CHECK_FALSE(rig.neighbour(5).they_want);
}

TEST_CASE("who was served and goes frees a slot, who was not does not", "[torrent]") {
  TorrentRig rig(seed_with_slots(1));
  rig.start();
  for (const std::uint32_t remote : {2U, 3U}) {
    rig.meets(remote, "");
    rig.says(remote, interested);
  }
  rig.rechoke();
  const std::uint32_t served = rig.neighbour(2).we_choke_them ? 3 : 2;
  const std::uint32_t other = 5 - served;
  rig.says(served, request, 1);
  SECTION("the served one") {
    CHECK(rig.closed(served) == "ask rechoke");
    CHECK(mentions(rig.rechoke(false), "unchoke to " + std::to_string(other)));
  }
  SECTION("the other one") {
    CHECK(rig.closed(other).empty());
    CHECK(rig.upload(served) == "block 1");
  }
}

TEST_CASE("who leaves says so to the tracker and to everyone", "[torrent]") {
  TorrentRig rig;
  SECTION("having taken part") {
    rig.start();
    rig.tracker_answers({6, 7}, interval);
    rig.meets_generous(2, "xxxx");
    rig.meets(3, "xxxx");
    CHECK(rig.leave() == "announce stopped, goodbye to 2, goodbye to 3");
  }
  SECTION("or not, to nobody") { CHECK(rig.leave().empty()); }
}

TEST_CASE("what is left of who has left is what it holds and what it moved", "[torrent]") {
  TorrentRig rig;
  rig.start();
  rig.meets_generous(2, "xxxx");
  rig.delivers_piece(2, 0);
  rig.delivers_piece(2, 1);
  rig.leave();
  const std::string had = rig.have();
  const std::size_t bytes = 32;
  DepartedClient left(std::move(static_cast<TorrentClient&>(rig.torrent)));
  CHECK(picture_of(left.have().words(), left.have().size()) == had);
  CHECK(left.totals().downloaded == 2 * bytes);
  CHECK(left.store().piece(1).size() == bytes);
  CHECK(left.self() == PeerId{10});
  CHECK_FALSE(left.active());
  CHECK_FALSE(left.wants_more());
  CHECK(left.next_deadline() == sim_never);
  CHECK_FALSE(left.accepts(PeerId{9}, rig.profile));
  CHECK(left.connections() == 0);
  CHECK(left.interested() == 0);

  std::vector<Effect> effects;
  Workspace workspace;
  Turn turn{rig.now, rig.profile, rig.content, rig.payloads, effects, workspace};
  // Answers of the tracker were still on their way.
  left.on_tracker_answer(turn, std::vector{PeerId{8}}, interval);
  left.on_tracker_failure(turn, AnnounceEvent::regular);
  left.on_owners(turn, {});
  CHECK(effects.empty());
  CHECK_THROWS_AS(left.on_timer(turn), InvariantError);
  CHECK_THROWS_AS(left.on_refused(turn, PeerId{6}), InvariantError);
  CHECK_THROWS_AS(left.rechoke(turn, true), InvariantError);
  CHECK_THROWS_AS(left.leave(turn), InvariantError);
  CHECK_THROWS_AS(left.on_message(turn, 0, {MessageKind::choke}), InvariantError);
  CHECK_THROWS_AS(left.on_connected(turn, PeerId{8}, EndId{}, false), InvariantError);

  const auto copy = left.clone();
  CHECK(copy->have() == left.have());
}

TEST_CASE("a copy of a torrent goes its own way", "[torrent]") {
  TorrentRig rig;
  rig.start();
  rig.meets_generous(2, "xxxx");
  Torrent copy = rig.torrent;
  rig.delivers(2, 0);
  rig.closed(2);
  CHECK(copy.order().size() == 1);
  CHECK(copy.neighbour(copy.order()[0]).outstanding == 5);
  CHECK(copy.totals().downloaded == 0);
}

}  // namespace
}  // namespace swarmsim::torrent_connections_test
