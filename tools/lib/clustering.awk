# The clustering index of each class of leechers (Legout et al., SIGMETRICS 2007), from a trace of
# scenarios/theory/seed-fair: lines of time, kind, from, to, why, with tabs.
#
# index = (what share of a class's time of regular unchokes its own class got) / (its share of the others).
# A peer's class is its id without the number; `seed` is none. Until the first download completes: from then on
# there are more seeds. An unchoke counts as what it began as, so an optimistic one that is kept stays out.
# Output: "CLASS INDEX", a line for each.
BEGIN { FS = "\t"; members["slow"] = members["medium"] = members["fast"] = 13; others = 38 }

function class(peer) {
  sub(/-[0-9]+$/, "", peer)
  return peer
}
function end(from, to, now) {
  if (!((from, to) in began)) return
  all[class(from)] += now - began[from, to]
  if (class(from) == class(to)) own[class(from)] += now - began[from, to]
  delete began[from, to]
}

over { next }
{ last = $1 }
$2 == "download_completed" { over = 1 }
$2 == "unchoked" && $5 == "regular" && $3 != "seed" && !(($3, $4) in began) { began[$3, $4] = $1 }
$2 == "choked" { end($3, $4, $1) }
$2 == "disconnected" { end($3, $4, $1); end($4, $3, $1) }
END {
  for (pair in began) {
    split(pair, peers, SUBSEP)
    end(peers[1], peers[2], last)
  }
  for (one in members) print one, own[one] / all[one] / ((members[one] - 1) / others)
}
