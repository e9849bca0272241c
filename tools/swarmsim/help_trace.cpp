// What `swarmsim trace` says about itself.

#include "tools/swarmsim/help.hpp"
#include "tools/swarmsim/trace_commands.hpp"

namespace swarmsim {

constinit const std::string_view trace_help = R"(examples:
  swarmsim run scenarios/basic.json --trace basic.jsonl     write a trace
  swarmsim trace show basic.jsonl --peer 2                  what happened to peer 2
  swarmsim trace stats basic.jsonl                          a whole trace in one page
  swarmsim trace diff before.jsonl after.jsonl              where two runs part

usage: swarmsim trace SUBCOMMAND [OPTION]... FILE...

  show     print records as readable lines, all or some
  stats    count what a trace holds, and check that it is whole
  diff     find the first record in which two traces differ

  --help   print this; `swarmsim trace show --help` prints the options of show

FILE is plain or compressed by zstd, told apart by its first bytes; - is stdin. docs/trace-format.md
lists every kind of record with every field.
)";

constinit const std::string_view trace_show_help = R"(examples:
  swarmsim trace show run.jsonl.zst
  swarmsim trace show run.jsonl --peer 2 --kind unchoked --kind choked
  swarmsim trace show run.jsonl --from "2 min" --to "3 min" --limit 50
  swarmsim trace show run.jsonl --kind piece_completed --json | jq -c .senders

usage: swarmsim trace show FILE [OPTION]...

  --peer ID        only records from or to this peer ("tracker" and "world" too); may be repeated
  --kind KIND      only records of this kind; may be repeated
  --content NAME   only records of this content; may be repeated
  --from TIME      only records from this simulated time on ("90 s", "5 min")
  --to TIME        only records up to this simulated time
  --limit N        stop after N lines
  --json           print the lines as they stand in the file
  --help           print this

A line: seconds of simulated time, kind, who (-> whom), content, what else is known.

exit code: 0 done, 2 bad usage, or the file is no trace, damaged or not complete
)";

constinit const std::string_view trace_stats_help = R"(examples:
  swarmsim trace stats run.jsonl.zst
  swarmsim run big.json --trace big.jsonl.zst && swarmsim trace stats big.jsonl.zst

usage: swarmsim trace stats FILE

Prints what the trace says of its run, how many records of each kind it has, its busiest peers, and
whether its last line agrees with what was read.

  --help   print this

exit code: 0 done, 2 bad usage, or the file is no trace, damaged or not complete
)";

constinit const std::string_view trace_diff_help = R"(examples:
  swarmsim trace diff before.jsonl.zst after.jsonl.zst
  swarmsim trace diff --context 20 scenarios/golden/basic.trace now.jsonl

usage: swarmsim trace diff A B [OPTION]...

Prints the first record in which A and B differ with what is around it, when that was, and whom it
concerns. Where only one of them has messages, messages are passed over. What the first lines say of
version, scenario and seed is told, and makes no difference by itself.

  --context N      show N records before and after it instead of 5
  --help           print this

exit code: 0 the same run, 1 not the same, 2 bad usage, or a file is no trace, damaged or not complete
)";

}  // namespace swarmsim
