# What tools/bench.sh makes of what it measured: results (swarmsim/bench/1), their table, their ratios.
#
# A table is rows of cells; tools/lib/bench.sh lines them up. Cells are text. Nothing here measures.

def median: sort | (.[((length - 1) / 2) | floor] + .[(length / 2) | floor]) / 2;
def spread: {median: median, min: min, max: max};

# --- numbers as text --------------------------------------------------------------------------------

# 1234567 -> "1,234,567"
def grouped:
  round | tostring
  | [while(length > 0; .[:-3]) | .[-3:]] | reverse | join(",");
# To so many decimals, with all of them.
def fixed($decimals):
  if $decimals == 0 then grouped
  else pow(10; $decimals) as $unit | (. * $unit | round) as $all
    | "\($all / $unit | floor | grouped).\(("000" + ($all % $unit | tostring))[-$decimals:])"
  end;
def mib: . / 1048576 | fixed(1);
def dash(f): if . == null then "-" else f end;

# --- from runs to results ---------------------------------------------------------------------------

# Nothing where a swarm is too small to show.
def share($bytes; $of): if $bytes > 0 and $of > 0 then $bytes / $of | round else null end;

# The summaries of all runs of one swarm, in an array, to one entry. $ends: connection ends at most;
# $base: what the program takes without a swarm.
def swarm($name; $ends; $base):
  .[0] as $one
  | ([.[].run.peak_rss_bytes] | median) as $rss
  | ([$one.groups[].peers] | add) as $peers
  | { name: $name, runs: length, fingerprint: $one.fingerprint, simulated_s: $one.end.time_s,
      peers: $peers, connection_ends: $ends, blocks: $one.blocks.delivered, events: $one.run.events,
      blocks_per_cpu_s: ([.[].run.blocks_per_s] | spread),
      events_per_s: ([.[].run.events_per_s] | spread),
      cpu_s: ([.[].run.cpu_s] | spread), wall_s: ([.[].run.wall_s] | spread),
      peak_rss_bytes: $rss, bytes_per_peer: share($rss - $base; $peers),
      bytes_per_end: share($rss - $base; $ends) };

# --- tables -----------------------------------------------------------------------------------------

def machine_rows:
  .machine
  | [["on \(.date)", "\(.cores) cores, \(.memory_bytes / 1073741824 | fixed(1)) GiB",
      "load \(.load_before) before, \(.load_after) after", "\(.build), \(.commit)"]];

def kernel_rows:
  if .kernels == [] then [] else
    [["kernel", "case", "ns", "least", "most", "a second", "what"]]
    + [.kernels[] | [.bench, .case, (.ns | fixed(1)), (.ns_min | fixed(1)), (.ns_max | fixed(1)),
                     (.per_s | grouped), .step]]
  end;

def swarm_rows:
  if .swarms == [] then [] else
    [["swarm", "runs", "blocks/CPU s", "least", "most", "events/s", "events/block", "peak MiB", "B/peer", "B/end"]]
    + [.swarms[] | [.name, "\(.runs)", (.blocks_per_cpu_s.median | grouped), (.blocks_per_cpu_s.min | grouped),
                    (.blocks_per_cpu_s.max | grouped), (.events_per_s.median | grouped),
                    (.events / .blocks | fixed(2)), (.peak_rss_bytes | mib), (.bytes_per_peer | dash(grouped)),
                    (.bytes_per_end | dash(grouped))]]
  end;

def count_rows:
  if .counts == [] then [] else
    [["counted, a block", "how", "instructions", "reads, writes", "L1 misses", "last-level misses"]]
    + [.counts[] | [.name, .how, (.instructions_per_block | grouped), (.accesses_per_block | dash(grouped)),
                    (.l1_misses_per_block | dash(fixed(1))), (.ll_misses_per_block | dash(fixed(1)))]]
  end;

def tables: [machine_rows, kernel_rows, swarm_rows, count_rows | select(. != [])];

# --- ratios -----------------------------------------------------------------------------------------

def ratio($new; $old): if $new == null or $old == null or $old == 0 then "-" else $new / $old | fixed(2) end;

# Input: the results of now; $recorded: recorded ones. Of what both have.
def kernel_ratios($recorded):
  [.kernels[] as $now | $recorded.kernels[] | select(.bench == $now.bench and .case == $now.case)
   | [$now.bench, $now.case, (.ns | fixed(1)), ($now.ns | fixed(1)), ratio($now.ns; .ns),
      (if .sum == $now.sum and .steps == $now.steps then "" else "other work" end)]]
  | if . == [] then [] else [["kernel", "case", "ns then", "ns now", "now/then", ""]] + . end;

def swarm_ratios($recorded):
  [.swarms[] as $now | $recorded.swarms[] | select(.name == $now.name)
   | [.name, (.blocks_per_cpu_s.median | grouped), ($now.blocks_per_cpu_s.median | grouped),
      ratio($now.blocks_per_cpu_s.median; .blocks_per_cpu_s.median),
      ratio($now.events / $now.blocks; .events / .blocks),
      ratio($now.peak_rss_bytes; .peak_rss_bytes),
      (if .fingerprint == $now.fingerprint then "" else "other run" end)]]
  | if . == [] then []
    else [["swarm", "blocks/CPU s then", "now", "now/then", "events/block", "peak RSS", ""]] + . end;

def count_ratios($recorded):
  [.counts[] as $now | $recorded.counts[] | select(.name == $now.name and .how == $now.how)
   | [.name, .how, ratio($now.instructions_per_block; .instructions_per_block),
      ratio($now.accesses_per_block; .accesses_per_block),
      ratio($now.l1_misses_per_block; .l1_misses_per_block),
      ratio($now.ll_misses_per_block; .ll_misses_per_block),
      (if .fingerprint == $now.fingerprint then "" else "other run" end)]]
  | if . == [] then []
    else [["counted, now/then", "how", "instructions", "reads, writes", "L1 misses", "last-level misses", ""]] + .
    end;

def ratios($recorded): [kernel_ratios($recorded), swarm_ratios($recorded), count_ratios($recorded) | select(. != [])];

# Tables as lines of cells parted by tabs, with an empty line between two.
def as_lines: [.[] | [.[] | join("\t")] | join("\n")] | join("\n\n");
