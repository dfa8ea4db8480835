#!/usr/bin/env bash
# Awards the credits of a spreadsheet that was saved as CSV, all of them or none.
#
#   examples/award-from-spreadsheet.sh FILE KEY REASON [TOTAL]
#
# FILE has the columns "user" and "amount"; others are passed over. KEY names this award, such as spring-2026: run the script
# twice with it and the second run changes nothing. TOTAL is asked for where the sum is large, so that somebody has looked
# at it. RAD_ADMIN names the program where it is not on the PATH.
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

# Every fault is told with its line and nothing is written: mend the spreadsheet, save it and run the script again.
"${RAD_ADMIN:-rad-admin}" --no-input --yes credits apply "$file" --input-format csv --ignore-columns \
  --bucket awarded --key "$key" --reason "$reason" ${confirm[@]+"${confirm[@]}"}
