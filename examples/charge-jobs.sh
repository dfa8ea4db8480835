#!/usr/bin/env bash
# Charges every job of a list once: examples/charge-jobs.sh JOBS.csv, whose lines are job,user,credits.
# If it fails or is killed, run it again: the key of a job makes sure that the job is charged once.
set -euo pipefail
[[ $# -eq 1 ]] || { echo "usage: ${0##*/} JOBS.csv" >&2; exit 2; }
while IFS=, read -r job user credits || [[ -n $job ]]; do
  "${RAD_ADMIN:-rad-admin}" --quiet --no-input credits spend "$user" "$credits" \
    --key "job-$job" --reference "job-$job" </dev/null
done <"$1"
