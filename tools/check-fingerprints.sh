#!/usr/bin/env bash
# The determinism contract as a test: the same scenario and seed give the same run in every build.
#
# bash tools/check-fingerprints.sh PROGRAM... -- SCENARIO...
# Runs each scenario twice with each program, with its own seed and with --seed 7. A scenario passes if all
# programs end with the same fingerprint for the same seed, and if the two seeds differ. The fingerprint is
# the last word of the last line of `swarmsim run`. The last line here is `N passed, N failed`.
set -euo pipefail

programs=()
while [[ $# -gt 0 && $1 != -- ]]; do
  programs+=("$1")
  shift
done
if [[ ${#programs[@]} -eq 0 || $# -lt 2 ]]; then
  echo "usage: bash tools/check-fingerprints.sh PROGRAM... -- SCENARIO..." >&2
  exit 2
fi
shift

# Without address randomisation: the sanitizers of clang 14 and gcc 12 cannot place their shadow memory
# under the widest one that newer kernels use.
plain=()
if setarch -R true 2>/dev/null; then
  plain=(setarch -R)
fi

messages=$(mktemp)
trap 'rm -f "$messages"' EXIT

# Prints the fingerprint of `run ARGUMENT...`, or "failed". An expectation that does not hold (exit 1) is
# the scenario's business: another seed may well break it, and the fingerprint is printed all the same.
fingerprint_of() {
  local program=$1 out status=0
  shift
  out=$("${plain[@]}" "$program" run "$@" 2>"$messages") || status=$?
  out=${out##*$'\n'}
  out=${out##* }
  if [[ $status -le 1 && $out =~ ^[0-9a-f]{32}$ ]]; then
    echo "$out"
  else
    echo "  $program run $* (exit $status)" >&2
    sed 's/^/    /' "$messages" >&2
    echo failed
  fi
}

passed=0
failed=0
for scenario in "$@"; do
  verdict=ok
  own='' other=''
  for program in "${programs[@]}"; do
    own_here=$(fingerprint_of "$program" "$scenario")
    other_here=$(fingerprint_of "$program" "$scenario" --seed 7)
    own=${own:-$own_here}
    other=${other:-$other_here}
    if [[ $own_here == failed || $other_here == failed ]]; then
      verdict=FAILED
    elif [[ $own_here != "$own" || $other_here != "$other" ]]; then
      echo "  $program: $own_here and, with --seed 7, $other_here; ${programs[0]}: $own and $other"
      verdict=FAILED
    fi
  done
  if [[ $own == "$other" ]]; then
    echo "  --seed 7 changes nothing"
    verdict=FAILED
  fi
  echo "$verdict  $own  $scenario"
  if [[ $verdict == ok ]]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
done
echo "$passed passed, $failed failed"
[[ $failed -eq 0 ]]
