#!/usr/bin/env bash
# The determinism contract as a test: the same scenario and seed give the same run in every build.
#
# bash tools/check-fingerprints.sh PROGRAM... -- SCENARIO...
# Runs each scenario twice with each program, with its own seed and with --seed 7. A scenario passes if all
# programs print the same summary for the same seed, to the byte and except `run`, and if the two seeds
# differ. What is compared is the fingerprint and a hash of the rest. The last line here is
# `N passed, N failed`.
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

source "$(dirname "${BASH_SOURCE[0]}")/lib/plain.sh"

work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

# Prints fingerprint:hash of the summary of `run ARGUMENT...`, or "failed". An expectation that does not hold (exit 1) is
# the scenario's business: another seed may well break it, and the fingerprint is printed all the same.
fingerprint_of() {
  local program=$1 out status=0 messages
  messages=$work/messages.$BASHPID
  shift
  out=$("${plain[@]}" "$program" run --json "$@" 2>"$messages") || status=$?
  out=${out%%$'\n  "run": {'*}
  if [[ $status -le 1 && $out =~ '"fingerprint": "'([0-9a-f]{32})'"' ]]; then
    echo "${BASH_REMATCH[1]}:$(md5sum <<<"$out" | cut -c 1-8)"
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
    # Side by side: each is one thread.
    fingerprint_of "$program" "$scenario" >"$work/own" &
    fingerprint_of "$program" "$scenario" --seed 7 >"$work/other"
    wait
    own_here=$(<"$work/own")
    other_here=$(<"$work/other")
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
