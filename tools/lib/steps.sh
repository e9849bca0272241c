# shellcheck shell=bash
# Steps of a check: each runs, is timed and counted, and none stops the next. Sourced, not run.
#
# step NAME COMMAND... shows the command's output, notes verdict and seconds, and always succeeds.
# conclude prints the steps with their times and, as the last line, `N passed, N failed`; fails if one did.

passed=0
failed=0
timings=()

step() {
  local name=$1 start=$SECONDS verdict=passed
  shift
  echo "== $name"
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)) verdict=FAILED; fi
  timings+=("$(printf '%5d s  %s  %s' $((SECONDS - start)) "$verdict" "$name")")
}

conclude() {
  echo
  printf '%s\n' "${timings[@]}"
  echo "$passed passed, $failed failed"
  [[ $failed -eq 0 ]]
}
