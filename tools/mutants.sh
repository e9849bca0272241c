#!/usr/bin/env bash
# Whether random swarms notice what is broken: applies the patches of tests/mutants one by one to a copy of the
# tree, builds the program and lets it judge seeds until one objects.
#
# bash tools/mutants.sh [--seeds A..B] [NAME]...
# NAME is a patch without its ending; all of them unless named. A..B is 1..2000 unless given. Prints a line for
# each: the first seed that objects, the oracle and its message. What a patch does not apply to, or what lives,
# fails. The last line is `N passed, N failed`. The copy lies in build/mutants and is kept for the next time, which
# then compiles what has changed and the folders that the patches touch.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
source tools/lib/packages.sh

seeds=1..2000
names=()
while [[ $# -gt 0 ]]; do
  case $1 in
    --seeds) seeds=${2-}; shift ;;
    -*) echo "usage: bash tools/mutants.sh [--seeds A..B] [NAME]..." >&2; exit 2 ;;
    *) names+=("$1") ;;
  esac
  shift
done
if [[ ${#names[@]} -eq 0 ]]; then
  for patch in tests/mutants/*.patch; do names+=("$(basename "$patch" .patch)"); done
fi

unset CC CXX CFLAGS CXXFLAGS LDFLAGS
need_packages "${build_packages[@]}"

# The copy keeps its files' times, so that only what a patch touches is compiled again. No link-time
# optimisation: a mutant is built to be killed.
copy=$root/build/mutants
mkdir -p "$copy"
for folder in CMakeLists.txt CMakePresets.json core sim tools docs; do
  rm -rf "${copy:?}/$folder"
  cp -a "$folder" "$copy/"
done
# A mutant may leave a variable unused.
sed -i 's/ -Werror)/)/' "$copy/CMakeLists.txt"
# Objects may still be those of the last mutant.
sed -n 's#^+++ b/##p' tests/mutants/*.patch | sort -u | while read -r file; do touch "$copy/$file"; done
build() {
  cmake -S "$copy" -B "$copy/build" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG=-O1 \
    -DCMAKE_UNITY_BUILD=ON &&
    cmake --build "$copy/build" --target swarmsim -j "$(nproc)"
}

# What it says in one line: "seed 17, invariant: ...".
told() {
  sed -n 's/^  seed *//p; s/^  oracle *//p; s/^  message *//p' <<<"$1" | paste -sd '|' | sed 's/|/, /; s/|/: /'
}

passed=0
failed=0
for name in "${names[@]}"; do
  patch=$root/tests/mutants/$name.patch
  verdict=FAILED
  if ! patch -s -p1 -d "$copy" <"$patch" >"$copy/patch.log" 2>&1; then
    line="does not apply"
  elif ! build >"$copy/build.log" 2>&1; then
    line="does not build; see build/mutants/build.log"
  elif said=$("$copy/build/swarmsim" fuzz --seeds "$seeds" --first -q --save "$copy"); then
    line="lives: $(tail -1 <<<"$said")"
  else
    line="seed $(told "$said")"
    verdict=ok
  fi
  patch -s -R -p1 -d "$copy" <"$patch" >/dev/null 2>&1 || true
  printf '%-6s  %-26s  %s\n' "$verdict" "$name" "$line"
  if [[ $verdict == ok ]]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
done
echo "$passed passed, $failed failed"
[[ $failed -eq 0 ]]
