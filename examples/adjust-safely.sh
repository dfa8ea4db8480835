#!/usr/bin/env bash
# Awards credits from a script. No failure, retry or crash makes it pay twice.
#
#   examples/adjust-safely.sh EMAIL AMOUNT KEY [REASON]
#
# KEY names this one adjustment in your own records, such as order-1042. Repeat the same call as often as you like: the ledger
# knows the key and answers with the original operation. Set RAD_ADMIN to the program if it is not on the PATH.
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
  # --no-input: never wait for an answer. A large total needs --confirm TOTAL, and a person should decide on that.
  "$program" --no-input --json credits award "$email" "$amount" --key "$key" --reason "$reason" || status=$?

  case $status in
    0) # Done now, or done before under this key: "changed" in the receipt says which.
      exit 0
      ;;
    3)
      echo "no such user: add $email first, or correct the address" >&2
      exit 3
      ;;
    4)
      echo "a rule forbids it, so a retry fails too: see the message above" >&2
      exit 4
      ;;
    5)
      # The same reason, or the content under the key would differ.
      printf 'a person has to confirm the total with: rad-admin credits award' >&2
      printf ' %q' "$email" "$amount" --key "$key" --reason "$reason" --confirm "$amount" >&2
      echo >&2
      exit 5
      ;;
    11 | 75) # A server did not say whether it is done, or the database is busy. The key makes a repeat safe.
      if ((attempt < attempts)); then
        echo "exit status $status: the same again under the same key in $wait_s s" >&2
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

echo "gave up after $attempts attempts: run it again later, under the same key" >&2
exit "$status"
