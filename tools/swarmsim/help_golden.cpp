// What `swarmsim golden` says about itself.

#include "tools/swarmsim/help.hpp"

namespace swarmsim {

constinit const std::string_view golden_help = R"(examples:
  swarmsim golden accept scenarios/basic.json      write down what it does today
  swarmsim golden test                             does everything in scenarios/ still do what it did?

usage: swarmsim golden SUBCOMMAND [OPTION]... [DIR|SCENARIO]...

  test     run scenarios and compare them with their goldens
  accept   run them and make what they do now their goldens

  --help   print this; `swarmsim golden test --help` prints the options of test

Goldens are files beside a scenario, in a folder called golden: NAME.trace is the run, record by record,
with its fingerprint; NAME.metrics.json is what it is to come to, within tolerances. A DIR stands for the
scenarios directly in it; without any, `scenarios` is meant. docs/versioning.md says when to accept.
)";

constinit const std::string_view golden_test_help = R"(examples:
  swarmsim golden test
  swarmsim golden test scenarios/basic.json --context 20
  swarmsim golden test mine --junit goldens.xml
  swarmsim golden test --fingerprints --quiet

usage: swarmsim golden test [DIR|SCENARIO]... [OPTION]...

Runs each scenario and compares the run with whichever goldens it has: the trace record by record and, by
its fingerprint, message by message; the metrics within their tolerances. Of a difference the first record
is shown with what is around it. A scenario without a golden, and a golden in a DIR without its scenario,
is a failure. Whether expectations hold is of no concern here.

  --fingerprints   of traces compare the fingerprint alone: cheaper, and says no more than that
  --context N      show N records before and after a difference instead of 5
  --jobs N         use N threads instead of all cores
  --junit FILE     write the results as JUnit XML too
  -q, --quiet      print failures alone; no progress
  --help           print this

With GITHUB_ACTIONS=true in the environment, failures are printed as annotations too.

exit code: 0 all agree, 1 one does not, 2 bad usage, or a scenario or golden that cannot be read,
           3 internal error, 130 interrupted
)";

constinit const std::string_view golden_accept_help = R"(examples:
  swarmsim golden accept scenarios/basic.json
  swarmsim golden accept
  swarmsim golden accept --metrics scenarios/flash-crowd.json

usage: swarmsim golden accept [DIR|SCENARIO]... [OPTION]...

Runs each scenario, prints what changed in numbers, and writes its goldens: those that it has, or a trace
if it has none. What is unchanged is not rewritten. All or nothing: one scenario that cannot be run keeps
every file as it is. Refused where CI is set to true or 1.

  --metrics        write metrics goldens alone, and make them where there are none; metrics and
                   tolerances of one that is there are kept
  --traces         write traces alone, and make them where there are none
  --jobs N         use N threads instead of all cores
  -q, --quiet      no progress, and only what is wrong
  --help           print this

exit code: 0 done, 2 bad usage, refused, or something that cannot be read or written, 3 internal error,
           130 interrupted
)";

}  // namespace swarmsim
