#!/usr/bin/env bash
# Runs one libFuzzer target on what the repository offers it: bash tools/fuzz-inputs.sh [--fast] TARGET [ARG...]
#
# TARGET is scenario_fuzz, grammar_fuzz, trace_fuzz, bencode_fuzz, torrent_fuzz or magnet_fuzz (tests/fuzz says what
# each promises); every ARG goes to libFuzzer, such as -max_total_time=30 or -runs=10000000. Builds the preset `fuzz` (sanitizers), or with --fast
# `fuzz-fast` (none: many times the executions). Seeds come from scenarios/, tests/malformed/ and tests/fuzz/torrents/, the dictionary
# from the schema and the page of the trace format; what libFuzzer learns stays in build/fuzz-corpus/TARGET. An
# input that breaks a promise is kept as build/fuzz-found/TARGET-*: exit 1, and give its path as ARG to repeat it.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
source tools/lib/packages.sh
source tools/lib/build.sh
source tools/lib/plain.sh

preset=fuzz
if [[ ${1-} == --fast ]]; then
  preset=fuzz-fast
  shift
fi
target=${1-}
# Long enough for every kind of scenario, short enough for ten million executions in a night.
case $target in
  scenario_fuzz) longest=1536 ;;
  grammar_fuzz) longest=128 ;;
  trace_fuzz | torrent_fuzz) longest=1024 ;;
  bencode_fuzz | magnet_fuzz) longest=256 ;;
  *) echo "usage: bash tools/fuzz-inputs.sh [--fast] TARGET [ARG...], TARGET one of tests/fuzz/*_fuzz.cpp" >&2; exit 2 ;;
esac
shift

unset CC CXX CFLAGS CXXFLAGS LDFLAGS
need_packages "${build_packages[@]}" "${fuzz_packages[@]}"
build_preset "$preset" "$target" || exit 2

seeds=build/fuzz-seeds/$target
corpus=build/fuzz-corpus/$target
dictionary=build/fuzz-seeds/$target.dict
mkdir -p "$seeds" "$corpus" build/fuzz-found

# Each file without its layout, so that more of it fits.
scenario_seeds() {
  local file
  for file in scenarios/*.json tools/swarmsim/templates/*.json tests/malformed/*.json; do
    sed 's/^ *//' "$file" | tr -d '\n' >"$seeds/$(basename "$file")"
  done
}

# One file for each command of the scenarios.
grammar_seeds() {
  local line number=0
  while IFS= read -r line; do
    number=$((number + 1))
    printf '%s' "$line" >"$seeds/$number"
  done < <(grep -oh '"do": "[^"]*"' scenarios/*.json tests/malformed/*.json | sed 's/"do": "//; s/"$//' | sort -u
           printf '%s\n' 'torrent -mode send f' 'crash "a b"' 'link 2 up=1MB/s down=unlimited latency=5ms' \
             'tracker fail silent forget' 'tracker recover')
}

# The first byte says how the rest is cut: 'a' in slices, \200 compressed.
trace_seeds() {
  local head='{"format":"swarmsim/trace/1","swarmsim":"0","scenario":"s","scenario_hash":"0","seed":1,"level":"app","peers":1,"contents":[{"name":"f"}]}'
  local tail='{"t":9,"kind":"end","reason":"idle","partial":false,"records":1,"lines":1,"by_kind":{"arrived":1},"block_bytes":0,"fingerprint":"0"}'
  local record number=0
  while IFS= read -r record; do
    number=$((number + 1))
    printf 'a%s\n%s\n%s\n' "$head" "$record" "$tail" >"$seeds/$number"
    printf '\200%s\n%s\n%s\n' "$head" "$record" "$tail" >"$seeds/$number-packed"
  done <<'RECORDS'
{"t":5,"kind":"arrived","peer":"a"}
{"t":5,"kind":"commanded","from":"world","to":"1","command":"send f","ok":true,"answer":["You are now in SEND mode"]}
{"t":5,"kind":"announced","from":"1","to":"tracker","content":"f","event":"started","left":0,"uploaded":0,"downloaded":0,"given":0,"nth":0,"sent":0}
{"t":5,"kind":"piece_completed","peer":"2","content":"f","piece":20,"senders":[{"peer":"3","blocks":13},{"peer":"1","blocks":3}]}
{"t":5,"kind":"unchoked","from":"a","to":"b","why":"optimistic","rank":2,"interested":3,"bytes_in":4,"bytes_out":5}
{"t":5,"kind":"block","from":"a","to":"b","content":"f","piece":3,"block":7,"bytes":16,"ordinal":2,"sent":1,"cut":true}
{"t":5,"kind":"sample","leechers":1,"seeds":2,"up":3,"down":4,"copies_min":[5,6]}
RECORDS
}

magnet_seeds() {
  local line number=0
  while IFS= read -r line; do
    number=$((number + 1))
    printf '%s' "$line" >"$seeds/$number"
  done <<'LINKS'
magnet:?xt=urn:btih:a04403c4f44f767ffbdfe8d8a60b4756a996a983&dn=d&tr=http%3A%2F%2Ft.example%2Fannounce
magnet:?xt=urn:btih:UBCAHRHUJ53H76675DMKMC2HK2UZNKMD&dn=Gr%C3%BC%C3%9Fe+x&xl=5&ws=http%3A%2F%2Fw
magnet:?xt=urn:btmh:12208bb88f14&xt.1=urn%3Abtih%3Aa04403c4f44f767ffbdfe8d8a60b4756a996a983&tr.1=udp://a
LINKS
}

# Every quoted or backquoted word of these files, as libFuzzer reads it.
words_of() { grep -ohE '"[A-Za-z$_/0-9.-]+"|`[a-z_]+`' "$@" | tr -d '"`' | sort -u | sed 's/.*/"&"/'; }

case $target in
  scenario_fuzz)
    scenario_seeds
    { words_of docs/scenario.schema.json
      printf '"%s"\n' ' MiB' ' KiB' ' TiB' ' B' ' Mbit/s' ' kB/s' ' s' ' ms' ' ns' ' min' ' %' ' in ' 'all but ' \
        '${' '99999999999999999999' '1e999' again.json list.csv; } >"$dictionary" ;;
  grammar_fuzz)
    grammar_seeds
    printf '"%s"\n' 'torrent -mode ' send download scrape exit list fileinfo peerinfo crash link tracker fail \
      recover refuse silent error forget ' up=' ' down=' ' latency=' unlimited MB/s kbit/s ms '\"' '\\' >"$dictionary" ;;
  trace_fuzz)
    trace_seeds
    words_of docs/trace-format.md >"$dictionary" ;;
  bencode_fuzz | torrent_fuzz)
    cp tests/fuzz/torrents/* "$seeds"
    printf '"%s"\n' i0e i-1e le de 0: 1:a d1:ai0ee 4:info 5:files 6:length 4:path 4:name '12:piece length' 6:pieces \
      4:attr1:p 7:privatei1e 13:announce-list 8:announce '12:meta version' '9:file tree' 2:.. 'i4294967296e' >"$dictionary" ;;
  magnet_fuzz)
    magnet_seeds
    printf '"%s"\n' 'magnet:?' '&xt=' 'urn:btih:' 'urn:btmh:' '&dn=' '&tr=' '%2F' '%C3%BC' a04403c4f44f767ffbdfe8d8a60b4756a996a983 \
      UBCAHRHUJ53H76675DMKMC2HK2UZNKMD >"$dictionary" ;;
esac

"${plain[@]}" "build/$preset/$target" -max_len="$longest" -dict="$dictionary" -timeout=10 -rss_limit_mb=1024 \
  -malloc_limit_mb=512 -artifact_prefix="build/fuzz-found/$target-" -print_final_stats=1 "$@" "$corpus" "$seeds" ||
  { echo "$target: a promise is broken; the input lies in build/fuzz-found" >&2; exit 1; }
