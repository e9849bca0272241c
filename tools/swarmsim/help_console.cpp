#include "tools/swarmsim/help.hpp"

namespace swarmsim {

constinit const std::string_view console_help = R"(examples:
  swarmsim console scenarios/basic.json
  swarmsim console scenarios/basic.json --attach 2 --record mine.json
  swarmsim console scenarios/basic.json < commands.txt

usage: swarmsim console SCENARIO [options]

Opens a session on a swarm that is paused at time 0: attach to a peer or to the tracker, let time run, stop
or go back, look, ask why, change something, and keep the session as a scenario. `help` in it lists the
commands; docs/tutorial.md is a lesson of fifteen minutes. Where stdin is no terminal, its lines are the
commands: no prompts, and exit code 1 if one of them failed.

  --attach ID|tracker  stand there from the start
  --record FILE        write the session as a scenario when it ends; `run` of it gives the same fingerprint
  --seed N             use this seed instead of the scenario's
  --help               print this

exit code: 0 done, 1 a command of a script failed, 2 bad usage, scenario or file, 3 internal error,
           130 a script was interrupted
)";

}  // namespace swarmsim
