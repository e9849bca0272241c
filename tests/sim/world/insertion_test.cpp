// One more peer that does nothing changes nobody else's records; nor does a swarm beside this one.

#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::insertion_test {

namespace {

struct Row {
  const char* network;
  const char* data;
};

/// Peers in three parts, so that others can be put before, between and behind them.
const std::string first_part =
    R"({ "id": "seed", "has": ["file"], "send": ["file"] },
       { "id": "crowd", "count": 5, "download": ["file"], "client": { "unchoke_slots": 3 } })";
const std::string second_part =
    R"({ "id": "mixed", "count": 3, "class": { "a": 1, "b": 2 }, "download": ["file"],
         "arrive": { "at": "400 ms", "every": "300 ms" }, "leave": "on_complete" },
       { "id": "late" })";

std::vector<Record> records_of(const Row& row, const std::string& peers,
                               std::initializer_list<std::string_view> without = {}) {
  World world = make_world(
      SwarmText{.peers = peers,
                .content = R"({ "name": "file", "size": "700 KiB", "piece": "32 KiB", "data": ")" +
                           std::string(row.data) + R"(" })",
                .timeline = said("1 s", "late", "download file") + "," + said("2 s", "crowd", "scrape file") +
                            "," + said("4 s", "crowd-2", "exit"),
                .more = R"("classes": [{ "name": "a" }, { "name": "b", "link": { "up": "1 Mbit/s" } }],
                     "network": {)" +
                        std::string(row.network) + "}"}
          .json());
  auto records = record_rest(world);
  REQUIRE(world.counters().completed >= 8);
  REQUIRE(world.end_reason() == EndReason::idle);
  return sorted_without(world, std::move(records), without);
}

}  // namespace

TEST_CASE("an idle peer changes nobody else's records, wherever it is inserted", "[world]") {
  const auto row = GENERATE(values<Row>({
      {"", "none"},
      {"", "seeded"},
      // Everything happens at the same instants: ties decide who is served first.
      {R"("latency": "0 s", "segment": "none", "tcp": "none")", "none"},
      {R"("latency": "0 s", "up": "unlimited", "down": "8 Mbit/s")", "none"},
  }));
  CAPTURE(row.network, row.data);
  const auto expected = records_of(row, first_part + "," + second_part);
  const std::string idle = R"({ "id": "idle" })";
  CHECK(records_of(row, idle + "," + first_part + "," + second_part, {"idle"}) == expected);
  CHECK(records_of(row, first_part + "," + idle + "," + second_part, {"idle"}) == expected);
  CHECK(records_of(row, first_part + "," + second_part + "," + idle, {"idle"}) == expected);
  // It may own the file and not send it, be somewhere else, arrive in between.
  const std::string owner =
      R"({ "id": "idle", "has": ["file"], "link": { "up": "9 Mbit/s" }, "arrive": { "at": "2 s" } })";
  CHECK(records_of(row, first_part + "," + owner + "," + second_part, {"idle"}) == expected);

  const std::string five = R"({ "id": "idle", "count": 5, "class": { "a": 1, "b": 1 } })";
  const auto without = {std::string_view("idle-1"), std::string_view("idle-2"), std::string_view("idle-3"),
                        std::string_view("idle-4"), std::string_view("idle-5")};
  CHECK(records_of(row, five + "," + first_part + "," + second_part, without) == expected);
  CHECK(records_of(row, first_part + "," + five + "," + second_part, without) == expected);
  CHECK(records_of(row, first_part + "," + second_part + "," + five, without) == expected);
}

namespace {

/// What happens around `file` alone, up to 40 s.
std::vector<Record> records_beside(const std::string& network, const std::string& before,
                                   const std::string& behind) {
  const std::string ours = R"({ "id": "seed", "has": ["file"], "send": ["file"] },
                              { "id": "crowd", "count": 6, "download": ["file"], "leave": "on_complete" },
                              { "id": "next", "count": 3, "download": ["file"], "arrive": { "at": "3 s" } })";
  World world = make_world(
      SwarmText{.peers = before + ours + behind,
                .content = R"({ "name": "file", "size": "512 KiB", "piece": "16 KiB", "data": "none" },
                    { "name": "other", "size": "300 KiB", "piece": "16 KiB", "data": "none" })",
                .more = R"("network": {)" + network + "}",
                .stop = R"("at": "40 s", "when": "never")"}
          .json());
  auto records = record_rest(world);
  return sorted_without(world, std::move(records), {"x", "y-1", "y-2", "y-3", "y-4"});
}

}  // namespace

TEST_CASE("a swarm around another content changes nothing in this one", "[world]") {
  // It takes slots of every pool in between: connections, messages, attempts. None may decide an order.
  const std::string network = GENERATE(as<std::string>(), "", R"("latency": "0 s")",
                                       R"("latency": "0 s", "segment": "none", "tcp": "none")");
  CAPTURE(network);
  const std::string seed = R"({ "id": "x", "has": ["other"], "send": ["other"] })";
  const std::string crowd = R"({ "id": "y", "count": 4, "download": ["other"], "leave": "on_complete" })";
  const auto expected = records_beside(network, "", "");
  CHECK(expected.size() > 3'000);
  CHECK(records_beside(network, seed + "," + crowd + ",", "") == expected);
  CHECK(records_beside(network, "", "," + crowd + "," + seed) == expected);
  CHECK(records_beside(network, crowd + ",", "," + seed) == expected);
}

}  // namespace swarmsim::insertion_test
