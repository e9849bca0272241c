#!/usr/bin/env bash
# Runs swarmsim with these arguments, from any directory: bash tools/run.sh run scenarios/basic.json
#
# The first call on a bare Debian 12 installs what is missing and builds; later calls build only what has
# changed. stdin, stdout and the exit code are the program's; progress goes to stderr.
# Exit 2: a package is missing and cannot be installed, or the build fails.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
source "$root/tools/lib/packages.sh"
source "$root/tools/lib/build.sh"

need_packages "${build_packages[@]}"
build_preset release swarmsim || exit 2
exec "$root/build/release/swarmsim" "$@"
