// What a client that pulses does in its pulses, and what it does at once.

#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/torrent_rig.hpp"

namespace swarmsim::torrent_pulses_test {
namespace {

using namespace std::chrono_literals;
using enum MessageKind;

RigSpec pulsing(bool complete = false) {
  RigSpec spec;
  spec.complete = complete;
  spec.profile.pulse = 500ms;
  spec.profile.interest_waits = 2s;
  spec.profile.have_waits = 10s;
  return spec;
}

/// What is said and done in `time`, without the moves of deadlines.
std::string heard(TorrentRig& rig, Duration time) {
  std::string rest = ", " + rig.pass(time);
  const std::string move = ", deadline moved";
  for (std::size_t at = rest.find(move); at != std::string::npos; at = rest.find(move)) {
    rest.erase(at, move.size());
  }
  return rest.size() > 2 ? rest.substr(2) : "";
}

TEST_CASE("interest waits for its batch, requests for two pulses", "[torrent]") {
  TorrentRig rig(pulsing());
  rig.start();
  rig.meets(2, "x...");
  CHECK(heard(rig, 2s).empty());                  // the first pulse begins the batch
  CHECK(heard(rig, 500ms) == "interested to 2");  // 2 s old
  CHECK(rig.says(2, unchoke) == "deadline moved");
  CHECK(rig.neighbour(2).outstanding == 0);
  CHECK(heard(rig, 500ms).empty());
  CHECK(rig.neighbour(2).outstanding == 2);
  CHECK(heard(rig, 500ms) == "request 0 to 2, request 1 to 2");
}

TEST_CASE("a have goes along with the next request, or waits ten seconds", "[torrent]") {
  RigSpec spec = pulsing();
  spec.profile.pipeline = {PipelineKind::fixed, 2};
  spec.profile.choke_interval = 1min;
  TorrentRig rig(spec);
  rig.start();
  rig.meets(2, "xx..");
  rig.meets(3, "");
  rig.says(2, unchoke);
  rig.pass(3s);
  rig.delivers_piece(2, 0);
  CHECK(heard(rig, 1s) == "have 0 to 2, request 2 to 2, request 3 to 2");
  CHECK(heard(rig, 9s).empty());
  CHECK(heard(rig, 500ms) == "have 0 to 3");  // the pulse behind it began the batch
}

TEST_CASE("a request is served in a pulse, and what follows when there is room", "[torrent]") {
  TorrentRig rig(pulsing(true));
  rig.start();
  rig.meets(2, "");
  rig.says(2, interested);
  rig.rechoke(false);
  rig.pass(1s);
  CHECK(rig.says(2, request, 4) == "deadline moved");
  CHECK(heard(rig, 500ms) == "serve 2");
  CHECK(rig.upload(2) == "block 4");
}

TEST_CASE("what was gathered for who has gone is forgotten", "[torrent]") {
  TorrentRig rig(pulsing());
  rig.start();
  rig.meets(2, "x...");
  CHECK(rig.torrent.gathered(rig.slot_of(2)).size() == 1);
  rig.closed(2);
  CHECK(heard(rig, 3s).empty());
  rig.meets(3, "");  // in the slot of the other
  CHECK(heard(rig, 3s).empty());
}

}  // namespace
}  // namespace swarmsim::torrent_pulses_test
