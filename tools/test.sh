#!/usr/bin/env bash
# Builds and runs every test; .ci/run calls it. The last line is `N passed, N failed`, counted in steps.
#
# bash tools/test.sh [--quick]
# All tests and random swarms under gcc Release and under clang with sanitizers, goldens under the first; then two
# more builds of the program, and all four must agree on every scenario in scenarios/ (not below: large ones live
# in directories of their own). Half a minute of each libFuzzer target. --quick: gcc Release alone. What takes
# hours is in tools/test-long.sh.
# Installs what is missing on Debian 12. Exit 1 if a step fails. docs/testing.md says how long it takes.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
source tools/lib/packages.sh
source tools/lib/build.sh
source tools/lib/steps.sh
source tools/lib/plain.sh

quick=no
case ${1-} in
  '') ;;
  --quick) quick=yes ;;
  *) echo "usage: bash tools/test.sh [--quick]" >&2; exit 2 ;;
esac

# The presets name compilers and flags; a caller's own would make four builds of one.
unset CC CXX CFLAGS CXXFLAGS LDFLAGS

# All tests, in two halves of about the same length side by side: each is one thread. The first are those that run
# many swarms or the program.
longer_tests=(fuzz program golden fidelity robust scenarios malformed reference)
run_tests() {
  local tests=("${plain[@]}" "build/$1/swarmsim_tests") these rest other status=0
  these=$(printf ',[%s]' "${longer_tests[@]}")
  rest="~[.]$(printf '~[%s]' "${longer_tests[@]}")"  # what is hidden belongs to tools/test-long.sh
  "${tests[@]}" "${these#,}" >"build/$1-tests.out" 2>&1 &
  other=$!
  "${tests[@]}" "$rest" || status=1
  wait "$other" || status=1
  cat "build/$1-tests.out"
  return "$status"
}

# Tests and program of one preset.
build_all() {
  build_preset "$1" swarmsim -DSWARMSIM_TESTS=ON && build_preset "$1" swarmsim_tests
}

# The sentence of the README: a second call of run.sh only runs the program.
run_script_runs() { bash tools/run.sh --version; }

goldens() { "${plain[@]}" "build/$1/swarmsim" golden test scenarios -q; }

# random_swarms PRESET SEEDS: what fails is kept as build/fuzz-SEED.json.
random_swarms() { "${plain[@]}" "build/$1/swarmsim" fuzz --seeds "$2" -q --save build; }

# The release build has met the goldens, so whoever agrees with it has their fingerprints too.
agree_on_scenarios() {
  bash tools/check-fingerprints.sh \
    build/{release,asan-ubsan,gcc-asan-ubsan,clang}/swarmsim -- scenarios/*.json
}

# Twice: the second one must have done the same work as the first. How fast it was does not matter.
benchmarks() {
  bash tools/bench.sh --smoke --json build/bench.json >build/bench.out &&
    bash tools/bench.sh --smoke --against build/bench.json >build/bench.out || return 1
  if grep -q 'other work\|other run' build/bench.out; then
    cat build/bench.out
    return 1
  fi
}

fuzz_seconds=30
fuzz_targets=(scenario_fuzz grammar_fuzz trace_fuzz bencode_fuzz torrent_fuzz magnet_fuzz)

# Side by side, for the tests wait for none of them: the last files and links of each leave a core to the others.
build_the_rest() {
  local rest status=0
  { build_preset clang swarmsim && build_preset fuzz fuzz_targets; } &
  rest=$!
  build_preset gcc-asan-ubsan swarmsim || status=1
  wait "$rest" || status=1
  return "$status"
}

# All at once: each is one thread, and they share the cores.
fuzz_inputs() {
  local target job status=0 jobs=()
  for target in "${fuzz_targets[@]}"; do
    bash tools/fuzz-inputs.sh "$target" -max_total_time="$fuzz_seconds" -verbosity=0 >"build/$target.out" 2>&1 &
    jobs+=("$!:$target")
  done
  for job in "${jobs[@]}"; do
    target=${job#*:}
    if wait "${job%%:*}"; then
      sed -n 's/^stat::number_of_executed_units: */  '"$target"': inputs: /p' "build/$target.out"
    else
      tail -40 "build/$target.out"
      status=1
    fi
  done
  return "$status"
}

if [[ $quick == yes ]]; then
  need_packages "${build_packages[@]}" "${unit_test_packages[@]}"
else
  need_packages "${build_packages[@]}" "${test_packages[@]}" "${bench_packages[@]}"
fi

step "build, gcc Release" build_all release
step "tests, gcc Release" run_tests release
step "goldens, gcc Release" goldens release
step "theory suite, the short lines, gcc Release" bash tools/theory.sh --short --with build/release/swarmsim
step "300 random swarms, gcc Release" random_swarms release 1..300
if [[ $quick == no ]]; then
  step "run.sh" run_script_runs
  step "benchmarks, as a smoke test" benchmarks
  step "build, clang Debug with sanitizers" build_all asan-ubsan
  step "tests, clang Debug with sanitizers" run_tests asan-ubsan
  step "60 random swarms, clang Debug with sanitizers" random_swarms asan-ubsan 301..360
  step "build, gcc Debug with sanitizers, clang Release, libFuzzer targets" build_the_rest
  step "same summaries in all builds" agree_on_scenarios
  step "libFuzzer targets, $fuzz_seconds s each" fuzz_inputs
fi

conclude
