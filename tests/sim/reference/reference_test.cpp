// Two makes of everything that is optimised: the same answers to the same calls, and the same runs.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bitfield.hpp"
#include "core/base/rng.hpp"
#include "sim/model/pending_events.hpp"
#include "sim/peer/packed_pieces.hpp"
#include "sim/reference/plain_pieces.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::reference_test {

namespace {

/// An event that may tie with others in time, in phase and in addressee.
Event any_event(SimTime now, Rng& rng) {
  Event event;
  const std::uint64_t scale = rng.below(5);
  event.at = now + Duration{static_cast<std::int64_t>(scale * rng.below(300))};
  const auto phase = static_cast<Phase>(rng.below(4));
  const PeerId addressee{static_cast<std::uint32_t>(rng.below(3))};
  event.order = order_of(phase, addressee, PeerId{});
  event.ordinal = static_cast<std::uint32_t>(rng.below(1'000'000));
  return event;
}

bool is_same(const std::optional<Event>& a, const std::optional<Event>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->at == b->at && a->order == b->order && a->ordinal == b->ordinal;
}

/// Neighbours come, announce pieces and go, and we complete some, in both makes.
class TwoMakes {
 public:
  explicit TwoMakes(std::uint64_t seed) : rng_(seed, "pieces", "test") {}

  void step() {
    const auto slot = static_cast<NeighbourPieces::Slot>(rng_.below(slots));
    const auto piece = static_cast<PieceIndex>(rng_.below(pieces));
    if (!open_[slot]) {
      packed.open(slot);
      plain.open(slot);
      open_[slot] = true;
      if (rng_.below(2) == 0) introduce(slot);
    } else if (rng_.below(40) == 0) {
      packed.clear(slot);
      plain.clear(slot);
      open_[slot] = false;
    } else if (!ours_[piece] && rng_.below(30) == 0) {
      packed.own(piece);
      plain.own(piece);
      ours_[piece] = true;
    } else {
      CHECK(packed.add(slot, piece, ours_[piece]) == plain.add(slot, piece, ours_[piece]));
    }
  }

  /// They begin with everything, or with some of it.
  void introduce(NeighbourPieces::Slot slot) {
    const bool all = rng_.below(3) == 0;
    Bitfield theirs(pieces);
    Bitfield ours(pieces);
    for (PieceIndex piece = 0; piece < pieces; ++piece) {
      if (all || rng_.below(2) == 0) theirs.set(piece);
      if (ours_[piece]) ours.set(piece);
    }
    packed.fill(slot, theirs.words(), ours.words());
    plain.fill(slot, theirs.words(), ours.words());
  }

  void compare() const {
    CHECK(std::ranges::equal(packed.availability(), plain.availability()));
    for (NeighbourPieces::Slot slot = 0; slot < slots; ++slot) {
      if (!open_[slot]) continue;
      CHECK(packed.count(slot) == plain.count(slot));
      CHECK(packed.wanted(slot) == plain.wanted(slot));
      CHECK(std::ranges::equal(packed.row(slot), plain.row(slot)));
      CHECK(packed.has(slot, 0) == plain.has(slot, 0));
      CHECK(packed.has(slot, pieces - 1) == plain.has(slot, pieces - 1));
    }
  }

  static constexpr std::uint32_t pieces = 70;  // more than one word
  static constexpr std::uint32_t slots = 5;
  PackedPieces packed{pieces};
  PlainPieces plain{pieces};

 private:
  Rng rng_;
  std::vector<bool> open_ = std::vector<bool>(slots);
  std::vector<bool> ours_ = std::vector<bool>(pieces);
};

/// The fingerprint and the records of a whole run.
struct Run {
  Digest128 fingerprint;
  std::vector<Record> records;
  friend bool operator==(const Run&, const Run&) = default;
};

Run run_in(Mode mode, const std::string& json, std::uint64_t seed) {
  World world(load_swarm(json), seed, Registry::standard(), mode);
  REQUIRE(world.mode() == mode);
  std::vector<Record> records = record_rest(world);
  return {world.fingerprint(), std::move(records)};
}

}  // namespace

TEST_CASE("both queues give the same events at the same times", "[reference]") {
  Rng rng(GENERATE(as<std::uint64_t>{}, 1, 2, 3), "queue", "test");
  PendingEvents fast;
  PendingEvents plain(Mode::reference);
  SimTime now = sim_start;
  for (int round = 0; round < 3'000; ++round) {
    for (std::uint64_t pushes = rng.below(6); pushes > 0; --pushes) {
      const Event event = any_event(now, rng);
      fast.push(event);
      plain.push(event);
    }
    REQUIRE(fast.next_time() == plain.next_time());
    const SimTime limit = now + Duration{static_cast<std::int64_t>(rng.below(200))};
    const auto popped = fast.pop(limit);
    REQUIRE(is_same(popped, plain.pop(limit)));
    REQUIRE(fast.size() == plain.size());
    if (popped) now = popped->at;
  }
  CHECK(fast.size() > 1'000);
}

TEST_CASE("both makes know the same of the neighbours' pieces", "[reference]") {
  TwoMakes makes(GENERATE(as<std::uint64_t>{}, 1, 2, 3));
  for (int round = 0; round < 400; ++round) {
    for (int step = 0; step < 10; ++step) makes.step();
    makes.compare();
  }
}

TEST_CASE("a world of plain parts runs as one of fast parts, record by record", "[reference]") {
  const std::string json =
      SwarmText{.peers = R"({ "id": "seed", "has": ["file"], "send": ["file"] },
                            { "id": "crowd", "count": 9, "download": ["file"], "leave": "on_complete",
                              "arrive": { "every": "1500 ms" }, "client": { "connections": 4 } },
                            { "id": "quitter", "download": ["file"] })",
                .timeline = said("4 s", "quitter", "exit") + "," + said("6 s", "world", "crash crowd-3") +
                            "," + said("7 s", "world", "link seed up=50kB/s latency=80ms"),
                .more = GENERATE(R"("tracker": { "interval": "5 s" })",
                                 R"("tracker": { "interval": "5 s" }, "network": { "tcp": "none" })",
                                 R"("network": { "latency": "0 s", "segment": "none" })",
                                 R"("network": { "up": "8 Mbit/s", "down": "1 Mbit/s",
                                                 "queue": { "size": "8 KiB", "time": "1 ms" } })")}
          .json();
  const Run fast = run_in(Mode::fast, json, 3);
  CHECK(fast.records.size() > 2'000);
  CHECK(run_in(Mode::reference, json, 3) == fast);
}

TEST_CASE("a world of plain parts is a value as well", "[reference]") {
  const std::string json =
      SwarmText{.peers = seed_text + "," + leecher_text("a") + "," + leecher_text("b")}.json();
  World world(load_swarm(json), 1, Registry::standard(), Mode::reference);
  while (world.counters().events < 500) REQUIRE(world.step());
  World copy = world;
  copy.run();
  world.run();
  CHECK(copy.fingerprint() == world.fingerprint());
  CHECK(copy.fingerprint() == run_world(json).fingerprint());
}

}  // namespace swarmsim::reference_test
