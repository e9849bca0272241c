# shellcheck shell=bash disable=SC2154  # $root
# Configure and build one preset quietly. Sourced after packages.sh, not run; needs $root.
#
# build_preset PRESET TARGET [CMAKE_OPTION...] sends what CMake and the compiler say to build/PRESET.log and
# shows it only if they fail. Where nothing has changed it says nothing and costs one ninja call.
# A lock keeps two callers from building in one directory at once. stdin stays untouched.

build_preset() {
  local preset=$1 target=$2
  shift 2
  local dir=$root/build/$preset log=$root/build/$preset.log
  mkdir -p "$root/build"
  export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}
  local lock status=0
  exec {lock}>"$root/build/$preset.lock"
  flock "$lock"
  if ! grep -qsxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$dir/CMakeCache.txt"; then
    rm -rf "$dir"  # None yet, half a one, or that of a tree which has moved.
  fi
  # Only a courtesy: whether there is work to do is ninja's decision.
  if [[ ! -x $dir/$target || ! -e $log || -n $(changed_since "$log") ]]; then
    say "building $target ($preset)"
  fi
  { configure_preset "$@" && cmake --build "$dir" --target "$target"; } </dev/null >"$log" 2>&1 || status=$?
  exec {lock}>&-
  if [[ $status -ne 0 ]]; then
    cat "$log" >&2
    say "building $target ($preset) failed; this log is build/$preset.log"
  fi
  return "$status"
}

changed_since() { find "$root"/{CMakeLists.txt,core,sim,tests,tools/swarmsim} -newer "$1" -print -quit; }

# Part of build_preset and its variables; ninja itself repeats this when a CMake file changes.
configure_preset() {
  if [[ $# -gt 0 || ! -f $dir/build.ninja ]]; then
    (cd "$root" && cmake --preset "$preset" "$@")
  fi
}
