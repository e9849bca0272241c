# shellcheck shell=bash disable=SC2154  # $root
# Whether every source parses alone. Sourced, not run; needs $root and jq.
#
# Builds with CMAKE_UNITY_BUILD compile the files of a folder as one, where a file may live on what another one
# includes. stand_alone PRESET takes the flags of that build, made by clang, for each file by itself. What the
# precompiled header holds (CMakeLists.txt) is there in both.

stand_alone() {
  local dir=$root/build/$1 pair flags arguments status=0
  for pair in swarmsim_core:core swarmsim_sim:sim swarmsim:tools/swarmsim; do
    flags=$(jq -r --arg unity "CMakeFiles/${pair%:*}.dir/Unity/" \
      'map(select(.file | contains($unity)))[0].command' "$dir/compile_commands.json" | sed 's/ -o [^ ]* -c .*//')
    eval "arguments=($flags)"
    find "$root/${pair#*:}" -name '*.cpp' -print0 |
      (cd "$dir" && xargs -0 -P "$(nproc)" -n 4 "${arguments[@]}" -fsyntax-only) || status=1
  done
  return "$status"
}
