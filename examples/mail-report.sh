#!/usr/bin/env bash
# Mails the report of a month: the figures as text, and the page attached.
#
#   examples/mail-report.sh TO [MONTH]
#
# MONTH is last month unless you name another, such as 2026-10. Run it on the 1st, from cron:
#
#   30 6 1 * * rad-admin /usr/local/lib/rad-admin/mail-report.sh finance@example.org
set -euo pipefail

if (($# < 1 || $# > 2)); then
  echo "usage: ${0##*/} TO [MONTH]" >&2
  exit 2
fi
to=$1
# The 15th is in the same month in every time zone.
month=${2:-$(date --date "$(date +%Y-%m-15) -1 month" +%Y-%m)}
program=${RAD_ADMIN:-rad-admin}

# Both are made before anything is sent: if one fails, nobody gets half a report.
text=$("$program" --no-input report --month "$month")
page=$("$program" --no-input report --month "$month" --html -)

part() {
  printf '%s\n' '--rad-admin-report' "Content-Type: $1; charset=utf-8" 'Content-Transfer-Encoding: base64' "${@:2}" ''
  base64
}

{
  printf '%s\n' "To: $to" "Subject: Credits in $month" 'MIME-Version: 1.0' \
    'Content-Type: multipart/mixed; boundary=rad-admin-report' ''
  part text/plain <<<"$text"
  part text/html "Content-Disposition: attachment; filename=credits-$month.html" <<<"$page"
  printf '%s\n' '--rad-admin-report--'
} | "${SENDMAIL:-/usr/sbin/sendmail}" -i -t
