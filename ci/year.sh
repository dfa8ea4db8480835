#!/usr/bin/env bash
# A year with the program as it is installed: first steps, a timer, an outage, a full disk, a wrong clock, a backup put back.
# At the end doctor has to say that all is well, the head of the first day has to hold, and the balances have to be right.
#
#   ci/year.sh [PROGRAM]     as root, on a machine whose /etc may be changed; rad-admin if no PROGRAM is named
#
# faketime turns the clock: the program that is installed has no test hooks.
set -euo pipefail

program=$(command -v "${1:-rad-admin}")
home=$(mktemp -d)
ledger=$home/.local/share/rad-admin/rad-admin.db
cron=/etc/cron.d/rad-admin-year-$$
today=2027-01-04

finish() {
  rm -f "$cron"
  umount "$home/small" 2>/dev/null || true
  rm -rf "$home"
}
trap finish EXIT

fail() {
  printf 'year: %s, on %s\n' "$*" "$today" >&2
  [[ ! -s $home/mails ]] || cat "$home/mails" >&2
  exit 1
}

# The program at ten o'clock of that day, by an administrator.
ours() {
  env -i PATH=/usr/bin:/bin HOME="$home" TZ=UTC RAD_ADMIN_ACTOR=ada@example.org \
    faketime "$today 10:00:00" "$program" "$@"
}

# What cron does every night; what it would mail goes to a file, with the exit status.
night() {
  local status=0
  env -i PATH=/usr/bin:/bin HOME="$home" TZ=UTC RAD_ADMIN_ACTOR=cron@example.org \
    faketime "$today 04:23:00" "$program" grant-monthly --quiet --catch-up >"$home/mail" 2>&1 || status=$?
  if [[ -s $home/mail || $status != 0 ]]; then
    { echo "$today, exit $status"; cat "$home/mail"; } >>"$home/mails"
  fi
  last=$status
}

# Every night from today to the day before the one named.
until_day() {
  while [[ $today < $1 ]]; do
    night
    today=$(date -u -d "$today + 1 day" +%F)
  done
}

balance() {
  ours user show "$1" --field balance
}

# First steps, as the README has them.
ours config init >/dev/null
ours init -q --timezone UTC
ours user add -q ada@example.org --role admin --yes
ours user add -q paul@example.org --role partner
ours partner set -q paul@example.org 100
status=0
ours doctor >"$home/findings" || status=$?
[[ $status == 10 ]] || fail "doctor ended with $status before there was a timer"
grep -q 'examples/cron\|rad-admin-grant.timer' "$home/findings" || fail "doctor does not say how to add a timer"
printf '23 4 * * * root rad-admin grant-monthly --quiet --catch-up\n' >"$cron"
night
head=$(ours verify --field head)

until_day 2027-04-10
ours partner set -q paul@example.org 150 --from 2027-05
# The machine is off for 45 days.
until_day 2027-05-25
today=2027-07-09
night
[[ $last == 0 ]] || fail "the first run after the outage ended with $last"
grep -q '2027-06 was granted' "$home/mails" || fail "no mail names the month that was paid late"

# The disk is full on the 1st of August: nothing is granted then, and all of it the next night.
until_day 2027-08-01
before=$(balance paul@example.org)
mkdir "$home/small" "$home/kept"
cp -p "$ledger" "$home/kept/"
mount -t tmpfs -o size=512k,mode=0700 tmpfs "$home/small"
cp -p "$ledger" "$home/small/rad-admin.db"
head -c 1M /dev/zero >"$home/small/full" 2>/dev/null || true
status=0
env -i PATH=/usr/bin:/bin HOME="$home" TZ=UTC RAD_ADMIN_ACTOR=cron@example.org faketime "$today 04:23:00" \
  "$program" --db "$home/small/rad-admin.db" grant-monthly --quiet --catch-up >"$home/mail" 2>&1 || status=$?
[[ $status == 1 ]] && grep -qi 'full\|space' "$home/mail" || fail "a full disk ended with $status: $(<"$home/mail")"
rm "$home/small/full"
ours --db "$home/small/rad-admin.db" verify -q || fail "the ledger on the full disk does not prove"
umount "$home/small"
[[ $(balance paul@example.org) == "$before" ]] || fail "the full disk changed a balance"
until_day 2027-09-15

# One night the clock is a year ahead: nothing is granted, and the mail says why.
right=$today
today=2028-09-15
night
[[ $last == 5 ]] || fail "a clock a year ahead ended with $last"
today=$right
until_day 2027-10-20

# A backup of the day before is put back after a mistake.
ours backup -q "$home/backup.db"
ours credits award -q paul@example.org 5000 --reason 'A slip of the hand'
[[ $(balance paul@example.org) != "$(ours --db "$home/backup.db" user show paul@example.org --field balance)" ]] ||
  fail "the award is not there"
ours restore -q "$home/backup.db" --yes
until_day 2027-12-31

ours backup -q "$home/end.db"
ours verify -q --head "$head" || fail "the head of the first day does not hold"
ours doctor >"$home/findings" || { cat "$home/findings"; fail "doctor finds something at the end"; }
# 100 a month from January to April, 150 from May on.
[[ $(balance paul@example.org) == $((4 * 100 + 8 * 150)) ]] || fail "the balance is $(balance paul@example.org)"
printf 'a year with %s: %s mails, and all is well\n' "$("$program" --version)" "$(grep -c '^20..-..-.., exit' "$home/mails")"
cat "$home/mails"
