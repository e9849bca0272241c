// When a client grants its allowed fast set (BEP 6).

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::granting_test {

namespace {

using Pair = std::pair<std::uint32_t, std::uint32_t>;

/// When the first message of `kind` between two arrived, or was sent.
std::map<Pair, SimTime> first_of(const std::vector<Record>& records, MessageKind kind,
                                 SimTime Record::*when) {
  std::map<Pair, SimTime> first;
  for (const Record& record : records) {
    if (record.kind != record_kind(kind)) continue;
    first.try_emplace({index_of(record.from), index_of(record.to)}, record.*when);
  }
  return first;
}

std::vector<Record> records_of(const std::string& client) {
  SwarmText text;
  text.peers = seed_text + "," + leecher_text("a") + "," + leecher_text("b");
  text.more = R"("client": ")" + client + "\"";
  World world = make_world(text.json());
  return record_rest(world);
}

}  // namespace

TEST_CASE("libtorrent grants pieces to who first wants something", "[world]") {
  const std::vector<Record> records = records_of("libtorrent-2.0");
  const auto granted = first_of(records, MessageKind::allowed_fast, &Record::sent);
  const auto wanted = first_of(records, MessageKind::interested, &Record::time);
  REQUIRE(granted.size() >= 2);
  for (const auto& [pair, when] : granted) {
    const auto they_wanted = wanted.find({pair.second, pair.first});
    REQUIRE(they_wanted != wanted.end());
    CHECK(when == they_wanted->second);
  }
}

TEST_CASE("aria2 grants pieces to who has told its own", "[world]") {
  const std::vector<Record> records = records_of("aria2-1.36");
  const auto granted = first_of(records, MessageKind::allowed_fast, &Record::sent);
  const auto wanted = first_of(records, MessageKind::interested, &Record::time);
  const auto before = std::count_if(granted.begin(), granted.end(), [&](const auto& one) {
    const auto they_wanted = wanted.find({one.first.second, one.first.first});
    return they_wanted == wanted.end() || one.second < they_wanted->second;
  });
  CHECK(before >= 2);
}

}  // namespace swarmsim::granting_test
