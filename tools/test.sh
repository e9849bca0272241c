#!/usr/bin/env bash
# Builds and runs every test; .ci/run calls it. The last line is `N passed, N failed`, counted in steps.
#
# bash tools/test.sh [--quick]
# All tests under gcc Release and under clang with sanitizers; then two more builds of the program, and all
# four must agree on every scenario in scenarios/ (not below: large ones live in directories of their own).
# --quick: gcc Release alone. Installs what is missing on Debian 12. Exit 1 if a step fails.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
source tools/lib/packages.sh
source tools/lib/build.sh

quick=no
case ${1-} in
  '') ;;
  --quick) quick=yes ;;
  *) echo "usage: bash tools/test.sh [--quick]" >&2; exit 2 ;;
esac

# The presets name compilers and flags; a caller's own would make four builds of one.
unset CC CXX CFLAGS CXXFLAGS LDFLAGS

# Without address randomisation where the system allows it, see tools/check-fingerprints.sh.
plain=()
if setarch -R true 2>/dev/null; then
  plain=(setarch -R)
fi

passed=0
failed=0
timings=()

# step NAME COMMAND...: runs it, shows its output, notes verdict and seconds. Always succeeds.
step() {
  local name=$1 start=$SECONDS verdict=passed
  shift
  echo "== $name"
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)) verdict=FAILED; fi
  timings+=("$(printf '%5d s  %s  %s' $((SECONDS - start)) "$verdict" "$name")")
}

run_tests() { "${plain[@]}" "build/$1/swarmsim_tests"; }

# Tests and program of one preset.
build_all() {
  build_preset "$1" swarmsim -DSWARMSIM_TESTS=ON && build_preset "$1" swarmsim_tests
}

# The sentence of the README: a second call of run.sh only runs the program.
run_script_runs() { bash tools/run.sh --version; }

agree_on_scenarios() {
  bash tools/check-fingerprints.sh \
    build/{release,asan-ubsan,gcc-asan-ubsan,clang}/swarmsim -- scenarios/*.json
}

if [[ $quick == yes ]]; then
  need_packages "${build_packages[@]}" "${unit_test_packages[@]}"
else
  need_packages "${build_packages[@]}" "${test_packages[@]}"
fi

step "build, gcc Release" build_all release
step "tests, gcc Release" run_tests release
if [[ $quick == no ]]; then
  step "run.sh" run_script_runs
  step "build, clang Debug with sanitizers" build_all asan-ubsan
  step "tests, clang Debug with sanitizers" run_tests asan-ubsan
  step "build, gcc Debug with sanitizers" build_preset gcc-asan-ubsan swarmsim
  step "build, clang Release" build_preset clang swarmsim
  step "same summaries in all builds" agree_on_scenarios
fi

echo
printf '%s\n' "${timings[@]}"
echo "$passed passed, $failed failed"
[[ $failed -eq 0 ]]
