#!/usr/bin/env bash
# Brings the platform's users in from its nightly export: new ones are made, changed ones changed, nobody is removed.
#
#   examples/nightly-sync.sh EXPORT
#
# EXPORT is CSV or JSON Lines. MAP says how it calls our columns, such as name=fullName,partner=isPartner; a column of it that
# is none of ours is passed over. Leave balances out of the export: credits are the ledger's business, and the next night
# would set them back. A night without changes writes nothing, so the script may run as often as one likes.
set -euo pipefail

if (($# != 1)); then
  echo "usage: ${0##*/} EXPORT" >&2
  exit 2
fi
map=()
if [[ -n ${MAP:-} ]]; then
  map=(--map "$MAP")
fi

# Quiet, so that cron sends mail only where something is wrong. --yes: the export may make admins and deactivate users,
# and the last active admin stays whatever it says. Ten minutes are enough for any other command to end.
exec "${RAD_ADMIN:-rad-admin}" --quiet --no-input --yes --lock-timeout 600 \
  users import "$1" --update --ignore-columns --reason 'nightly sync' ${map[@]+"${map[@]}"}
