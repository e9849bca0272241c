// A swarm of clients that pulse, behind a seed that does not: what waits for what.

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::pulses_test {
namespace {

using namespace std::chrono_literals;

World small_world(const std::string& more) {
  const std::string peers =
      R"({ "id": "seed", "has": ["file"], "send": ["file"], "client": "libtorrent-2.0" },
         { "id": "l", "count": 4, "download": ["file"], "client": { "profile": "transmission-3.00")" +
      more + "} }";
  return make_world(SwarmText{.peers = peers,
                              .content = R"({ "name": "file", "size": "4 MiB", "piece": "64 KiB" })",
                              .more = R"("network": { "up": "50 kB/s", "down": "400 kB/s" })"}
                        .json());
}

SimTime first_block(const std::vector<Record>& records, bool from_seed) {
  const auto found = std::find_if(records.begin(), records.end(), [&](const Record& record) {
    return record.kind == record_kind(MessageKind::block) && (record.from == PeerId{0}) == from_seed;
  });
  return found == records.end() ? sim_never : found->time;
}

TEST_CASE("Transmission gets nothing before its first round, and gives nothing before its haves are told",
          "[world]") {
  World world = small_world("");
  const std::vector<Record> records = record_rest(world);
  const SimTime first = first_block(records, true);
  CHECK(first > sim_start + 12s);  // a round, and interest that waits for two seconds
  CHECK(first < sim_start + 15s);
  CHECK(first_block(records, false) > sim_start + 30s);  // a have, and the round after it
}

TEST_CASE("without pulses it does so a round after it came", "[world]") {
  World world = small_world(R"(, "pulses": false)");
  const std::vector<Record> records = record_rest(world);
  CHECK(first_block(records, true) < sim_start + 12s);
  CHECK(first_block(records, false) < sim_start + 30s);
}

TEST_CASE("pulses break no rule of the world", "[world]") {
  World world = small_world("");
  CHECK(run_checked(world) > 100);
  CHECK(world.counters().completed == 4);
}

}  // namespace
}  // namespace swarmsim::pulses_test
