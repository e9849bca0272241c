# shellcheck shell=bash
# Steps of a check: each runs, is timed and counted, and none stops the next. Sourced, not run.
#
# step NAME COMMAND... shows the command's output, notes verdict and times, and always succeeds.
# conclude prints the steps with their times and, as the last line, `N passed, N failed`; fails if one did.
# The times are minutes and seconds by the clock, and of CPU (user and system, of all cores): on a machine that
# does other work too, half of the CPU time is what two cores would take.

passed=0
failed=0
timings=()

# 83 -> 1:23
minutes() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }

# Seconds of CPU of the children that have ended: `times` has them too, but only for who can read its own output.
cpu_seconds() {
  local -a stat
  read -ra stat <"/proc/$$/stat"
  echo $(((stat[15] + stat[16]) / $(getconf CLK_TCK)))
}

# timing SECONDS CPU_SECONDS VERDICT NAME
timing() { printf '%6s %6s  %-7s %s' "$(minutes "$1")" "$(minutes "$2")" "$3" "$4"; }

step() {
  local name=$1 start=$SECONDS cpu verdict=passed
  cpu=$(cpu_seconds)
  shift
  echo "== $name"
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)) verdict=FAILED; fi
  timings+=("$(timing $((SECONDS - start)) $(($(cpu_seconds) - cpu)) "$verdict" "$name")")
  echo "${timings[-1]}"
}

conclude() {
  printf '\n%6s %6s\n' clock CPU
  printf '%s\n' "${timings[@]}" "$(timing "$SECONDS" "$(cpu_seconds)" '' 'in all')"
  echo "$passed passed, $failed failed"
  [[ $failed -eq 0 ]]
}
