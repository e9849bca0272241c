#!/usr/bin/env bash
# Runs the theory suite: laws and results of the literature that a faithful simulator must reproduce.
#
# bash tools/theory.sh [--short] [--with PROGRAM] [LINE]...
# Each scenario of scenarios/theory carries its expectations; docs/theory.md says what each line claims and what
# came out. --short: one seed each of those that take seconds (tools/test.sh). Otherwise 20 seeds, half an hour on
# two cores. LINE: these alone. --with: this program, instead of building. The last line is `N passed, N failed`.
# Exit 1 if a line fails.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
source tools/lib/packages.sh
source tools/lib/build.sh
source tools/lib/steps.sh

usage() {
  echo "usage: bash tools/theory.sh [--short] [--with PROGRAM] [LINE]..." >&2
  exit 2
}

short=no
program=
lines=()
while [[ $# -gt 0 ]]; do
  case $1 in
    --short) short=yes ;;
    --with) program=${2-}; [[ -n $program ]] || usage; shift ;;
    -*) usage ;;
    *) lines+=("$1") ;;
  esac
  shift
done

need_packages "${build_packages[@]}" "${bench_packages[@]}"
if [[ -z $program ]]; then
  build_preset release swarmsim || exit 2
  program=build/release/swarmsim
fi
seeds=1..20
[[ $short == no ]] || seeds=1..1

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# path_of LINE, run_seeds LINE [KEY=VALUE]...: the scenario's expectations, over all seeds.
path_of() { printf 'scenarios/theory/%s.json' "$1"; }
run_seeds() {
  local line=$1 one sets=()
  shift
  for one in "$@"; do sets+=(--set "$one"); done
  "$program" run "$(path_of "$line")" --seeds "$seeds" --json -q "${sets[@]}" >"$scratch/out.json" || {
    local status=$?
    jq -r '.expect[] | select(.ok | not) | "FAILED  \(.that) \(.is)  is \(.actual)"' "$scratch/out.json"
    return "$status"
  }
  jq -r '.expect[] | "  \(.that) \(.is): \(.actual)"' "$scratch/out.json"
}

# Whether two numbers differ by no more than a share of the second.
is_near() { awk -v a="$1" -v b="$2" -v share="$3" 'BEGIN { d = a - b; exit !(d <= share * b && -d <= share * b) }'; }

# The average of numbers, one a line.
mean() { awk '{ sum += $1 } END { printf "%.4f\n", sum / NR }'; }

each_seed() { seq "${seeds%..*}" "${seeds#*..}"; }

# y = lambda/gamma = 30 seeds; L = lambda T (Little). T is about 300 s: ten of them to warm up, and the last 35
# are looked at.
fluid_steady() {
  local seed time seeds_seen leechers
  for seed in $(each_seed); do
    time=$("$program" run "$(path_of fluid-steady)" --seed "$seed" --json -q --series "$scratch/fluid.csv" |
      jq '.groups.crowd.completion.mean_s')
    printf '%s %s\n' "$(awk -v from=4500 -f tools/lib/fluid.awk "$scratch/fluid.csv")" "$time"
  done >"$scratch/fluid"
  seeds_seen=$(cut -d ' ' -f 1 "$scratch/fluid" | mean)
  leechers=$(cut -d ' ' -f 2 "$scratch/fluid" | mean)
  time=$(cut -d ' ' -f 3 "$scratch/fluid" | mean)
  # x = (lambda/eta) (1/mu - 1/gamma) - s / (eta mu), with s = mu of the origin.
  awk -v x="$leechers" -v y="$seeds_seen" -v t="$time" \
    'BEGIN { printf "  seeds %s (30), leechers %s, lambda T %.3f, eta %.3f\n", y, x, t / 10, (30 - 1) / x }'
  is_near "$seeds_seen" 30 0.03 && is_near "$leechers" "$(awk -v t="$time" 'BEGIN { print t / 10 }')" 0.03 &&
    awk -v x="$leechers" 'BEGIN { eta = 29 / x; exit !(eta >= 0.85 && eta <= 1) }'
}

# indices UPLINK: the mean clustering index of each class behind a seed with this uplink.
indices() {
  local seed
  for seed in $(each_seed); do
    "$program" run "$(path_of seed-fair)" --seed "$seed" -q --set "peers.seed.link.up=$1" \
      --trace "$scratch/trace.jsonl" >"$scratch/out.txt" || [[ $? -eq 1 ]] || return 2  # its order is not this line's
    jq -r 'select(.kind) | [.t, .kind, .from, .to, .why] | @tsv' "$scratch/trace.jsonl" |
      awk -f tools/lib/clustering.awk
  done | awk '{ sum[$1] += $2; ++count[$1] } END { for (one in sum) print one, sum[one] / count[one] }' | sort
}
# More than 1 for every class; on average nearer 1 behind a slow seed.
clustering() {
  indices '800 kB/s' >"$scratch/well" && indices '30 kB/s' >"$scratch/under" || return 1
  echo "  well provisioned: $(paste -sd , "$scratch/well"); under-provisioned: $(paste -sd , "$scratch/under")"
  awk 'function off(x) { return x > 1 ? x - 1 : 1 - x }
       NR == FNR { well += off($2); if ($2 <= 1) low = 1; next }
       { under += off($2) }
       END { exit low || under >= well }' "$scratch/well" "$scratch/under"
}

# What each class has from the seed, the most over the least.
seed_fair() {
  local seed ratio
  for seed in $(each_seed); do
    "$program" run "$(path_of seed-fair)" --seed "$seed" --json -q | jq '.bytes.matrix_by_group[0][1:] | max / min'
  done >"$scratch/ratios"
  ratio=$(mean <"$scratch/ratios")
  echo "  bytes from the seed, most over least: $ratio"
  awk -v ratio="$ratio" 'BEGIN { exit !(ratio <= 1.5) }' && run_seeds seed-fair
}

bound_time() {
  local client
  for client in bep3 libtorrent-2.0 transmission-3.00 transmission-4 aria2-1.36; do
    run_seeds bound-time "params.client=$client" || return 1
  done
}
bound_blocks() {
  local count
  for count in 1:0 2:1 7:2 15:3 31:4 60:5; do
    run_seeds bound-blocks "params.leechers=${count%:*}" "params.rounds=${count#*:}" || return 1
  done
}
scaling() {
  local swarm
  for swarm in 10:1.18 20:1.24 50:1.49 100:1.87 200:2.58; do
    [[ $short == no || $swarm == 10:* || $swarm == 20:* ]] || continue
    run_seeds scaling "params.leechers=${swarm%:*}" "params.ratio=${swarm#*:}" || return 1
  done
}
pipe() {
  run_seeds pipe && run_seeds pipe 'params.up=8 MB/s' 'params.down=500 kB/s' params.limit=478203 &&
    run_seeds pipe 'params.up=8 MB/s' 'params.window=64 KiB' params.limit=819200 &&
    run_seeds pipe 'params.up=80 MB/s' 'params.down=80 MB/s' params.requests=4 params.limit=819200
}
# Above the seed's rate of uploads the club grows, at the difference; below it, or where peers stay, it dissolves.
missing_piece() {
  run_seeds missing-piece && run_seeds missing-piece 'params.mean_gap=800 ms' params.growth=0.75
}
missing_piece_stable() {
  run_seeds missing-piece-stable &&
    run_seeds missing-piece-stable 'params.mean_gap=500 ms' params.arrivals=4100 'params.dwell=2 s' params.most=100
}
# Slower with a small view; faster with a full one while they are few, and slower than these, too, where they are many.
free_ride() {
  run_seeds free-ride && run_seeds free-ride params.connections=200 params.least=0.8 params.most=1 &&
    run_seeds free-ride params.connections=200 peers.good.count=50 peers.free.count=50 params.least=0.8 params.most=1.05
}

wanted() {
  [[ ${#lines[@]} -eq 0 ]] && return
  local line
  for line in "${lines[@]}"; do [[ $line != "$1" ]] || return 0; done
  return 1
}
# line NAME FUNCTION...: one step of the suite, if it is asked for.
line() { if wanted "$1"; then step "$@"; fi; }

line bound-time bound_time
line bound-blocks bound_blocks
line growth run_seeds growth
line pipe pipe
line scaling scaling
line small-swarm run_seeds small-swarm
if [[ $short == no ]]; then
  line transient run_seeds transient
  line seed-fair seed_fair
  line clustering clustering
  line free-ride free_ride
  line missing-piece missing_piece
  line missing-piece-stable missing_piece_stable
  line fluid-steady fluid_steady
fi

conclude
