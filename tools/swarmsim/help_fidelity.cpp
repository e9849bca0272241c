#include "tools/swarmsim/help.hpp"

namespace swarmsim {

constinit const std::string_view fidelity_help = R"(examples:
  swarmsim fidelity scenarios/truth
  swarmsim fidelity scenarios/truth --seeds 5 -q
  swarmsim fidelity scenarios/truth/A1.json --set network.tcp=none
  swarmsim fidelity scenarios/truth --ablate
  swarmsim fidelity scenarios/truth --json | jq .mean_absolute_error

usage: swarmsim fidelity DIR|FILE... [OPTION]...

Holds virtual swarms against measured ones. A case is a file with a scenario and the completion times of real
clients in it; of a folder every *.json is one. Each runs under the seeds 1 to N, on all cores. Prints how far
mean, 95 % quantile and shape of the completion times are from the measured ones, and what seeds uploaded.

  --seeds N         under so many seeds instead of 20
  --set PATH=VALUE  change the scenario of every case first; may be given more than once
  --ablate          switch each step of the model off in turn, and print what it is worth
  --jobs N          run on N threads instead of one for each core; the report is the same
  --json            print one JSON document, swarmsim/fidelity/1
  -q, --quiet       print cases that miss and the last lines; no progress
  --help            print this

A case holds if its mean is within 5 % (or two standard errors of the truth, if they are more), the 95 %
quantile within 8 %, the Wasserstein-1 distance of the scaled distributions at most 0.04 above the largest
between two repetitions, the seeds' upload within 10 %, and no larger share of downloads stays unfinished.

exit code: 0 every case holds, 1 one does not, 2 bad usage or file, 3 internal error, 130 interrupted
)";

}  // namespace swarmsim
