#pragma once
// Worlds for tests, from scenario text as users write it.
//
// A scenario that does not load throws std::runtime_error with every problem in it: a test that is wrong
// about the format says so. Strategies and profiles are those of Registry::standard().

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "sim/model/scenario.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

Scenario load_swarm(std::string_view json);

/// The world of `json` before its first event.
World make_world(std::string_view json, std::uint64_t seed = 1);

/// The world of `json` after its end.
World run_world(std::string_view json, std::uint64_t seed = 1);

/// The parts of a scenario as text, with what most tests have in common. Lists are without brackets.
struct SwarmText {
  std::string peers{};
  std::string content = R"({ "name": "file", "size": "1 MiB", "piece": "64 KiB" })";
  std::string timeline{};
  std::string more{};  ///< further keys: R"("network": {})"
  std::string stop = R"("at": "1 h")";

  std::string json() const;
};

/// A peer that owns `file` and sends it, one that downloads it, and a line of the timeline.
inline const std::string seed_text = R"({ "id": "seed", "has": ["file"], "send": ["file"] })";
std::string leecher_text(const std::string& id, const std::string& more = "");
std::string said(const std::string& at, const std::string& on, const std::string& line);

/// The network whose closed forms are simple: no segment headers, no acknowledgements, no windows.
inline const std::string ideal_text = R"("segment": "none", "tcp": "none")";

/// Keeps every record of a run, in the order in which they came.
class RecordList final : public RecordSink {
 public:
  void on_record(const Record& record, const Detail&) override { records.push_back(record); }
  std::vector<Record> records;
};

/// Runs `world` to its end and returns what it recorded from here on.
std::vector<Record> record_rest(World& world);
/// The records of `world` in an order of their own, without those from or to the peers called `names`. In
/// place of ids they have hashes of names, so that two worlds can be compared.
std::vector<Record> sorted_without(const World& world, std::vector<Record> records,
                                   std::initializer_list<std::string_view> names);

/// Runs `world` to its end and checks its invariants at the end of every instant; how many there were.
std::uint64_t run_checked(World& world);
/// Runs `world` to its end and checks its invariants every `slice` of simulated time.
void run_checked_every(World& world, Duration slice);

const Participant& peer_called(const World& world, std::string_view name);
/// The first torrent of a peer: of tests with one content.
const Participation& part_of(const World& world, std::string_view name);
/// All lines that the `nth` scripted command was answered.
const std::vector<std::string>& lines_of(const World& world, std::size_t nth);

}  // namespace swarmsim
