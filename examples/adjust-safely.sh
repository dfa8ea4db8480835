#!/usr/bin/env bash
# Awards credits from a script so that no failure, retry or crash ever pays twice.
#
#   examples/adjust-safely.sh EMAIL AMOUNT KEY [REASON]
#
# KEY names this one adjustment in your own books, such as order-1042. The same call may be repeated at will: the ledger
# knows the key and answers with the operation that it stands for. RAD_ADMIN names the program where it is not on the PATH.
set -euo pipefail

if (($# < 3 || $# > 4)); then
  echo "usage: ${0##*/} EMAIL AMOUNT KEY [REASON]" >&2
  exit 2
fi
email=$1 amount=$2 key=$3 reason=${4:-"adjustment $3"}
program=${RAD_ADMIN:-rad-admin}

attempts=5
wait_s=1
for ((attempt = 1; attempt <= attempts; attempt++)); do
  status=0
  # --no-input: nothing may wait for an answer. A large total needs --confirm TOTAL, which a person should decide on.
  "$program" --no-input --json credits award "$email" "$amount" --key "$key" --reason "$reason" || status=$?

  case $status in
    0) # Done, or done before under this key: the receipt says which with "changed".
      exit 0
      ;;
    3)
      echo "no such user: add $email first, or mend the address" >&2
      exit 3
      ;;
    4)
      echo "a rule forbids it, and will again: see the message above" >&2
      exit 4
      ;;
    5)
      # The same reason, or the key would stand for something else.
      printf 'the total has to be confirmed by a person: rad-admin credits award' >&2
      printf ' %q' "$email" "$amount" --key "$key" --reason "$reason" --confirm "$amount" >&2
      echo >&2
      exit 5
      ;;
    75)
      if ((attempt < attempts)); then
        echo "the database is busy; nothing was written; again in $wait_s s" >&2
        sleep "$wait_s"
        wait_s=$((wait_s * 2))
      fi
      ;;
    *)
      echo "rad-admin failed with exit status $status" >&2
      exit "$status"
      ;;
  esac
done

echo "the database stayed busy through $attempts attempts" >&2
exit 75
