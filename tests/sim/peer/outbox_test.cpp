// Batches of small messages, as Transmission sends them.

#include "sim/peer/outbox.hpp"

#include "tests/support/catch.hpp"

namespace swarmsim::outbox_test {
namespace {

using namespace std::chrono_literals;

TEST_CASE("what cannot wait leaves with the pulse after the one that finds it", "[outbox]") {
  Outbox outbox;
  CHECK(outbox.next_look(sim_start) == sim_never);
  outbox.put({MessageKind::request, 3}, 0s);
  CHECK(outbox.next_look(sim_start) == sim_start);
  CHECK_FALSE(outbox.is_due(sim_start + 500ms));
  CHECK(outbox.is_due(sim_start + 1s));
}

TEST_CASE("a batch is as urgent as the most urgent message in it, and keeps its order", "[outbox]") {
  Outbox outbox;
  outbox.put({MessageKind::have, 1}, 10s);
  CHECK_FALSE(outbox.is_due(sim_start));
  CHECK(outbox.next_look(sim_start) == sim_start + 10s);
  CHECK_FALSE(outbox.is_due(sim_start + 9s + 500ms));
  SECTION("alone it waits its time") { CHECK(outbox.is_due(sim_start + 10s)); }
  SECTION("it goes along with another") {
    outbox.put({MessageKind::interested}, 2s);
    CHECK(outbox.next_look(sim_start) == sim_start + 2s);
    CHECK(outbox.is_due(sim_start + 2s));
    REQUIRE(outbox.messages().size() == 2);
    CHECK(outbox.messages().front().kind == MessageKind::have);
    CHECK(outbox.messages().back().kind == MessageKind::interested);
  }
}

TEST_CASE("a batch that was sent leaves no urgency behind", "[outbox]") {
  Outbox outbox;
  outbox.put({MessageKind::choke}, 0s);
  CHECK_FALSE(outbox.is_due(sim_start));
  CHECK(outbox.is_due(sim_start));
  outbox.clear();
  CHECK(outbox.messages().empty());
  CHECK_FALSE(outbox.is_due(sim_start + 1s));
  outbox.put({MessageKind::have, 1}, 10s);
  CHECK_FALSE(outbox.is_due(sim_start + 2s));
  CHECK(outbox.next_look(sim_start) == sim_start + 12s);
}

}  // namespace
}  // namespace swarmsim::outbox_test
