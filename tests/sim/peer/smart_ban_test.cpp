#include "sim/peer/smart_ban.hpp"

#include <cstddef>
#include <vector>

#include "tests/support/catch.hpp"

namespace swarmsim::smart_ban_test {

namespace {

constexpr Geometry geometry{64, 32, 8};  // two pieces of four blocks
const PeerId ann{1};
const PeerId bob{2};
const PeerId eve{3};

using Piece = std::vector<std::byte>;
const Piece good(32, std::byte{7});

/// The good piece with a byte of `block` changed to `value`.
Piece bad_at(std::size_t block, int value = 9) {
  Piece piece = good;
  piece[block * 8 + 3] = static_cast<std::byte>(value);
  return piece;
}

/// Blocks of piece 0, in order.
void receive(SmartBan& ban, std::vector<PeerId> senders) {
  for (std::uint32_t i = 0; i < senders.size(); ++i) ban.received(geometry, i, senders[i]);
}

}  // namespace

TEST_CASE("who sent all of a piece that fails is proven", "[bans]") {
  SmartBan ban;
  receive(ban, {eve, eve, eve, eve});
  CHECK(ban.failed(geometry, 0, bad_at(2)) == std::vector{eve});
  CHECK(ban.is_on_parole(eve));
  CHECK_FALSE(ban.is_banned(eve));  // that is the torrent's to decide
}

TEST_CASE("of several senders nobody is proven until the piece passes", "[bans]") {
  SmartBan ban;
  receive(ban, {ann, eve, bob, ann});
  CHECK(ban.failed(geometry, 0, bad_at(1)).empty());
  for (const PeerId one : {ann, bob, eve}) CHECK(ban.is_on_parole(one));
  receive(ban, {ann, bob, bob, ann});
  CHECK(ban.passed(geometry, 0, good) == std::vector{eve});
  CHECK_FALSE(ban.is_on_parole(ann));
  CHECK_FALSE(ban.is_on_parole(bob));
  CHECK(ban.is_on_parole(eve));
  // What was remembered of the piece is gone.
  receive(ban, {ann, ann, ann, ann});
  CHECK(ban.passed(geometry, 0, good).empty());
}

TEST_CASE("who sends two versions of one block is proven, though the piece fails again", "[bans]") {
  SmartBan ban;
  receive(ban, {ann, eve, ann, ann});
  CHECK(ban.failed(geometry, 0, bad_at(1, 9)).empty());
  receive(ban, {ann, eve, ann, ann});
  CHECK(ban.failed(geometry, 0, bad_at(1, 10)) == std::vector{eve});
}

TEST_CASE("two liars in one piece are both found", "[bans]") {
  SmartBan ban;
  Piece both = bad_at(0);
  both[3 * 8] = std::byte{1};
  receive(ban, {eve, ann, ann, bob});
  CHECK(ban.failed(geometry, 0, both).empty());
  receive(ban, {ann, ann, ann, ann});
  CHECK(ban.passed(geometry, 0, good) == std::vector{eve, bob});
}

TEST_CASE("pieces under way do not mix", "[bans]") {
  SmartBan ban;
  receive(ban, {ann, ann, ann});
  for (std::uint32_t block = 4; block < 8; ++block) ban.received(geometry, block, eve);
  CHECK(ban.failed(geometry, 1, bad_at(0)) == std::vector{eve});
  ban.received(geometry, 3, ann);
  CHECK(ban.failed(geometry, 0, bad_at(0)) == std::vector{ann});
}

TEST_CASE("each ban of a peer is twice as long as the one before", "[bans]") {
  SmartBan ban;
  SimTime now = sim_start;
  for (std::uint32_t nth = 1; nth <= 3; ++nth) {
    CHECK(ban.ban(eve, now) == nth);
    CHECK(ban.is_banned(eve));
    const Duration length = std::chrono::minutes(1 << nth);
    CHECK(ban.lift(now + length - Duration{1}).empty());
    CHECK(ban.lift(now + length) == std::vector{eve});
    CHECK_FALSE(ban.is_banned(eve));
    CHECK(ban.is_on_parole(eve));
    now += length;
  }
}

}  // namespace swarmsim::smart_ban_test
