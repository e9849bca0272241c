// Serving and choking, as one torrent does them.

#include <string>
#include <vector>

#include "core/base/check.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/torrent_rig.hpp"

namespace swarmsim::torrent_serving_test {
namespace {

using namespace std::chrono_literals;
using enum MessageKind;

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

/// A seed with one unchoked neighbour, 2.
TorrentRig serving_rig(DataKind data = DataKind::seeded) {
  TorrentRig rig({.data = data, .complete = true});
  rig.start();
  rig.meets(2, "");
  rig.says(2, interested);
  rig.rechoke(false);
  return rig;
}

TEST_CASE("requests are served in their order", "[torrent]") {
  TorrentRig rig = serving_rig();
  CHECK(rig.says(2, request, 4) == "serve 2");
  CHECK(rig.says(2, request, 1) == "serve 2");
  CHECK(rig.upload(2) == "block 4");
  CHECK(rig.says(2, request, 7) == "serve 2");
  CHECK(rig.upload(2) == "block 1");
  CHECK(rig.upload(2) == "block 7");
  CHECK(rig.upload(2).empty());
  CHECK(rig.torrent.totals().uploaded == 48);
  CHECK(rig.neighbour(2).sent_this_round == 48);
}

TEST_CASE("a block carries the bytes of the original, or none", "[torrent]") {
  const auto data = GENERATE(DataKind::seeded, DataKind::none);
  TorrentRig rig = serving_rig(data);
  rig.says(2, request, 5);
  std::vector<Effect> effects;
  Workspace workspace;
  Turn turn{rig.now, rig.profile, rig.content, rig.payloads, effects, workspace};
  const auto upload = rig.torrent.next_upload(turn, rig.slot_of(2));
  REQUIRE(upload);
  const Message& message = upload->message;
  CHECK(message.length == 16);
  CHECK((message.payload == no_payload) == (data == DataKind::none));
  if (data == DataKind::none) return;
  std::vector<std::byte> original(16);
  read_original(rig.content, 5 * 16, original);
  const auto bytes = rig.payloads.bytes(message.payload);
  CHECK(std::vector<std::byte>(bytes.begin(), bytes.end()) == original);
}

TEST_CASE("a cancel takes a waiting request away, wherever it stands", "[torrent]") {
  struct Row {
    BlockIndex cancelled;
    std::vector<std::string> served;
  };
  const auto row = GENERATE(values<Row>({
      {1, {"block 2", "block 3", "block 6", ""}},
      {2, {"block 1", "block 3", "block 6", ""}},
      {3, {"block 1", "block 2", "block 6", ""}},  // and what follows finds the tail
      {5, {"block 1", "block 2", "block 3", "block 6", ""}},
  }));
  TorrentRig rig = serving_rig();
  for (const BlockIndex block : {1U, 2U, 3U}) rig.says(2, request, block);
  CHECK(rig.says(2, cancel, row.cancelled).empty());
  CHECK(rig.neighbour(2).queued == (row.cancelled == 5 ? 3 : 2));
  rig.says(2, request, 6);
  for (const std::string& block : row.served) CHECK(rig.upload(2) == block);
}

TEST_CASE("a cancel of the only request leaves an empty queue", "[torrent]") {
  TorrentRig rig = serving_rig();
  rig.says(2, request, 1);
  rig.says(2, cancel, 1);
  CHECK(rig.upload(2).empty());
  rig.says(2, request, 3);
  CHECK(rig.upload(2) == "block 3");
}

TEST_CASE("a choke drops what waits, and requests that crossed it are void", "[torrent]") {
  TorrentRig rig = serving_rig();
  rig.says(2, request, 1);
  rig.says(2, request, 2);
  rig.profile.unchoke_slots = 0;
  CHECK(rig.rechoke(false) == "choke to 2");
  CHECK(rig.neighbour(2).queued == 0);
  CHECK(rig.says(2, request, 3).empty());
  CHECK(rig.upload(2).empty());
  rig.profile.unchoke_slots = 4;
  CHECK(rig.rechoke(false) == "2 is regular, unchoke to 2");
  CHECK(rig.upload(2).empty());
  CHECK(rig.torrent.totals().uploaded == 0);
}

TEST_CASE("what is not there cannot be asked for", "[torrent]") {
  TorrentRig rig;
  rig.start();
  rig.meets_generous(2, "xxxx");
  rig.delivers_piece(2, 0);
  rig.meets(3, "");
  rig.says(3, interested);
  rig.rechoke(false);
  CHECK(rig.says(3, request, 2).empty());
  CHECK(rig.says(3, request, 1) == "serve 3");
}

TEST_CASE("a neighbour queues 2,000 requests and no more", "[torrent]") {
  TorrentRig rig = serving_rig();
  for (int i = 0; i < 2'000; ++i) CHECK(rig.says(2, request, 1) == "serve 2");
  CHECK(rig.says(2, request, 1).empty());
  rig.upload(2);
  CHECK(rig.says(2, request, 1) == "serve 2");
}

TEST_CASE("a round chokes and unchokes, and says how many it serves", "[torrent]") {
  TorrentRig rig(seed_with_slots(2));
  rig.start();
  for (const std::uint32_t remote : {2U, 3U, 4U}) rig.meets(remote, "");
  rig.says(2, interested);
  CHECK(rig.says(4, interested).empty());  // nobody is unchoked: the next round decides
  const std::string first = rig.pass(10s);
  CHECK(mentions(first, "2 is regular, unchoke to 2") + mentions(first, "4 is regular, unchoke to 4") == 1);
  CHECK(mentions(first, "2 is optimistic, unchoke to 2") + mentions(first, "4 is optimistic, unchoke to 4") ==
        1);
  CHECK_FALSE(mentions(first, "choke to 2, choke"));
  CHECK(rig.says(2, not_interested) == "ask rechoke");
  CHECK(rig.says(4, keep_alive).empty());
  CHECK_FALSE(mentions(rig.pass(10s), "choke to 4"));  // it is unchoked and stays so
}

TEST_CASE("the optimistic slot goes round every 30 s", "[torrent]") {
  TorrentRig rig(seed_with_slots(1));
  rig.start();
  for (const std::uint32_t remote : {2U, 3U, 4U}) {
    rig.meets(remote, "");
    rig.says(remote, interested);
  }
  CHECK(times(rig.pass(10s), "is optimistic") == 1);
  for (int turn = 0; turn < 8; ++turn) {
    CHECK_FALSE(mentions(rig.pass(turn == 0 ? 10s : 20s), "choke"));
    CHECK(times(rig.pass(10s), "is optimistic") == 1);
  }
}

TEST_CASE("rates are those of this round and the one before", "[torrent]") {
  TorrentRig rig = serving_rig();
  rig.says(2, request, 0);
  rig.upload(2);
  CHECK(rig.neighbour(2).sent_this_round == 16);
  rig.rechoke(false);
  CHECK(rig.neighbour(2).sent_this_round == 16);  // only regular rounds close the books
  rig.rechoke();
  CHECK(rig.neighbour(2).sent_this_round == 0);
  CHECK(rig.neighbour(2).sent_last_round == 16);
  rig.rechoke();
  CHECK(rig.neighbour(2).sent_last_round == 0);
}

TEST_CASE("the best senders of the last 20 s are served", "[torrent]") {
  RigSpec spec;
  spec.geometry = {64 * 16, 32, 16};
  spec.profile.unchoke_slots = 2;
  TorrentRig rig(spec);
  rig.start();
  for (const std::uint32_t remote : {2U, 3U, 4U}) {
    rig.meets_generous(remote, std::string(32, 'x'));
    rig.says(remote, interested);
  }
  const auto give = [&](std::uint32_t remote, int blocks) {
    for (int i = 0; i < blocks; ++i) {
      BlockIndex next = no_index;
      rig.torrent.partials().for_each_requested([&](BlockIndex block, Torrent::Slot slot) {
        if (slot == rig.slot_of(remote)) next = std::min(next, block);
      });
      rig.delivers(remote, next);
    }
  };
  give(2, 3);
  give(3, 2);
  rig.pass(10s);
  CHECK_FALSE(rig.neighbour(2).we_choke_them);
  CHECK(rig.neighbour(2).received_last_round == 48);
  give(3, 2);
  rig.rechoke(false);  // 64 bytes of two rounds against 48
  CHECK_FALSE(rig.neighbour(3).we_choke_them);
  rig.pass(20s);
  give(4, 1);
  rig.rechoke(false);  // what is older is forgotten
  CHECK_FALSE(rig.neighbour(4).we_choke_them);
}

TEST_CASE("who keeps us waiting for more than 60 s snubs us, and that is said once", "[torrent]") {
  TorrentRig rig;
  rig.profile.unchoke_slots = 0;  // rounds have nothing else to say
  rig.start();
  rig.meets(3, "");
  rig.meets_generous(2, "xxxx");
  rig.delivers(2, 0);
  CHECK_FALSE(mentions(rig.pass(60s), "snubs"));
  CHECK(rig.pass(10s) == "2 snubs, round 0");
  CHECK(rig.neighbour(2).snubbed);
  CHECK_FALSE(mentions(rig.pass(40s), "snubs"));
  rig.delivers(2, 1);
  CHECK_FALSE(mentions(rig.pass(60s), "snubs"));
  CHECK_FALSE(rig.neighbour(2).snubbed);
  CHECK(times(rig.pass(100s), "2 snubs") == 1);
}

TEST_CASE("who snubs us is not unchoked regularly", "[torrent]") {
  TorrentRig rig;
  rig.start();
  rig.meets_generous(2, "xxxx");
  rig.says(2, interested);
  CHECK(mentions(rig.pass(60s), "2 is regular"));
  rig.profile.unchoke_slots = 0;
  rig.pass(10s);
  rig.profile.unchoke_slots = 4;
  CHECK(mentions(rig.pass(10s), "2 is optimistic"));
}

TEST_CASE("waiting begins with interest, and with an unchoke", "[torrent]") {
  TorrentRig rig;
  rig.start();
  rig.meets(2, "");
  rig.pass(50s);
  rig.says(2, have, 0);
  rig.pass(50s);
  rig.says(2, unchoke);
  CHECK_FALSE(mentions(rig.pass(60s), "snubs"));
  CHECK(mentions(rig.pass(10s), "2 snubs"));
}

/// Unchokes everybody, the nth neighbour with n shares; remembers whom it knows.
class Shares final : public Choker {
 public:
  std::unique_ptr<Choker> clone() const override { return std::make_unique<Shares>(*this); }
  void joined(PeerId, Rng&) override { ++known_; }
  void left(PeerId) override { --known_; }
  void decide(const Round&, std::span<const Candidate> neighbours, Rng&, std::span<Decision> out) override {
    check(neighbours.size() == known_, "test: a choker knows whom it decides about");
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i] = {true, static_cast<std::uint32_t>(i + 1), ChokeReason::regular};
    }
  }

 private:
  std::size_t known_ = 0;
};

Registry registry_with_shares() {
  Registry registry;
  registry.add_choker("bep3", Registry::standard().make_choker("bep3"));
  registry.add_choker("shares", std::make_unique<Shares>());
  registry.add_picker("in-order", std::make_unique<InOrder>());
  return registry;
}

TEST_CASE("shares of the uplink are said when they change", "[torrent]") {
  const Registry registry = registry_with_shares();
  RigSpec spec;
  spec.registry = &registry;
  spec.profile.choker = spec.profile.seed_choker = "shares";
  TorrentRig rig(spec);
  rig.start();
  rig.meets(2, "");
  rig.meets(3, "");
  CHECK(rig.rechoke(false) == "2 is regular, unchoke to 2, 3 is regular, unchoke to 3, weigh 3 by 2");
  CHECK(rig.rechoke(false).empty());
  rig.closed(2);
  CHECK(rig.rechoke(false) == "weigh 3 by 1");
}

TEST_CASE("a complete torrent chokes as a seed, with the neighbours it has", "[torrent]") {
  const Registry registry = registry_with_shares();
  RigSpec spec;
  spec.registry = &registry;
  spec.profile.seed_choker = "shares";
  SECTION("from the start") {
    spec.complete = true;
    TorrentRig rig(spec);
    rig.start();
    rig.meets(2, "");
    CHECK(rig.rechoke(false) == "2 is regular, unchoke to 2");
  }
  SECTION("or from its completion on") {
    TorrentRig rig(spec);
    rig.profile.unchoke_slots = 0;  // which Shares ignores
    rig.start();
    rig.meets_generous(2, "xxxx");
    rig.meets(3, "");
    rig.accepted(4);  // shakes hands later
    CHECK(rig.rechoke(false).empty());
    for (PieceIndex piece = 0; piece < 4; ++piece) rig.delivers_piece(2, piece);
    rig.says(4, handshake);
    CHECK(rig.rechoke(false) == "3 is regular, unchoke to 3, 4 is regular, unchoke to 4, weigh 4 by 2");
  }
}

TEST_CASE("a choker that serves more than there are slots is found out", "[torrent]") {
  const Registry registry = registry_with_shares();
  RigSpec spec;
  spec.registry = &registry;
  spec.profile.choker = spec.profile.seed_choker = "shares";
  spec.profile.unchoke_slots = 1;
  TorrentRig rig(spec);
  rig.start();
  for (const std::uint32_t remote : {2U, 3U}) {
    rig.meets(remote, "");
    rig.says(remote, interested);
  }
  CHECK_THROWS_AS(rig.rechoke(false), InvariantError);
}

}  // namespace
}  // namespace swarmsim::torrent_serving_test
