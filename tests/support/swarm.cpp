#include "tests/support/swarm.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <tuple>

#include "core/base/check.hpp"
#include "sim/peer/registry.hpp"
#include "sim/scenario/known_names.hpp"
#include "sim/scenario/load.hpp"

namespace swarmsim {

Scenario load_swarm(std::string_view json) {
  const Registry& registry = Registry::standard();
  LoadResult loaded = load_scenario(json, "test.json", known_names(registry));
  if (loaded.problems.empty()) return loaded.scenario;
  std::string text = "the scenario of this test does not load:";
  for (const Diagnostic& problem : loaded.problems) text += "\n" + format_diagnostic(problem);
  throw std::runtime_error(text);
}

World make_world(std::string_view json, std::uint64_t seed) {
  return World(load_swarm(json), seed, Registry::standard());
}

World run_world(std::string_view json, std::uint64_t seed) {
  World world = make_world(json, seed);
  world.run();
  return world;
}

std::string leecher_text(const std::string& id, const std::string& more) {
  return R"({ "id": ")" + id + R"(", "download": ["file"])" + (more.empty() ? "" : ", " + more) + " }";
}

std::string said(const std::string& at, const std::string& on, const std::string& line) {
  return R"({ "at": ")" + at + R"(", "on": ")" + on + R"(", "do": ")" + line + R"(" })";
}

std::string SwarmText::json() const {
  std::string text = R"({ "format": "swarmsim/scenario/1", "name": "test", "stop": { )" + stop + " },\n";
  text += R"("content": [)" + content + "],\n" + R"("peers": [)" + peers + "]";
  if (!timeline.empty()) text += ",\n" + (R"("timeline": [)" + timeline) + "]";
  if (!more.empty()) text += ",\n" + more;
  return text + " }";
}

std::vector<Record> record_rest(World& world) {
  RecordList list;
  world.run(&list);
  return std::move(list.records);
}

std::vector<Record> sorted_without(const World& world, std::vector<Record> records,
                                   std::initializer_list<std::string_view> names) {
  const auto named = [&](PeerId peer) {
    const bool is_peer = index_of(peer) < world.participants().size();
    if (!is_peer) return peer;
    return PeerId{static_cast<std::uint32_t>(hash64(world.participants()[index_of(peer)].name))};
  };
  for (Record& record : records) {
    record.from = named(record.from);
    record.to = named(record.to);
  }
  for (const std::string_view name : names) {
    const PeerId hash{static_cast<std::uint32_t>(hash64(name))};
    std::erase_if(records, [&](const Record& record) { return record.from == hash || record.to == hash; });
  }
  const auto key = [](const Record& r) {
    return std::tuple(r.time, r.kind, r.flags, r.from, r.to, r.ordinal, r.a, r.b, r.sent);
  };
  std::sort(records.begin(), records.end(),
            [&](const Record& a, const Record& b) { return key(a) < key(b); });
  return records;
}

std::uint64_t run_checked(World& world) {
  std::uint64_t instants = 0;
  world.set_checks(Checks::rounds);
  bool runs = true;
  while (runs) {
    runs = world.step();
    const auto next = world.next_time();
    if (runs && next && *next == world.now()) continue;  // reactions of this instant are still to come
    world.check_invariants();
    ++instants;
  }
  return instants;
}

void run_checked_every(World& world, Duration slice) {
  for (SimTime until = sim_start + slice; !world.ended(); until += slice) {
    while (world.step(until)) {}
    world.check_invariants();
  }
}

const Participant& peer_called(const World& world, std::string_view name) {
  const auto peer = world.find_peer(name);
  check(peer.has_value(), "test: the peer exists");
  return world.participants()[index_of(*peer)];
}

const Participation& part_of(const World& world, std::string_view name) {
  const Participant& peer = peer_called(world, name);
  check(!peer.torrents.empty(), "test: the peer takes part");
  return peer.torrents.front();
}

const std::vector<std::string>& lines_of(const World& world, std::size_t nth) {
  return world.results().at(nth).answer.lines;
}

}  // namespace swarmsim
