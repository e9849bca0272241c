#pragma once
// Whether the simulator does what it promises on one swarm, by nine judges that know no expected result.
//
//   loads      the scenario's resolved text loads, and resolves to itself again
//   invariant  nothing throws; the rules of the whole world hold in between and at the end, and a watcher
//              that knows the records alone sees nothing that cannot be (watcher.hpp)
//   twice      the same again, watched by sinks, is the same run
//   halves     a copy taken in the middle, the original destroyed, ends as the whole does
//   reference  the plain data structures give the same run (decision 8)
//   insertion  one more peer that does nothing changes nobody else's records
//   bounds     nobody is faster than links allow (facts of theory: bound-any, bound-time)
//   liveness   whoever must finish does, in time (liveness.hpp)
//   content    what is complete holds the original bytes
//
// What is run is what was loaded from the text: a text that is saved is exactly the case that failed.

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/file_text.hpp"
#include "sim/fuzz/made_files.hpp"
#include "sim/model/scenario.hpp"
#include "sim/peer/registry.hpp"

namespace swarmsim {

struct Violation {
  std::string oracle;
  std::string rule;     ///< what was broken, without numbers: the same for the same bug
  std::string message;  ///< with simulated time and event
};

struct JudgeOptions {
  /// Check the rules of the whole world after every instant, however large it is.
  bool every_instant = false;
  /// What its contents are read with; files made out of their paths (made_files.hpp) unless given.
  FileReader read = read_made_file;
  FileLister list = list_made_files;
};

struct Judgement {
  std::optional<Violation> violation;  ///< the first
  std::uint64_t events = 0;            ///< of one run
  std::uint64_t completed = 0;
  bool liveness = false;  ///< a promise was there to be judged
};

/// Runs `scenario` under its own seed, some five times, until an oracle objects. What a world throws is an
/// objection.
Judgement judge(const Scenario& scenario, const Registry& registry, const JudgeOptions& options = {});

}  // namespace swarmsim
