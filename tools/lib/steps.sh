# shellcheck shell=bash
# Steps of a check: each runs, is timed and counted, and none stops the next. Sourced, not run.
#
# step NAME COMMAND... shows the command's output, notes verdict and seconds, and always succeeds.
# conclude prints the steps with their times and, as the last line, `N passed, N failed`; fails if one did.
# $plain is what programs with sanitizers are started by: without address randomisation where the system allows
# it, because those of clang 14 and gcc 12 cannot place their shadow memory under the widest one of newer kernels.

passed=0
failed=0
timings=()

plain=()
if setarch -R true 2>/dev/null; then
  plain=(setarch -R)
fi

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
