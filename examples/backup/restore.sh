#!/usr/bin/env bash
# Puts a backup in the place of the ledger, as the account that owns it:
#   restore.sh /var/backups/rad-admin/2026-11-23.db /var/lib/rad-admin/rad-admin.db [HEAD]
# The backup is proven before anything is touched; with HEAD, a digest kept elsewhere, also that nothing is missing from it
# up to that point. The ledger that was there is kept beside the new one. Stop what uses it first: cron, timers, people.
set -euo pipefail

if (($# < 2 || $# > 3)); then
  echo "usage: ${0##*/} BACKUP LEDGER [HEAD]" >&2
  exit 2
fi
backup=$1 ledger=$2 head=${3:-}

rad-admin verify -q --db "$backup" ${head:+--head "$head"}

set_aside=$ledger.before-restore.$(date +%Y%m%dT%H%M%S)
for suffix in '' -wal -shm; do
  # The write-ahead log belongs to the old file: left behind, it would be read into the new one.
  if [[ -e $ledger$suffix ]]; then
    mv -- "$ledger$suffix" "$set_aside$suffix"
  fi
done

# `backup` copies and proves once more, and the file appears whole or not at all.
rad-admin backup -q --db "$backup" "$ledger"
rad-admin status --db "$ledger"
