# shellcheck shell=bash
# A page of docs/ that a script writes a part of. Sourced after packages.sh, not run.
#
# need_markers PAGE NAME exits with 2 unless the lines <!-- the NAME begin --> and <!-- the NAME end --> stand
# there once. replace_part PAGE NAME puts stdin, as a block of code, between the two.

need_markers() {
  local page=$1 name=$2 marker
  for marker in "<!-- the $name begin -->" "<!-- the $name end -->"; do
    if [[ $(grep -cxF "$marker" "$page") -ne 1 ]]; then
      say "$page needs the line $marker once"
      exit 2
    fi
  done
}

# The page is written beside itself, so that it is replaced at once or not at all.
replace_part() {
  local page=$1 name=$2
  {
    sed "/^<!-- the $name begin -->\$/q" "$page"
    echo '```'
    cat
    echo '```'
    sed -n "/^<!-- the $name end -->\$/,\$p" "$page"
  } >"$page.part"
  mv "$page.part" "$page"
}
