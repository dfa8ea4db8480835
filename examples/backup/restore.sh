#!/usr/bin/env bash
# Replaces the ledger with a backup. Run it as the account that owns the ledger:
#   restore.sh /var/backups/rad-admin/2026-11-23.db /var/lib/rad-admin/rad-admin.db [HEAD]
# It verifies the backup before it changes anything. With HEAD, a digest that you kept elsewhere, it also checks that nothing is
# missing up to that digest. It keeps the old ledger beside the new one. Stop everything that uses the ledger first: cron,
# timers, people.
set -euo pipefail

if (($# < 2 || $# > 3)); then
  echo "usage: ${0##*/} BACKUP LEDGER [HEAD]" >&2
  exit 2
fi
backup=$1 ledger=$2 head=${3:-}

rad-admin verify -q --db "$backup" ${head:+--head "$head"}

set_aside=$ledger.before-restore.$(date +%Y%m%dT%H%M%S)
for suffix in '' -wal -shm; do
  # The write-ahead log belongs to the old file. Left behind, SQLite would apply it to the new one.
  if [[ -e $ledger$suffix ]]; then
    mv -- "$ledger$suffix" "$set_aside$suffix"
  fi
done

# `backup` copies and verifies again, and the file appears complete or not at all.
rad-admin backup -q --db "$backup" "$ledger"
rad-admin status --db "$ledger"
