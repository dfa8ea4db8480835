#!/usr/bin/env bash
# Deactivates everyone in a list of leavers.
#
#   examples/deactivate-leavers.sh FILE
#
# FILE has one address per line; "#" begins a comment. If an address cannot be deactivated (an unknown one, or an admin's), the
# script prints why, goes on with the others, and ends with the exit status of the last failure.
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
  # Standard input is the list, so keep the program from reading it.
  "$program" --quiet --no-input --yes user edit "$address" --active off --reason 'left' </dev/null || status=$?
done <"$1"
exit "$status"
