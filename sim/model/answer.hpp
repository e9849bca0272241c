#pragma once
// What a command answered: the lines a person reads and the values a program reads, side by side.
//
// Plain values. The words are made in sim/command/answers.hpp, the facts in sim/world and sim/tracker;
// whoever prints or exports an answer adds nothing to it.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

namespace swarmsim {

/// The tracker's view of one content (BEP 48).
struct ScrapeCounts {
  std::uint32_t seeders = 0;      ///< live registrations with nothing left
  std::uint32_t leechers = 0;     ///< the other live ones
  std::uint32_t completed = 0;    ///< `completed` events received
  std::uint32_t downloaders = 0;  ///< leechers that are no partial seeds (BEP 21)
};

struct HolderInfo {
  std::string peer;
  std::string ip;
  std::uint16_t port = 0;
  bool seeder = false;
};

struct PeerInfo {
  std::string peer;
  std::string ip;
  std::uint16_t port = 0;
  std::int64_t score = 0;  ///< bytes of blocks uploaded, as last announced
};

using AnswerValue = std::variant<std::monostate, ScrapeCounts, std::vector<std::string>,
                                 std::vector<HolderInfo>, std::vector<PeerInfo>>;

struct Answer {
  bool ok = true;
  std::vector<std::string> lines;
  AnswerValue value;
};

/// One scripted command of a run and what came of it.
struct CommandResult {
  SimTime at{};
  SimTime answered{};
  bool is_answered = false;        ///< a scrape still on its way at the end of the run is not
  std::string on;                  ///< peer id or "tracker"
  std::string text;                ///< the command line as written
  std::uint32_t entry = no_index;  ///< index into Scenario::timeline
  Answer answer;
};

}  // namespace swarmsim
