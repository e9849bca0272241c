#include "tools/swarmsim/help.hpp"

namespace swarmsim {

constinit const std::string_view fuzz_help = R"(examples:
  swarmsim fuzz
  swarmsim fuzz --seeds 1..10000 -v
  swarmsim fuzz --seeds 4711
  swarmsim fuzz --seeds 1..1000 --profile libtorrent-2.0
  swarmsim fuzz --scenario fuzz-4711.json

usage: swarmsim fuzz [OPTION]...

Makes a small random swarm of each seed, runs it in several ways and judges the runs: broken rules of the
world, runs that should be equal and are not, peers that are faster than their links, downloads that never
end. What fails is made smaller while it still fails and saved as fuzz-SEED.json, a scenario for run.

  --seeds A..B     these seeds (1..200 unless given); A alone for one
  --jobs N         run on N threads instead of one for each core; the failures told are the same
  --profile NAME   let everybody run this client: bep3, libtorrent-2.0, transmission-3.00, transmission-4,
                   aria2-1.36, vbittorrent or random-contact
  --until TIME     stop each world at this simulated time
  --save DIR       save the scenarios of failures there instead of in the current folder
  --first          stop at the first failure, and leave it as large as it is
  --scenario FILE  judge this scenario under its own seed; with --save, make it smaller too
  -q, --quiet      no progress
  -v, --verbose    tell how often each feature was on
  --help           print this

exit code: 0 no failure, 1 some, 2 bad usage, scenario or file, 130 interrupted
)";

}  // namespace swarmsim
