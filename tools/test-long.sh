#!/usr/bin/env bash
# The checks that take hours; tools/test.sh has those that go with every change.
#
# bash tools/test-long.sh [--runs N] [PART]...
# PART, all of them unless named: inputs (N executions of each libFuzzer target, ten million unless said),
# coverage (lines of core/ and sim/ that the tests reach, 90 % at least). One after the other, so that each has
# the machine. The last line is `N passed, N failed`. Exit 1 if a part fails.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
source tools/lib/steps.sh

usage() {
  echo "usage: bash tools/test-long.sh [--runs N] [inputs|coverage]..." >&2
  exit 2
}

runs=10000000
parts=()
while [[ $# -gt 0 ]]; do
  case $1 in
    --runs) [[ ${2-} =~ ^[0-9]+$ ]] || usage; runs=$2; shift ;;
    inputs | coverage) parts+=("$1") ;;
    *) usage ;;
  esac
  shift
done
[[ ${#parts[@]} -gt 0 ]] || parts=(inputs coverage)

fuzz_one() { bash tools/fuzz-inputs.sh --fast "$1" -runs="$runs" -verbosity=0; }

for part in "${parts[@]}"; do
  case $part in
    inputs)
      for target in grammar_fuzz trace_fuzz scenario_fuzz; do
        step "$target, $runs executions" fuzz_one "$target"
      done ;;
    coverage) step "coverage" bash tools/coverage.sh ;;
  esac
done

conclude
