#include "tools/swarmsim/help.hpp"

#include <fmt/format.h>

namespace swarmsim {

constinit const std::string_view main_help = R"(examples:
  swarmsim init flash-crowd -o crowd.json      write a scenario to begin with
  swarmsim check crowd.json                    find what is wrong, without running
  swarmsim run crowd.json                      run it and report
  swarmsim run crowd.json --json               the same as one JSON document
  swarmsim console crowd.json                  sit before it and ask it why

usage: swarmsim SUBCOMMAND [OPTION]... [ARGUMENT]...

  run            simulate one scenario
  check          list every problem of scenario files, or print one with all its defaults
  console        sit before a paused swarm: attach, step, go back, ask why, change, record
  init           write a scenario to begin with
  examples       print command lines to try
  schema         print the JSON Schema of scenarios, for editors
  completions    print completions for bash, zsh or fish
  trace          show, summarise and compare traces, as run --trace writes them
  golden         compare runs with what they were, or accept what they are
  fidelity       hold virtual swarms against measured ones
  fuzz           run random swarms and judge what the simulator makes of them
  torrent        make and read .torrent files, as other clients do

  --version      print version and build
  --help         print this; `swarmsim run --help` prints the options of run

The same scenario, seed and version give the same run, to the last message: compare fingerprints.
)";

constinit const std::string_view run_help = R"(examples:
  swarmsim run scenarios/basic.json
  swarmsim run scenarios/basic.json --seed 7 --until "5 min"
  swarmsim run scenarios/basic.json --json | jq .completion
  swarmsim run scenarios/basic.json --seeds 1..20
  swarmsim run scenarios/basic.json --series samples.csv --trace basic.jsonl.zst

usage: swarmsim run SCENARIO [OPTION]...

  --seed N             use this seed instead of the scenario's
  --seeds A..B         run every seed from A to B on all cores; report means and how far they spread
  --set PATH=VALUE     change the scenario before it is read; may be given more than once
  --until TIME         stop at this simulated time ("90 s", "5 min") if the run lasts so long
  --json               print the summary as one JSON document
  --peers              list every peer in it, however many there are
  --series FILE.csv    write population, rates and copies at every `sample` of the scenario
  --files-out DIR      write what each peer downloaded to DIR/peer_ID/NAME, the very bytes
  --trace FILE         write what happens as JSON lines; compressed if the name ends in .zst
  --trace-level LEVEL  app (the default: everything but messages) or wire (messages too)
  --reference          run the plain and slow simulator that the fast one is held against: same results
  --color WHEN         auto (the default: only on a terminal), always or never
  -q, --quiet          print only expectations that fail, and the fingerprint; no progress
  -v, --verbose        tell seed, phases and messages on stderr
  --help               print this

exit code: 0 all expectations hold, 1 one does not, 2 bad usage, scenario or file,
           3 internal error, 130 interrupted (what was simulated so far is reported)
)";

constinit const std::string_view check_help = R"(examples:
  swarmsim check scenarios/basic.json
  swarmsim check scenarios/*.json
  swarmsim check --resolved scenarios/basic.json > basic-resolved.json

usage: swarmsim check SCENARIO...
       swarmsim check --resolved SCENARIO

Lists every problem of every file, and runs nothing. What is allowed and still looks like a mistake is
told as a note, and changes no exit code.

  --resolved      print the scenario with every default filled in, as a scenario that gives the same
                  run, and on stderr how large the run will be
  --help          print this

exit code: 0 no problem, 2 some
)";

constinit const std::string_view init_help = R"(examples:
  swarmsim init                           list the templates
  swarmsim init flash-crowd -o crowd.json
  swarmsim init minimal | less

usage: swarmsim init [TEMPLATE [-o FILE]]

Writes a commented scenario that runs as it is. Without a template, lists them.

  -o, --output FILE    write this file, which must not exist; without it, print
  --help               print this

exit code: 0 done, 2 no such template, or a file that is there already or cannot be written
)";

constinit const std::string_view examples_help = R"(examples:
  swarmsim examples

usage: swarmsim examples

Prints command lines with a sentence each. They work one after the other in an empty folder.

  --help          print this
)";

constinit const std::string_view schema_help = R"(examples:
  swarmsim schema > scenario.schema.json

usage: swarmsim schema

Prints the JSON Schema (draft 7) of the scenario format. An editor that finds it by the key "$schema"
of a scenario checks and completes while you type. `swarmsim check` knows more: names, sums, places.

  --help          print this
)";

constinit const std::string_view completions_help = R"(examples:
  source <(swarmsim completions bash)
  swarmsim completions zsh > ~/.zsh/_swarmsim          a folder in $fpath
  swarmsim completions fish > ~/.config/fish/completions/swarmsim.fish

usage: swarmsim completions bash|zsh|fish

Prints a script that completes subcommands, options, their values, and files.

  --help          print this
)";

std::string version_line() { return fmt::format("swarmsim {} ({})\n", SWARMSIM_VERSION, SWARMSIM_BUILD); }

}  // namespace swarmsim
