#pragma once
// What the user asked `run` for: the options, read and checked, and nothing done yet.
//
// Options that cannot go together are refused here, so that whoever acts on a request need not look.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/time.hpp"
#include "sim/model/mode.hpp"
#include "tools/swarmsim/options.hpp"
#include "tools/swarmsim/seed_range.hpp"
#include "tools/swarmsim/terminal.hpp"
#include "tools/swarmsim/trace_output.hpp"

namespace swarmsim {

struct RunRequest {
  std::string path;
  std::vector<std::string> sets;  ///< PATH=VALUE, in their order
  std::optional<std::uint64_t> seed;
  std::optional<SeedRange> seeds;
  std::optional<Duration> until;
  std::string until_text;
  std::string series;     ///< file; empty for none
  std::string files_out;  ///< folder; empty for none
  TraceRequest trace;
  Mode mode = Mode::fast;
  ColourChoice colour = ColourChoice::automatic;
  bool json = false;
  bool all_peers = false;
  bool quiet = false;
  bool verbose = false;
  bool help = false;
};

std::variant<RunRequest, UsageProblem> read_run_request(int argc, char** argv);

/// The command line that shows the run of `seed` again.
std::string command_of(const RunRequest& request, std::uint64_t seed);

}  // namespace swarmsim
