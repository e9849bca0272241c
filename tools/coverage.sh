#!/usr/bin/env bash
# How many lines of core/ and sim/ the tests reach: in all, for each directory, and the files below 80 %.
#
# bash tools/coverage.sh
# Builds tests and program with gcc's counters in build/coverage, runs all tests and asks gcov, which comes with
# gcc. A line counts once, however many times a template or a header compiled it. The last line is the total;
# exit 1 if it is below 90 % or a test fails. Lines of tests/ and tools/ are not counted.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
source tools/lib/packages.sh
source tools/lib/build.sh

unset CC CXX CFLAGS CXXFLAGS LDFLAGS
need_packages "${build_packages[@]}" "${unit_test_packages[@]}"
build_preset coverage swarmsim && build_preset coverage swarmsim_tests || exit 2

find build/coverage -name '*.gcda' -delete
# Where a test lets files grow no further, the counters cannot be written either: not for the program's user to read.
export GCOV_ERROR_FILE=$root/build/coverage-complaints.txt
status=0
build/coverage/swarmsim_tests >build/coverage.out 2>&1 || status=1
tail -3 build/coverage.out

# gcov prints, for each object, every line as `count:number:text`; a count of - is no code, one of ##### none.
# The counters of one source line are joined over all objects that hold it.
find build/coverage -name '*.gcda' -path '*swarmsim_*' -print0 | xargs -0 gcov --stdout 2>/dev/null |
  awk -v root="$root/" '
    { split($0, part, ":"); count = part[1]; gsub(/[ *]/, "", count); number = part[2] + 0 }
    number == 0 && part[3] == "Source" {
      path = part[4]; sub("^" root, "", path); sub("^(\\.\\./)+", "", path)
      wanted = path ~ /^(core|sim)\//
      next
    }
    !wanted || number == 0 || count == "-" { next }
    {
      line = path ":" number
      if (!(line in reached)) { reached[line] = 0; lines[path]++ }
      if (!reached[line] && count !~ /^[#=]+$/) { reached[line] = 1; hits[path]++ }
    }
    END {
      for (path in lines) {
        folder = path; sub("/[^/]*$", "", folder)
        all[folder] += lines[path]; good[folder] += hits[path]
        total += lines[path]; sum += hits[path]
        if (hits[path] < 0.8 * lines[path])
          printf "3 %5.1f %% %6d  %s\n", 100 * hits[path] / lines[path], lines[path], path
      }
      for (folder in all) printf "1 %5.1f %% %6d  %s\n", 100 * good[folder] / all[folder], all[folder], folder
      print "0 lines by directory:"
      print "2 below 80 %:"
      if (total > 0) printf "9 %.2f %% of %d lines\n", 100 * sum / total, total
    }' | sort -s -k 1,1 -k 5,5 | cut -c 3- | tee build/coverage.txt

total=$(tail -1 build/coverage.txt)
if [[ ! $total =~ ^([0-9]+)\. || ${BASH_REMATCH[1]} -lt 90 ]]; then
  echo "coverage is below 90 %" >&2
  status=1
fi
exit "$status"
