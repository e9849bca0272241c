#pragma once
// A swarm of real clients that was measured: its scenario, and what came of it, in one file.
//
//   { "scenario": <swarmsim/scenario/1>, "measured": { "how": ..., "durations_s": [[...], ...], ... } }
//
// Problems carry the line and column of that file, those of the scenario inside as well. A case has one
// content and no expectations, and its downloads are those that peers have as a key: durations are listed in
// their order. Nothing of `measured` reaches the scenario.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/model/scenario.hpp"
#include "sim/scenario/load.hpp"

namespace swarmsim {

/// What the real clients did, one entry for each repetition.
struct Measured {
  std::string how;
  /// For each download its seconds from the command to the end; nothing where it did not finish. Every
  /// repetition has at least one that did.
  std::vector<std::vector<std::optional<double>>> durations_s;
  std::vector<double> seed_upload_copies;  ///< payload the seeds uploaded, in contents; none: not measured
  std::vector<double> duplicate_share;     ///< redundant bytes over the content; none: not measured
  std::optional<double> cpu_s;             ///< that measuring took
};

/// "KEY=VALUE" for every client of the case that is `profile`, as the file spells it.
struct ClientSet {
  std::string profile;
  std::string set;
};

struct CaseOptions {
  LoadOptions load;  ///< paths of `sets` begin inside of the scenario
  std::vector<ClientSet> client_sets;
};

struct LoadedCase {
  Scenario scenario;  ///< meaningful only if `problems` is empty; `measured` too
  Measured measured;
  std::vector<std::string> profiles;  ///< of its clients, as the file spells them, each once
  std::vector<Diagnostic> problems;
  Sources sources;
};

LoadedCase load_case(std::string_view text, const std::string& path, const KnownNames& known,
                     const CaseOptions& options = {});

}  // namespace swarmsim
