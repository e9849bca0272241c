#!/usr/bin/env bash
# Types a session at a real terminal of 100 columns and 30 rows (tmux) and prints its screens.
#
# bash transcript.sh PROGRAM SCENARIO TYPED, where TYPED holds a line per command; a line that begins with "key "
# sends that key as it is. After each the terminal is waited for: until a prompt stands in the last line, or, after
# a line that ends in " &", until the text behind "wait: " of the next line is on the screen. Exit 1 if it never is.
set -euo pipefail

program=$1 scenario=$2 typed=$3
here=$(mktemp -d)
socket=$here/tmux
cleanup() {
  tmux -S "$socket" kill-server 2>/dev/null || true
  rm -rf "$here"
}
trap cleanup EXIT

export HOME=$here TERM=screen LC_ALL=C.UTF-8 NO_COLOR=1
unset TMUX XDG_STATE_HOME
cp "$scenario" "$here/scenario.json"
cd "$here"

screen() { tmux -S "$socket" capture-pane -p -t console; }

# wait_for REGEX: until the last line that holds anything matches.
wait_for() {
  local tries last
  for ((tries = 0; tries < 600; ++tries)); do
    last=$(screen | sed '/^ *$/d' | tail -1)
    if [[ $last =~ $1 ]]; then return; fi
    sleep 0.1
  done
  screen
  echo "transcript.sh: the terminal never showed $1" >&2
  exit 1
}

show() {
  echo "=== $1"
  screen | sed -e 's/ *$//' | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}'
}

prompt='@ [0-9.]+s>$'
tmux -S "$socket" -f /dev/null new-session -d -s console -x 100 -y 30 \
  "'$program' console scenario.json; echo \"left with \$?\"; sleep 60"
wait_for "$prompt"
show start
while IFS= read -r line; do
  [[ -n $line ]] || continue
  case $line in
    'key '*) tmux -S "$socket" send-keys -t console "${line#key }" ;;
    'leave') tmux -S "$socket" send-keys -t console C-d ;;
    *)
      tmux -S "$socket" send-keys -t console C-l
      tmux -S "$socket" send-keys -t console -l "$line"
      tmux -S "$socket" send-keys -t console Enter
      ;;
  esac
  sleep 0.3  # until the line is taken: before that the prompt of the line before it still stands there
  if [[ $line == leave ]]; then wait_for '^left with'; else wait_for "$prompt"; fi
  show "$line"
done <"$typed"
echo "=== the recording runs to"
"$program" run -q mine.json
