#!/usr/bin/env bash
# Measures the simulator: kernels of tests/bench, then whole swarms of scenarios/bench. docs/performance.md explains.
#
# bash tools/bench.sh [--up-to 1k|10k|100k|1m] [--only NAME]... [--runs N] [--json FILE] [--against FILE] [--record]
#   --up-to SIZE    swarms up to crowd-SIZE; without it up to crowd-10k (some twenty minutes)
#   --only NAME     nothing but this: chase, hold, link, pick, choke, counts, crowd-1k, ..., crowd-1m
#   --runs N        runs of everything; without it 3, of crowd-1k 10, of crowd-100k and crowd-1m 1
#   --json FILE     writes the results there as well (swarmsim/bench/1)
#   --against FILE  prints the ratios to such results
#   --record        writes the results to tests/bench/recorded.json and their tables into docs/performance.md
#   --smoke         everything in seconds, for tests: that it works, not how fast it is
# Installs what is missing on Debian 12, builds Release with the default compiler. Tables go to stdout, the rest to
# stderr. Counts need valgrind, or a machine whose counters perf can read; neither is installed.
# Exit 1: a swarm failed, or does not fit into memory. No figure makes it fail.
# shellcheck disable=SC2016  # $name in single quotes is jq's
set -euo pipefail

here=$PWD
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
source "$root/tools/lib/packages.sh"
source "$root/tools/lib/build.sh"
source "$root/tools/lib/page.sh"
source "$root/tools/lib/bench.sh"

program=$root/build/release/swarmsim
page=$root/docs/performance.md
kernels=(chase hold link pick choke)
swarms=(crowd-1k crowd-10k crowd-100k crowd-1m)
all=("${kernels[@]}" "${swarms[@]}" counts)

refuse() {
  say "$1"
  sed -n '4,11s/^# //p' "${BASH_SOURCE[0]}" >&2
  exit 2
}

from_here() { if [[ $1 == /* ]]; then echo "$1"; else echo "$here/$1"; fi; }

up_to=10k only=() runs='' json='' against='' record=no smoke=no
while [[ $# -gt 0 ]]; do
  case $1 in
    --up-to | --only | --runs | --json | --against) [[ $# -ge 2 ]] || refuse "$1 needs a value" ;;&
    --up-to) up_to=$2; shift ;;
    --only) only+=("$2"); shift ;;
    --runs) runs=$2; shift ;;
    --json) json=$(from_here "$2"); shift ;;
    --against) against=$(from_here "$2"); shift ;;
    --record) record=yes ;;
    --smoke) smoke=yes ;;
    *) refuse "$1 is no option" ;;
  esac
  shift
done
[[ " ${swarms[*]} " == *" crowd-$up_to "* ]] || refuse "--up-to $up_to: expected 1k, 10k, 100k or 1m"
[[ -z $runs || $runs =~ ^[1-9][0-9]{0,3}$ ]] || refuse "--runs $runs: expected a number from 1"
[[ $record == no || $smoke == no ]] || refuse "--record and --smoke: a smoke test is nothing to record"
for name in "${only[@]}"; do
  [[ " ${all[*]} " == *" $name "* ]] || refuse "--only $name: expected one of ${all[*]}"
done

need_packages "${build_packages[@]}" "${bench_packages[@]}"
if [[ -n $against && $(jq -r .format "$against" 2>/dev/null) != swarmsim/bench/1 ]]; then
  refuse "--against $against: no results (swarmsim/bench/1)"
fi
if [[ -n $json ]] && ! { : >"$json.part"; } 2>/dev/null; then refuse "--json $json: cannot be written"; fi
if [[ $record == yes ]]; then need_markers "$page" tables; fi

# The first one configures the others in.
build_preset release swarmsim -DSWARMSIM_BENCH=ON || exit 2
for name in "${kernels[@]}"; do build_preset release "$name" || exit 2; done

work=$(mktemp -d)
trap 'rm -rf "$work" ${json:+"$json.part"}' EXIT
touch "$work"/{kernels,swarms,counts}

wanted() {
  local name
  for name in "${only[@]}"; do
    if [[ $name == "$1" ]]; then return 0; fi
  done
  [[ ${#only[@]} -eq 0 ]]
}
load() { cut -d ' ' -f 1 /proc/loadavg; }

status=0
load_before=$(load)
for name in "${kernels[@]}"; do
  if wanted "$name"; then measure_kernel "$name" "${runs:-3}" || status=1; fi
done
declare -A usual_runs=([crowd-1k]=10 [crowd-10k]=3 [crowd-100k]=1 [crowd-1m]=1)
for name in "${swarms[@]}"; do
  if wanted "$name"; then
    if [[ $smoke == yes ]]; then
      measure_swarm "$name" 2 || status=1
    elif fits "$name"; then
      measure_swarm "$name" "${runs:-${usual_runs[$name]}}" || status=1
    else
      say "$name: is expected to take more memory than is free, and is left out"
      status=1
    fi
  fi
  if [[ ${#only[@]} -eq 0 && ( $name == "crowd-$up_to" || $smoke == yes ) ]]; then break; fi
done
if wanted counts && [[ $smoke == no ]]; then measure_counts || status=1; fi

commit=$(git -C "$root" describe --always --dirty --abbrev=10 2>/dev/null || echo "no commit")
bench_jq -n --slurpfile kernels "$work/kernels" --slurpfile swarms "$work/swarms" \
  --slurpfile counts "$work/counts" --arg date "$(date -u +%F)" --argjson cores "$(nproc)" \
  --argjson memory "$(awk '$1 == "MemTotal:" { printf "%.0f", $2 * 1024 }' /proc/meminfo)" \
  --arg before "$load_before" --arg after "$(load)" --arg commit "$commit" \
  --arg build "$("$program" --version | sed -n 's/.*(\(.*\))$/\1/p')" '
  { format: "swarmsim/bench/1",
    machine: { date: $date, cores: $cores, memory_bytes: $memory, load_before: $before, load_after: $after,
               build: $build, commit: $commit },
    kernels: $kernels, swarms: $swarms, counts: $counts }' >"$work/results"

bench_jq -r 'include "bench"; tables | as_lines' "$work/results" | align >"$work/tables"
cat "$work/tables"
if [[ -n $against ]]; then
  echo
  bench_jq -r --slurpfile recorded "$against" 'include "bench"; ratios($recorded[0]) | as_lines' "$work/results" | align
fi
if [[ -n $json ]]; then
  cp "$work/results" "$json.part"
  mv "$json.part" "$json"
fi
if [[ $record == yes ]]; then
  cp "$work/results" "$root/tests/bench/recorded.json"
  replace_part "$page" tables <"$work/tables"
fi
exit "$status"
