#!/usr/bin/env bash
# The checks that take hours; tools/test.sh has those that go with every change.
#
# bash tools/test-long.sh [--runs N] [--seeds A..B] [PART]...
# PART, all of them unless named: swarms (random ones of these seeds, 1..100000 unless said), mutants (tests/mutants,
# each must be noticed), inputs (N executions of each libFuzzer target, ten million unless said), coverage (lines of
# core/ and sim/ that the tests reach, 90 % at least), console (5,000 random sessions must replay; a million damaged
# lines must be answered), alone (each source parses by itself, though builds unite folders). One after the other, so
# that each has the machine. The last line is `N passed, N failed`. Exit 1 if a part fails.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
source tools/lib/packages.sh
source tools/lib/build.sh
source tools/lib/alone.sh
source tools/lib/steps.sh

usage() {
  echo "usage: bash tools/test-long.sh [--runs N] [--seeds A..B] [swarms|mutants|inputs|coverage|console|alone]..." >&2
  exit 2
}

runs=10000000
seeds=1..100000
parts=()
while [[ $# -gt 0 ]]; do
  case $1 in
    --runs) [[ ${2-} =~ ^[0-9]+$ ]] || usage; runs=$2; shift ;;
    --seeds) seeds=${2-}; [[ $seeds =~ ^[0-9]+\.\.[0-9]+$ ]] || usage; shift ;;
    swarms | mutants | inputs | coverage | console | alone) parts+=("$1") ;;
    *) usage ;;
  esac
  shift
done
[[ ${#parts[@]} -gt 0 ]] || parts=(swarms mutants inputs coverage console alone)

fuzz_one() { bash tools/fuzz-inputs.sh --fast "$1" -runs="$runs" -verbosity=0; }

swarms() {
  bash tools/run.sh --version >/dev/null && build/release/swarmsim fuzz --seeds "$seeds" -q --save build
}

console_tests() {
  bash tools/run.sh --version >/dev/null && build_preset release swarmsim -DSWARMSIM_TESTS=ON &&
    build_preset release swarmsim_tests && build/release/swarmsim_tests "$1"
}

sources_alone() {
  need_packages "${build_packages[@]}" "${test_packages[@]}" "${bench_packages[@]}"
  build_preset clang swarmsim && stand_alone clang
}

for part in "${parts[@]}"; do
  case $part in
    swarms) step "random swarms, $seeds" swarms ;;
    mutants) step "mutants" bash tools/mutants.sh ;;
    inputs)
      for target in grammar_fuzz trace_fuzz scenario_fuzz bencode_fuzz torrent_fuzz magnet_fuzz; do
        step "$target, $runs executions" fuzz_one "$target"
      done ;;
    coverage) step "coverage" bash tools/coverage.sh ;;
    console)
      step "5,000 random sessions" console_tests "[.long-sessions]"
      step "a million console lines" console_tests "[.million-lines]" ;;
    alone) step "every source parses alone" sources_alone ;;
  esac
done

conclude
