#include "tools/swarmsim/help.hpp"

#include <fmt/format.h>

namespace swarmsim {

constinit const std::string_view main_help = R"(examples:
  swarmsim run scenarios/basic.json            run a scenario and report
  swarmsim run scenarios/basic.json --json     the same as one JSON document
  swarmsim check scenarios/*.json              find what is wrong, without running

usage: swarmsim SUBCOMMAND [OPTION]... [SCENARIO]...

  run      simulate one scenario
  check    list every problem of scenario files

  --version    print version and build
  --help       print this; `swarmsim run --help` prints the options of run

The same scenario, seed and version give the same run, to the last message: compare fingerprints.
)";

constinit const std::string_view run_help = R"(examples:
  swarmsim run scenarios/basic.json
  swarmsim run scenarios/basic.json --seed 7 --until "5 min"
  swarmsim run scenarios/basic.json --json | jq .completion

usage: swarmsim run SCENARIO [OPTION]...

  --seed N        use this seed instead of the scenario's
  --until TIME    stop at this simulated time ("90 s", "5 min") if the run lasts so long
  --json          print the summary as one JSON document
  --peers         list every peer in it, however many there are
  --color WHEN    auto (the default: only on a terminal), always or never
  -q, --quiet     print only expectations that fail, and the fingerprint
  --help          print this

exit code: 0 all expectations hold, 1 one does not, 2 bad usage, scenario or file,
           3 internal error, 130 interrupted (what was simulated so far is reported)
)";

constinit const std::string_view check_help = R"(examples:
  swarmsim check scenarios/basic.json
  swarmsim check scenarios/*.json

usage: swarmsim check SCENARIO...

Lists every problem of every file, and runs nothing.

  --help          print this

exit code: 0 no problem, 2 some
)";

std::string version_line() { return fmt::format("swarmsim {} ({})\n", SWARMSIM_VERSION, SWARMSIM_BUILD); }

}  // namespace swarmsim
