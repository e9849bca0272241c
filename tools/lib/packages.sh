# shellcheck shell=bash disable=SC2034  # the lists belong to those who source this
# The Debian packages that swarmsim needs, and how they get onto the machine. Sourced, not run.
#
# need_packages NAME... returns at once where all are installed (one dpkg query, about 20 ms). Otherwise
# it installs what is missing as root or through sudo; with neither it names the line to type and exits 2.
# stdin stays untouched: the caller's belongs to the program. Everything said goes to stderr.

build_packages=(cmake ninja-build g++ pkgconf libfmt-dev nlohmann-json3-dev libcxxopts-dev libxxhash-dev
  libzstd-dev libssl-dev libedit-dev)
# What the tests need to build, the tools that tests compare .torrent files with and type into, and what else
# tools/test.sh needs.
unit_test_packages=(catch2 libvalijson-dev mktorrent transmission-cli python3-libtorrent tmux)
fuzz_packages=(clang libclang-rt-14-dev)
test_packages=("${unit_test_packages[@]}" "${fuzz_packages[@]}")
# What tools/bench.sh reads and writes results with.
bench_packages=(jq)

say() { printf 'swarmsim: %s\n' "$*" >&2; }

# Those of the named packages that are not installed, one a line.
missing_packages() {
  local name
  if [[ $(dpkg-query -W -f '${db:Status-Status}\n' "$@" 2>/dev/null | grep -cx installed) -eq $# ]]; then
    return
  fi
  for name in "$@"; do
    dpkg -s "$name" 2>/dev/null | grep -q '^Status: .* installed$' || echo "$name"
  done
}

need_packages() {
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    return  # Not a Debian: what is missing is named by CMake.
  fi
  local missing
  mapfile -t missing < <(missing_packages "$@")
  [[ ${#missing[@]} -gt 0 ]] || return 0

  local as_root=()
  if [[ $(id -u) -ne 0 ]]; then
    if ! command -v sudo >/dev/null; then
      say "some packages are missing; type this as root, then start again:"
      echo "apt-get update && apt-get install -y --no-install-recommends ${missing[*]}" >&2
      exit 2
    fi
    as_root=(sudo)
  fi
  say "installing ${missing[*]}"
  local log
  log=$(mktemp)
  if ! { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 update &&
         "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 \
           install -y --no-install-recommends "${missing[@]}"; } </dev/null >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    say "apt could not install: ${missing[*]}"
    exit 2
  fi
  rm -f "$log"
}
