#!/usr/bin/env bash
# Writes the tables of docs/fidelity.md anew: every case of scenarios/truth, and each step of the model switched off.
#
# bash tools/fidelity.sh [OPTION]...
# Options go to `swarmsim fidelity`, such as --seeds 5 for a quick look. Installs what is missing on Debian 12 and
# builds. What stands between the two marker lines is replaced, whether all cases hold or not. Exit code: that of
# swarmsim fidelity; the page is left alone if that is neither 0 nor 1.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
source tools/lib/packages.sh
source tools/lib/build.sh
source tools/lib/page.sh

unset CC CXX CFLAGS CXXFLAGS LDFLAGS
need_packages "${build_packages[@]}"
build_preset release swarmsim || exit 2

page=docs/fidelity.md
need_markers "$page" tables

tables=$(mktemp)
trap 'rm -f "$tables"' EXIT
status=0
build/release/swarmsim fidelity scenarios/truth --ablate "$@" >"$tables" || status=$?
[[ $status -le 1 ]] || exit "$status"

replace_part "$page" tables <"$tables"
exit "$status"
