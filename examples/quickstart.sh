#!/usr/bin/env bash
# Builds rad-admin and shows a month's work in a temporary ledger.
#
#   KEEP=1 examples/quickstart.sh     keeps the ledger and prints its path
#
# It does not touch your own ledger or settings.
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

say "A ledger is one file. Its months begin in its own time zone, on whatever machine you run the program."
run init --timezone Europe/Berlin

say "Add three users. Ada is the admin, and the actor: every change names her. Paul is a partner."
run user add ada@example.org --name 'Ada Moreno' --role admin --yes
run user add paul@example.org --name 'Paul Brandt' --role partner
run user add mia@example.org --name 'Mia Castell' --role agent

say "List everyone with their balances: credits awarded, credits purchased, and both together."
run user list

say "Award Mia 250 credits. The ledger keeps the reason."
run credits award mia@example.org 250 --reason 'conference prize'

say "Paul bought 1000. With a key, the command is safe to repeat: the second run changes nothing."
run credits purchase paul@example.org 1000 --reason 'order 1042' --key order-1042
run credits purchase paul@example.org 1000 --reason 'order 1042' --key order-1042

say "No balance ever falls below zero: such a command is refused and changes nothing."
refused 4 credits deduct mia@example.org 300 --from awarded --reason 'too much'
run credits deduct mia@example.org 50 --from awarded --reason 'prize was 200'

say "Paul is a partner, so he can have a monthly allowance."
run partner set paul@example.org 500

say "Cron runs this every day. The first run of a month grants it ..."
run grant-monthly

say "... and all later runs change nothing."
run grant-monthly

say "See where Paul's credits came from, newest first."
run credits history paul@example.org

say "See who did what, and why."
run log

say "See the platform at a glance, and what needs attention."
run status

say "For scripts, every command also prints JSON, JSON Lines, CSV and TSV."
run user list --output csv --fields email,awarded,purchased,balance
