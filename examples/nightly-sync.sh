#!/usr/bin/env bash
# Imports the platform's users from its nightly export: it adds new users, updates changed ones, and removes nobody.
#
#   examples/nightly-sync.sh EXPORT
#
# EXPORT is CSV or JSON Lines. MAP says which column names it uses, such as name=fullName,partner=isPartner; unknown columns are
# ignored. Leave balances out of the export, or the next night resets the credits that you adjusted here. If nothing changed,
# the script writes nothing, so you can run it as often as you like.
set -euo pipefail

if (($# != 1)); then
  echo "usage: ${0##*/} EXPORT" >&2
  exit 2
fi
map=()
if [[ -n ${MAP:-} ]]; then
  map=(--map "$MAP")
fi

# --quiet: cron sends mail only if something is wrong. --yes: the export may make admins and deactivate users, but never the last
# active admin. Ten minutes (600 s) are enough for any other command to end.
exec "${RAD_ADMIN:-rad-admin}" --quiet --no-input --yes --lock-timeout 600 \
  user import "$1" --update --ignore-columns --reason 'nightly sync' ${map[@]+"${map[@]}"}
