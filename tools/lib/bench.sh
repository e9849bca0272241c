# shellcheck shell=bash disable=SC2154,SC2016,SC2054  # the caller's $root, $work, $program, $smoke; jq's $name; valgrind's commas
# What tools/bench.sh measures: kernels, swarms, and counts of one small swarm. Sourced after packages.sh, not run.
#
# Each measure_* appends JSON values to $work/kernels, swarms or counts; bench.jq turns these into results.

bench_jq() { jq -L "$root/tools/lib" "$@"; }

# Lines of cells parted by tabs, in columns: columns of figures to the right, the rest to the left.
align() {
  awk -F '\t' '
    function put(   i, j, text, line) {
      for (i = 1; i <= rows; i++) {
        line = ""
        for (j = 1; j <= columns; j++) {
          text = cell[i, j]
          line = line sprintf(figures[j] ? "%*s" : "%-*s", width[j], text) (j < columns ? "  " : "")
        }
        sub(/ +$/, "", line)
        print line
      }
      rows = columns = 0
      delete width; delete figures
    }
    NF == 0 { put(); print ""; next }
    {
      rows++
      if (NF > columns) columns = NF
      for (j = 1; j <= NF; j++) {
        cell[rows, j] = $j
        if (length($j) > width[j]) width[j] = length($j)
        if (rows > 1 && $j ~ /^[0-9][0-9,.]*$/) figures[j] = 1
      }
    }
    END { put() }'
}

# --- kernels ----------------------------------------------------------------------------------------

measure_kernel() {
  local name=$1 runs=$2 options=(--json)
  if [[ $smoke == yes ]]; then options+=(--smoke); else options+=(--runs "$runs"); fi
  say "$name"
  "$root/build/release/$name" "${options[@]}" >>"$work/kernels"
}

# --- swarms -----------------------------------------------------------------------------------------

# A crowd that runs in a second, and does all that a large one does.
small_crowd=(--set params.leechers=200 --set params.seeds=1 --set 'params.size=4 MiB')
smoke_crowd=(--set params.leechers=20 --set params.seeds=1 --set 'params.size=1 MiB')

scenario_of() { echo "$root/scenarios/bench/$1.json"; }

# Bytes that `check` expects the swarm to take.
expected_bytes() {
  "$program" check --resolved "$(scenario_of "$1")" 2>&1 >/dev/null |
    awk '$1 == "memory" { printf "%.0f", $3 * ($4 == "GB" ? 1e9 : $4 == "MB" ? 1e6 : 1e3) }'
}

# Whether the machine has the memory for it now.
fits() {
  local needed available
  needed=$(expected_bytes "$1")
  available=$(awk '$1 == "MemAvailable:" { printf "%.0f", $2 * 1024 }' /proc/meminfo)
  [[ -z $needed || $needed -le $available ]]
}

# What the program takes for a swarm of two.
base_bytes() {
  "$program" run "$(scenario_of crowd-1k)" --json -q --set params.leechers=1 --set params.seeds=1 \
    --set 'params.size=256 KiB' | jq .run.peak_rss_bytes
}

measure_swarm() {
  local name=$1 runs=$2 run set=() ends
  if [[ $smoke == yes ]]; then set=("${smoke_crowd[@]}"); fi
  rm -f "$work"/run.*
  for ((run = 1; run <= runs; run++)); do
    say "$name, run $run of $runs"
    if ! "$program" run "$(scenario_of "$name")" --json -v "${set[@]}" >"$work/run.$run" 2>"$work/messages"; then
      cat "$work/messages" >&2
      say "$name failed"
      return 1
    fi
  done
  ends=$(sed -n 's/.*, \([0-9,]*\) connection ends at most.*/\1/p' "$work/messages" | tr -d ,)
  if [[ $(jq -r .fingerprint "$work"/run.* | sort -u | wc -l) -ne 1 ]]; then
    say "$name: runs of one scenario and seed differ, which is a bug"
    return 1
  fi
  bench_jq -s --arg name "$name" --argjson ends "${ends:-0}" --argjson base "$(base_bytes)" \
    'include "bench"; swarm($name; $ends; $base)' "$work"/run.* >>"$work/swarms"
}

# --- counts: what does not depend on the clock ---------------------------------------------------------

counts_name='200 leechers, 4 MiB'
# The same simulated caches everywhere: 32 KiB of 8 ways and 1 MiB of 16.
simulated_caches=(--cache-sim=yes --I1=32768,8,64 --D1=32768,8,64 --LL=1048576,16,64)

small_run=(run scenarios/bench/crowd-1k.json --json -q "${small_crowd[@]}")

count_with_callgrind() {
  say "counting under callgrind, which takes a minute or two"
  (cd "$root" && valgrind --tool=callgrind "${simulated_caches[@]}" --callgrind-out-file="$work/callgrind" \
    "$program" "${small_run[@]}" >"$work/counted" 2>"$work/messages") || { cat "$work/messages" >&2; return 1; }
  # Columns: Ir Dr Dw I1mr D1mr D1mw ILmr DLmr DLmw.
  local counts
  counts=$(awk '$1 == "summary:" || $1 == "totals:" { $1 = ""; print; exit }' "$work/callgrind")
  jq --arg name "$counts_name" --arg counts "$counts" '
    ($counts | split(" ") | map(select(. != "") | tonumber)) as $n | .blocks.delivered as $blocks
    | { name: $name, how: "callgrind, simulated caches", fingerprint: .fingerprint, blocks: $blocks,
        instructions_per_block: ($n[0] / $blocks), accesses_per_block: (($n[1] + $n[2]) / $blocks),
        l1_misses_per_block: (($n[3] + $n[4] + $n[5]) / $blocks),
        ll_misses_per_block: (($n[6] + $n[7] + $n[8]) / $blocks) }' "$work/counted" >>"$work/counts"
}

# Whether this machine lets perf count.
has_counters() {
  command -v perf >/dev/null &&
    ! perf stat -x, -e instructions:u,cache-misses:u true 2>&1 | grep -q '<not\|rror'
}

count_with_perf() {
  (cd "$root" && perf stat -x, -o "$work/perf" -e instructions:u,cache-misses:u \
    "$program" "${small_run[@]}" >"$work/counted" 2>"$work/messages") || { cat "$work/messages" >&2; return 1; }
  local instructions misses
  instructions=$(awk -F, '$3 ~ /^instructions/ { print $1 }' "$work/perf")
  misses=$(awk -F, '$3 ~ /^cache-misses/ { print $1 }' "$work/perf")
  jq --arg name "$counts_name" --argjson instructions "$instructions" --argjson misses "$misses" '
    .blocks.delivered as $blocks
    | { name: $name, how: "perf, this machine", fingerprint: .fingerprint, blocks: $blocks,
        instructions_per_block: ($instructions / $blocks), accesses_per_block: null, l1_misses_per_block: null,
        ll_misses_per_block: ($misses / $blocks) }' "$work/counted" >>"$work/counts"
}

measure_counts() {
  local counted=no
  if command -v valgrind >/dev/null; then counted=yes; count_with_callgrind || return 1; fi
  if has_counters; then counted=yes; count_with_perf || return 1; fi
  if [[ $counted == no ]]; then
    say "no counts: valgrind is not installed, and perf cannot count here"
  fi
}
