#!/usr/bin/env bash
# The pages of 'report --html' and 'user statement --html' in a real browser: light and dark, on a phone and on a screen, and on
# paper. Nothing may stick out to the side, no script and no address of the network may be in them.
#
# Usage: ci/page.sh [FOLDER]
#
# The pictures stay in FOLDER; without one they are removed. With PICTURE=FILE, the picture of the README is made again. It needs chromium and the program that `cargo test` builds, whose
# clock can be set.
set -euo pipefail
cd "$(dirname "$0")/.."

program=${CARGO_TARGET_DIR:-$PWD/target}/debug/rad-admin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pictures=${1:-$work}
mkdir -p "$pictures"

fail() {
  echo "$*" >&2
  exit 1
}

export HOME=$work RAD_ADMIN_DB=$work/ledger.db RAD_ADMIN_ACTOR=ada@example.org LANG=C.UTF-8

# The time, and what is done then.
at() {
  RAD_ADMIN_TEST_NOW=$1 "$program" "${@:2}" --yes --quiet
}

# Ten weeks of a platform: people with short and with long names, figures of one digit and of thirteen.
long=wilhelmina.alexandra.von.hohenfels-langenburg@department.of.an.organisation.example.org
at 2026-09-01T06:00:00Z init --timezone Europe/Berlin
at 2026-09-01T06:00:00Z user add ada@example.org --name 'Ada Moreno' --role admin
at 2026-09-01T06:00:00Z user add paul@example.org --name 'Paul Brandt' --role partner --awarded 120
at 2026-09-01T06:00:00Z user add mia@example.org --name 'Mia Castell' --role agent --purchased 1200
at 2026-09-01T06:00:00Z user add zoe@example.org --name 'Zoe Lindqvist' --role partner --purchased 300
at 2026-09-01T06:00:00Z user add "$long" --name 'Wilhelmina Alexandra Countess of Hohenfels and Langenburg' --role partner
at 2026-09-01T06:00:00Z user add markup@example.org --name '<script>alert(1)</script><b>"&amp;'
at 2026-09-01T06:00:00Z partner set paul@example.org 250
at 2026-09-01T06:00:00Z partner set zoe@example.org 400
at 2026-09-01T06:00:00Z partner set "$long" 150
for month in 09 10 11; do
  at "2026-$month-01T07:00:00Z" grant-monthly
  for day in 02 03 05 08 09 12 13 16 17 20; do
    at "2026-$month-${day}T10:00:00Z" credits purchase mia@example.org "$((10#$day * 37 % 11 * 20 + 40))" --reference "inv-$month$day"
    at "2026-$month-${day}T14:00:00Z" credits spend mia@example.org "$((10#$day * 53 % 13 * 15 + 10))" --reason 'Course booking'
    at "2026-$month-${day}T15:00:00Z" credits spend zoe@example.org "$((10#$day * 3 + 5))"
  done
done
at 2026-11-18T09:00:00Z credits award role:partner 25 --reason 'Compensation for the outage of the night from the third to the fourth'
at 2026-11-19T09:00:00Z credits award paul@example.org 70 --reason 'By mistake'
at 2026-11-19T09:10:00Z undo last

export RAD_ADMIN_TEST_NOW=2026-11-21T08:00:00Z
"$program" report --month 2026-11 --html "$work/report.html" -q
"$program" report --since 2026-09 --until 2026-11 --by month,kind --html "$work/quarter.html" -q
"$program" user statement zoe@example.org --month 2026-11 --html "$work/statement.html" -q
at 2026-11-20T09:00:00Z credits purchase "$long" 9007199254000000 --confirm 9007199254000000 --reason 'The largest there can be'
"$program" report --month 2026-11 --by user,kind,bucket --html "$work/large.html" -q
"$program" user statement "$long" --month 2026-11 --html "$work/large-statement.html" -q

browser() {
  timeout 120 chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --hide-scrollbars --user-data-dir="$work/profile" \
    --virtual-time-budget=2000 "$@" 2>"$work/browser.log" || { cat "$work/browser.log" >&2; fail "chromium failed: $*"; }
}

# A copy of the page that looks at itself, and says what sticks out to the right.
look='<script>
  const wide = [...document.querySelectorAll("*")].filter(it => it.getBoundingClientRect().right > innerWidth + 1);
  parent.postMessage(innerWidth + " " + document.documentElement.scrollWidth + " " +
    wide.map(it => it.tagName + " " + it.textContent.slice(0, 40)).join("; "), "*");
</script>'

# The page in a frame of a width: no window of the browser is as narrow as a phone.
framed() {
  printf '%s\n' '<!doctype html><meta name="color-scheme" content="light dark"><style>body { margin: 0 }</style>' \
    '<script>onmessage = message => document.documentElement.dataset.seen = message.data</script>' \
    "<iframe src=\"$1\" style=\"border: 0; width: $2px; height: 1600px\"></iframe>" >"$work/frame.html"
}

for page in report quarter statement large large-statement; do
  file=$work/$page.html
  if grep -inE '<script|<link|<img|<iframe|https?:|url\(|@import|javascript:| on[a-z]+=' "$file"; then
    fail "$page: the page holds a script, or leads elsewhere"
  fi
  grep -v Content-Security-Policy "$file" | sed '/^<\/body>/d; /^<\/html>/d' >"$work/look.html"
  printf '%s\n</body>\n</html>\n' "$look" >>"$work/look.html"
  for width in 390 1280; do
    framed look.html "$width"
    seen=$(browser --window-size=1280,1600 --dump-dom "file://$work/frame.html" | sed -n 's/.*data-seen="\([^"]*\)".*/\1/p' | head -1)
    [[ $seen == "$width $width " ]] || fail "$page: at $width pixels something sticks out: ${seen:-nothing was seen}"
    framed "$page.html" "$width"
    for scheme in 0-dark 1-light; do
      browser --window-size="$((width < 500 ? 500 : width)),1600" --blink-settings="preferredColorScheme=${scheme%-*}" \
        --screenshot="$pictures/$page-$width-${scheme#*-}.png" "file://$work/frame.html"
    done
    cmp -s "$pictures/$page-$width-light.png" "$pictures/$page-$width-dark.png" && fail "$page: dark is as light"
  done
  browser --no-pdf-header-footer --print-to-pdf="$pictures/$page.pdf" "file://$file"
  [[ $(head -c 5 "$pictures/$page.pdf") == %PDF- ]] || fail "$page: no PDF"
done
if [[ -n ${PICTURE:-} ]]; then
  framed report.html 1000
  browser --window-size=1000,835 --blink-settings=preferredColorScheme=1 --screenshot="$PICTURE" "file://$work/frame.html"
fi
echo "5 pages fit a phone, a screen and paper"
