// One range client alone: what it answers to single prompts and messages.

#include <chrono>
#include <initializer_list>
#include <vector>

#include "sim/peer/profiles/vbittorrent.hpp"
#include "sim/peer/range_client.hpp"
#include "tests/support/catch.hpp"

namespace swarmsim::range_transfers_test {
namespace {

using namespace std::chrono_literals;

constexpr EndId end_of(std::uint32_t remote) { return EndId{1'000 + remote}; }

/// A client of 10,000 bytes, and what it asked for when it was last spoken to.
struct Bench {
  Profile profile = vbittorrent_profile();
  ContentInfo content = make_content({"file", {10'000, 4'096, 1'024}, DataKind::none}, 1);
  RangeClient client{PeerId{0}, ContentId{0}, content, profile};
  PayloadPool payloads;
  std::vector<Effect> effects;
  Workspace workspace;
  SimTime now{};

  Turn turn() {
    effects.clear();
    return {now, profile, content, payloads, effects, workspace};
  }
  RangeClient::Slot meet(std::uint32_t remote, bool we_opened) {
    Turn t = turn();
    return client.on_connected(t, PeerId{remote}, end_of(remote), we_opened);
  }
  void hear(RangeClient::Slot slot, const Message& message) {
    Turn t = turn();
    client.on_message(t, slot, message);
  }
  void refuse(std::uint32_t remote) {
    Turn t = turn();
    client.on_refused(t, PeerId{remote});
  }
  /// It downloads, and was told of `owners`.
  void begin(std::initializer_list<PeerId> owners) {
    Turn t = turn();
    client.start(t, Role::downloading, sim_start);
    client.on_owners(t, std::vector<PeerId>(owners));
  }
};

TEST_CASE("who serves answers the prompt of the one it serves, the last one for the next", "[ranges]") {
  Bench bench;
  bench.client.hold_everything(bench.content);
  Turn turn = bench.turn();
  bench.client.start(turn, Role::sending, sim_start);
  const auto first = bench.meet(1, false);
  const auto second = bench.meet(2, false);
  bench.hear(first, {MessageKind::range_request, range_subject(1, 2), 1});  // all but its first datagram
  CHECK(bench.effects.back().kind == EffectKind::serve);
  CHECK(bench.effects.back().end == end_of(1));
  bench.hear(second, {MessageKind::range_request, range_subject(0, 1), 2});
  CHECK(bench.effects.empty());

  const auto next = [&](RangeClient::Slot slot) {
    Turn t = bench.turn();
    return bench.client.next_upload(t, slot);
  };
  CHECK_FALSE(next(second));
  const auto data = next(first);
  REQUIRE(data);
  CHECK(data->end == end_of(1));
  CHECK(data->message.kind == MessageKind::range_data);
  CHECK(data->message.subject == 1);
  CHECK(data->message.length == 5'000 - 4'096);
  CHECK_FALSE(next(second));
  CHECK(next(first)->message.kind == MessageKind::range_end);
  CHECK_FALSE(next(second));  // its turn comes when the end has left
  const auto other = next(first);
  REQUIRE(other);
  CHECK(other->end == end_of(2));
  CHECK(other->message.length == 10'000 - 8'192);
  CHECK(next(second)->message.kind == MessageKind::range_end);
  CHECK_FALSE(next(second));
  CHECK(bench.client.interested() == 0);
}

TEST_CASE("an owner is let go when nothing more is to come from it", "[ranges]") {
  Bench bench;
  bench.begin({PeerId{7}});
  const auto slot = bench.meet(7, true);
  bench.hear(slot, {MessageKind::size_answer, 0, 10'000});
  for (std::uint32_t i = 0; i < 2; ++i) bench.hear(slot, {MessageKind::range_data, i, 4'096});
  CHECK_THROWS_AS(bench.hear(slot, {MessageKind::range_data, 1, 1'808}), InvariantError);  // not its turn
  bench.hear(slot, {MessageKind::range_data, 2, 1'808});
  CHECK(bench.client.complete());
  CHECK(bench.client.totals().blocks == 10);
  bench.hear(slot, {MessageKind::range_end, range_subject(0, 1)});
  REQUIRE(bench.effects.size() == 1);
  CHECK(bench.effects[0].kind == EffectKind::say_goodbye);
  CHECK(bench.client.order().empty());
}

TEST_CASE("the wait begins with the first loss, and one question is for all of them", "[ranges]") {
  Bench bench;
  bench.profile.ranges.retry = 5s;
  bench.begin({PeerId{7}, PeerId{8}, PeerId{9}});
  const auto slot = bench.meet(7, true);
  bench.hear(slot, {MessageKind::size_answer, 0, 10'000});
  bench.now += 1s;
  bench.refuse(8);
  CHECK(bench.client.next_deadline() == sim_start + 6s);
  bench.now += 2s;
  bench.refuse(9);
  CHECK(bench.client.next_deadline() == sim_start + 6s);
  bench.now = sim_start + 6s;
  Turn turn = bench.turn();
  bench.client.on_timer(turn);
  REQUIRE(bench.effects.size() == 1);
  CHECK(bench.effects[0].kind == EffectKind::ask_owners);
  // One is left: it is asked for both, over the connection that is there.
  bench.effects.clear();
  bench.client.on_owners(turn, std::vector{PeerId{7}});
  REQUIRE(bench.effects.size() == 2);
  for (const std::uint32_t part : {1U, 2U}) {
    CHECK(bench.effects[part - 1].end == end_of(7));
    CHECK(bench.effects[part - 1].message.subject == range_subject(part, 3));
  }
}

}  // namespace
}  // namespace swarmsim::range_transfers_test
