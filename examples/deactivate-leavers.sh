#!/usr/bin/env bash
# Deactivates everyone in a list of leavers.
#
#   examples/deactivate-leavers.sh FILE
#
# FILE has an address a line; "#" begins a comment. Who is inactive already stays so. One address that cannot be deactivated
# (nobody's, or an admin's) does not keep the others from it: it is told, and the exit status is that of the last such one.
set -euo pipefail

if (($# != 1)); then
  echo "usage: ${0##*/} FILE" >&2
  exit 2
fi
program=${RAD_ADMIN:-rad-admin}

status=0
while IFS= read -r line || [[ -n $line ]]; do
  address=$(tr -d '[:space:]' <<<"${line%%#*}")
  if [[ -z $address ]]; then
    continue
  fi
  # Standard input is the list: the program must not read it.
  "$program" --quiet --no-input --yes user edit "$address" --active off --reason 'left' </dev/null || status=$?
done <"$1"
exit "$status"
