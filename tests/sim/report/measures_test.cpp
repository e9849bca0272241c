// The walk over the peers, alone and shared.

#include "sim/report/measures.hpp"

#include "sim/report/summary.hpp"
#include "tests/sim/report/swarms.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::measures_test {

TEST_CASE("two threads that share the peers add up to what one does", "[report]") {
  const auto told = [](const World& world, std::size_t peers_alone) {
    return Summary(world, measure(world, peers_alone), true).to_json({}, RunStats{});
  };
  World world = make_world(small_swarm());
  const std::size_t peers = world.participants().size();
  do {
    CHECK(told(world, peers - 1) == told(world, peers));
    for (int i = 0; i < 500 && world.step(); ++i) {}
  } while (!world.ended());
  CHECK(told(world, peers - 1) == told(world, peers));
  CHECK(measure(world, peers - 1).groups[0].client == measure(world, peers).groups[0].client);
}

}  // namespace swarmsim::measures_test
