# From a series (CSV) of scenarios/theory/fluid-steady: seeds beside the origin and leechers, averages after `from`.
# Output: "seeds leechers".
BEGIN { FS = "," }
NR == 1 {
  for (i = 1; i <= NF; ++i) column[$i] = i
  next
}
$1 >= from {
  seeds += $column["seeds"] - 1
  leechers += $column["leechers"]
  ++samples
}
END { printf "%.4f %.4f\n", seeds / samples, leechers / samples }
