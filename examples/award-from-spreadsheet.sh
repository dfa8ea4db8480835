#!/usr/bin/env bash
# Awards the credits listed in a spreadsheet that you saved as CSV: all of them or none.
#
#   examples/award-from-spreadsheet.sh FILE KEY REASON [TOTAL]
#
# FILE has the columns "user" and "amount"; other columns are ignored. KEY names this award, such as spring-2026: if you run the
# script twice with the same key, the second run changes nothing. A large sum needs TOTAL, so that somebody has looked at it.
# Set RAD_ADMIN to the program if it is not on the PATH.
set -euo pipefail

if (($# < 3 || $# > 4)); then
  echo "usage: ${0##*/} FILE KEY REASON [TOTAL]" >&2
  exit 2
fi
file=$1 key=$2 reason=$3
confirm=()
if (($# == 4)); then
  confirm=(--confirm "$4")
fi

# If a row is wrong, every fault is listed with its line and nothing changes: fix the spreadsheet, save it, run this again.
"${RAD_ADMIN:-rad-admin}" --no-input --yes credits apply "$file" --input-format csv --ignore-columns \
  --bucket awarded --key "$key" --reason "$reason" ${confirm[@]+"${confirm[@]}"}
