#!/usr/bin/env bash
# Builds rad-admin and walks through a month's work on a database of its own, which it removes at the end.
#
#   KEEP=1 examples/quickstart.sh     keeps the database and says where it is
#
# It reads and changes nothing of yours: database, settings and actor are its own.
set -euo pipefail
cd "$(dirname "$0")/.."

echo "Building the program; the first time takes a few minutes."
cargo build --release --locked --quiet
PATH=${CARGO_TARGET_DIR:-$PWD/target}/release:$PATH

home=$(mktemp -d)
finish() {
  if [[ ${KEEP:-} == 1 ]]; then
    printf '\nKept: %s\n' "$RAD_ADMIN_DB"
  else
    rm -rf "$home"
  fi
}
trap finish EXIT

export RAD_ADMIN_DB=$home/rad-admin.db
export RAD_ADMIN_CONFIG=$home/config.toml
export RAD_ADMIN_ACTOR=ada@example.org
printf '[limits]\nconfirm_above = 10000\n' >"$RAD_ADMIN_CONFIG"

say() {
  printf '\n# %s\n' "$*"
}

# Shows a command, runs it, and ends the tour if it fails.
run() {
  local shown='$ rad-admin' word
  for word in "$@"; do
    if [[ $word =~ ^[A-Za-z0-9@.,:=_/-]+$ ]]; then shown+=" $word"; else shown+=" '$word'"; fi
  done
  printf '%s\n' "$shown"
  rad-admin "$@" </dev/null 2>&1
}

# The same for a command that has to be refused with this exit status.
refused() {
  local expected=$1 status=0
  shift
  run "$@" || status=$?
  printf '(exit status %s)\n' "$status"
  [[ $status == "$expected" ]]
}

say "A ledger is one file. Its months begin in its own time zone, wherever the program runs."
run init --timezone Europe/Berlin

say "Three users: Ada, who administers the platform, Paul, who is a partner, and Mia."
run user add ada@example.org --name 'Ada Moreno' --role admin --yes
run user add paul@example.org --name 'Paul Brandt' --role partner
run user add mia@example.org --name 'Mia Castell' --role agent

say "Everyone with their balances: what was awarded, what was purchased, and both together."
run users list

say "Mia is given 250 credits, and the reason is kept for good."
run credits award mia@example.org 250 --reason 'conference prize'

say "Paul bought 1000. A key makes it safe to repeat: the second time changes nothing."
run credits purchase paul@example.org 1000 --reason 'order 1042' --key order-1042
run credits purchase paul@example.org 1000 --reason 'order 1042' --key order-1042

say "No balance ever falls below zero: such a command is refused and nothing is written."
refused 4 credits deduct mia@example.org 300 --from awarded --reason 'too much'
run credits deduct mia@example.org 50 --from awarded --reason 'prize was 200'

say "Paul is a partner, so a monthly allowance can be set for him."
run partner set paul@example.org 500

say "Cron runs this every day. The first run of a month grants it ..."
run grant-monthly

say "... and every other changes nothing, however often it runs."
run grant-monthly

say "Where Paul's credits came from, newest first."
run credits history paul@example.org

say "Everything that was ever done, by whom and why."
run log

say "And the platform at a glance."
run status

say "For scripts, every command also speaks JSON, JSON Lines, CSV and TSV."
run users list --output csv --fields email,awarded,purchased,balance
